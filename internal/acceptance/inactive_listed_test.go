package acceptance

import "testing"

// The plan that creates an inactive exclusion says that it excludes nobody; the
// apply says so of the send that lists it. Both are said of what really happens: the
// VIP is surveyed until the exclusion is activated.
func TestAnExclusionThatIsCreatedInactiveIsWarnedOf(t *testing.T) {
	t.Parallel()
	const created, listed = "This exclusion is created inactive", "A listed trigger is inactive"
	summaries := func(all []told) map[string]string {
		found := map[string]string{}
		for _, each := range all {
			found[each.Summary] = each.Address
		}
		return found
	}
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	config := func(active string) string {
		return s.config("%s", anExclusion("vip", attributes{"active": active})+s.send("email", []string{"vip"}))
	}
	w := s.shell(config("false"))
	all := w.tell("plan", "-input=false")
	if found := naming(all, "vip"); len(found) != 1 || found[0].Summary != created || found[0].Severity != "warning" || found[0].Address != excl("vip") || found[0].line() != "active = false" {
		t.Errorf("one warning at the exclusion's active expected, got %v", all)
	}
	if found := summaries(w.tell("apply", "-auto-approve", "-input=false")); found[listed] != sender("email") {
		t.Errorf("the apply says it of the send, got %v", found)
	}
	if surveys := s.surveysOf(s.solve(ticket{via: 4, tags: []string{"vip"}})); len(surveys) != 1 || surveys[0].Outcome != "sent" {
		t.Errorf("an inactive exclusion has no effect, got %+v", surveys)
	}
	if all := w.tell("plan", "-input=false"); len(all) != 1 || all[0].Summary != listed || all[0].Address != sender("email") {
		t.Errorf("later plans say it of the send, and nothing else, got %v", all)
	}
	w.configure(config("true"))
	w.apply()
	s.protects()
	w.noChanges()

	off := s.shell(s.checked(`{ inactive_exclusions = "off" }`, anExclusion("other", attributes{"active": "false"})))
	if all := off.tell("plan", "-input=false"); len(all) != 0 {
		t.Errorf("a check that is off says nothing, got %v", all)
	}
}
