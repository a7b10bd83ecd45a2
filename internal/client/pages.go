package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"golang.org/x/sync/errgroup"
)

const (
	// pagesAtOnce bounds the parallel page requests of one list.
	pagesAtOnce = 5
	// pagesMax ends a walk along links without end: far above any account's limit.
	pagesMax = 2_000
)

// Paging is how a vendor cuts a list. The zero value asks for the whole list, and
// follows what the answer says of a next page.
type Paging struct {
	// First is the query of the first page of a walk along cursors or links.
	First url.Values
	// Number is the query of a page by its number, from 1. Nil where pages have none.
	Number func(n int) url.Values
	// Size is how many objects a numbered page holds, Reach how many objects numbers
	// reach; a longer list is walked.
	Size, Reach int64
}

// page is one answer of a list endpoint.
type page[T any] struct {
	items []T
	count *int64 // of all pages; nil when the server does not tell
	next  url.Values
}

// ReadPage gets one page of a list that is not kept, of what the query asks for.
func ReadPage[T any](ctx context.Context, core *Core, k Kind[T], query url.Values) ([]T, error) {
	got, err := readPage(ctx, core.api, k, query)
	if err != nil {
		return nil, err
	}
	return got.items, nil
}

// readPage gets one page. Whatever host a link to the next page names, only its
// query is used: the host stays the configured one.
func readPage[T any](ctx context.Context, c *Connection, k Kind[T], query url.Values) (*page[T], error) {
	path := k.Path
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	var body json.RawMessage
	if err := c.Fetch(ctx, http.MethodGet, path, nil, &body); err != nil {
		return nil, err
	}
	raw, err := k.Form.Page(body)
	if err != nil {
		return nil, c.Undecodable(http.MethodGet, path, nil, err)
	}
	got := &page[T]{items: make([]T, 0, len(raw.Items)), count: raw.Count, next: raw.Next}
	for _, element := range raw.Items {
		item, err := k.read(element)
		if err != nil {
			return nil, c.Undecodable(http.MethodGet, path, nil, err)
		}
		got.items = append(got.items, item)
	}
	return got, nil
}

// readAll reads a list.
func readAll[T any](ctx context.Context, c *Connection, k Kind[T]) ([]T, error) {
	switch {
	case k.Sole:
		sole, err := exchange(ctx, c, k, Request{Method: http.MethodGet, Path: k.Path})
		if err != nil {
			return nil, err
		}
		return []T{*sole}, nil
	case k.Paging.Number != nil:
		return readNumbered(ctx, c, k)
	}
	return walk(ctx, c, k)
}

// walk reads a list page after page.
func walk[T any](ctx context.Context, c *Connection, k Kind[T]) ([]T, error) {
	first, err := readPage(ctx, c, k, k.Paging.First)
	if err != nil {
		return nil, err
	}
	return follow(ctx, c, k, first)
}

// follow reads the pages after the first one.
func follow[T any](ctx context.Context, c *Connection, k Kind[T], first *page[T]) ([]T, error) {
	items, query := first.items, first.next
	asked := map[string]bool{k.Paging.First.Encode(): true}
	for query != nil {
		if asked[query.Encode()] || len(asked) == pagesMax {
			return nil, c.Undecodable(http.MethodGet, k.Path, nil, errors.New("the list of pages does not end"))
		}
		asked[query.Encode()] = true
		got, err := readPage(ctx, c, k, query)
		if err != nil {
			return nil, partialError(err)
		}
		items = append(items, got.items...)
		query = got.next
	}
	return unique(k, items), nil
}

// readNumbered reads numbered pages, several at a time. The first one tells how
// many there are. If objects came or went meanwhile, a page may have shifted and
// hidden one: then the list is walked by cursor, which does not shift, or, where
// there is none, along its links.
func readNumbered[T any](ctx context.Context, c *Connection, k Kind[T]) ([]T, error) {
	first, err := readPage(ctx, c, k, k.Paging.Number(1))
	switch {
	case err != nil:
		return nil, err
	case first.count == nil:
		return follow(ctx, c, k, first)
	case *first.count > k.Paging.Reach:
		items, err := walk(ctx, c, k)
		return items, partialError(err)
	}
	items, steady, err := restOfNumbered(ctx, c, k, first)
	if err != nil || steady {
		return items, err
	}
	items, err = walk(ctx, c, k)
	if IsInvalid(err) {
		return follow(ctx, c, k, first)
	}
	return items, partialError(err)
}

func restOfNumbered[T any](ctx context.Context, c *Connection, k Kind[T], first *page[T]) (items []T, steady bool, err error) {
	pages := make([]*page[T], max(1, (*first.count+k.Paging.Size-1)/k.Paging.Size))
	pages[0] = first
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(pagesAtOnce)
	for i := 1; i < len(pages); i++ {
		group.Go(func() (err error) {
			pages[i], err = readPage(groupCtx, c, k, k.Paging.Number(i+1))
			return partialError(err)
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

// unique drops what two pages show both.
func unique[T any](k Kind[T], items []T) []T {
	seen := make(map[string]bool, len(items))
	kept := items[:0]
	for _, item := range items {
		if id := k.ID(item); !seen[id] {
			seen[id] = true
			kept = append(kept, item)
		}
	}
	return kept
}
