package stellaconnect

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// employees are found by e-mail address. Whether one is active is in no answer: those who
// are not are listed by the filter.
//
// https://docs.medallia.com/en/agent-connect/api
type employees struct {
	api               *client.Connection
	list, deactivated *client.List[survey.Agent]
}

func newEmployees(core *client.Core, api *client.Connection) employees {
	of := func(query url.Values) client.Kind[survey.Agent] {
		return client.Kind[survey.Agent]{
			Noun: survey.NounAgent, Path: "/employees",
			ID:     func(a survey.Agent) string { return a.ID },
			Title:  func(a survey.Agent) string { return a.ID },
			Decode: decodeEmployee, Form: form{query}, Paging: client.Paging{First: query},
		}
	}
	return employees{api, client.NewList(core, of(everybody())), client.NewList(core, of(deactivated()))}
}

// decodeEmployee reads an employee as an active one. The id is the e-mail address in lower
// case, with which the API addresses an employee too.
func decodeEmployee(raw json.RawMessage) (survey.Agent, error) {
	var wire struct {
		Email    client.Text
		CustomID client.Text `json:"custom_employee_id"`
		First    client.Text `json:"first_name"`
		Last     client.Text `json:"last_name"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return survey.Agent{}, err
	}
	return survey.Agent{
		ID:    cmp.Or(strings.ToLower(string(wire.Email)), string(wire.CustomID)),
		Email: string(wire.Email), Username: string(wire.Email), FullName: fullName(string(wire.First), string(wire.Last)), Active: true,
	}, nil
}

// Managed is true: what the resource declares can be written.
func (employees) Managed() bool { return true }

// Kept is true: Delete deactivates.
func (employees) Kept() bool { return true }

// Hidden is the user name: employees log in with their e-mail address.
func (employees) Hidden() []string { return []string{"username"} }

// Steps are none.
func (employees) Steps(survey.Agent, *survey.Agent) []string { return nil }

// Starting are the clicks that approve a profile.
func (employees) Starting(declared survey.Agent) []string { return rules.AgentStarting(declared) }

// Ending is empty.
func (employees) Ending(survey.Agent) []string { return nil }

// Get reads one employee by the e-mail address, or by the custom id.
func (e employees) Get(ctx context.Context, id string) (*survey.Agent, error) {
	if strings.Contains(id, "@") {
		id = strings.ToLower(id)
	}
	found, err := e.list.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := e.withActive(ctx, *found)
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}

// All are the employees of any status.
func (e employees) All(ctx context.Context) ([]survey.Agent, error) {
	all, err := e.list.All(ctx)
	if err != nil {
		return nil, err
	}
	return e.withActive(ctx, all...)
}

// withActive says of employees who is active.
func (e employees) withActive(ctx context.Context, all ...survey.Agent) ([]survey.Agent, error) {
	inactive, err := e.deactivated.Look(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]survey.Agent, 0, len(all))
	for _, each := range all {
		_, isInactive := inactive.Find(each.ID)
		each.Active = !isInactive
		shown = append(shown, each)
	}
	return shown, nil
}

// Find asks for the e-mail address.
func (e employees) Find(ctx context.Context, declared survey.Agent) ([]survey.Agent, error) {
	found, err := e.Get(ctx, declared.Email)
	switch {
	case client.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []survey.Agent{*found}, nil
}

// FindNow asks again.
func (e employees) FindNow(ctx context.Context, declared survey.Agent) ([]survey.Agent, error) {
	e.list.Forget()
	e.deactivated.Forget()
	return e.Find(ctx, declared)
}

// profile is what a create or an update sends.
type profile struct {
	Email string `json:"email,omitempty"`
	First string `json:"first_name"`
	Last  string `json:"last_name"`
}

func profileOf(declared survey.Agent) profile {
	first, last := names(declared.FullName)
	return profile{First: first, Last: last}
}

// Create makes an employee without an invitation, once: see [client.List.Create]. The
// employee is active, whatever is declared.
func (e employees) Create(ctx context.Context, declared survey.Agent) (*survey.Agent, error) {
	sent := profileOf(declared)
	sent.Email = declared.Email
	return e.list.Create(ctx, strings.ToLower(declared.Email), func(made survey.Agent) bool { return made.FullName == declared.FullName }, sent)
}

// Update changes the name of an active employee, so it activates first and deactivates
// last.
func (e employees) Update(ctx context.Context, prior, declared survey.Agent) (*survey.Agent, error) {
	changed := prior
	if declared.Active && !prior.Active {
		if err := e.activate(ctx, changed, true); err != nil {
			return nil, err
		}
	}
	if declared.FullName != prior.FullName {
		renamed, err := e.list.Change(ctx, http.MethodPut, prior.ID, profileOf(declared))
		if err != nil {
			return nil, err
		}
		changed = *renamed
	}
	if !declared.Active && prior.Active {
		if err := e.activate(ctx, changed, false); err != nil {
			return nil, err
		}
	}
	changed.Active = declared.Active
	return &changed, nil
}

// Delete deactivates the employee, unless that is done: there is no other end.
func (e employees) Delete(ctx context.Context, prior survey.Agent) error {
	inactive, err := e.deactivated.Look(ctx)
	if err != nil {
		return err
	}
	if _, done := inactive.Find(prior.ID); done {
		return nil
	}
	return e.activate(ctx, prior, false)
}

// activate activates or deactivates an employee.
func (e employees) activate(ctx context.Context, one survey.Agent, active bool) error {
	path, err := e.list.Kind.At(one.ID)
	if err != nil {
		return err
	}
	verb := "/deactivate"
	if active {
		verb = "/activate"
	}
	if _, err := e.api.Call(ctx, http.MethodPut, path+verb, nil); err != nil {
		e.list.Missed(one.ID, err)
		e.deactivated.Missed(one.ID, err)
		return err
	}
	if active {
		e.deactivated.Drop(one.ID)
	} else {
		e.deactivated.Put(one)
	}
	return nil
}

// form is how the API wraps lists: {employees, meta}. An object has no envelope.
type form struct{ query url.Values }

// Wrap gives the object itself.
func (form) Wrap(in any) any { return in }

// Unwrap gives the object itself.
func (form) Unwrap(body json.RawMessage) (json.RawMessage, error) { return body, nil }

// Page reads employees and the address of the next page. The documented example of that
// has only the place, so the filter is sent again.
func (f form) Page(body json.RawMessage) (client.Page, error) {
	var wire struct {
		Employees json.RawMessage
		Meta      *struct {
			Next client.Text `json:"next_page"`
		}
	}
	var next client.Page
	if err := json.Unmarshal(body, &wire); err != nil {
		return next, err
	}
	if wire.Meta == nil { // what is missing in a list would look deleted
		return next, errors.New("meta is missing")
	}
	if wire.Meta.Next != "" {
		link, err := url.Parse(string(wire.Meta.Next))
		if err != nil {
			return next, errors.New("meta.next_page is no address")
		}
		next.Next = maps.Clone(f.query)
		maps.Copy(next.Next, link.Query())
	}
	return next, client.DecodeMember(wire.Employees, &next.Items)
}

var _ survey.Store[survey.Agent] = employees{}
