package kustomer

import (
	"encoding/json"
	"time"
)

// process is the record of a run that failed.
type process struct {
	id, workflowID string
	event          json.RawMessage
	message        string // a stringified error
	context        string // stringified too
	attempt        int
	retry          bool
	workflowRev    int
	at             time.Time
}

// failed keeps the record of a failure. Again tells that the run is tried again.
func (a *account) failed(r *run, why failure, again bool) {
	record := func(value object) []byte {
		text, _ := json.Marshal(value)
		return a.masked(text, r.variables)
	}
	p := &process{
		id: a.newID(), workflowID: r.workflow.id, event: record(r.startedBy.record()),
		message: string(record(object{"message": why.message, "step": why.step})),
		context: string(record(object{"order": r.order, "steps": r.steps})),
		attempt: r.attempt, retry: again, workflowRev: r.workflow.rev, at: a.now(),
	}
	if again {
		p.message = "System Error - Retrying: " + p.message
	}
	a.processes[p.id] = p
	if w := a.workflows[r.workflow.id]; w != nil {
		changed := *w
		changed.lastError = object{"message": p.message, "createdAt": stamp(p.at)}
		a.workflows[w.id] = &changed
	}
}

func (a *account) renderProcess(p *process) object {
	return resource("workflow_process", p.id, object{
		"event": p.event, "error": p.message, "status": "error",
		"meta":      object{"context": p.context, "attempt": p.attempt, "retry": p.retry, "workflowRev": p.workflowRev},
		"createdAt": stamp(p.at), "updatedAt": stamp(p.at),
	}, a.relationships(relation{"workflow", "workflow", p.workflowID}))
}

// listProcesses takes createdAtFrom, createdAtTo and sort.
func (c *call) listProcesses() *reply {
	if c.workflows[c.id()] == nil {
		return notFound.reply()
	}
	for _, name := range []string{"createdAtFrom", "createdAtTo"} {
		if asked := c.query(name); asked != "" && !isMoment(asked) {
			return wrongParameter(name, "must be an ISO 8601 date-time").reply()
		}
	}
	from, to := c.query("createdAtFrom"), c.query("createdAtTo")
	var entries list
	for _, p := range byID(c.processes) {
		at := stamp(p.at)
		if p.workflowID == c.id() && (from == "" || compare(at, from) >= 0) && (to == "" || compare(at, to) <= 0) {
			entries.Add(p.id, c.renderProcess(p))
		}
	}
	if bad := c.filter(&entries); bad != nil {
		return bad.reply()
	}
	return c.page(entries, pageLimit)
}
