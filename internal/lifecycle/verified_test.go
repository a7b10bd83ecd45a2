package lifecycle_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// What the API shows as it is declared is taken into state; the plan knows its id.
func TestWhatIsAsDeclaredIsTakenOverWithoutAWrite(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there}
	s := serveForms(t, v)
	planned := s.plan(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	if len(planned.errors)+len(planned.warnings) > 0 || planned.state["id"] != "7" || planned.state["serial"] != "serial of 7" || planned.state["reconciliation"] != "verified" {
		t.Errorf("planned %v with %v %v", planned.state, planned.errors, planned.warnings)
	}
	made := s.apply(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	if len(made.errors)+len(made.warnings) > 0 || made.state["id"] != "7" || made.identity["id"] != "7" || made.state["serial"] != "serial of 7" || made.state["unverifiable"] != "[]" {
		t.Errorf("made %v with %v %v", made.state, made.errors, made.warnings)
	}
	if asked := strings.Join(v.asked, ", "); asked != "find, find" {
		t.Errorf("asked %s", asked)
	}
}

// The plan warns with the steps; the apply fails with them, and leaves nothing in state.
func TestWhatIsNotThereIsAnErrorWithTheSteps(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true}
	s := serveForms(t, v)
	steps := "  1. Click NEW FORM.\n  2. Name it Happy?."
	planned := s.plan(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	one(t, "plan", planned.warnings, `To do by hand: form "Happy?"`, home+" shows no such", "An apply changes nothing", steps)
	if len(planned.errors) > 0 || planned.state["id"] != unknown {
		t.Errorf("planned %v with %v", planned.state, planned.errors)
	}
	made := s.apply(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	one(t, "apply", made.errors, `Not as declared: form "Happy?"`, "Nothing was changed", steps)
	if made.state != nil {
		t.Errorf("state has %v", made.state)
	}
	if asked := strings.Join(v.asked, ", "); asked != "find, find" {
		t.Errorf("asked %s", asked)
	}
}

// A difference from what was read is told without a request, and is an error until the
// API shows what is declared.
func TestADifferenceIsAWarningThenAnError(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: map[string]shownForm{"7": {"Happy?", red, "A4"}}}
	s := serveForms(t, v)
	held, config := heldForm(s, red, nil), declaredForm(s, blue, nil)
	planned := s.plan(held, config, heldForm(s, blue, nil))
	one(t, "plan", planned.warnings, `To do by hand: form "Happy?"`, "differs from what is declared", "  1. Choose the color blue.")
	if len(v.asked) > 0 {
		t.Errorf("the plan asked %v", v.asked)
	}
	refused := s.apply(held, config, heldForm(s, blue, nil))
	one(t, "apply", refused.errors, `Not as declared: form "Happy?"`, "  1. Choose the color blue.")
	if refused.state["color"] != red {
		t.Errorf("state has %v", refused.state)
	}
	v.has["7"] = shownForm{"Happy?", blue, "A4"}
	done := s.apply(held, config, heldForm(s, blue, nil))
	if len(done.errors) > 0 || done.state["color"] != blue {
		t.Errorf("updated %v with %v", done.state, done.errors)
	}
	if asked := strings.Join(v.asked, ", "); asked != "find, find" {
		t.Errorf("asked %s", asked)
	}
}

// A read shows drift; what the API does not show stays, and is named.
func TestAReadShowsDriftAndKeepsWhatIsHidden(t *testing.T) {
	t.Parallel()
	s := serveForms(t, &vendor{verified: true, has: map[string]shownForm{"7": {"Happy?", blue, "A3"}}})
	got := s.read(heldForm(s, red, map[string]string{"note": "hush", "size": "A4"}))
	if len(got.errors) > 0 || got.state["color"] != blue || got.state["reconciliation"] != "verified" || !strings.Contains(got.state["unverifiable"], "extra.note") {
		t.Errorf("read %v with %v", got.state, got.errors)
	}
}

// What asks for no step is no drift: here the vendor's own color, where none is declared.
// An import takes what there is.
func TestAReadKeepsTheFormOfWhatIsTheSame(t *testing.T) {
	t.Parallel()
	s := serveForms(t, &vendor{verified: true, has: map[string]shownForm{"7": {"Happy?", red, "A3"}}})
	plain := s.object(map[string]any{"name": "Happy?", "id": "7", "account": home, "serial": "old", "reconciliation": "verified"})
	if got := s.read(plain); len(got.errors) > 0 || got.state["color"] != "" || got.state["serial"] != "serial of 7" {
		t.Errorf("read %v with %v", got.state, got.errors)
	}
	if got := s.read(s.object(map[string]any{"id": "7"})); len(got.errors) > 0 || got.state["color"] != red {
		t.Errorf("imported %v with %v", got.state, got.errors)
	}
	managed := serveForms(t, &vendor{has: there})
	if got := managed.read(plain); got.state["color"] != red {
		t.Errorf("what is managed shows all that there is, got %v", got.state)
	}
}

// A hidden attribute is compared with nothing. A plan says so where it is new or changed,
// and a value that is not known yet keeps nothing else from being compared.
func TestWhatIsHiddenIsTakenOnTrust(t *testing.T) {
	t.Parallel()
	for name, note := range map[string]string{"known": "hush", "not known yet": unknown} {
		v := &vendor{verified: true, has: there}
		s := serveForms(t, v)
		extra := map[string]string{"note": note, "size": "A4"}
		planned := s.plan(s.gone(), declaredForm(s, red, extra), proposedForm(s, red, extra))
		one(t, name, planned.warnings, `Not checked: form "Happy?"`, "does not show extra.note", "neither writes nor checks")
		if planned.state["unverifiable"] != unknown || len(v.asked) != 1 {
			t.Errorf("%s: planned %v, asked %v", name, planned.state, v.asked)
		}
	}
	s := serveForms(t, &vendor{verified: true, has: there})
	hush := map[string]string{"note": "hush", "size": "A4"}
	shout := map[string]string{"note": "shout", "size": "A4"}
	changed := s.plan(heldForm(s, red, hush), declaredForm(s, red, shout), heldForm(s, red, shout))
	one(t, "changed", changed.warnings, `Not checked: form "Happy?"`, "extra.note")
	other := map[string]string{"note": "hush", "size": "A3"}
	kept := s.plan(heldForm(s, red, hush), declaredForm(s, red, other), heldForm(s, red, other))
	one(t, "another one changed", kept.warnings, `To do by hand: form "Happy?"`, "  1. Choose the size A3.")
}

// Which attributes are hidden is known from the answers so far. In the apply Terraform
// plans once more, in another process: it must come to the same.
func TestWhatAnAnswerHidesChangesNoPlan(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there}
	s := serveForms(t, v)
	hush := map[string]string{"note": "hush", "size": "A4"}
	held := func(color string, extra map[string]string) tftypes.Value {
		members := map[string]any{
			"name": "Happy?", "color": color, "id": "7", "account": home, "serial": "serial of 7", "reconciliation": "verified", "unverifiable": []string{"extra.note"},
		}
		if extra != nil {
			members["extra"] = extra
		}
		return s.object(members)
	}
	created := func() answer { return s.plan(s.gone(), declaredForm(s, red, hush), proposedForm(s, red, hush)) }
	changed := func() answer { return s.plan(held(red, hush), declaredForm(s, blue, hush), held(blue, hush)) }
	first := []string{created().state["unverifiable"], changed().state["unverifiable"]}
	v.hides = []string{"color"}
	for i, again := range []string{created().state["unverifiable"], changed().state["unverifiable"]} {
		if again != first[i] {
			t.Errorf("planned %s at first and %s then", first[i], again)
		}
	}
	if first[1] != `[tftypes.String<"extra.note">]` {
		t.Errorf("a change keeps what state says, planned %s", first[1])
	}
	made := s.apply(s.gone(), declaredForm(s, red, hush), proposedForm(s, red, hush))
	if len(made.errors) > 0 || !strings.Contains(made.state["unverifiable"], `"color"`) {
		t.Errorf("made %v with %v", made.state, made.errors)
	}
	more := s.plan(held(red, nil), declaredForm(s, red, hush), held(red, hush))
	if more.state["unverifiable"] != unknown {
		t.Errorf("with another attribute planned %s", more.state["unverifiable"])
	}
}

func TestWhatIsNotKnownYetIsNotCompared(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there}
	s := serveForms(t, v)
	for what, got := range map[string]answer{
		"new":     s.plan(s.gone(), declaredForm(s, unknown, nil), proposedForm(s, unknown, nil)),
		"changed": s.plan(heldForm(s, red, nil), declaredForm(s, unknown, nil), heldForm(s, unknown, nil)),
	} {
		if len(got.errors)+len(got.warnings)+len(v.asked) > 0 || got.state["reconciliation"] != "verified" {
			t.Errorf("%s: planned %v with %v %v, asked %v", what, got.state, got.errors, got.warnings, v.asked)
		}
	}
}

// Without a client nothing is compared, and what state says of the mode stays.
func TestAPlanWithoutAClientComparesNothing(t *testing.T) {
	t.Parallel()
	v := &vendor{}
	s := serveFormsAt(t, v, lifecycle.Pending(lifecycle.Problem{Summary: "Not known yet"}))
	made := s.plan(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	changed := s.plan(heldForm(s, red, nil), declaredForm(s, blue, nil), proposedForm(s, blue, nil))
	if len(made.errors)+len(made.warnings)+len(changed.errors)+len(changed.warnings) > 0 ||
		made.state["reconciliation"] != unknown || changed.state["reconciliation"] != "verified" {
		t.Errorf("planned %v and %v", made, changed)
	}
}

func TestTheEndOfAVerifiedResourceChangesOnlyState(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there}
	s := serveForms(t, v)
	steps := "  1. Open Happy?.\n  2. Click END."
	planned := s.plan(heldForm(s, red, nil), s.gone(), s.gone())
	one(t, "plan", planned.warnings, `Still there: form "Happy?"`, `(7) is only removed from state. Nothing is changed at `+home, steps)
	gone := s.apply(heldForm(s, red, nil), s.gone(), s.gone())
	one(t, "apply", gone.warnings, `Still there: form "Happy?"`, `(7) was only removed from state. Nothing was changed at `+home, steps)
	if len(gone.errors)+len(v.asked) > 0 || gone.state != nil {
		t.Errorf("deleted with %v, asked %v, state %v", gone.errors, v.asked, gone.state)
	}
}

// Another identity is another object: the plan replaces. Terraform shows no warning of the
// plan that follows for the new one, so this one says what ends the old one and makes the
// new one.
func TestAnotherIdentityIsAnotherObject(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there}
	s := serveForms(t, v)
	renamed := s.object(map[string]any{"name": "Sad?", "color": red, "id": "7", "account": home, "serial": "serial of 7", "reconciliation": "verified"})
	got, err := s.v6.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "test_thing", PriorState: s.wire(heldForm(s, red, nil)), Config: s.wire(s.object(map[string]any{"name": "Sad?", "color": red})), ProposedNewState: s.wire(renamed),
	})
	s.must(err)
	if len(got.RequiresReplace) != 1 || got.RequiresReplace[0].String() != `AttributeName("name")` || len(got.Diagnostics) != 2 {
		t.Fatalf("replaced by %v with %v", got.RequiresReplace, got.Diagnostics)
	}
	one(t, "the old one", got.Diagnostics[:1], `Still there: form "Happy?"`, "is only removed from state", "  1. Open Happy?.\n  2. Click END.")
	one(t, "the new one", got.Diagnostics[1:], `To do by hand: form "Sad?"`, "  1. Click NEW FORM.\n  2. Name it Sad?.")
}

// An API that can create, and nothing else, creates what is not there.
func TestWhatTheAPICanCreateIsCreated(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, makes: true}
	s := serveForms(t, v)
	planned := s.plan(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	made := s.apply(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil))
	if len(planned.warnings)+len(made.errors) > 0 || planned.state["id"] != unknown || made.state["id"] != "9" || strings.Join(v.asked, ", ") != "find, find, create" {
		t.Errorf("planned %v, made %v with %v, asked %v", planned, made.state, made.errors, v.asked)
	}
	deleted := s.apply(heldForm(s, red, nil), declaredForm(s, blue, nil), heldForm(s, blue, nil))
	if len(deleted.errors) != 1 || deleted.errors[0].Summary != "Deleted since this plan was made: plan again" {
		t.Errorf("updated what is not there with %v", deleted.errors)
	}
}

// The same resource is managed where the client can write.
func TestTheSameResourceIsManagedElsewhere(t *testing.T) {
	t.Parallel()
	v := &vendor{has: there}
	s := serveForms(t, v)
	extra := map[string]string{"note": "hush", "size": "A4"}
	planned := s.plan(s.gone(), declaredForm(s, red, extra), proposedForm(s, red, extra))
	made := s.apply(s.gone(), declaredForm(s, red, extra), proposedForm(s, red, extra))
	s.apply(heldForm(s, red, nil), declaredForm(s, blue, nil), heldForm(s, blue, nil))
	ended := s.apply(heldForm(s, red, nil), s.gone(), s.gone())
	if len(planned.warnings)+len(made.warnings)+len(ended.warnings) > 0 || made.state["reconciliation"] != "managed" || made.state["unverifiable"] != "[]" {
		t.Errorf("planned %v, made %v, ended %v", planned, made, ended)
	}
	if asked := strings.Join(v.asked, ", "); asked != "create, update, delete" {
		t.Errorf("asked %s", asked)
	}
}

func TestTwoVerifiedResourcesCannotBeTheSame(t *testing.T) {
	t.Parallel()
	v := &vendor{verified: true, has: there, claims: claims{managed: true, known: true, desired: true}}
	s := serveForms(t, v)
	for what, got := range map[string]answer{
		"plan":  s.plan(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil)),
		"apply": s.apply(s.gone(), declaredForm(s, red, nil), proposedForm(s, red, nil)),
	} {
		one(t, what, got.errors, "Another resource has this thing", `Form "Happy?" is 7 at `+home)
	}
}
