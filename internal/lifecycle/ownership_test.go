package lifecycle_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// claims are a client's registry: what it was told, and what it says.
type claims struct {
	heard                   []string
	known, managed, desired bool
}

func (c *claims) NoteRead(object, id string) {
	c.heard = append(c.heard, "read "+object+" "+id)
}

func (c *claims) ReadTwice(string, string) bool { return c.known }

func (c *claims) PlanToKeep(object, id string) (managed, wanted bool) {
	c.heard = append(c.heard, "keep "+object+" "+id)
	return c.managed, c.desired
}

func (c *claims) PlanToDelete(object, id string) bool {
	c.heard = append(c.heard, "delete "+object+" "+id)
	return c.managed
}

func (c *claims) Want(object, id, _ string) bool {
	c.heard = append(c.heard, "want "+object+" "+id)
	return !c.managed
}

func (c *claims) Adopt(object, id string) bool {
	c.heard = append(c.heard, "adopt "+object+" "+id)
	return !c.managed
}

func (c *claims) BeginDelete(object, id string) bool {
	c.heard = append(c.heard, "end "+object+" "+id)
	return !c.managed
}

func (c *claims) Release(object, id string) {
	c.heard = append(c.heard, "release "+object+" "+id)
}

// owning is a provider whose client has the registry, and whose read asks the
// registry what it has heard so far.
func owning(t *testing.T, c *claims, d definition) *server {
	t.Helper()
	d.Object = "thing"
	d.Read = func(context.Context, client, *thing, *lifecycle.Notes) error {
		if !slices.Contains(c.heard, "read thing 7") {
			t.Error("the object is claimed before its first request")
		}
		return nil
	}
	return serveSection(t, lifecycle.Connected(client{account: home, claims: c}), d)
}

func held(s *server) tftypes.Value {
	return s.object(map[string]any{"id": "7", "account": home, "name": "a", "serial": "1"})
}

func TestWhatIsReadAndPlannedIsClaimed(t *testing.T) {
	t.Parallel()
	c := &claims{}
	s := owning(t, c, definition{})
	config := s.object(map[string]any{"name": "a"})
	for _, got := range []answer{s.read(held(s)), s.plan(held(s), config, held(s)), s.plan(held(s), s.gone(), s.gone()), s.plan(s.gone(), config, config)} {
		if len(got.errors) != 0 {
			t.Errorf("got %v", got.errors[0].Detail)
		}
	}
	if heard := strings.Join(c.heard, ", "); heard != "read thing 7, keep thing 7, delete thing 7" {
		t.Errorf("heard %s", heard)
	}
}

func TestAnObjectThatIsManagedTwiceIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		claims  claims
		ask     func(s *server) answer
		summary string
	}{
		"kept":    {claims{managed: true, known: true}, func(s *server) answer { return s.plan(held(s), s.object(map[string]any{"name": "a"}), held(s)) }, "The thing is managed twice"},
		"deleted": {claims{managed: true, known: true}, func(s *server) answer { return s.plan(held(s), s.gone(), s.gone()) }, "The thing is managed twice"},
		"wanted":  {claims{desired: true}, func(s *server) answer { return s.plan(held(s), s.object(map[string]any{"name": "a"}), held(s)) }, "A new resource would adopt this thing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.ask(owning(t, &test.claims, definition{}))
			if len(got.errors) != 1 || got.errors[0].Summary != test.summary || !strings.Contains(got.errors[0].Detail, `"a" (7)`) {
				t.Errorf("one error %q that names it expected, got %v", test.summary, got.errors)
			}
		})
	}
	s := owning(t, &claims{known: true}, definition{})
	if got := s.read(held(s)); len(got.errors) != 0 {
		t.Errorf("a read alone is no conflict: %v", got.errors[0].Detail)
	}
	again := owning(t, &claims{managed: true}, definition{})
	if got := again.plan(held(again), again.object(map[string]any{"name": "a"}), held(again)); len(got.errors) != 0 {
		t.Errorf("nor is a second plan of what was read once: %v", got.errors[0].Detail)
	}
}

// What was created and not activated may have been adopted by its replacement: the
// plan that deletes it is no conflict.
func TestWhatMayBeAdoptedIsDeletedWithoutAConflict(t *testing.T) {
	t.Parallel()
	s := owning(t, &claims{managed: true}, definition{Create: func(_ context.Context, _ client, c *lifecycle.Creation[thing]) error {
		c.Created("7")
		c.Plan.SetAdoptable(true)
		return &lifecycle.Problem{Summary: "It was not activated"}
	}})
	planned := s.object(map[string]any{"id": unknown, "account": home, "name": "a", "serial": unknown})
	made, err := s.v6.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "test_thing", PriorState: s.wire(s.gone()), Config: s.wire(s.object(map[string]any{"name": "a"})), PlannedState: s.wire(planned),
	})
	s.must(err)
	if len(made.Diagnostics) != 1 {
		t.Fatalf("the create was to fail: %v", made.Diagnostics)
	}
	end, err := s.v6.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "test_thing", PriorState: made.NewState, PriorPrivate: made.Private, Config: s.wire(s.gone()), ProposedNewState: s.wire(s.gone()),
	})
	s.must(err)
	if len(end.Diagnostics) != 0 {
		t.Errorf("got %v", end.Diagnostics[0].Detail)
	}
}

// Terraform plans a replacement twice: as the existing object, and with the private
// state of that plan as a new one. No state keeps the note.
func TestAReplacementKnowsWhatItReplaces(t *testing.T) {
	t.Parallel()
	var replaces []string
	s := owning(t, &claims{}, definition{
		Plan: func(_ context.Context, p *lifecycle.Planning[client, thing]) error {
			replaces = append(replaces, p.Replaces)
			return nil
		},
		Update: func(context.Context, client, *lifecycle.Change[thing]) error { return nil },
	})
	config := s.wire(s.object(map[string]any{"name": "a"}))
	plan := func(prior tftypes.Value, private []byte) *tfprotov6.PlanResourceChangeResponse {
		got, err := s.v6.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "test_thing", PriorState: s.wire(prior), PriorPrivate: private, Config: config, ProposedNewState: s.wire(held(s)),
		})
		s.must(err)
		return got
	}
	first := plan(held(s), nil)
	plan(s.gone(), first.PlannedPrivate)
	updated, err := s.v6.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "test_thing", PriorState: s.wire(held(s)), Config: config, PlannedState: s.wire(held(s)), PlannedPrivate: first.PlannedPrivate,
	})
	s.must(err)
	plan(s.gone(), updated.Private)
	if got := strings.Join(replaces, ","); got != ",7," {
		t.Errorf("replaces %q", got)
	}
}
