// Package zendesk polls a Zendesk account as a survey backend does, over HTTP and by Zendesk's documentation alone. It
// refuses to know the simulated Zendesk.
package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Kind is Zendesk as a connector names it.
const Kind polling.Kind = "zendesk"

// HelpDesk opens Zendesk accounts at https://<subdomain>.zendesk.com with the credential "access_token".
type HelpDesk struct{}

// Open implements [polling.HelpDesk].
func (HelpDesk) Open(client *http.Client, entered string, credential polling.Credential) (polling.Account, error) {
	token := credential["access_token"]
	if token == "" {
		return nil, errors.New("the access token is missing")
	}
	root, err := polling.APIRoot(entered, func(host string) (string, error) {
		if !strings.HasSuffix(host, ".zendesk.com") {
			return "", errors.New("want https://<subdomain>.zendesk.com")
		}
		return host, nil
	})
	if err != nil {
		return nil, err
	}
	authorize := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
	return &account{polling.API{Client: client, Root: root + "/api/v2", Authorize: authorize}}, nil
}

type account struct{ api polling.API }

type ticket struct {
	ID           json.Number `json:"id"`
	Status       string      `json:"status"`
	Via          via         `json:"via"`
	Tags         []string    `json:"tags"`
	RequesterID  json.Number `json:"requester_id"`
	AssigneeID   json.Number `json:"assignee_id"`
	UpdatedAt    time.Time   `json:"updated_at"`
	CustomFields []struct {
		ID    json.Number     `json:"id"`
		Value json.RawMessage `json:"value"`
	} `json:"custom_fields"`
}

type via struct {
	Channel string `json:"channel"`
}

// statuses: hold is pending by another name. A closed ticket is not solved any more: it takes no rating.
var statuses = map[string]polling.Status{
	"new": polling.Open, "open": polling.Open, "pending": polling.Pending, "hold": polling.Pending,
	"solved": polling.Resolved, "closed": polling.Closed,
}

// channels: any other one goes by Zendesk's word.
var channels = map[string]polling.Channel{"chat": polling.Chat, "voice": polling.Phone, "email": polling.Email}

func (t ticket) conversation() polling.Conversation {
	channel, ok := channels[t.Via.Channel]
	if !ok {
		channel = polling.Channel(t.Via.Channel)
	}
	return polling.Conversation{
		ID: t.ID.String(), Channel: channel, Status: statuses[t.Status], Tags: t.Tags,
		CustomerID: t.RequesterID.String(), AssigneeID: t.AssigneeID.String(), Changed: t.UpdatedAt,
	}
}

func (a *account) Conversations(ctx context.Context) ([]polling.Conversation, error) {
	var found []polling.Conversation
	for cursor := ""; ; {
		var page struct {
			Tickets []ticket `json:"tickets"`
			Meta    struct {
				HasMore bool   `json:"has_more"`
				After   string `json:"after_cursor"`
			} `json:"meta"`
		}
		query := url.Values{"page[size]": {"100"}}
		if cursor != "" {
			query.Set("page[after]", cursor)
		}
		if err := a.api.Do(ctx, http.MethodGet, "/tickets.json?"+query.Encode(), nil, &page); err != nil {
			return nil, err
		}
		for _, one := range page.Tickets {
			found = append(found, one.conversation())
		}
		if cursor = page.Meta.After; !page.Meta.HasMore {
			return found, nil
		}
	}
}

func (a *account) Conversation(ctx context.Context, id string) (polling.Conversation, error) {
	var answer struct{ Ticket ticket }
	err := a.api.Do(ctx, http.MethodGet, ticketPath(id), nil, &answer)
	return answer.Ticket.conversation(), err
}

func ticketPath(id string) string { return "/tickets/" + url.PathEscape(id) }

// Version has the whole ticket and the number of its comments: updated_at knows no parts of a second.
func (a *account) Version(ctx context.Context, id string) (string, error) {
	var whole json.RawMessage
	if err := a.api.Do(ctx, http.MethodGet, ticketPath(id), nil, &whole); err != nil {
		return "", err
	}
	comments, err := a.comments(ctx, id)
	return fmt.Sprintf("%d %s", len(comments), whole), err
}

func (a *account) CustomerEmail(ctx context.Context, id string) (string, error) {
	var answer struct{ User struct{ Email string } }
	err := a.api.Do(ctx, http.MethodGet, "/users/"+url.PathEscape(id), nil, &answer)
	return answer.User.Email, err
}

func (a *account) AgentEmail(ctx context.Context, id string) (string, error) {
	return a.CustomerEmail(ctx, id)
}

func (a *account) AddNote(ctx context.Context, id, body string) error {
	return a.put(ctx, id, map[string]any{"comment": map[string]any{"body": body, "public": false}}, nil)
}

func (a *account) put(ctx context.Context, id string, changes map[string]any, after *ticket) error {
	var answer struct{ Ticket ticket }
	err := a.api.Do(ctx, http.MethodPut, ticketPath(id), map[string]any{"ticket": changes}, &answer)
	if after != nil {
		*after = answer.Ticket
	}
	return err
}

type comment struct {
	Body   string
	Public bool
}

func (a *account) comments(ctx context.Context, id string) (all []comment, err error) {
	for page := 1; ; page++ {
		var answer struct {
			Comments []comment
			Next     *string `json:"next_page"`
		}
		err := a.api.Do(ctx, http.MethodGet, fmt.Sprintf("%s/comments?page=%d", ticketPath(id), page), nil, &answer)
		if err != nil {
			return nil, err
		}
		if all = append(all, answer.Comments...); answer.Next == nil {
			return all, nil
		}
	}
}

func (a *account) HasNote(ctx context.Context, id, body string) (bool, error) {
	comments, err := a.comments(ctx, id)
	return slices.Contains(comments, comment{Body: body}), err
}

// SetField looks at the answer: Zendesk ignores a field that the account does not have.
func (a *account) SetField(ctx context.Context, id, field string, score int) error {
	var after ticket
	change := map[string]any{"custom_fields": []any{map[string]any{"id": json.Number(field), "value": score}}}
	if err := a.put(ctx, id, change, &after); err != nil {
		return err
	}
	for _, has := range after.CustomFields {
		if has.ID.String() == field && strings.Trim(string(has.Value), `"`) == fmt.Sprint(score) {
			return nil
		}
	}
	return fmt.Errorf("ticket %s does not have the value afterwards", id)
}
