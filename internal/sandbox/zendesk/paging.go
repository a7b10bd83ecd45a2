package zendesk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	pageLimit   = 100 // items on a page, both ways
	deepestPage = 100 // offset pages end after 10,000 items
)

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
func (c *call) list(key string, entries list) *reply {
	if c.usesCursor() {
		return c.cursorPage(key, entries)
	}
	return c.offsetPage(key, entries)
}

// everything answers with all entries when no paging was asked for, as ticket_fields does.
func (c *call) everything(key string, entries list) *reply {
	if c.usesCursor() || c.query("page") != "" || c.query("per_page") != "" {
		return c.list(key, entries)
	}
	return answer(http.StatusOK, object{key: entries.Items(), "count": len(entries), "next_page": nil, "previous_page": nil})
}

// count answers with the number of items in a list.
func (c *call) count(number int) *reply {
	return answer(http.StatusOK, object{"count": object{"value": number, "refreshed_at": stamp(c.now())}})
}

// offsetAsked is the number of the page that a request asked for, and its size.
func (c *call) offsetAsked() (page, size int) {
	page, size = 1, pageLimit
	if number, err := strconv.Atoi(c.query("page")); err == nil && number > 0 {
		page = number
	}
	if number, err := strconv.Atoi(c.query("per_page")); err == nil && number > 0 {
		size = min(number, pageLimit)
	}
	return page, size
}

func (c *call) offsetPage(key string, entries list) *reply {
	page, size := c.offsetAsked()
	if page > deepestPage {
		return answer(http.StatusBadRequest, object{"error": object{
			"title": "Invalid attribute", "message": "You requested a page beyond the pagination limit: use cursor pagination",
		}})
	}
	found := entries.Numbered(page, size)
	var next, previous any
	if found.HasNext() {
		next = c.pageLink(map[string]string{"page": strconv.Itoa(page + 1)})
	}
	if page > 1 {
		previous = c.pageLink(map[string]string{"page": strconv.Itoa(page - 1)})
	}
	return answer(http.StatusOK, object{
		key: found.Items(), "count": len(entries), "next_page": next, "previous_page": previous,
	})
}

func (c *call) cursorPage(key string, entries list) *reply {
	size := pageLimit
	if asked := c.query("page[size]"); asked != "" {
		number, err := strconv.Atoi(asked)
		if err != nil || number < 1 || number > pageLimit {
			return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[size] must be between 1 and 100")
		}
		size = number
	}
	if before := c.query("page[before]"); before != "" {
		page, err := entries.Before(before, size)
		if err != nil {
			return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[before] is not valid")
		}
		return c.cursorAnswer(key, page, size, page.HasPrevious())
	}
	page, err := entries.After(c.query("page[after]"), size)
	if err != nil {
		return classic(http.StatusBadRequest, "InvalidPaginationParameter", "page[after] is not valid")
	}
	return c.cursorAnswer(key, page, size, page.HasNext())
}

// cursorAnswer gives one page. Only has_more tells whether it is the last one: both links and both cursors are there on
// every page that holds something, the first and the last included (recorded).
func (c *call) cursorAnswer(key string, found engine.Page, size int, more bool) *reply {
	page := object{key: found.Items()}
	if key == "webhooks" && !more {
		page["meta"] = object{"has_more": false} // and nothing else (recorded)
		return answer(http.StatusOK, page)
	}
	meta, links := object{"has_more": more, "after_cursor": nil, "before_cursor": nil}, object{"next": nil, "prev": nil}
	if !found.Empty() {
		last, first := found.Last(), found.First()
		link := func(name, at string) string {
			return c.pageLink(map[string]string{name: at, "page[size]": strconv.Itoa(size)})
		}
		meta["after_cursor"], meta["before_cursor"] = last, first
		links["next"], links["prev"] = link("page[after]", last), link("page[before]", first)
	}
	page["meta"], page["links"] = meta, links
	return answer(http.StatusOK, page)
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
