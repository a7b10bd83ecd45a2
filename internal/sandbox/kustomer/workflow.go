package kustomer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// workflow is one automation. A change puts another one in its place, so that a run
// goes on with the document that it began with.
type workflow struct {
	id, name, description string
	replaces              string
	meta                  map[string]any
	enabled, logging      bool
	trigger               *trigger // nil until one is sent
	steps                 []step
	lastError             object
	createdBy, modifiedBy string
	created, updated      time.Time
	rev                   int
}

// trigger starts a workflow: an event, or another workflow.
type trigger struct {
	ID          string         `json:"id"`
	EventName   string         `json:"eventName,omitempty"`
	Callable    bool           `json:"callable,omitempty"`
	Schema      map[string]any `json:"schema,omitempty"`
	AppVersion  string         `json:"appVersion,omitempty"`
	Meta        map[string]any `json:"meta,omitempty"`
	Transitions []transition   `json:"transitions"`
}

// step calls an action, or none, and says what comes next.
type step struct {
	Own         string         `json:"_id"` // the server's, a new one with every PUT
	ID          string         `json:"id"`
	Action      string         `json:"action,omitempty"`
	Params      map[string]any `json:"params,omitempty"`
	AppVersion  string         `json:"appVersion,omitempty"`
	Meta        map[string]any `json:"meta,omitempty"`
	Transitions []transition   `json:"transitions"`
	ErrorCases  []errorCase    `json:"errorCases"`
}

type transition struct {
	Target    string         `json:"target"`
	Condition condition      `json:"condition"`
	Meta      map[string]any `json:"meta,omitempty"`
}

type errorCase struct {
	Condition   condition `json:"condition"`
	ErrorAction struct {
		Type string `json:"type"`
	} `json:"errorAction"`
}

func (w *workflow) step(id string) *step {
	at := slices.IndexFunc(w.steps, func(s step) bool { return s.ID == id })
	if at < 0 {
		return nil
	}
	return &w.steps[at]
}

// isCallable tells whether other workflows start it.
func (w *workflow) isCallable() bool { return w.trigger != nil && w.trigger.Callable }

// startsOn tells whether an event starts the workflow.
func (w *workflow) startsOn(eventName string) bool {
	return w.enabled && w.trigger != nil && !w.trigger.Callable && w.trigger.EventName == eventName
}

// callName is the event of a callable workflow.
func callName(workflowID string) string { return "kustomer.workflow." + workflowID + ".call" }

func (a *account) renderWorkflow(w *workflow) object {
	attributes := object{
		"name": w.name, "description": w.description, "enabled": w.enabled, "logging": w.logging, "editable": true,
		"replaces": engine.OrNull(w.replaces), "meta": copied(w.meta), "lastError": copied(w.lastError),
		"steps": append([]step{}, w.steps...), "containsVariables": a.containsVariables(w),
		"createdAt": stamp(w.created), "updatedAt": stamp(w.updated),
	}
	if w.trigger != nil {
		attributes["trigger"] = *w.trigger
	}
	return resource("workflow", w.id, attributes, a.relationships(
		relation{"createdBy", "user", w.createdBy}, relation{"modifiedBy", "user", w.modifiedBy}))
}

func (a *account) containsVariables(w *workflow) bool {
	text, _ := json.Marshal(w.steps)
	return strings.Contains(string(text), "variables.")
}

// readWorkflow fills a workflow from the wire. Members that are not sent stay, and
// those of the server alone are ignored.
func (c *call) readWorkflow(r *reader, w *workflow) {
	r.text("name", &w.name, 0)
	if r.sent.Has("name") && strings.TrimSpace(w.name) == "" {
		r.fail("name", "must not be empty")
	}
	r.text("description", &w.description, nullable)
	r.text("replaces", &w.replaces, nullable)
	r.object("meta", &w.meta)
	r.flag("enabled", &w.enabled)
	r.flag("logging", &w.logging)
	if r.sent.Has("trigger") {
		var sent trigger
		if r.decode("trigger", &sent, 0, "a trigger: id, transitions, and eventName or callable with schema") {
			w.trigger = &sent
		}
	}
	if r.sent.Has("steps") {
		steps := []step{}
		if r.decode("steps", &steps, 0, "a list of steps: id, transitions, action, params, errorCases") {
			w.steps = steps
		}
		for i := range w.steps {
			s := &w.steps[i]
			s.Own = c.newID()
			s.ErrorCases = append([]errorCase{}, s.ErrorCases...)
		}
	}
	c.checkWorkflow(r, w)
}

func (c *call) postWorkflow() *reply {
	r := c.reader()
	w := &workflow{
		steps: []step{}, createdBy: c.key.userID, modifiedBy: c.key.userID, created: c.now(), updated: c.now(), rev: 1,
	}
	w.id = c.newID()
	r.require("name")
	c.readWorkflow(r, w)
	if r.bad != nil {
		return r.bad.reply()
	}
	c.workflows[w.id] = w
	return one(http.StatusCreated, c.renderWorkflow(w))
}

// putWorkflow changes the members that it names. Steps and trigger are replaced
// as a whole.
func (c *call) putWorkflow() *reply {
	w := c.workflows[c.id()]
	if w == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *w
	c.readWorkflow(r, &changed)
	if r.bad != nil {
		return r.bad.reply()
	}
	changed.modifiedBy, changed.updated, changed.rev = c.key.userID, c.now(), w.rev+1
	c.workflows[w.id] = &changed
	return one(http.StatusOK, c.renderWorkflow(&changed))
}

func (c *call) showWorkflow() *reply {
	if w := c.workflows[c.id()]; w != nil {
		return one(http.StatusOK, c.renderWorkflow(w))
	}
	return notFound.reply()
}

// listWorkflows takes the filters enabled, callable and eventName.
func (c *call) listWorkflows() *reply {
	wants := func(name string, is bool) bool {
		on, err := strconv.ParseBool(c.query(name))
		return err != nil || on == is
	}
	var entries list
	for _, w := range byID(c.workflows) {
		eventName := c.query("eventName")
		if wants("enabled", w.enabled) && wants("callable", w.isCallable()) &&
			(eventName == "" || w.trigger != nil && w.trigger.EventName == eventName) {
			entries.Add(w.id, c.renderWorkflow(w))
		}
	}
	return c.page(entries, pageLimit)
}
