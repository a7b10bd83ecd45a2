package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A line of difference does not say who may be surveyed while it is not applied: a
// warning does, in a plan and in a refresh, and it is true.
func TestDriftIsSaidInWords(t *testing.T) {
	t.Parallel()
	taggedVip := "tickets tagged vip"
	for what, drift := range map[string]struct {
		exclusion attributes
		by        func(s *stage)
		at        string
		titles    []string // none: "vip" and "email"
	}{
		"the send is dragged":                {by: func(s *stage) { s.drag("email", 1) }, at: excl("vip")},
		"the exclusion is dragged":           {by: func(s *stage) { s.drag("vip", 20) }, at: excl("vip")},
		"one for the listed is dragged":      {exclusion: attributes{"protects": `"listed"`}, by: func(s *stage) { s.drag("vip", 20) }, at: sender("email")},
		"the exclusion is deactivated":       {by: func(s *stage) { s.byHand("vip", map[string]any{"active": false}) }, at: excl("vip")},
		"the exclusion leaves another mark":  {by: func(s *stage) { s.edit("vip", "actions", []any{tagging("other")}) }, at: excl("vip")},
		"the exclusion is deleted":           {by: func(s *stage) { s.call(http.MethodDelete, "/triggers/"+s.id("vip"), nil) }, at: excl("vip")},
		"the guard is removed from the send": {by: func(s *stage) { s.edit("email", "conditions", unguarded(s.triggers()["email"])) }, at: sender("email")},
		"the exclusion asks for another channel": {by: func(s *stage) {
			s.edit("vip", "conditions", when(condition("status", "value", "solved"), condition("current_tags", "includes", "vip"), condition("via_id", "is", "29")))
		}, at: excl("vip")},
		"what the listed one follows comes too late": {exclusion: attributes{"depends_on": "[" + excl("gold") + "]", "evaluate_after": "[" + excl("gold") + ".id]"}, by: func(s *stage) { s.drag("gold", 20) }, at: excl("vip"), titles: []string{"gold", "vip"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			gold := anExclusion("gold", attributes{"mark": `{ tag = "gold" }`, "conditions": solvedWith("rich")})
			w := s.shell(s.config("%s", gold+anExclusion("vip", drift.exclusion)+s.send("email", []string{"vip"})))
			w.apply()
			s.gets(0, 4, "vip")
			w.silent("vip")
			drift.by(s)

			titles, tickets := []string{"vip", "email"}, taggedVip
			if drift.titles != nil {
				titles, tickets = drift.titles, "tickets tagged rich"
			} else {
				s.gets(1, 4, "vip")
			}
			for _, args := range [][]string{{"plan"}, {"plan", "-refresh-only"}} {
				said := naming(w.warnings(append(args, "-input=false")...), titles...)
				if len(said) != 1 || said[0].Address != drift.at || !strings.Contains(said[0].Detail, tickets) || !strings.Contains(said[0].Detail, "While this lasts") {
					t.Errorf("%v says %v", args, said)
				}
			}
			w.apply()
			s.gets(0, 4, "vip")
			w.quiet("vip")
		})
	}
}

func tagging(tag string) map[string]any {
	return map[string]any{"field": "current_tags", "value": tag}
}

// edit changes conditions or actions in the admin screen, which sends both.
func (s *stage) edit(title, member string, value any) {
	s.t.Helper()
	is := s.triggers()[title]
	changes := map[string]any{"conditions": is["conditions"], "actions": is["actions"]}
	changes[member] = value
	s.byHand(title, changes)
}

// unguarded are the conditions of a trigger without those on the mark.
func unguarded(trigger map[string]any) map[string]any {
	all := trigger["conditions"].(map[string]any)["all"].([]any)
	return when(slices.DeleteFunc(all, func(each any) bool { return each.(map[string]any)["value"] == "no_survey" })...)
}

// An automation that is not asked to spare excluded tickets any more surveys them.
func TestALostGuardOfAnAutomationIsSaidInWords(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+block("send_automation", "later", attributes{
		"title": `"later"`, "hours_since_solved": "2", "sent_tag": `"surveyed"`, "exclude_tags": `["no_survey"]`,
		"webhook_id": `"` + s.webhook + `"`, "payload": s.payload(), "require_public_comment": "false",
	})))
	w.apply()
	_, automation := s.account.titled("later")
	s.call(http.MethodPut, "/automations/"+number(automation["id"]), map[string]any{"automation": map[string]any{
		"conditions": unguarded(automation), "actions": automation["actions"],
	}})
	for _, args := range [][]string{{"plan"}, {"plan", "-refresh-only"}} {
		if said := naming(w.warnings(append(args, "-input=false")...), "vip", "later"); len(said) != 1 || !strings.Contains(said[0].Detail, "tickets tagged vip") {
			t.Errorf("%v says %v", args, said)
		}
	}
}
