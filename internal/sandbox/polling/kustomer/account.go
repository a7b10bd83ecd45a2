// Package kustomer polls a Kustomer organization as a survey backend does, over HTTP and by Kustomer's documentation
// alone. It refuses to know the simulated Kustomer.
package kustomer

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

// Kind is Kustomer as a connector names it.
const Kind polling.Kind = "kustomer"

// HelpDesk opens organizations at https://<name>.kustomerapp.com with the credential "api_key".
type HelpDesk struct{}

// Open implements [polling.HelpDesk].
func (HelpDesk) Open(client *http.Client, entered string, credential polling.Credential) (polling.Account, error) {
	key := credential["api_key"]
	if key == "" {
		return nil, errors.New("the API key is missing")
	}
	root, err := polling.APIRoot(entered, apiHost)
	if err != nil {
		return nil, err
	}
	authorize := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }
	return &account{polling.API{Client: client, Root: root + "/v1", Authorize: authorize}}, nil
}

// apiHost is the host of the organization's API. A person enters that of the screens.
func apiHost(host string) (string, error) {
	name, ours := strings.CutSuffix(host, ".kustomerapp.com")
	switch {
	case !ours:
		return "", errors.New("want https://<name>.kustomerapp.com")
	case name == "api" || strings.HasPrefix(name, "api.") || strings.Contains(name, ".api"):
		return host, nil
	}
	return name + ".api.kustomerapp.com", nil
}

type account struct{ api polling.API }

type conversation struct {
	ID         string `json:"id"`
	Attributes struct {
		Status         string         `json:"status"`
		Channels       []string       `json:"channels"`
		FirstMessageIn message        `json:"firstMessageIn"`
		Tags           []string       `json:"tags"`
		AssignedUsers  []string       `json:"assignedUsers"`
		Custom         map[string]any `json:"custom"`
		UpdatedAt      time.Time      `json:"updatedAt"`
		ModifiedAt     time.Time      `json:"modifiedAt"`
		LastActivityAt time.Time      `json:"lastActivityAt"`
	} `json:"attributes"`
	Relationships struct {
		Customer struct {
			Data struct {
				ID string `json:"id"`
			} `json:"data"`
		} `json:"customer"`
	} `json:"relationships"`
}

type message struct {
	Channel string `json:"channel"`
}

// statuses: Kustomer knows no resolved one; a conversation is open, snoozed or done.
var statuses = map[string]polling.Status{"open": polling.Open, "snoozed": polling.Pending, "done": polling.Resolved}

// channels: any other one goes by Kustomer's word.
var channels = map[string]polling.Channel{"email": polling.Email, "chat": polling.Chat, "voice": polling.Phone}

// channel is that of the customer's first message; a conversation that an agent began has none, and goes by the first
// channel that was used.
func (c conversation) channel() polling.Channel {
	first := c.Attributes.FirstMessageIn.Channel
	if first == "" && len(c.Attributes.Channels) > 0 {
		first = c.Attributes.Channels[0]
	}
	if known, ok := channels[first]; ok {
		return known
	}
	return polling.Channel(first)
}

func (c conversation) conversation() polling.Conversation {
	attributes := c.Attributes
	read := polling.Conversation{
		ID: c.ID, Channel: c.channel(), Status: statuses[attributes.Status], Tags: attributes.Tags,
		CustomerID: c.Relationships.Customer.Data.ID,
		Changed:    slices.MaxFunc([]time.Time{attributes.UpdatedAt, attributes.ModifiedAt, attributes.LastActivityAt}, time.Time.Compare),
	}
	if len(attributes.AssignedUsers) > 0 {
		read.AssigneeID = attributes.AssignedUsers[0]
	}
	return read
}

// list reads all pages of a list.
func list[T any](ctx context.Context, api polling.API, path string) (all []T, err error) {
	for page := 1; ; page++ {
		var answer struct {
			Data  []T `json:"data"`
			Links struct {
				Next *string `json:"next"`
			} `json:"links"`
		}
		if err := api.Do(ctx, http.MethodGet, fmt.Sprintf("%s?page=%d&pageSize=100", path, page), nil, &answer); err != nil {
			return nil, err
		}
		if all = append(all, answer.Data...); answer.Links.Next == nil || len(answer.Data) == 0 {
			return all, nil
		}
	}
}

func (a *account) Conversations(ctx context.Context) ([]polling.Conversation, error) {
	listed, err := list[conversation](ctx, a.api, "/conversations")
	found := make([]polling.Conversation, 0, len(listed))
	for _, one := range listed {
		found = append(found, one.conversation())
	}
	return found, err
}

func conversationPath(id string) string { return "/conversations/" + url.PathEscape(id) }

func (a *account) Conversation(ctx context.Context, id string) (polling.Conversation, error) {
	var answer struct{ Data conversation }
	err := a.api.Do(ctx, http.MethodGet, conversationPath(id), nil, &answer)
	return answer.Data.conversation(), err
}

// Version is the revision, which every change raises.
func (a *account) Version(ctx context.Context, id string) (string, error) {
	var answer struct {
		Data struct {
			Attributes struct {
				Rev       json.Number
				UpdatedAt string
			}
		}
	}
	err := a.api.Do(ctx, http.MethodGet, conversationPath(id), nil, &answer)
	return answer.Data.Attributes.Rev.String() + " " + answer.Data.Attributes.UpdatedAt, err
}

// CustomerEmail is the first of the customer's addresses.
func (a *account) CustomerEmail(ctx context.Context, id string) (string, error) {
	var answer struct {
		Data struct {
			Attributes struct {
				Emails []struct{ Email string }
			}
		}
	}
	err := a.api.Do(ctx, http.MethodGet, "/customers/"+url.PathEscape(id), nil, &answer)
	if emails := answer.Data.Attributes.Emails; len(emails) > 0 {
		return emails[0].Email, err
	}
	return "", err
}

func (a *account) AgentEmail(ctx context.Context, id string) (string, error) {
	var answer struct {
		Data struct{ Attributes struct{ Email string } }
	}
	err := a.api.Do(ctx, http.MethodGet, "/users/"+url.PathEscape(id), nil, &answer)
	return answer.Data.Attributes.Email, err
}

func (a *account) AddNote(ctx context.Context, id, body string) error {
	return a.api.Do(ctx, http.MethodPost, conversationPath(id)+"/notes", map[string]any{"body": body}, &struct{}{})
}

func (a *account) HasNote(ctx context.Context, id, body string) (bool, error) {
	type note struct{ Attributes struct{ Body string } }
	notes, err := list[note](ctx, a.api, conversationPath(id)+"/notes")
	return slices.ContainsFunc(notes, func(one note) bool { return one.Attributes.Body == body }), err
}

// SetField writes a number where the attribute's suffix says so, a text elsewhere. PATCH leaves the other attributes.
func (a *account) SetField(ctx context.Context, id, field string, score int) error {
	var value any = fmt.Sprint(score)
	if strings.HasSuffix(field, "Num") {
		value = score
	}
	var answer struct{ Data conversation }
	change := map[string]any{"custom": map[string]any{field: value}}
	if err := a.api.Do(ctx, http.MethodPatch, conversationPath(id), change, &answer); err != nil {
		return err
	}
	if fmt.Sprint(answer.Data.Attributes.Custom[field]) != fmt.Sprint(score) {
		return fmt.Errorf("conversation %s does not have the value afterwards", id)
	}
	return nil
}
