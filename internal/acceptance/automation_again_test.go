package acceptance

import (
	"slices"
	"strings"
	"testing"
)

const quietTag = `sent_tag           = "pesquisa2listen_disparada"`

// again is [account.quietHours] with other attributes beside the sent_tag.
func (a *account) again(lines string) string {
	return strings.Replace(a.quietHours("2"), quietTag, lines, 1)
}

// surveyed expects how many surveys a ticket got.
func (a *account) surveyed(what, ticketID string, want int) {
	a.t.Helper()
	if got := a.surveysOf(ticketID); len(got) != want {
		a.t.Errorf("%s: %d surveys instead of %d", what, len(got), want)
	}
}

// Tickets that were solved long before an automation looks at them are left alone,
// unless the configuration has no bound.
func TestTicketsSolvedLongAgoAreNotSurveyed(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string]int{quietTag: 0, quietTag + "\n until_hours = 0": 1, quietTag + "\n until_hours = 60": 1} {
		a := start(t)
		old := a.solve(ticket{via: 4})
		a.later("40h")
		recent := a.solve(ticket{via: 4})
		w := a.shell(a.again(lines))
		unbound := strings.HasSuffix(lines, "= 0")
		if found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen"); !unbound && len(found) != 0 || unbound && !saysNoBound(found, "is new") {
			t.Errorf("%s: the first plan says %v", lines, found)
		}
		w.apply()
		a.later("4h")
		a.surveyed("solved 40 hours before the first apply, "+lines, old, want)
		a.surveyed("solved just before", recent, 1)
		w.noChanges()
		// Paused for two days, and activated again.
		w.configure(a.again(lines + "\n active = false"))
		w.apply()
		paused := a.solve(ticket{via: 4})
		a.later("48h")
		w.configure(a.again(lines))
		if found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen"); len(found) != 1 || found[0].Summary != "More tickets are surveyed" || !strings.Contains(found[0].Detail, "is activated") {
			t.Errorf("%s: one warning expected, got %v", lines, found)
		} else if unbound != saysNoBound(found, "is activated") {
			t.Errorf("%s: the plan that activates it says %v", lines, found)
		}
		w.apply()
		a.later("4h")
		a.surveyed("solved during the pause, "+lines, paused, want)
		w.noChanges()
	}
}

// saysNoBound reports whether one warning says that old tickets are surveyed, and what to do.
func saysNoBound(found []told, what string) bool {
	return len(found) == 1 && found[0].Severity == "warning" && found[0].Summary == "More tickets are surveyed" && strings.Contains(found[0].Detail, what) &&
		strings.Contains(found[0].Detail, "solved long ago") && strings.Contains(found[0].Detail, "set until_hours")
}

// Another sent_tag would survey the tickets again that carry the old one.
func TestAnotherSentTagSurveysNobodyAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.again(quietTag))
	w.apply()
	id := a.solve(ticket{via: 4})
	a.later("4h")
	a.surveyed("at first", id, 1)

	renamed := strings.Replace(quietTag, "pesquisa2listen_disparada", "enviada", 1)
	w.configure(a.again(renamed))
	a.forget()
	if found := w.errors("plan", "-input=false"); len(found) != 1 || !strings.Contains(found[0].line(), "sent_tag") || !strings.Contains(found[0].Detail, `former_sent_tags = ["pesquisa2listen_disparada"]`) {
		t.Errorf("one error at sent_tag expected, got %v", found)
	}
	if writes := a.writes(); len(writes) > 0 {
		t.Errorf("a plan wrote %s", describe(writes))
	}
	// A null says nothing of what is meant.
	w.configure(a.again(renamed + "\n former_sent_tags = [null]"))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || !strings.Contains(found[0].line(), "former_sent_tags") {
		t.Errorf("one error at former_sent_tags expected, got %v", found)
	}
	w.configure(a.again(renamed + "\n former_sent_tags = [\"pesquisa2listen_disparada\"]"))
	if found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen"); len(found) != 0 {
		t.Errorf("no ticket matches that did not match before: %v", found)
	}
	w.apply()
	a.later("4h")
	a.surveyed("after the rename", id, 1)
	fresh := a.solve(ticket{via: 4})
	a.later("4h")
	a.surveyed("solved later", fresh, 1)
	w.noChanges()

	w.configure(a.again(strings.Replace(renamed, "enviada", "terceira", 1) + "\n former_sent_tags = []"))
	if found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen"); len(found) != 1 || found[0].Summary != "More tickets are surveyed" {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	a.later("2h")
	a.surveyed("as asked for", fresh, 2)
	w.noChanges()
}

// More hours match fewer tickets, fewer hours match more.
func TestAWiderAutomationIsAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.quietHours("4"))
	w.apply()
	for hours, want := range map[string]int{"2": 1, "4\n until_hours = 20": 0, "4\n until_hours = 90": 1, "6\n until_hours = 28": 0} {
		w.configure(a.quietHours(hours))
		if found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen"); len(found) != want {
			t.Errorf("%s: %v", hours, found)
		}
	}
	w.configure(a.quietHours("4\n until_hours = 4"))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || !strings.Contains(found[0].line(), "until_hours") {
		t.Errorf("one error at until_hours expected, got %v", found)
	}
}

// The tag of a checkbox is a mark, and tickets keep the one that they have.
func TestAnotherTagOfACheckboxIsAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	field := func(tag string) string {
		return a.config("%s", block("ticket_field", "box", attributes{"type": `"checkbox"`, "title": `"Do not send"`, "tag": quoted(tag)}))
	}
	w := a.shell(field("first"))
	w.apply()
	w.configure(field("second"))
	if found := naming(w.tell("plan", "-input=false"), "Do not send", "first"); len(found) != 1 || found[0].Severity != "warning" {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	w.noChanges()
}

// Fewer hours with the bound that follows them leave out the tickets in between: too young
// for the former hours, too old for the new bound. What the plan says surveys them.
func TestFewerHoursNameTheTicketsThatAreNeverSurveyed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.quietHours("72"))
	w.apply()
	between := a.solve(ticket{via: 4})
	a.later("60h")
	young := a.solve(ticket{via: 4})
	missed := func(hours string) []told {
		t.Helper()
		w.configure(a.quietHours(hours))
		found := naming(w.tell("plan", "-input=false"), "Pesquisa 2listen")
		return slices.DeleteFunc(found, func(each told) bool { return each.Summary != "Tickets are never surveyed" })
	}
	for hours, want := range map[string]string{"24": "solved 48 to 72 hours before", "48": "solved 72 hours before", "24\n until_hours = 30": "solved 30 to 72 hours before"} {
		found := missed(hours)
		if len(found) != 1 || found[0].Severity != "warning" || !strings.HasPrefix(found[0].line(), "hours_since_solved") || !strings.Contains(found[0].Detail, want) || !strings.Contains(found[0].Detail, "until_hours = 96") {
			t.Errorf("%s: one warning that names the tickets expected, got %v", hours, found)
		}
	}
	for _, hours := range []string{"49", "90", "24\n until_hours = 0", "24\n active = false", "72\n until_hours = 73", "24\n until_hours = 96"} {
		if found := missed(hours); len(found) != 0 {
			t.Errorf("%s: no ticket is lost, got %v", hours, found)
		}
	}
	w.apply() // the last of them, as the warning says
	a.later("2h")
	a.surveyed("solved 62 hours before, with the former bound", between, 1)
	w.configure(a.quietHours("24"))
	w.apply()
	a.later("24h")
	a.surveyed("once", between, 1)
	a.surveyed("too young for either at the change", young, 1)
	w.noChanges()
}
