package engine

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Entry is one item of a list: its id, for cursors, and its wire form.
type Entry struct {
	ID   string
	Item Object
}

// List is a list that a vendor gives in pages, filtered and sorted.
type List []Entry

// Add appends an item.
func (l *List) Add(id string, item Object) { *l = append(*l, Entry{ID: id, Item: item}) }

// Page is the part of a list from one place to before another.
type Page struct {
	list     List
	from, to int
}

// Numbered is the page with a number, counted from 1; the pages behind the last
// one are empty.
func (l List) Numbered(number, size int) Page {
	from := min((number-1)*size, len(l))
	return Page{l, from, min(from+size, len(l))}
}

// After is the page that begins behind a cursor; "" is the first page.
func (l List) After(cursor string, size int) (Page, error) {
	from := 0
	if cursor != "" {
		at, present, err := l.locate(cursor)
		if err != nil {
			return Page{}, err
		}
		if from = at; present {
			from++
		}
	}
	return Page{l, from, min(from+size, len(l))}, nil
}

// Before is the page that ends in front of a cursor.
func (l List) Before(cursor string, size int) (Page, error) {
	to, _, err := l.locate(cursor)
	return Page{l, max(to-size, 0), to}, err
}

// Items gives every item's wire form; never nil.
func (l List) Items() []Object {
	items := make([]Object, 0, len(l))
	for _, entry := range l {
		items = append(items, entry.Item)
	}
	return items
}

// Items gives the wire forms of the page; never nil.
func (p Page) Items() []Object { return p.list[p.from:p.to].Items() }

// Empty tells whether the page holds nothing.
func (p Page) Empty() bool { return p.from == p.to }

// HasNext tells whether something follows the page.
func (p Page) HasNext() bool { return p.to < len(p.list) }

// HasPrevious tells whether something precedes the page.
func (p Page) HasPrevious() bool { return p.from > 0 }

// First is the cursor of the page's first entry, Last of its last one. A page
// that is empty has neither.
func (p Page) First() string { return p.list.cursor(p.from) }

// Last is the cursor of the page's last entry; see [Page.First].
func (p Page) Last() string { return p.list.cursor(p.to - 1) }

// cursor names an entry by its id, and by its place for the case that it is gone
// when the cursor comes back.
func (l List) cursor(at int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d:%s", at, l[at].ID))
}

// locate finds the place that a cursor names; present is false when its entry is
// gone and something else stands there.
func (l List) locate(cursor string) (at int, present bool, err error) {
	plain, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, false, err
	}
	place, id, _ := strings.Cut(string(plain), ":")
	if at, err = strconv.Atoi(place); err != nil || at < 0 {
		return 0, false, fmt.Errorf("cursor %q has no place", cursor)
	}
	if found := slices.IndexFunc(l, func(e Entry) bool { return e.ID == id }); found >= 0 {
		return found, true, nil
	}
	return min(at, len(l)), false, nil
}
