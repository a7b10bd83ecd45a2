package lifecycle_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var seenKey = lifecycle.KeyOf[[]string]("seen")

// privateState is private state as the framework encodes it.
func (s *server) privateState(memory string) []byte {
	s.t.Helper()
	data, err := json.Marshal(map[string][]byte{"memory": []byte(memory)})
	s.must(err)
	return data
}

// A remembered value decides whether a write is refused: one that cannot be decoded is not
// taken for none.
func TestAMemoryThatCannotBeDecodedIsAnErrorBeforeAnyVerb(t *testing.T) {
	for memory, damaged := range map[string]bool{
		`{"seen": ["a"]}`:           false,
		`{"seen": {"a": 1}}`:        true,
		`{"seen": "a"}`:             true,
		`{"account_id": 5}`:         true,
		`{"of_a_later_release":17}`: false,
	} {
		var asked []string
		note := func(verb string, held *thing) error {
			var seen []string
			held.Recall(seenKey, &seen)
			asked = append(asked, verb+strings.Join(seen, ""))
			return nil
		}
		s := serve(t, definition{
			Remembers: []lifecycle.Key{seenKey},
			Plan: func(_ context.Context, p *lifecycle.Planning[client, thing]) error {
				return note("plan", p.State)
			},
			Read: func(_ context.Context, _ client, state *thing, _ *lifecycle.Notes) error { return note("read", state) },
			Update: func(_ context.Context, _ client, c *lifecycle.Change[thing]) error {
				c.Plan.Serial = c.Plan.Name
				return note("update", c.State)
			},
			Delete: func(_ context.Context, _ client, state *thing, _ *lifecycle.Notes) error {
				return note("delete", state)
			},
		})
		held := map[string]any{"id": "7", "name": "a", "account": home, "serial": "1"}
		state, private := s.wire(s.object(held)), s.privateState(memory)
		config, gone := s.wire(s.object(map[string]any{"name": "b"})), s.wire(s.gone())
		held["name"] = "b"
		wanted := s.wire(s.object(held))
		read, err := s.v6.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "test_thing", CurrentState: state, Private: private})
		s.must(err)
		planned, err := s.v6.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "test_thing", PriorState: state, Config: config, ProposedNewState: wanted, PriorPrivate: private,
		})
		s.must(err)
		updated, err := s.v6.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: "test_thing", PriorState: state, Config: config, PlannedState: wanted, PlannedPrivate: private,
		})
		s.must(err)
		deleted, err := s.v6.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: "test_thing", PriorState: state, Config: gone, PlannedState: gone, PlannedPrivate: private,
		})
		s.must(err)
		for verb, found := range map[string][]*tfprotov6.Diagnostic{"read": read.Diagnostics, "plan": planned.Diagnostics, "update": updated.Diagnostics, "delete": deleted.Diagnostics} {
			if damaged && (len(found) != 1 || found[0].Summary != "The private state cannot be read" || found[0].Severity != tfprotov6.DiagnosticSeverityError) || !damaged && len(found) > 0 {
				t.Errorf("%s with the memory %s: %v", verb, memory, found)
			}
		}
		want := ""
		switch {
		case strings.Contains(memory, `["a"]`):
			want = "reada plana updatea deletea"
		case !damaged:
			want = "read plan update delete"
			if !strings.Contains(string(updated.Private), string(private[1:len(private)-1])) {
				t.Errorf("what another release remembered was kept as %s", updated.Private)
			}
		}
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("with the memory %s the verbs were %q instead of %q", memory, got, want)
		}
	}
}

// What a definition does not list would never be checked.
func TestAKeyThatTheDefinitionDoesNotListIsAnError(t *testing.T) {
	s := serve(t, definition{Create: func(_ context.Context, _ client, c *lifecycle.Creation[thing]) error {
		c.Plan.Serial = c.Plan.Name
		c.Created("7")
		c.Plan.Remember(seenKey, []string{"a"})
		return nil
	}})
	made := s.apply(s.gone(), s.object(map[string]any{"name": "a"}), s.object(map[string]any{"name": "a", "id": unknown, "account": unknown, "serial": unknown}))
	if len(made.errors) != 1 || !strings.Contains(made.errors[0].Detail, `"seen"`) || made.state["id"] != "7" {
		t.Errorf("created %v with %v", made.state, made.errors)
	}
}
