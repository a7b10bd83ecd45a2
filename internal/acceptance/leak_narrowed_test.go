package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// inTwoSteps are the warnings of a plan that name the send, the exclusion and how to
// apply the change in two steps. They are at whichever of the two is planned later.
func inTwoSteps(w *workspace, send, exclusion string) []told {
	w.account.t.Helper()
	return sayingSteps(w.warned(exclusion), send)
}

// sayingSteps are the warnings of the send that say how to change it and an exclusion without
// a gap.
func sayingSteps(all []told, send string) []told {
	return slices.DeleteFunc(slices.Clone(all), func(each told) bool {
		ofSend := each.Address == sender(send) || strings.Contains(each.Detail, fmt.Sprintf("%q", send))
		return each.Severity != "warning" || !ofSend || !strings.Contains(each.Detail, "in the same apply") || !strings.Contains(each.Detail, "Without a gap")
	})
}

// Terraform writes an exclusion before the sends that depend on it. Where it
// stops excluding and the send that relied on it changes in the same plan,
// customers may be surveyed in between: the send's plan says so.
func TestAPlanWarnsOfWhoMayBeSurveyedBetweenTwoOfItsWrites(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	vip, email := anExclusion("vip"), s.send("email", []string{"vip"})
	w := s.shell(s.config("%s", vip+email))
	w.apply()
	off := attributes{"active": "false"}
	noVIP := attributes{"conditions": `{ all = [{ field = "current_tags", operator = "not_includes", value = "vip" }] }`}
	narrowed := attributes{"conditions": `{ all = [{ field = "status", operator = "value", value = "solved" }, { field = "current_tags", operator = "includes", value = "vip" }, { field = "priority", operator = "is", value = "high" }] }`}
	successor := anExclusion("successor", attributes{"title": `"Very important"`})
	for what, row := range map[string]struct {
		config string
		warns  bool
	}{
		"both are deactivated":                 {anExclusion("vip", off) + s.send("email", []string{"vip"}, off), true},
		"a successor is new":                   {anExclusion("vip", off) + successor + s.send("email", []string{"successor"}), true},
		"a successor of the same title is new": {anExclusion("vip", off) + anExclusion("successor", attributes{"title": `"vip"`}) + s.send("email", []string{"successor"}), true},
		"the send gets the condition itself":   {anExclusion("vip", off) + s.send("email", nil, noVIP), true},
		"the exclusion is narrowed":            {anExclusion("vip", narrowed) + s.send("email", []string{"vip"}, noVIP), true},
		"the mark becomes another":             {anExclusion("vip", attributes{"mark": `{ tag = "other" }`}) + s.send("email", []string{"vip"}, attributes{"exclude_tags": `["other"]`}), true},
		"only the title changes":               {anExclusion("vip", attributes{"title": `"VIP"`}) + s.send("email", []string{"vip"}, noVIP), false},
		"the exclusion is widened":             {anExclusion("vip", solvedWithAny("vip", "gold")) + s.send("email", []string{"vip"}, noVIP), false},
	} {
		t.Run(what, func(t *testing.T) {
			w.configure(s.config("%s", row.config))
			if found := inTwoSteps(w, "email", "vip"); (len(found) > 0) != row.warns {
				t.Errorf("the send's plan warns of the exclusion and says how to leave no gap: %v, got %v", row.warns, found)
			}
		})
	}
}

// Whoever does as the warning says, in two applies, has no gap: tickets are solved after
// each write, and none that was excluded is surveyed.
func TestTwoAppliesAsThePlanAdvisesLeaveNoGap(t *testing.T) {
	t.Parallel()
	off := attributes{"active": "false"}
	noVIP := attributes{"conditions": `{ all = [{ field = "current_tags", operator = "not_includes", value = "vip" }] }`}
	other, both := attributes{"exclude_tags": `["other"]`}, attributes{"exclude_tags": `["no_survey", "other"]`}
	narrowed := attributes{"conditions": solvedWith("gold")}
	marked := attributes{"mark": `{ tag = "other" }`}
	target := "-target=" + sender("email")
	type step struct {
		exclusion string
		send      func(s *stage) string
		args      []string
	}
	sends := func(after []string, layers ...attributes) func(s *stage) string {
		return func(s *stage) string { return s.send("email", after, layers...) }
	}
	for what, steps := range map[string][]step{
		"both are deactivated": {
			{anExclusion("vip"), sends(nil, off), []string{target}},
			{anExclusion("vip", off), sends([]string{"vip"}, off), nil},
		},
		"a successor is new": {
			{anExclusion("vip", off) + anExclusion("successor"), sends([]string{"successor"}), []string{target}},
			{anExclusion("vip", off) + anExclusion("successor"), sends([]string{"successor"}), nil},
		},
		"the send gets the condition itself": {
			{anExclusion("vip", off), sends(nil, noVIP), []string{target}},
			{anExclusion("vip", off), sends(nil, noVIP), nil},
		},
		"the exclusion is narrowed": {
			{anExclusion("vip", narrowed), sends(nil, noVIP), []string{target}},
			{anExclusion("vip", narrowed), sends([]string{"vip"}, noVIP), nil},
		},
		"the mark becomes another": {
			{anExclusion("vip"), sends([]string{"vip"}, both), nil},
			{anExclusion("vip", marked), sends([]string{"vip"}, both), nil},
			{anExclusion("vip", marked), sends([]string{"vip"}, other), nil},
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
				w.apply()
				for _, each := range steps {
					w.configure(s.config("%s", each.exclusion+each.send(s)))
					s.solving(func(...string) { w.apply(each.args...) }, 4)
				}
				s.gets(0, 4, "vip")
				w.noChanges()
			})
		})
	}
}

// Nothing orders an exclusion and a send that does not list it. Whichever of them is
// planned later speaks; here it is the exclusion, which refers to the send.
func TestAnExclusionThatIsPlannedAfterTheSendWarnsOfIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	vip := func(layers ...attributes) string {
		return anExclusion("vip", append(layers, attributes{"description": sends.address("email") + ".title"})...)
	}
	email := func(layers ...attributes) string {
		return s.send("email", nil, append(layers, attributes{"exclude_tags": `["no_survey"]`})...)
	}
	w := s.shell(s.config("%s", vip()+email()))
	w.apply()
	noVIP := attributes{"conditions": `{ all = [{ field = "current_tags", operator = "not_includes", value = "vip" }] }`}
	w.configure(s.config("%s", vip(attributes{"conditions": solvedWith("gold")})+email(noVIP)))
	if found := inTwoSteps(w, "email", "vip"); len(found) != 1 || found[0].Address != exclusions.address("vip") {
		t.Errorf("one warning at the exclusion expected, got %v", found)
	}
	w.configure(s.config("%s", vip(solvedWithAny("vip", "gold"))+email(noVIP)))
	if found := inTwoSteps(w, "email", "vip"); len(found) != 0 {
		t.Errorf("the exclusion only protects more: %v", found)
	}

	// It protects from no send any more, as this one does not list it.
	w.configure(s.config("%s", vip(attributes{"protects": `"listed"`})+email(noVIP)))
	if found := w.warned("vip"); !slices.ContainsFunc(found, func(each told) bool {
		return each.Address == exclusions.address("vip") && strings.Contains(each.Summary, "is limited to listed sends") && strings.Contains(each.Detail, `"email"`)
	}) {
		t.Errorf("a warning at the exclusion that names the send expected, got %v", found)
	}
}

// A send that moves to another category changes too: it may move behind the exclusion
// that takes over.
func TestAPlanWarnsOfANarrowedExclusionWhoseSendMovesToAnotherCategory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	exclusion := func(layers ...attributes) string { return anExclusion("vip", append(layers, inCategory("first"))...) }
	after := func(name string) attributes {
		return attributes{"evaluate_after": "[" + categories.address(name) + ".id]"}
	}
	with := func(triggers string) string {
		return s.config("%s", category("first")+category("second", after("first"))+category("third", after("second"))+triggers)
	}
	w := s.shell(with(exclusion() + s.send("email", []string{"vip"}, inCategory("second"))))
	w.apply()
	narrowed := attributes{"active": "false"}
	for what, row := range map[string]struct {
		config string
		warns  bool
	}{
		"both":               {exclusion(narrowed) + s.send("email", []string{"vip"}, inCategory("third")), true},
		"only the exclusion": {exclusion(narrowed) + s.send("email", []string{"vip"}, inCategory("second")), false},
		"only the send":      {exclusion() + s.send("email", []string{"vip"}, inCategory("third")), false},
	} {
		w.configure(with(row.config))
		if found := inTwoSteps(w, "email", "vip"); (len(found) > 0) != row.warns {
			t.Errorf("%s: the send's plan warns of the exclusion and says how to leave no gap: %v, got %v", what, row.warns, found)
		}
	}
}

// No warning for a send that does not check the mark or was inactive before.
func TestAPlanIsSilentAboutSendsThatDidNotRelyOnTheExclusion(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(active string, description attributes) string {
		return s.config("%s", anExclusion("vip", attributes{"active": active})+
			s.send("email", nil, attributes{"exclude_tags": `["another"]`}, description)+
			s.chatSend("chat", []string{"vip"}, attributes{"active": "false"}, description))
	}
	w := s.shell(config("true", nil))
	w.apply()
	w.configure(config("false", attributes{"description": `"changed"`}))
	for _, send := range []string{"email", "chat"} {
		if found := inTwoSteps(w, send, "vip"); len(found) > 0 {
			t.Errorf("nothing to say of %s, got %v", send, found)
		}
	}
}

// The send's write is refused after the exclusion's went through. Nothing can
// take that back; but the apply said so beforehand, and every plan says so until
// it is mended.
func TestARefusedWriteOfTheSendIsNotSilentAboutTheDeactivatedExclusion(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		w.apply()
		// Zendesk refuses a trigger that notifies an inactive webhook.
		other := s.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
			"name": "Other", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json",
			"status": "inactive", "subscriptions": []string{"conditional_ticket_events"},
		}})["webhook"].(map[string]any)["id"].(string)
		config := s.config("%s", anExclusion("vip", attributes{"active": "false"})+
			s.send("email", []string{"vip"}, attributes{"active": "false", "webhook_id": fmt.Sprintf("%q", other), "payload": `"{}"`}))
		w.configure(config)
		all := w.tell("apply", "-auto-approve", "-input=false")
		if len(sayingSteps(naming(all, "vip"), "email")) == 0 {
			t.Errorf("the apply does not say at the send what may happen: %v", all)
		}
		if !slices.ContainsFunc(all, func(each told) bool { return each.Severity == "error" && each.Address == sender("email") }) {
			t.Errorf("the send's write was to be refused: %v", all)
		}
		s.active("vip", false)
		s.active("email", true)
		s.gets(1, 4, "vip")
		if len(w.warned("vip")) == 0 {
			t.Error("the next plan is silent about it")
		}
		s.call(http.MethodPatch, "/webhooks/"+other, map[string]any{"webhook": map[string]any{"status": "active"}})
		w.apply()
		s.active("email", false)
		w.noChanges()
	})
}
