// Package desk polls a Desk.com site as a survey backend does, over HTTP and by the vendor's pages and recordings alone.
// It refuses to know the simulated Desk.com.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Kind is Desk.com as a connector names it.
const Kind polling.Kind = "desk"

// HelpDesk opens sites at https://<name>.desk.com with the four parts that the article lists: "consumer_key" (key),
// "consumer_secret" (secret), "access_token" (token) and "access_token_secret" (token secret).
type HelpDesk struct{}

// Open implements [polling.HelpDesk].
func (HelpDesk) Open(client *http.Client, entered string, credential polling.Credential) (polling.Account, error) {
	for _, part := range []string{"consumer_key", "consumer_secret", "access_token", "access_token_secret"} {
		if credential[part] == "" {
			return nil, fmt.Errorf("%s is missing", part)
		}
	}
	root, err := polling.APIRoot(entered, func(host string) (string, error) {
		if !strings.HasSuffix(host, ".desk.com") {
			return "", errors.New("want https://<name>.desk.com")
		}
		return host, nil
	})
	if err != nil {
		return nil, err
	}
	return &account{polling.API{Client: signing(client, credential), Root: root + "/api/v2", Authorize: func(*http.Request) {}}}, nil
}

// signing is a client that signs what it sends, as the other one would send it.
func signing(client *http.Client, credential polling.Credential) *http.Client {
	config := oauth1.NewConfig(credential["consumer_key"], credential["consumer_secret"])
	token := oauth1.NewToken(credential["access_token"], credential["access_token_secret"])
	signed := *client
	signed.Transport = config.Client(context.WithValue(context.Background(), oauth1.HTTPClient, client), token).Transport
	return &signed
}

type account struct{ api polling.API }

// link is null where it leads nowhere.
type link struct {
	Href string `json:"href"`
}

// id is what the link ends in: the vendor says that the address is the identity.
func (l *link) id() string {
	if l == nil {
		return ""
	}
	return path.Base(l.Href)
}

type theCase struct {
	Status       string         `json:"status"`
	Type         string         `json:"type"`
	Labels       []string       `json:"labels"`
	CustomFields map[string]any `json:"custom_fields"`
	UpdatedAt    time.Time      `json:"updated_at"`
	ChangedAt    *time.Time     `json:"changed_at"`
	ActiveAt     *time.Time     `json:"active_at"`
	Links        struct {
		Self         *link `json:"self"`
		Customer     *link `json:"customer"`
		AssignedUser *link `json:"assigned_user"`
	} `json:"_links"`
}

// statuses: a closed case has none of a distribution's.
var statuses = map[string]polling.Status{
	"new": polling.Open, "open": polling.Open, "pending": polling.Pending, "resolved": polling.Resolved,
}

// conversation: the type of a case is the channel over which it was created, by the same words.
func (t theCase) conversation() polling.Conversation {
	changed := []time.Time{t.UpdatedAt}
	for _, moment := range []*time.Time{t.ChangedAt, t.ActiveAt} {
		if moment != nil {
			changed = append(changed, *moment)
		}
	}
	return polling.Conversation{
		ID: t.Links.Self.id(), Channel: polling.Channel(t.Type), Status: statuses[t.Status], Tags: t.Labels,
		CustomerID: t.Links.Customer.id(), AssigneeID: t.Links.AssignedUser.id(),
		Changed: slices.MaxFunc(changed, time.Time.Compare),
	}
}

// list reads all pages of a list.
func list[T any](ctx context.Context, api polling.API, path string) (all []T, err error) {
	for page := 1; ; page++ {
		var answer struct {
			Links struct {
				Next *link `json:"next"`
			} `json:"_links"`
			Embedded struct {
				Entries []T `json:"entries"`
			} `json:"_embedded"`
		}
		if err := api.Do(ctx, http.MethodGet, fmt.Sprintf("%s?page=%d&per_page=100", path, page), nil, &answer); err != nil {
			return nil, err
		}
		if all = append(all, answer.Embedded.Entries...); answer.Links.Next == nil || len(answer.Embedded.Entries) == 0 {
			return all, nil
		}
	}
}

func (a *account) Conversations(ctx context.Context) ([]polling.Conversation, error) {
	listed, err := list[theCase](ctx, a.api, "/cases")
	found := make([]polling.Conversation, 0, len(listed))
	for _, one := range listed {
		found = append(found, one.conversation())
	}
	return found, err
}

func casePath(id string) string { return "/cases/" + url.PathEscape(id) }

func (a *account) Conversation(ctx context.Context, id string) (polling.Conversation, error) {
	var answer theCase
	err := a.api.Do(ctx, http.MethodGet, casePath(id), nil, &answer)
	return answer.conversation(), err
}

// Version is the whole case, which counts its notes and replies: updated_at knows no parts of a second.
func (a *account) Version(ctx context.Context, id string) (string, error) {
	var whole json.RawMessage
	err := a.api.Do(ctx, http.MethodGet, casePath(id), nil, &whole)
	return string(whole), err
}

// CustomerEmail is the first of the customer's addresses.
func (a *account) CustomerEmail(ctx context.Context, id string) (string, error) {
	var answer struct {
		Emails []struct {
			Value string `json:"value"`
		} `json:"emails"`
	}
	err := a.api.Do(ctx, http.MethodGet, "/customers/"+url.PathEscape(id), nil, &answer)
	if len(answer.Emails) > 0 {
		return answer.Emails[0].Value, err
	}
	return "", err
}

func (a *account) AgentEmail(ctx context.Context, id string) (string, error) {
	var answer struct {
		Email string `json:"email"`
	}
	err := a.api.Do(ctx, http.MethodGet, "/users/"+url.PathEscape(id), nil, &answer)
	return answer.Email, err
}

func (a *account) AddNote(ctx context.Context, id, body string) error {
	return a.api.Do(ctx, http.MethodPost, casePath(id)+"/notes", map[string]any{"body": body}, &struct{}{})
}

func (a *account) HasNote(ctx context.Context, id, body string) (bool, error) {
	type note struct {
		Body string `json:"body"`
	}
	notes, err := list[note](ctx, a.api, casePath(id)+"/notes")
	return slices.ContainsFunc(notes, func(one note) bool { return one.Body == body }), err
}

// SetField writes a text, which fields of numbers, texts and lists all take: Desk.com shows numbers as texts.
func (a *account) SetField(ctx context.Context, id, field string, score int) error {
	var answer theCase
	change := map[string]any{"custom_fields": map[string]any{field: fmt.Sprint(score)}}
	if err := a.api.Do(ctx, http.MethodPatch, casePath(id), change, &answer); err != nil {
		return err
	}
	if fmt.Sprint(answer.CustomFields[field]) != fmt.Sprint(score) {
		return fmt.Errorf("case %s does not have the value afterwards", id)
	}
	return nil
}
