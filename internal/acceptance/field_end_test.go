package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// fieldEnding are the warnings about a ticket field that a plan ends while something uses it.
func fieldEnding(all []told) []told {
	return slices.DeleteFunc(warningsAmong(all), func(each told) bool {
		return !strings.HasPrefix(each.Summary, "The ticket field ") || !strings.HasSuffix(each.Summary, " is still in use") && !strings.HasSuffix(each.Summary, " ends")
	})
}

// endingOf is what all of them say.
func endingOf(all []told) (text string) {
	for _, each := range fieldEnding(all) {
		text += each.Detail + "\n"
	}
	return text
}

// seesTag is a send that knows the checkbox by its tag alone.
func (s *stage) seesTag(tag string) string {
	return s.send("email", []string{"vip"}, attributes{"exclude_tags": "[" + tag + "]"})
}

// The checkbox by which agents and the exclusion keep customers from being surveyed is
// deactivated: the plan says whom that concerns, and the exclusion is not in force until it
// is active again.
func TestACheckboxThatIsDeactivatedIsNamedWithWhatUsesIt(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		config := func(active string) string {
			return s.config("%s", strings.Replace(checkboxTagged(`"opt_out"`), "title = \"Opt out\"", "title = \"Opt out\"\n  active = "+active, 1)+s.seesTag(`"opt_out"`))
		}
		gets := func(want int) {
			t.Helper()
			if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != want {
				t.Errorf("an excluded ticket got %d surveys instead of %d", got, want)
			}
		}
		w := s.shell(config("true"))
		w.apply()
		gets(0)
		w.configure(config("false"))
		if found := naming(fieldEnding(w.tell("plan", "-input=false")), "vip", "Opt out"); len(found) != 1 {
			t.Errorf("one warning that names the exclusion expected, got %v", found)
		}
		if found := naming(fieldEnding(w.tell("plan", "-input=false")), "email", "Opt out"); len(found) != 1 {
			t.Errorf("one warning that names the send expected, got %v", found)
		}
		w.apply()
		gets(1)
		w.noChanges()
		if found := w.warned("vip", "Opt out"); len(found) != 1 || !strings.Contains(found[0].Detail, "is inactive") {
			t.Errorf("one warning that names the field expected, got %v", found)
		}
		w.run("apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color")
		if w.flag(excl("vip"), "in_force") {
			t.Error("the exclusion leaves no mark, and is in force by its state")
		}
		w.configure(config("true"))
		w.apply()
		gets(0)
		w.quiet("vip", "Opt out")
		w.run("apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color")
		if !w.flag(excl("vip"), "in_force") {
			t.Error("the exclusion is not in force by its state")
		}
	})
}

// Another workspace and somebody in the admin screen use the checkbox, too. Those of this
// configuration that stop using it in the same plan are not named.
func TestAFieldThatEndsIsNamedWithWhatOthersManage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", checkboxTagged(`"opt_out"`)+s.seesTag(`"opt_out"`)))
	w.apply()
	box := s.fieldID("Opt out")
	other := s.shell(s.config("%s", anExclusion("theirs", attributes{"conditions": solvedWith("theirs"), "mark": `{ checkbox_field_id = "` + box + `" }`})))
	other.apply()
	s.account.foreign("by hand", map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("custom_fields_"+box, "is", "true")),
		"actions":    []any{map[string]any{"field": "priority", "value": "low"}},
	})
	s.account.foreign("asleep", map[string]any{
		"active": false, "conditions": when(condition("custom_fields_"+box, "is", "true")),
	})
	s.account.foreign("adds the tag", map[string]any{"actions": []any{map[string]any{"field": "current_tags", "value": "opt_out"}}})

	changed := anExclusion("vip") + s.send("email", []string{"vip"})
	off := fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": `"opt_out"`, "active": "false", "depends_on": "[" + excl("vip") + ", " + sender("email") + "]"})
	w.configure(s.config("%s", off+changed))
	text := endingOf(w.tell("plan", "-input=false"))
	for title, named := range map[string]bool{"theirs": true, "by hand": true, "asleep": false, "adds the tag": false, "vip": false, "email": false} {
		if strings.Contains(text, quoted(title)) != named {
			t.Errorf("%q named: %t expected, got %s", title, named, text)
		}
	}
	// Without its block, and without a word of those that are planned with it.
	w.configure(s.config("%s", changed))
	if text := endingOf(w.tell("plan", "-input=false")); !strings.Contains(text, `"theirs"`) || !strings.Contains(text, `"by hand"`) {
		t.Errorf("both expected, got %s", text)
	}
	s.call(http.MethodPut, "/triggers/"+s.id("by hand"), map[string]any{"trigger": map[string]any{"active": false}})
	other.destroy()
	w.configure(s.config("%s", off+changed))
	if found := fieldEnding(w.green()); len(found) != 0 {
		t.Errorf("nothing uses it any more, got %v", found)
	}
	s.protects()
}

// What is planned after the field and goes on to use it says so itself: it is not in the
// account yet.
func TestANewTriggerThatUsesAFieldWhichEndsIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	field := func(active string) string {
		return fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": `"opt_out"`, "active": active})
	}
	w := s.shell(s.config("%s", field("true")))
	w.apply()
	box := w.attribute(fields.address("opt_out"), "id")
	for _, depends := range []string{"field first", "field last"} {
		first, last := "[]", "[]"
		if depends == "field first" {
			last = "[" + fields.address("opt_out") + "]"
		} else {
			first = "[" + excl("vip") + ", " + automations.address("late") + "]"
		}
		w.configure(s.config("%s", strings.Replace(field("false"), "active", "depends_on = "+first+"\n  active", 1)+
			anExclusion("vip", attributes{"mark": `{ checkbox_field_id = "` + box + `" }`, "depends_on": last})+
			s.automation("late", attributes{"exclude_tags": `["opt_out"]`, "depends_on": last})))
		found := fieldEnding(w.tell("plan", "-input=false"))
		for _, title := range []string{"vip", "late"} {
			if len(naming(found, title, "Opt out")) != 1 {
				t.Errorf("%s: one warning that names %s expected, got %v", depends, title, found)
			}
		}
	}
}

// A field and its values are deleted for good. Nothing that decides about surveys may need it
// at that moment, whoever manages it.
func TestAFieldThatIsInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		field := fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": `"opt_out"`, "deletion_policy": `"delete"`})
		sends := s.send("email", nil, attributes{"exclude_tags": `["opt_out"]`})
		w := s.shell(s.config("%s", field+sends))
		w.apply()
		hand := s.account.foreign("by hand", map[string]any{
			"position": 1, "conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", "vip")),
			"actions": []any{map[string]any{"field": "custom_fields_" + s.fieldID("Opt out"), "value": "true"}},
		})
		s.gets(0, 4, "vip")
		w.configure(s.config("%s", sends))
		if text := endingOf(w.tell("plan", "-input=false")); !strings.Contains(text, `"by hand"`) || !strings.Contains(text, `"email"`) || !strings.Contains(text, "The apply fails") {
			t.Errorf("both are named, got %s", text)
		}
		found := w.errors("apply", "-auto-approve", "-input=false")
		if len(found) != 1 || found[0].Summary != "The ticket field is still in use" || !strings.Contains(found[0].Detail, `"by hand" (trigger `+hand+`)`) || !strings.Contains(found[0].Detail, `"email" (trigger `+s.id("email")+`)`) {
			t.Errorf("one error that names both expected, got %v", found)
		}
		s.gets(0, 4, "vip")
		// Another trigger that adds the tag lets the send go on without the field.
		s.byHand("by hand", map[string]any{"conditions": s.triggers()["by hand"]["conditions"], "actions": []any{map[string]any{"field": "current_tags", "value": "opt_out"}}})
		s.gets(0, 4, "vip")
		w.apply()
		s.gets(0, 4, "vip")
		if left := s.fieldsTitled("Opt out"); len(left) != 0 {
			t.Errorf("it is still there: %v", left)
		}
		w.noChanges()
	})
}

// What ends with the field is not in its way, also where nothing says that it needs it.
func TestADestroyOfAFieldAndWhatUsesItGoesThrough(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	field := fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": `"opt_out"`, "deletion_policy": `"delete"`})
	w := s.shell(s.config("%s", field))
	w.apply()
	box := w.attribute(fields.address("opt_out"), "id")
	w.configure(s.config("%s", field+anExclusion("vip", attributes{"mark": `{ checkbox_field_id = "` + box + `" }`})+
		s.send("email", []string{"vip"}, attributes{"exclude_tags": `["opt_out"]`})))
	w.apply()
	w.destroy()
	if left := s.fieldsTitled("Opt out"); len(left) != 0 {
		t.Errorf("it is still there: %v", left)
	}
}

// What refers to the field changes first, because create_before_destroy of the exclusion
// counts for the field as well. No excluded ticket is surveyed at any moment.
func TestAFieldIsDeletedAfterWhatUsedItHasChanged(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		box := fields.address("opt_out") + ".id"
		field := fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": `"opt_out"`, "deletion_policy": `"delete"`})
		both := attributes{"mark": `{ checkbox_field_id = ` + box + `, tag = "no_survey" }`}
		w := s.shell(s.config("%s", field+anExclusion("vip", both)+s.send("email", []string{"vip"}, attributes{"exclude_checkbox_field_ids": "[" + box + "]"})))
		w.apply()
		w.configure(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		s.solving(w.apply, 4)
		if left := s.fieldsTitled("Opt out"); len(left) != 0 {
			t.Errorf("it is still there: %v", left)
		}
		s.protects()
		w.noChanges()
	})
}

// Somebody deactivates or deletes the checkbox that the exclusion ticks, or the one that it
// checks, in the admin screen. The payload of the send says nothing any more.
func TestAnExclusionWhoseFieldIsGoneIsNotInForce(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		loyal := s.makeField(`{"type": "checkbox", "title": "Loyal"}`)
		w := s.shell(s.config("%s", anExclusion("vip", attributes{"mark": `{ checkbox_field_id = "` + s.checkbox + `" }`})+
			anExclusion("loyal", attributes{"conditions": `{ all = [{ field = "custom_fields_` + loyal + `", value = "true" }] }`})+
			s.send("email", []string{"vip", "loyal"})))
		w.apply()
		solved := func(want int) {
			t.Helper()
			for _, each := range []ticket{{via: 4, tags: []string{"vip"}}, {via: 4, fields: map[string]any{loyal: true}}} {
				if got := s.sentFor(s.solve(each)); got != want {
					t.Errorf("%v got %d surveys instead of %d", each, got, want)
				}
			}
		}
		solved(0)
		says := func(what string, force bool) {
			t.Helper()
			w.noChanges()
			for exclusion, id := range map[string]string{"vip": s.checkbox, "loyal": loyal} {
				found := slices.DeleteFunc(w.warned(exclusion), func(each told) bool { return !strings.HasSuffix(each.Summary, " needs a ticket field") })
				if (what == "") != (len(found) == 0) || len(found) == 1 && (!strings.Contains(found[0].Detail, id) || !strings.Contains(found[0].Detail, what)) {
					t.Errorf("%s: a warning that says %q expected, got %v", exclusion, what, found)
				}
			}
			w.run("apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color")
			for _, exclusion := range []string{"vip", "loyal"} {
				if w.flag(excl(exclusion), "in_force") != force {
					t.Errorf("%s: in_force is %t", exclusion, !force)
				}
			}
		}
		says("", true)
		both := func(method string, body any) {
			for _, id := range []string{s.checkbox, loyal} {
				s.call(method, "/ticket_fields/"+id, body)
			}
		}
		activity := func(active bool) any {
			return map[string]any{"ticket_field": map[string]any{"active": active}}
		}
		both(http.MethodPut, activity(false))
		solved(1)
		says("is inactive", false)
		both(http.MethodPut, activity(true))
		solved(0)
		says("", true)
		both(http.MethodDelete, nil)
		says("does not exist", false)
	})
}

// The resource of the checkbox gets another name, and nobody thinks of a moved block.
func TestARenamedFieldWithoutAMovedBlockIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(name string) string {
		return s.config("%s", fields.block(name, attributes{"title": `"Opt out"`, "tag": `"opt_out"`})+
			anExclusion("vip", attributes{"mark": "{ checkbox_field_id = " + fields.address(name) + ".id }"})+s.seesTag(fields.address(name)+".tag"))
	}
	w := s.shell(config("opt_out"))
	w.apply()
	id := w.attribute(fields.address("opt_out"), "id")
	w.configure(config("do_not_survey"))
	found := slices.DeleteFunc(w.warnings("plan", "-input=false"), func(each told) bool { return !strings.HasSuffix(each.Summary, " ends and is created again") })
	if len(found) != 1 || !strings.Contains(found[0].Detail, id) || !strings.Contains(found[0].Detail, "moved {") {
		t.Errorf("one warning with the block expected, got %v", found)
	}
	// create_before_destroy of the exclusion counts for the field that it refers to.
	failed := w.errors("apply", "-auto-approve", "-input=false")
	if len(failed) != 1 || failed[0].Summary != "The ticket field exists already" || !strings.Contains(failed[0].Detail, "do not import it") || !strings.Contains(failed[0].Detail, "moved block") {
		t.Errorf("one error with both ways expected, got %v", failed)
	}
	w.configure(config("do_not_survey") + "\nmoved {\n  from = " + fields.address("opt_out") + "\n  to   = " + fields.address("do_not_survey") + "\n}\n")
	if found := w.warned("Opt out"); len(found) != 0 {
		t.Errorf("nothing to say, got %v", found)
	}
	s.forget()
	w.apply()
	if writes := s.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != 0 {
		t.Errorf("an excluded ticket got %d surveys", got)
	}
}

// Whether a trigger ticks an inactive checkbox is not documented, so neither is who is
// surveyed.
func TestADecisionDoesNotRelyOnAnInactiveField(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		box := s.makeField(`{"type": "checkbox", "title": "Opt out", "tag": "opt_out"}`)
		w := s.shell(s.config("%s", anExclusion("vip", attributes{"mark": `{ checkbox_field_id = "` + box + `" }`})+s.seesTag(`"opt_out"`)))
		w.apply()
		surveyed := func() *bool {
			return s.asked(map[string]string{"vip": `{ channel = "email", tags = ["vip"] }`})["vip"].Surveyed
		}
		if got := surveyed(); got == nil || *got {
			t.Errorf("an excluded ticket is not surveyed, got %v", got)
		}
		s.call(http.MethodPut, "/ticket_fields/"+box, map[string]any{"ticket_field": map[string]any{"active": false}})
		if got := surveyed(); got != nil {
			t.Errorf("it cannot be decided, got %t", *got)
		}
	})
}
