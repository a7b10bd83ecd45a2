package kustomer

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// pageSize is the largest page of most lists.
const pageSize = 100

// byNumber is how Kustomer cuts lists. That it counts them in meta.total is
// documented, but not of every list: one that does not is walked along its links.
var byNumber = client.Paging{First: numbered(1), Number: numbered, Size: pageSize, Reach: 1_000 * pageSize}

func numbered(page int) url.Values {
	return url.Values{"page": {strconv.Itoa(page)}, "pageSize": {strconv.Itoa(pageSize)}}
}

// envelope is how Kustomer wraps objects in answers. Requests are flat.
type envelope struct{}

// Wrap leaves requests flat.
func (envelope) Wrap(in any) any { return in }

// Unwrap takes the data.
func (envelope) Unwrap(body json.RawMessage) (json.RawMessage, error) {
	var answer struct{ Data json.RawMessage }
	err := json.Unmarshal(body, &answer)
	return answer.Data, err
}

// Page reads the list and the link to the next page. Links are relative; only their
// query is used, so that requests stay below the endpoint.
func (envelope) Page(body json.RawMessage) (client.Page, error) {
	var answer struct {
		Data json.RawMessage
		Meta struct{ Total *int64 }
		// Next is null on the last page.
		Links struct{ Next client.Text }
	}
	page := client.Page{}
	if err := json.Unmarshal(body, &answer); err != nil {
		return page, err
	}
	if err := client.DecodeMember(answer.Data, &page.Items); err != nil {
		return page, fmt.Errorf("data: %w", err)
	}
	page.Count = answer.Meta.Total
	if answer.Links.Next == "" {
		return page, nil
	}
	next, err := url.Parse(string(answer.Links.Next))
	if err != nil || len(next.Query()) == 0 {
		return page, fmt.Errorf("links.next %q does not say how to read the next page", answer.Links.Next)
	}
	page.Next = next.Query()
	return page, nil
}

// resource is one object of an answer.
type resource[A any] struct {
	ID         client.Text
	Attributes A
}
