package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// helpDesk is the hands of everybody in the help desk but Terraform: the
// customers, the agents, and the admin in the screens.
type helpDesk struct {
	api, token string
	client     *http.Client
}

func newHelpDesk(variables map[string]string) *helpDesk {
	return &helpDesk{
		api:    variables["ZENDESK_ENDPOINT"] + "/api/v2",
		token:  variables["ZENDESK_ACCESS_TOKEN"],
		client: &http.Client{Timeout: 30 * time.Second},
	}
}

// call sends a request as the admin and decodes the answer, unless it is nil.
func (d *helpDesk) call(ctx context.Context, method, path string, body, answer any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, d.api+path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+d.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := d.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, content)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(content, answer)
}

type object map[string]any

// solve opens a ticket and lets its agent solve it in a second update. Box is
// the id of the checkbox that the agent may tick.
func (d *helpDesk) solve(ctx context.Context, v visit, box string) (ticketID string, err error) {
	requester := object{"name": v.customer}
	if !v.withoutAddress {
		requester["email"] = v.address()
	}
	var made struct {
		Ticket struct{ ID json.Number } `json:"ticket"`
	}
	err = d.call(ctx, http.MethodPost, "/tickets", object{"ticket": object{
		"subject": "My order", "comment": object{"body": "Where is it?"}, "status": "open",
		"via_id": v.via, "tags": v.tags, "requester": requester, "assignee_email": v.agentAddress(),
	}}, &made)
	if err != nil {
		return "", err
	}
	solving := object{"status": "solved"}
	if v.ticked {
		solving["custom_fields"] = []object{{"id": json.Number(box), "value": true}}
	}
	path := "/tickets/" + made.Ticket.ID.String()
	return made.Ticket.ID.String(), d.call(ctx, http.MethodPut, path, object{"ticket": solving}, nil)
}

// rule is a trigger in the admin's list.
type rule struct {
	ID       json.Number `json:"id"`
	Title    string      `json:"title"`
	Position int         `json:"position"`
}

// rules gives all triggers in the order of their evaluation: the account has one
// category of triggers.
func (d *helpDesk) rules(ctx context.Context) ([]rule, error) {
	var answer struct {
		Triggers []rule `json:"triggers"`
	}
	if err := d.call(ctx, http.MethodGet, "/triggers?per_page=100", nil, &answer); err != nil {
		return nil, err
	}
	slices.SortFunc(answer.Triggers, func(a, b rule) int { return a.Position - b.Position })
	return answer.Triggers, nil
}

// drag does what a mouse does: it drops one trigger where another stands.
func (d *helpDesk) drag(ctx context.Context, dragged, onto rule) error {
	return d.call(ctx, http.MethodPut, "/triggers/"+dragged.ID.String(), object{"trigger": object{"position": onto.Position}}, nil)
}

// find picks the only trigger whose title contains the words.
func find(rules []rule, words string) (rule, error) {
	found := slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return !strings.Contains(r.Title, words) })
	if len(found) != 1 {
		return rule{}, fmt.Errorf("%d triggers have %q in their title, expected one", len(found), words)
	}
	return found[0], nil
}

func titles(rules []rule) []string {
	list := make([]string, 0, len(rules))
	for _, r := range rules {
		list = append(list, r.Title)
	}
	return list
}
