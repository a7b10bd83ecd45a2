package desk

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// page answers with the page of the entries that the query asks for.
func (c *call) page(entries list) *reply { return c.pageOf(c.request.URL.Path, defaultPage, entries) }

// pageOf is page with links to a path.
func (c *call) pageOf(path string, size int, entries list) *reply {
	number := 1
	for name, into := range map[string]*int{"page": &number, "per_page": &size} {
		asked := c.query(name)
		if asked == "" {
			continue
		}
		read, err := strconv.Atoi(asked)
		if err != nil || read < 1 {
			return invalid(object{name: []string{codeInvalid}}).reply()
		}
		*into = read
	}
	size = min(size, largestPage)
	if number > lastPage {
		return invalid(object{"page": []string{codeInvalid}}).reply()
	}
	last := max((len(entries)+size-1)/size, 1)
	found := entries.Numbered(number, size)
	to := func(number int, is bool) any {
		if !is {
			return nil
		}
		return c.pageLink(path, number, size)
	}
	return ok(object{
		"total_entries": len(entries), "page": number,
		"_links": object{
			"self": to(number, true), "first": to(1, true), "last": to(last, true),
			"previous": to(number-1, number > 1), "next": to(number+1, found.HasNext()),
		},
		"_embedded": object{"entries": found.Items()},
	})
}

// pageLink keeps the rest of the query, in its order, before page and per_page.
func (c *call) pageLink(path string, number, size int) object {
	var query []string
	for pair := range strings.SplitSeq(c.request.URL.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair != "" && name != "page" && name != "per_page" {
			query = append(query, pair)
		}
	}
	query = append(query, fmt.Sprintf("page=%d&per_page=%d", number, size))
	return link(path+"?"+strings.Join(query, "&"), "page")
}

// sort sorts entries by the field that the query names. A public client asks users for
// an order that the vendor's page does not list, and is answered: any other field is the
// order of creation.
func (c *call) sort(entries list, fields ...string) {
	if by := c.query("sort_field"); slices.Contains(fields, by) {
		slices.SortStableFunc(entries, func(a, b entry) int { return compare(a.Item[by], b.Item[by]) })
	}
	if c.query("sort_direction") == "desc" {
		slices.Reverse(entries)
	}
}

// compare orders numbers as numbers and everything else as text, null first.
func compare(a, b any) int {
	x, numbers := a.(int)
	y, too := b.(int)
	if numbers && too {
		return x - y
	}
	return strings.Compare(textOf(a), textOf(b))
}

func textOf(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// anyOf gives the values of a parameter that may be a list, sent with commas or more
// than once, with [] or without; nil when it was not sent.
func anyOf(query url.Values, name string) (values []string) {
	for _, sent := range append(slices.Clone(query[name]), query[name+"[]"]...) {
		for value := range strings.SplitSeq(sent, ",") {
			values = append(values, strings.TrimSpace(value))
		}
	}
	return values
}
