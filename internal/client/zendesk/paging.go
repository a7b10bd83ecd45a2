package zendesk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

const (
	// pageSize is the largest page of every Zendesk list.
	pageSize = 100
	// offsetMax is how many objects offset pages can reach; beyond it Zendesk
	// answers 400.
	offsetMax = 10_000
)

// byCursor and byOffset are how Zendesk cuts lists; lists that it does not page
// unless it is asked to have neither.
var (
	byCursor = client.Paging{First: url.Values{"page[size]": {strconv.Itoa(pageSize)}}}
	byOffset = client.Paging{First: byCursor.First, Number: offset, Size: pageSize, Reach: offsetMax}
)

func offset(number int) url.Values {
	return url.Values{"page": {strconv.Itoa(number)}, "per_page": {strconv.Itoa(pageSize)}}
}

// envelope wraps an object in a member of this name, a list in another one.
type envelope struct{ one, many string }

// Wrap is for writes.
func (e envelope) Wrap(in any) any { return map[string]any{e.one: in} }

// Unwrap fails on no object; a missing member is the decoder's to refuse.
func (e envelope) Unwrap(body json.RawMessage) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	err := json.Unmarshal(body, &members)
	return members[e.one], err
}

// Page reads the list and how to go on.
func (e envelope) Page(body json.RawMessage) (client.Page, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return client.Page{}, err
	}
	var page client.Page
	if err := client.DecodeMember(members[e.many], &page.Items); err != nil {
		return page, fmt.Errorf("%s: %w", e.many, err)
	}
	var count *int64
	if json.Unmarshal(members["count"], &count) == nil {
		page.Count = count
	}
	var err error
	page.Next, err = nextQuery(members)
	return page, err
}

// nextQuery understands cursors (meta, links.next) and offsets (next_page). A page
// that does not say how to go on, although there is more, is an error: what is
// missing in a list would look deleted.
func nextQuery(members map[string]json.RawMessage) (url.Values, error) {
	var meta struct {
		HasMore     *bool       `json:"has_more"`
		AfterCursor client.Text `json:"after_cursor"`
	}
	var links struct{ Next client.Text }
	var nextPage client.Text
	for member, into := range map[string]any{"meta": &meta, "links": &links, "next_page": &nextPage} {
		if raw, told := members[member]; told {
			if err := json.Unmarshal(raw, into); err != nil {
				return nil, fmt.Errorf("%s: %w", member, err)
			}
		}
	}
	link := client.FirstOf(links.Next, nextPage)
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
