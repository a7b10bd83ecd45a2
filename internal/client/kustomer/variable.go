package kustomer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Variable holds a secret of one workflow. No answer shows the value.
type Variable struct{ ID, Name string }

// Variables are those of one workflow.
type Variables struct {
	api *client.Connection
	// list is of the workflow, each has the path of a single one.
	list, each *client.List[Variable]
}

// variableKind is for the list of a workflow, and for one variable: the two have
// different paths.
func variableKind(path string) client.Kind[Variable] {
	return client.Kind[Variable]{
		Noun: "workflow variable", Path: path, Form: envelope{}, Paging: byNumber,
		ID:    func(v Variable) string { return v.ID },
		Title: func(v Variable) string { return v.Name },
		Decode: func(raw json.RawMessage) (Variable, error) {
			var read resource[struct{ Name client.Text }]
			err := client.DecodeMember(raw, &read)
			return Variable{ID: string(read.ID), Name: string(read.Attributes.Name)}, err
		},
	}
}

// VariablesOf are the variables of a workflow, which are read when they are needed.
//
// https://developer.kustomer.com/api/workflows
func (c *Client) VariablesOf(workflowID string) *Variables {
	return &Variables{
		api:  c.api,
		list: client.NewEagerList(c.Core, variableKind("/workflows/"+url.PathEscape(workflowID)+"/variables")),
		each: client.NewList(c.Core, variableKind("/workflow-variables")),
	}
}

// All lists them.
func (v *Variables) All(ctx context.Context) ([]Variable, error) { return v.list.All(ctx) }

// variableWire is what a create and an update send.
type variableWire struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Type  string `json:"type"`
}

// Set gives the variable of a name a value: one that there is, or a new one.
func (v *Variables) Set(ctx context.Context, name, value string) (id string, err error) {
	all, err := v.list.All(ctx)
	if err != nil {
		return "", err
	}
	for _, each := range all {
		if each.Name == name {
			return each.ID, v.Change(ctx, each.ID, name, value)
		}
	}
	return v.create(ctx, name, value)
}

// Add makes a new variable, with a number behind the name where another one has that.
func (v *Variables) Add(ctx context.Context, name, value string) (id string, err error) {
	all, err := v.list.All(ctx)
	if err != nil {
		return "", err
	}
	free := name
	for i := 2; slices.ContainsFunc(all, func(each Variable) bool { return each.Name == free }); i++ {
		free = fmt.Sprintf("%s-%d", name, i)
	}
	return v.create(ctx, free, value)
}

func (v *Variables) create(ctx context.Context, name, value string) (id string, err error) {
	v.api.Secrets.Add(value)
	made, err := v.list.Create(ctx, name, func(Variable) bool { return true }, variableWire{name, value, "string"})
	if err != nil {
		return "", err
	}
	return made.ID, nil
}

// Change gives a variable another value, by one request.
func (v *Variables) Change(ctx context.Context, id, name, value string) error {
	v.api.Secrets.Add(value)
	_, err := v.each.Change(ctx, http.MethodPut, id, variableWire{name, value, "string"})
	return err
}

// Keep deletes all but those of the ids.
func (v *Variables) Keep(ctx context.Context, ids map[string]bool) error {
	all, err := v.list.All(ctx)
	if err != nil {
		return err
	}
	for _, each := range all {
		if ids[each.ID] {
			continue
		}
		if err := v.each.Remove(ctx, each.ID); err != nil && !IsNotFound(err) {
			return err
		}
		v.list.Drop(each.ID)
	}
	return nil
}
