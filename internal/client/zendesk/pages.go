package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/sync/errgroup"
)

const (
	// pageSize is the largest page of every Zendesk list.
	pageSize = 100
	// offsetMax is how many objects offset pages can reach; beyond it Zendesk
	// answers 400.
	offsetMax = 10_000
	// pagesAtOnce bounds the parallel page requests of one list.
	pagesAtOnce = 5
	// pagesMax ends a walk along links without end: far above any account's limit.
	pagesMax = 2_000
)

// page is one answer of a list endpoint.
type page[T any] struct {
	items []T
	count *int64 // of all pages; nil when the server does not tell
	next  url.Values
}

// readPage gets one page. Whatever host a link to the next page names, only its
// query is used: the host stays the configured one.
func readPage[T any](ctx context.Context, c *Client, k kind[T], query url.Values) (*page[T], error) {
	path := k.path
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	var envelope map[string]json.RawMessage
	if err := c.fetch(ctx, http.MethodGet, path, nil, &envelope); err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := decodeObject(envelope[k.many], &raw); err != nil {
		return nil, c.undecodable(http.MethodGet, path, nil, fmt.Errorf("%s: %w", k.many, err))
	}
	next, err := nextQuery(envelope)
	if err != nil {
		return nil, c.undecodable(http.MethodGet, path, nil, err)
	}
	got := &page[T]{items: make([]T, 0, len(raw)), next: next}
	for _, element := range raw {
		item, err := k.read(element)
		if err != nil {
			return nil, c.undecodable(http.MethodGet, path, nil, err)
		}
		got.items = append(got.items, item)
	}
	var count *int64
	if json.Unmarshal(envelope["count"], &count) == nil {
		got.count = count
	}
	return got, nil
}

// nextQuery understands cursors (meta, links.next) and offsets (next_page). A page
// that does not say how to go on, although there is more, is an error: what is
// missing in a list would look deleted.
func nextQuery(envelope map[string]json.RawMessage) (url.Values, error) {
	var meta struct {
		HasMore     *bool `json:"has_more"`
		AfterCursor text  `json:"after_cursor"`
	}
	var links struct{ Next text }
	var nextPage text
	for member, into := range map[string]any{"meta": &meta, "links": &links, "next_page": &nextPage} {
		if raw, told := envelope[member]; told {
			if err := json.Unmarshal(raw, into); err != nil {
				return nil, fmt.Errorf("%s: %w", member, err)
			}
		}
	}
	link := firstOf(links.Next, nextPage)
	switch {
	case meta.HasMore != nil && !*meta.HasMore, meta.HasMore == nil && link == "":
		return nil, nil
	case meta.HasMore != nil && meta.AfterCursor != "":
		return url.Values{"page[size]": {strconv.Itoa(pageSize)}, "page[after]": {string(meta.AfterCursor)}}, nil
	}
	parsed, err := url.Parse(link)
	if err != nil || len(parsed.Query()) == 0 {
		return nil, errors.New("it does not say how to read the next page")
	}
	return parsed.Query(), nil
}

// listByCursor reads a list page after page.
func listByCursor[T any](ctx context.Context, c *Client, k kind[T]) ([]T, error) {
	return follow(ctx, c, k, nil, url.Values{"page[size]": {strconv.Itoa(pageSize)}})
}

// listWhole reads a list that the vendor does not page unless it is asked to.
func listWhole[T any](ctx context.Context, c *Client, k kind[T]) ([]T, error) {
	first, err := readPage(ctx, c, k, nil)
	if err != nil {
		return nil, err
	}
	return follow(ctx, c, k, first.items, first.next)
}

func follow[T any](ctx context.Context, c *Client, k kind[T], items []T, query url.Values) ([]T, error) {
	asked := map[string]bool{}
	for query != nil {
		if asked[query.Encode()] || len(asked) == pagesMax {
			return nil, c.undecodable(http.MethodGet, k.path, nil, errors.New("the list of pages does not end"))
		}
		asked[query.Encode()] = true
		got, err := readPage(ctx, c, k, query)
		if err != nil {
			return nil, err
		}
		items = append(items, got.items...)
		query = got.next
	}
	return unique(k, items), nil
}

// listByOffset reads numbered pages, several at a time. The first one tells how
// many there are. If objects came or went meanwhile, a page may have shifted and
// hidden one: then the list is read by cursor, which does not shift, or, where
// there is none, along its links.
func listByOffset[T any](ctx context.Context, c *Client, k kind[T]) ([]T, error) {
	first, err := readPage(ctx, c, k, offset(1))
	switch {
	case err != nil:
		return nil, err
	case first.count == nil:
		return follow(ctx, c, k, first.items, first.next)
	case *first.count > offsetMax:
		return listByCursor(ctx, c, k)
	}
	items, steady, err := restByOffset(ctx, c, k, first)
	if err != nil || steady {
		return items, err
	}
	items, err = listByCursor(ctx, c, k)
	if IsInvalid(err) {
		return follow(ctx, c, k, first.items, first.next)
	}
	return items, err
}

func restByOffset[T any](ctx context.Context, c *Client, k kind[T], first *page[T]) (items []T, steady bool, err error) {
	pages := make([]*page[T], max(1, (*first.count+pageSize-1)/pageSize))
	pages[0] = first
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(pagesAtOnce)
	for i := 1; i < len(pages); i++ {
		group.Go(func() (err error) {
			pages[i], err = readPage(groupCtx, c, k, offset(i+1))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, false, err
	}
	steady = true
	for _, got := range pages {
		items = append(items, got.items...)
		steady = steady && got.count != nil && *got.count == *first.count
	}
	items = unique(k, items)
	more := pages[len(pages)-1].next != nil // than the count says, which may be of before
	return items, steady && int64(len(items)) == *first.count && !more, nil
}

func offset(number int) url.Values {
	return url.Values{"page": {strconv.Itoa(number)}, "per_page": {strconv.Itoa(pageSize)}}
}

// unique drops what two pages show both.
func unique[T any](k kind[T], items []T) []T {
	seen := make(map[string]bool, len(items))
	kept := items[:0]
	for _, item := range items {
		if id := k.id(item); !seen[id] {
			seen[id] = true
			kept = append(kept, item)
		}
	}
	return kept
}
