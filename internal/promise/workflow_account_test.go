package promise

import (
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
	kustomerbox "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// The kinds of objects in Kustomer, as its API calls them.
const (
	workflowKind = "workflows"
	variableKind = "workflow-variables"
)

// workflow reports whether it is of Kustomer.
func (h held) workflow() bool { return h.kind == workflowKind || h.kind == variableKind }

// section is the provider's configuration.
func (s *polledSimulation) section(base string) map[string]any {
	if s.history.hasWorkflows() {
		return map[string]any{"kustomer": map[string]any{"subdomain": kustomerbox.Subdomain, "endpoint": base + "/kustomer", "api_key": kustomerbox.APIKey}}
	}
	return map[string]any{"survey_backend": map[string]any{"endpoint": base + "/backend", "token": backend.Token}}
}

// aboutWorkflows is what a path of Kustomer is about.
func aboutWorkflows(path string) (kind, id string) {
	rest, inside := strings.CutPrefix(path, kustomerAPI+"/")
	kind, id, _ = strings.Cut(rest, "/")
	switch {
	case !inside, kind != workflowKind && kind != variableKind:
		return "", ""
	case strings.HasSuffix(id, "/variables"):
		return variableKind, ""
	}
	return kind, id
}

// workflowObjects adds what Kustomer holds, without what it keeps of its own work.
func (s *polledSimulation) workflowObjects(found map[string]held) {
	if !s.history.hasWorkflows() {
		return
	}
	desk := kustomerAPI + "/" + workflowKind
	for _, each := range members(s.must(kustomerbox.APIKey, http.MethodGet, desk+"?pageSize=100", nil), "data") {
		has, id := member(each, "attributes"), text(each["id"])
		for _, step := range members(has, "steps") {
			delete(step, "_id")
		}
		found[id] = held{workflowKind, id, map[string]any{
			"name": has["name"], "description": has["description"], "enabled": has["enabled"], "trigger": has["trigger"], "steps": has["steps"],
		}}
		for _, variable := range members(s.must(kustomerbox.APIKey, http.MethodGet, desk+"/"+id+"/variables?pageSize=100", nil), "data") {
			of := member(variable, "attributes")
			found[text(variable["id"])] = held{variableKind, text(variable["id"]), map[string]any{"name": of["name"], "changed": of["updatedAt"], "workflow": id}}
		}
	}
}

// useTags gives the tags their ids.
func (s *polledSimulation) useTags() {
	desk := polledKustomer{s}
	customer := desk.call(http.MethodPost, "/customers", map[string]any{"name": "Carla"})
	desk.call(http.MethodPost, "/conversations", map[string]any{"customer": customer["id"], "tags": []any{"VIP"}})
	marked := desk.call(http.MethodPost, "/conversations", map[string]any{"customer": customer["id"], "tags": []any{tagMark}})
	s.workflows.tag = text(member(marked, "attributes")["tags"].([]any)[0])
}

// makeForeignWorkflow makes what other people have.
func (s *polledSimulation) makeForeignWorkflow() {
	made := polledKustomer{s}.call(http.MethodPost, "/"+workflowKind, map[string]any{"name": foreignName, "enabled": true, "trigger": map[string]any{
		"id": "1", "eventName": "kustomer.conversation.update", "transitions": []any{},
	}})
	polledKustomer{s}.call(http.MethodPost, "/"+workflowKind+"/"+text(made["id"])+"/variables", map[string]any{"name": "x-api-key", "value": foreignName})
	s.now = s.objects()
	for id, each := range s.now {
		s.foreign[id] = each.content()
	}
}

// noteWritten notes what a run has written.
func (s *polledSimulation) noteWritten(was map[string]held, by *polledRun) {
	if by == nil {
		return
	}
	for id, each := range s.now {
		before, existed := was[id]
		if each.kind != workflowKind || existed && before.content() == each.content() {
			continue
		}
		for _, declared := range by.Config.Workflows {
			named := strings.TrimSuffix(text(each.body["name"]), " (after the delay)") == declared.title()
			if known, is := s.workflows.written[id]; named || is && known.Name == declared.Name {
				s.workflows.written[id] = declared
			}
		}
	}
}

// known notes what is in state. The caller holds the account.
func (s *polledSimulation) known() {
	for _, each := range s.terraform.Objects() {
		s.workflows.stateHad[each.ID] = true
		s.workflows.stateHad[text(each.Attributes["callable_id"])] = true
	}
}

// belongs reports whether something of Kustomer is no orphan: a workflow that was managed
// stays, disabled, when it is destroyed; a variable belongs to a workflow that reads it,
// and goes with one that is not managed.
func (s *polledSimulation) belongs(each held, inState map[string]bool) bool {
	switch each.kind {
	case workflowKind:
		return each.body["enabled"] == false && s.workflows.stateHad[each.id]
	case variableKind:
		of := s.now[text(each.body["workflow"])]
		return inState[of.id] && s.reads(of, each) || s.made[of.id] && !inState[of.id] && !s.workflows.stateHad[of.id]
	}
	return false
}

// reads reports whether a workflow reads a variable.
func (s *polledSimulation) reads(of, variable held) bool {
	return strings.Contains(of.content(), "{{{variables."+variable.id+"}}}")
}

// variablesHold expects, after a run that succeeded, no variable that nothing reads.
func (s *polledSimulation) variablesHold() {
	for id, each := range s.now {
		of := s.now[text(each.body["workflow"])]
		if each.kind == variableKind && s.made[id] && s.workflows.stateHad[of.id] && !s.reads(of, each) && !s.excusable[id] {
			s.violated("after an apply that succeeded there is a variable that nothing reads: %s", each.content())
		}
	}
}

// removeByHand is what people do about an orphan in Kustomer.
func (s *polledSimulation) removeByHand(each held) bool {
	path := kustomerAPI + "/" + each.kind + "/" + each.id
	if each.kind == variableKind {
		return s.person(s.box, kustomerbox.APIKey, http.MethodDelete, path, nil) != nil
	}
	s.excusable[each.id] = true
	return s.person(s.box, kustomerbox.APIKey, http.MethodPut, path, map[string]any{"enabled": false}) != nil
}

// actOnWorkflows does what a person does, and reports whether it was possible.
func (s *polledSimulation) actOnWorkflows(a adminAction) (done bool) {
	if a.Do == touches {
		for i, each := range s.workflows.talks {
			if i%3 == 0 && each.done {
				s.again(each)
				done = true
			}
		}
		return done
	}
	s.known()
	inState := map[string]bool{}
	for _, each := range s.terraform.Objects() {
		inState[each.ID], inState[text(each.Attributes["callable_id"])] = true, true
	}
	for id, of := range s.workflows.written {
		if of.Name == a.Title && inState[id] && s.now[id].kind == workflowKind {
			done = s.person(s.box, kustomerbox.APIKey, http.MethodPut, kustomerAPI+"/"+workflowKind+"/"+id, inEditor(a.Do, s.now[id])) != nil || done
			if a.Do == activates && s.current != nil { // a destroy that has begun deletes the key all the same
				of.Off, of.keyless = false, true
				s.workflows.written[id], s.excusable[id] = of, true
				s.workflows.allow(of)
			}
		}
	}
	if done {
		s.look(nil)
		s.workflowByHand(a)
	}
	return done
}

// inEditor is what a person makes of a workflow.
func inEditor(do verb, of held) map[string]any {
	switch do {
	case activates, deactivates:
		return map[string]any{"enabled": do == activates}
	case describes:
		return map[string]any{"description": "by hand"}
	case renames:
		return map[string]any{"name": text(of.body["name"]) + " by hand"}
	}
	steps := members(copyOf(of.body), "steps")
	for _, step := range steps {
		switch {
		case do == opens && step["id"] == "decide":
			step["transitions"] = slices.DeleteFunc(members(step, "transitions"), func(each map[string]any) bool {
				return each["target"] == "opted-out" || each["target"] == "excluded"
			})
		case do == strips && step["id"] == "request":
			member(step, "params")["headers"] = map[string]any{}
		}
	}
	return map[string]any{"steps": steps}
}

// workflowByHand lets what a person has made be what is allowed.
func (s *polledSimulation) workflowByHand(a adminAction) {
	o := &s.workflows
	delete(o.due, a.Title)
	before := o.may[a.Title]
	if s.current != nil {
		s.disturbed = true
	} else {
		o.may[a.Title] = nil
	}
	for _, each := range before {
		switch a.Do {
		case activates, deactivates:
			each.Off = a.Do == deactivates
		case opens:
			each.Excludes, each.OptOut = nil, false
		case strips:
			each.keyless = true
		}
		o.allow(each)
	}
	for _, each := range s.orphans() {
		if of, known := o.written[each.id]; known && of.Name == a.Title && each.body["enabled"] == true {
			o.allow(of)
		}
	}
}
