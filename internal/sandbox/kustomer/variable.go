package kustomer

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// variable is a value that the steps of one workflow read by the variable's id, and
// that no answer shows.
type variable struct {
	id, workflowID        string
	name, value           string
	createdBy, modifiedBy string
	created, updated      time.Time
}

func (a *account) renderVariable(v *variable) object {
	return resource("workflow_variable", v.id, object{
		"name": v.name, "type": "string", "maskedValue": maskedValue,
		"createdAt": stamp(v.created), "updatedAt": stamp(v.updated), "modifiedAt": stamp(v.updated),
	}, a.relationships(relation{"createdBy", "user", v.createdBy}, relation{"modifiedBy", "user", v.modifiedBy},
		relation{"workflow", "workflow", v.workflowID}))
}

// variablesOf gives the values that the steps of a workflow can read.
func (a *account) variablesOf(workflowID string) map[string]string {
	values := map[string]string{}
	for _, v := range a.variables {
		if v.workflowID == workflowID {
			values[v.id] = v.value
		}
	}
	return values
}

// masked is JSON in which no value can be read that the variables have now or had
// when a run began.
func (a *account) masked(text []byte, earlier map[string]string) []byte {
	hide := func(value string) {
		if quoted, _ := json.Marshal(value); value != "" {
			text = bytes.ReplaceAll(text, quoted[1:len(quoted)-1], []byte(maskedValue))
		}
	}
	for _, value := range earlier {
		hide(value)
	}
	for _, v := range a.variables {
		hide(v.value)
	}
	return text
}

func (c *call) readVariable(r *reader, v *variable) {
	kind := "string"
	r.text("name", &v.name, 0)
	r.text("value", &v.value, 0)
	r.text("type", &kind, 0, "string")
	if v.name == "" {
		r.fail("name", "must not be empty")
	}
}

func (c *call) postVariable() *reply {
	if c.workflows[c.id()] == nil {
		return notFound.reply()
	}
	r := c.reader()
	v := &variable{
		workflowID: c.id(), createdBy: c.key.userID, modifiedBy: c.key.userID, created: c.now(), updated: c.now(),
	}
	r.require("name", "value")
	c.readVariable(r, v)
	if r.bad != nil {
		return r.bad.reply()
	}
	v.id = c.newID()
	c.variables[v.id] = v
	return one(http.StatusCreated, c.renderVariable(v))
}

func (c *call) putVariable() *reply {
	v := c.variables[c.id()]
	if v == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *v
	c.readVariable(r, &changed)
	if r.bad != nil {
		return r.bad.reply()
	}
	changed.modifiedBy, changed.updated = c.key.userID, c.now()
	*v = changed
	return one(http.StatusOK, c.renderVariable(v))
}

func (c *call) showVariable() *reply {
	if v := c.variables[c.id()]; v != nil {
		return one(http.StatusOK, c.renderVariable(v))
	}
	return notFound.reply()
}

func (c *call) listVariables() *reply {
	if c.workflows[c.id()] == nil {
		return notFound.reply()
	}
	var entries list
	for _, v := range byID(c.variables) {
		if v.workflowID == c.id() {
			entries.Add(v.id, c.renderVariable(v))
		}
	}
	return c.page(entries, pageLimit)
}

func (c *call) deleteVariable() *reply {
	if c.variables[c.id()] == nil {
		return notFound.reply()
	}
	delete(c.variables, c.id())
	return noContent()
}

// IsSecret tells that the values of variables are secrets; see [engine.Secrets].
func (s *System) IsSecret(r *http.Request, path []string) bool {
	return len(path) == 1 && path[0] == "value" &&
		(strings.HasPrefix(r.URL.Path, "/v1/workflow-variables/") ||
			strings.HasPrefix(r.URL.Path, "/v1/workflows/") && strings.HasSuffix(r.URL.Path, "/variables"))
}
