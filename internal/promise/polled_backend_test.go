package promise

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
)

const backendAPI = "/backend/v1/"

// The backend's kinds of objects, as its API calls them.
const (
	connectorKind    = "connectors"
	surveyKind       = "surveys"
	distributionKind = "trigger_distributions"
)

var backendKinds = []string{connectorKind, surveyKind, distributionKind}

// held is an object of the backend.
type held struct {
	kind, id string
	body     map[string]any
}

// content is what people have set: all but what the backend keeps of its own work.
func (h held) content() string {
	shown := map[string]any{}
	for name, value := range h.body {
		if name != "last_poll" && name != "etag" && name != "updated_at" {
			shown[name] = value
		}
	}
	text, err := json.Marshal(shown)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// objects are all that the backend holds, by id.
func (s *polledSimulation) objects() map[string]held {
	found := map[string]held{}
	for _, kind := range backendKinds {
		for path := backendAPI + kind + "?limit=100"; path != ""; {
			page := s.must(backend.Token, http.MethodGet, path, nil)
			for _, each := range members(page, "data") {
				found[text(each["id"])] = held{kind, text(each["id"]), each}
			}
			next, more := page["next_cursor"].(string)
			path = backendAPI + kind + "?limit=100&cursor=" + next
			if !more {
				path = ""
			}
		}
	}
	s.workflowObjects(found)
	return found
}

// nameOf is the name of the survey that a distribution sends.
func (s *polledSimulation) nameOf(distribution held) string {
	return text(s.now[text(distribution.body["survey_id"])].body["name"])
}

// termsOf are those of a distribution as the backend has it.
func (s *polledSimulation) termsOf(distribution held) terms {
	hours, _ := distribution.body["quiet_period_hours"].(json.Number).Int64()
	return terms{
		Active: distribution.body["active"] == true, Quiet: int(hours), Metric: text(s.now[text(distribution.body["survey_id"])].body["metric"]),
		HelpDesk: text(s.now[text(distribution.body["connector_id"])].body["help_desk"]),
	}
}

// byHand is a write of somebody who overwrites what is there.
func (s *polledSimulation) byHand(method, path string, body any) map[string]any {
	s.hand++
	return s.person(s.box, backend.Token, method, backendAPI+path, body, "If-Match", "*", "Idempotency-Key", "by hand "+text(s.hand))
}

// makeForeign makes what other people have: it sends surveys for the help desk at the
// vendor's own address.
func (s *polledSimulation) makeForeign() {
	connector := s.byHand(http.MethodPost, connectorKind, map[string]any{
		"help_desk": "zendesk", "url": "https://sandbox-acme.zendesk.com", "zendesk": map[string]any{"access_token": polledZendesk{s}.credential(1)["access_token_wo"]},
	})
	survey := s.byHand(http.MethodPost, surveyKind, map[string]any{"name": foreignName, "metric": "CSAT", "question": foreignName})
	s.byHand(http.MethodPost, distributionKind, map[string]any{"survey_id": survey["id"], "connector_id": connector["id"], "quiet_period_hours": 2})
	s.now = s.objects()
	for id, each := range s.now {
		s.foreign[id] = each.content()
	}
}

// foreignName is that of other people's survey.
const foreignName = "foreign"

// act does what a person does, and reports whether it was possible.
func (s *polledSimulation) act(a adminAction) bool {
	if s.history.hasWorkflows() {
		return s.actOnWorkflows(a)
	}
	if a.Do == touches {
		return s.touch()
	}
	done := false
	var touched []string
	for _, each := range s.now {
		if each.kind != distributionKind || s.nameOf(each) != a.Title {
			continue
		}
		path, body := distributionKind+"/"+each.id, any(nil)
		changed := each.id
		switch a.Do {
		case activates, deactivates:
			body = map[string]any{"active": a.Do == activates}
		case quiets:
			body = map[string]any{"quiet_period_hours": a.To}
		case describes:
			changed = text(each.body["survey_id"])
			path, body = surveyKind+"/"+changed, map[string]any{"question": a.Title + " by hand"}
		}
		if body != nil {
			done = s.byHand(http.MethodPatch, path, body) != nil || done
		} else {
			done = s.byHand(http.MethodDelete, path, nil) != nil || done
		}
		touched = append(touched, changed)
	}
	if done {
		was := s.now
		s.look(nil)
		for _, id := range touched {
			if before, after := was[id], s.now[id]; before.content() != after.content() {
				s.unread[id] = true
			}
		}
		s.changedByHand(a.Title)
	}
	return done
}

// touch lets somebody write a note into every other young conversation.
func (s *polledSimulation) touch() bool {
	for i, each := range s.talks {
		if i%2 == 0 && s.age(each) < longestQuiet {
			s.desks[each.helpDesk].touch(each.id)
			each.changed = s.box.World().Clock.Now()
		}
	}
	return len(s.talks) > 0
}

// about is the kind and the id that a path of the API is about; no id is the whole
// list.
func about(path string) (kind, id string) {
	rest, inside := strings.CutPrefix(path, backendAPI)
	if !inside {
		return aboutWorkflows(path)
	}
	kind, id, _ = strings.Cut(rest, "/")
	return kind, id
}
