package kustomer

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	pageLimit   = 100 // items on a page of most lists
	widePage    = 500 // of users, teams and searches
	searchPages = 100 // a search ends after so many pages
)

// page answers with the page of the entries that the query asks for; the entries
// come filtered and sorted. Links are relative and null at the ends.
func (c *call) page(entries list, limit int) *reply {
	number, size, bad := c.paging(limit)
	if bad != nil {
		return bad.reply()
	}
	found := entries.Numbered(number, size)
	last := max((len(entries)+size-1)/size, 1)
	meta := object{"pageSize": size, "page": number}
	links := object{"self": c.pageLink(number, size), "first": c.pageLink(1, size), "prev": nil, "next": nil}
	if number > 1 {
		links["prev"] = c.pageLink(number-1, size)
	}
	if found.HasNext() {
		links["next"] = c.pageLink(number+1, size)
	}
	if c.settings.ListTotals {
		meta["total"], meta["totalPages"] = len(entries), last
	}
	return &reply{Status: http.StatusOK, Body: object{"meta": meta, "links": links, "data": found.Items()}}
}

// paging reads page and pageSize.
func (c *call) paging(limit int) (number, size int, bad *problem) {
	number, size = 1, min(defaultPage, limit)
	if asked := c.query("page"); asked != "" {
		read, err := strconv.Atoi(asked)
		if err != nil || read < 1 {
			return 0, 0, wrongParameter("page", "must be a whole number from 1")
		}
		number = read
	}
	if asked := c.query("pageSize"); asked != "" {
		read, err := strconv.Atoi(asked)
		if err != nil || read < 1 {
			return 0, 0, wrongParameter("pageSize", "must be a whole number from 1")
		}
		size = min(read, limit)
	}
	return number, size, nil
}

// pageLink is the request's own path with another page, as the vendor writes it:
// without a host.
func (c *call) pageLink(number, size int) string {
	query := url.Values{}
	for name, values := range c.request.URL.Query() {
		query[name] = values
	}
	query.Set("page", strconv.Itoa(number))
	query.Set("pageSize", strconv.Itoa(size))
	return c.request.URL.Path + "?" + query.Encode()
}

// filterName is a parameter such as filter[updatedAt][gte].
var filterName = regexp.MustCompile(`^filter\[(createdAt|updatedAt)\]\[(gt|gte|lt|lte)\]$`)

// filter keeps what the query asks for by time, and sorts by createdAt or
// updatedAt, with a "-" in front from the latest.
func (c *call) filter(entries *list) *problem {
	at := func(entry engine.Entry, name string) any { return entry.Item["attributes"].(object)[name] }
	for name := range c.request.URL.Query() {
		if !strings.HasPrefix(name, "filter[") {
			continue
		}
		parts := filterName.FindStringSubmatch(name)
		if parts == nil || !isMoment(c.query(name)) {
			return wrongParameter(name, "must compare createdAt or updatedAt with a date-time by gt, gte, lt or lte")
		}
		*entries = slices.DeleteFunc(*entries, func(entry engine.Entry) bool {
			return !inOrder(compare(at(entry, parts[1]), c.query(name)), parts[2])
		})
	}
	by, descending := strings.CutPrefix(c.query("sort"), "-")
	switch by {
	case "":
	case "createdAt", "updatedAt":
		slices.SortStableFunc(*entries, func(a, b engine.Entry) int {
			if descending {
				a, b = b, a
			}
			return compare(at(a, by), at(b, by))
		})
	default:
		return wrongParameter("sort", "must be createdAt or updatedAt")
	}
	return nil
}
