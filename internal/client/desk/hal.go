package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strconv"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// pageSize is that of the vendor's own client. A server that sends smaller pages is
// followed along its links.
const pageSize = 1000

// byNumber is how Desk.com cuts lists.
var byNumber = client.Paging{First: numbered(1), Number: numbered, Size: pageSize, Reach: 100 * pageSize}

func numbered(page int) url.Values {
	return url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(pageSize)}}
}

// hal is how Desk.com wraps lists in answers. Objects and requests have no envelope.
type hal struct{}

// Wrap leaves requests as they are.
func (hal) Wrap(in any) any { return in }

// Unwrap leaves answers as they are.
func (hal) Unwrap(body json.RawMessage) (json.RawMessage, error) { return body, nil }

// Page reads _embedded.entries and the link to the next page, of which only the query is
// used, so that requests stay below the endpoint. Lists of before 2014 have no member
// "page".
func (hal) Page(body json.RawMessage) (client.Page, error) {
	var answer struct {
		Count    *client.Whole                     `json:"total_entries"`
		Links    links                             `json:"_links"`
		Embedded struct{ Entries json.RawMessage } `json:"_embedded"`
	}
	var page client.Page
	if err := json.Unmarshal(body, &answer); err != nil {
		return page, err
	}
	if err := client.DecodeMember(answer.Embedded.Entries, &page.Items); err != nil {
		return page, fmt.Errorf("_embedded.entries: %w", err)
	}
	if answer.Count != nil {
		count := int64(*answer.Count)
		page.Count = &count
	}
	href := answer.Links.href("next")
	if href == "" {
		return page, nil
	}
	next, err := url.Parse(href)
	if err != nil || len(next.Query()) == 0 {
		return page, errors.New("_links.next does not say how to read the next page")
	}
	page.Next = next.Query()
	return page, nil
}

// links are an object's, by relation. One that leads nowhere is null, or has a null href.
type links map[string]json.RawMessage

// href is where a link leads, "" for nowhere.
func (l links) href(relation string) string {
	var link struct{ Href client.Text }
	if json.Unmarshal(l[relation], &link) != nil {
		return ""
	}
	return string(link.Href)
}

// id is the last part of where a link leads.
func (l links) id(relation string) string {
	address, err := url.Parse(l.href(relation))
	if err != nil || address.Path == "" {
		return ""
	}
	return path.Base(address.Path)
}

// identity is the part of an object that names it. The member id was added in 2014, and
// not to all objects at once; a self link is in every recorded answer.
type identity struct {
	ID    client.Text
	Links links `json:"_links"`
}

func (i identity) id() string { return client.FirstOf(client.Text(i.Links.id("self")), i.ID) }
