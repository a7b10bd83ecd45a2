package zendesk

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	pageLimit   = 100 // items on a page, both ways
	deepestPage = 100 // offset pages end after 10,000 items
)

// entry is one item of a list: its id, for cursors, and its wire form.
type entry struct {
	id   string
	item object
}

// usesCursor tells which of the two ways of paging a request asked for.
func (c *call) usesCursor() bool {
	for name := range c.request.URL.Query() {
		if strings.HasPrefix(name, "page[") {
			return true
		}
	}
	return false
}

// list answers with a page of the entries, which come filtered and sorted.
func (c *call) list(key string, entries []entry) *reply {
	if c.usesCursor() {
		return c.cursorPage(key, entries)
	}
	return c.offsetPage(key, entries)
}

// everything answers with all entries when no paging was asked for, as ticket_fields does.
func (c *call) everything(key string, entries []entry) *reply {
	if c.usesCursor() || c.query("page") != "" || c.query("per_page") != "" {
		return c.list(key, entries)
	}
	return answer(http.StatusOK, object{key: items(entries), "count": len(entries), "next_page": nil, "previous_page": nil})
}

func items(entries []entry) []object {
	all := make([]object, 0, len(entries))
	for _, e := range entries {
		all = append(all, e.item)
	}
	return all
}

func (c *call) offsetPage(key string, entries []entry) *reply {
	page, size := 1, pageLimit
	if number, err := strconv.Atoi(c.query("page")); err == nil && number > 0 {
		page = number
	}
	if number, err := strconv.Atoi(c.query("per_page")); err == nil && number > 0 {
		size = min(number, pageLimit)
	}
	if page > deepestPage {
		return answer(http.StatusBadRequest, object{"error": object{
			"title": "Invalid attribute", "message": "You requested a page beyond the pagination limit: use cursor pagination",
		}})
	}
	from := min((page-1)*size, len(entries))
	to := min(from+size, len(entries))
	var next, previous any
	if to < len(entries) {
		next = c.pageLink(map[string]string{"page": strconv.Itoa(page + 1)})
	}
	if page > 1 {
		previous = c.pageLink(map[string]string{"page": strconv.Itoa(page - 1)})
	}
	return answer(http.StatusOK, object{
		key: items(entries[from:to]), "count": len(entries), "next_page": next, "previous_page": previous,
	})
}

func (c *call) cursorPage(key string, entries []entry) *reply {
	size := pageLimit
	if asked := c.query("page[size]"); asked != "" {
		number, err := strconv.Atoi(asked)
		if err != nil || number < 1 || number > pageLimit {
			return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[size] must be between 1 and 100")
		}
		size = number
	}
	if before := c.query("page[before]"); before != "" {
		end, _, err := locate(entries, before)
		if err != nil {
			return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[before] is not valid")
		}
		return c.cursorAnswer(key, entries, max(end-size, 0), end, size, true)
	}
	from := 0
	if after := c.query("page[after]"); after != "" {
		at, present, err := locate(entries, after)
		if err != nil {
			return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[after] is not valid")
		}
		if from = at; present {
			from++
		}
	}
	return c.cursorAnswer(key, entries, from, min(from+size, len(entries)), size, false)
}

// cursorAnswer gives one page. Only has_more tells whether it is the last one: both links and both cursors are there on
// every page that holds something, the first and the last included (recorded).
func (c *call) cursorAnswer(key string, entries []entry, from, to, size int, backward bool) *reply {
	more := to < len(entries)
	if backward {
		more = from > 0
	}
	page := object{key: items(entries[from:to])}
	if key == "webhooks" && !more {
		page["meta"] = object{"has_more": false} // and nothing else (recorded)
		return answer(http.StatusOK, page)
	}
	meta, links := object{"has_more": more, "after_cursor": nil, "before_cursor": nil}, object{"next": nil, "prev": nil}
	if from < to {
		last, first := cursor(entries, to-1), cursor(entries, from)
		link := func(name, at string) string {
			return c.pageLink(map[string]string{name: at, "page[size]": strconv.Itoa(size)})
		}
		meta["after_cursor"], meta["before_cursor"] = last, first
		links["next"], links["prev"] = link("page[after]", last), link("page[before]", first)
	}
	page["meta"], page["links"] = meta, links
	return answer(http.StatusOK, page)
}

// cursor names an entry by its id, and by its place for the case that it is gone when the cursor comes back.
func cursor(entries []entry, at int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d:%s", at, entries[at].id))
}

// locate finds the place that a cursor names; present is false when its entry is gone and something else stands there.
func locate(entries []entry, text string) (at int, present bool, err error) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return 0, false, err
	}
	place, id, _ := strings.Cut(string(plain), ":")
	if at, err = strconv.Atoi(place); err != nil || at < 0 {
		return 0, false, fmt.Errorf("cursor %q has no place", text)
	}
	if found := slices.IndexFunc(entries, func(e entry) bool { return e.id == id }); found >= 0 {
		return found, true, nil
	}
	return min(at, len(entries)), false, nil
}

// pageLink is the request's own address with other paging members.
func (c *call) pageLink(changes map[string]string) string {
	query := c.request.URL.Query()
	for _, name := range []string{"page[after]", "page[before]", "page[size]"} {
		query.Del(name)
	}
	for name, value := range changes {
		query.Set(name, value)
	}
	return c.root + c.request.URL.Path + ".json?" + query.Encode()
}
