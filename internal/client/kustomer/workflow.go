package kustomer

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// NounWorkflow is the kind of object whose ids resources claim.
const NounWorkflow = "workflow"

// DuplicateError is [client.DuplicateError].
type DuplicateError = client.DuplicateError

// OwnedError is [client.OwnedError].
type OwnedError = client.OwnedError

// Workflow is a workflow of the organization. The API deletes none.
type Workflow struct {
	ID string
	workflow.Document
	// Updated is when it was changed last; zero where Kustomer does not tell.
	Updated time.Time
	// Unreadable says that trigger or steps are not what Kustomer documents. Nobody but
	// the resource of this very workflow has to know.
	Unreadable error
}

// workflowKind reads whatever workflows others made, without an error for the whole list.
var workflowKind = client.Kind[Workflow]{
	Noun: NounWorkflow, Path: "/workflows", Form: envelope{}, Paging: byNumber,
	ID:     func(w Workflow) string { return w.ID },
	Title:  func(w Workflow) string { return w.Name },
	Active: func(w Workflow) bool { return w.Enabled },
	Decode: func(raw json.RawMessage) (Workflow, error) {
		var read resource[struct {
			Name, Description client.Text
			Enabled           bool
			UpdatedAt         client.Text
			Trigger, Steps    json.RawMessage
		}]
		err := client.DecodeMember(raw, &read)
		of := read.Attributes
		w := Workflow{ID: string(read.ID), Document: workflow.Document{Name: string(of.Name), Description: string(of.Description), Enabled: of.Enabled}}
		w.Updated, _ = time.Parse(time.RFC3339, string(of.UpdatedAt))
		if len(of.Trigger) > 0 {
			w.Unreadable = json.Unmarshal(of.Trigger, &w.Trigger)
		}
		if len(of.Steps) > 0 && w.Unreadable == nil {
			w.Unreadable = json.Unmarshal(of.Steps, &w.Steps)
		}
		return w, err
	},
}

// Workflow reads a workflow from the shared list, or by its id if it is not there.
//
// https://developer.kustomer.com/api/workflows
func (c *Client) Workflow(ctx context.Context, id string) (*Workflow, error) {
	return c.workflows.Get(ctx, id)
}

// Workflows are all of them, whoever made them.
func (c *Client) Workflows(ctx context.Context) ([]Workflow, error) { return c.workflows.All(ctx) }

// WorkflowsNow are all of them, read again for a decision that cannot be taken back.
func (c *Client) WorkflowsNow(ctx context.Context) ([]Workflow, error) {
	c.workflows.Forget()
	return c.workflows.All(ctx)
}

// Sender is a workflow that makes HTTP requests, at once or by the workflow that it calls
// after a delay.
type Sender struct {
	Workflow
	// Addresses are where the requests go, with references.
	Addresses []string
}

// Senders are all workflows that make requests. Which ones an unreadable workflow makes is
// not known: it is among them.
func (c *Client) Senders(ctx context.Context) (senders []Sender, err error) {
	all, err := c.Workflows(ctx)
	addresses, called := map[string][]string{}, map[string]bool{}
	for _, w := range all {
		addresses[w.ID] = workflow.Requests(w.Document)
		called[workflow.CalledBy(w.Document)] = true
	}
	for _, w := range all {
		to := slices.Concat(addresses[w.ID], addresses[workflow.CalledBy(w.Document)])
		if !called[w.ID] && (len(to) > 0 || w.Unreadable != nil) {
			senders = append(senders, Sender{w, to})
		}
	}
	return senders, err
}

// PutWorkflow replaces name, description, trigger and steps, and enables or disables it,
// by one request.
func (c *Client) PutWorkflow(ctx context.Context, id string, document workflow.Document) error {
	_, err := c.workflows.Change(ctx, http.MethodPut, id, document)
	return err
}

// EnableWorkflow enables or disables a workflow. PUT leaves what it does not name.
func (c *Client) EnableWorkflow(ctx context.Context, id string, enabled bool) error {
	_, err := c.workflows.Change(ctx, http.MethodPut, id, map[string]bool{"enabled": enabled})
	return err
}

// PlanWorkflow is for the plan of a new workflow: it gives an [OwnedError] where the
// create would adopt what another resource manages. Replaced is the id of what the new
// one replaces.
func (c *Client) PlanWorkflow(ctx context.Context, replaced string, adoptable func(Workflow) bool) error {
	return c.workflows.PlanCreate(ctx, replaced, adoptable)
}

// CreateWorkflow creates a workflow that is disabled, or adopts an orphan. One of the same
// name that is enabled gives a [DuplicateError]; destroying leaves disabled ones behind.
func (c *Client) CreateWorkflow(ctx context.Context, document workflow.Document, adoptable func(Workflow) bool) (made *Workflow, adopted bool, err error) {
	document.Enabled, adopted = false, true
	made, err = c.workflows.CreateInactive(ctx, document.Name, false, adoptable, func() (*Workflow, error) {
		if err := c.enabledOf(ctx, "", document.Name); err != nil {
			return nil, err
		}
		adopted = false
		equal := func(w Workflow) bool {
			return !w.Enabled && w.Unreadable == nil && workflow.Equal(document, w.Document)
		}
		return c.workflows.Create(ctx, document.Name, equal, document)
	})
	return made, adopted, err
}

// WorkflowAlone reads the organization again and gives a [DuplicateError] while another
// workflow of the name is enabled: each of them sends surveys.
func (c *Client) WorkflowAlone(ctx context.Context, id, name string) error {
	c.workflows.Forget()
	return c.enabledOf(ctx, id, name)
}

func (c *Client) enabledOf(ctx context.Context, id, name string) error {
	all, err := c.workflows.All(ctx)
	if err != nil {
		return err
	}
	duplicates := workflowKind.Duplicates(all, id, name, false)
	if len(duplicates) == 0 {
		return nil
	}
	for i, each := range duplicates {
		duplicates[i].Managed = c.IsClaimed(NounWorkflow, each.ID)
	}
	return &DuplicateError{Noun: NounWorkflow, Title: name, Existing: duplicates, ID: id}
}
