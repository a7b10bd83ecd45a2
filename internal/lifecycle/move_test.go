package lifecycle_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// source is what a moved block names, as a CLI hands it over.
type source struct{ address, kind, state string }

// moved asks for the state of the thing that a moved block makes, and gives the
// private state with it.
func (s *server) moved(from source) (answer, []byte) {
	s.t.Helper()
	request := &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: from.address, SourceTypeName: from.kind, TargetTypeName: "test_thing",
		SourceState: &tfprotov6.RawState{JSON: []byte(from.state)},
	}
	got, err := s.v6.MoveResourceState(s.t.Context(), request)
	s.must(err)
	return s.answer(got.TargetState, got.TargetIdentity, got.Diagnostics), got.TargetPrivate
}

// readMoved reads for the first time after a move, and gives the private state
// that is left.
func (s *server) readMoved(id string, private []byte) (answer, []byte) {
	s.t.Helper()
	got, err := s.v6.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "test_thing", CurrentState: s.wire(s.object(map[string]any{"id": id})), Private: private,
	})
	s.must(err)
	return s.answer(got.NewState, got.NewIdentity, got.Diagnostics), got.Private
}

var movable = definition{
	MovesFrom: []string{"other_gadget", "other_device"},
	Read: func(_ context.Context, _ client, state *thing, _ *lifecycle.Notes) error {
		if !state.Imported() {
			return fmt.Errorf("a moved resource is read as an imported one")
		}
		state.Name = types.StringValue("found")
		return nil
	},
}

func TestOnlyTheIDIsMovedAndTheReadFillsTheRestIn(t *testing.T) {
	t.Parallel()
	s := serve(t, movable)
	for _, from := range []source{
		{"registry.terraform.io/somebody/other", "other_gadget", `{"id": "360099871122", "name": "theirs", "serial": "8"}`},
		{"registry.opentofu.org/somebody/other", "other_device", `{"id": 360099871122, "name": ["theirs"]}`},
		{"other", "other_gadget", `{"id": "8"}`}, // as some releases of OpenTofu name the provider
		{"registry.example.com/else/other", "other_gadget", `{"account": {"id": 5}, "id": "01JCA7G5Q1XW3N0V8B2KTR6MZE"}`},
		{"registry.terraform.io/somebody/other", "other_gadget", `{"id": 9223372036854775807}`},
	} {
		moved, private := s.moved(from)
		if len(moved.errors) > 0 {
			t.Fatalf("%v: %s: %s", from, moved.errors[0].Summary, moved.errors[0].Detail)
		}
		id := moved.state["id"]
		if len(moved.state) != 1 || !strings.Contains(from.state, id) || moved.identity != nil {
			t.Errorf("%v: %v with the identity %v", from, moved.state, moved.identity)
		}
		read, left := s.readMoved(id, private)
		if want := map[string]string{"id": id, "account": home, "name": "found"}; len(read.errors) > 0 || !maps.Equal(read.state, want) {
			t.Errorf("%v: %v, %v", from, read.state, read.errors)
		}
		if want := map[string]string{"id": id, "account": home}; !maps.Equal(read.identity, want) {
			t.Errorf("%v: identity %v", from, read.identity)
		}
		if strings.Contains(string(left), "moved") {
			t.Errorf("%v: after the read it is like any other, but there is %s", from, left)
		}
	}
}

// Terraform and OpenTofu ask for a move when the same provider is found at
// another address, too: a mirror, or the registry of the other CLI.
func TestTheStateOfARepublishedProviderIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	for _, d := range []definition{movable, {}} {
		s := serve(t, d)
		got, private := s.moved(source{"registry.example.com/mirror/test", "test_thing", `{"id": "7", "account": "acme.example.com", "name": "a", "serial": "1", "secret_wo": null, "timeouts": null, "later": 5}`})
		if want := map[string]string{"id": "7", "account": home, "name": "a", "serial": "1"}; len(got.errors) > 0 || !maps.Equal(got.state, want) || strings.Contains(string(private), "moved") {
			t.Errorf("%v, %v, private state %s", got.state, got.errors, private)
		}
	}
}

func TestWhatCannotBeMovedIsRefusedWithTheOtherWay(t *testing.T) {
	t.Parallel()
	const theirs = "registry.terraform.io/somebody/other"
	for name, c := range map[string]struct {
		from source
		says string
	}{
		"another type":          {source{theirs, "other_macro", `{"id": "1"}`}, "This move is not possible"},
		"another provider":      {source{"registry.terraform.io/somebody/another", "other_gadget", `{"id": "1"}`}, "This move is not possible"},
		"a broken own state":    {source{"registry.example.com/mirror/test", "test_thing", `{"name": []}`}, "The state to move cannot be read"},
		"no id":                 {source{theirs, "other_gadget", `{"webhook": {"id": "1"}}`}, "The state to move has no id"},
		"an id that is null":    {source{theirs, "other_gadget", `{"id": null}`}, "The state to move has no id"},
		"an empty id":           {source{theirs, "other_gadget", `{"id": ""}`}, "The state to move has no id"},
		"an id that is a list":  {source{theirs, "other_gadget", `{"id": ["1"]}`}, "The state to move has no id"},
		"a number with a point": {source{theirs, "other_gadget", `{"id": 1.5}`}, "The state to move has no id"},
		"a huge exponent":       {source{theirs, "other_gadget", `{"id": 1e999999999}`}, "The state to move has no id"},
		"no object":             {source{theirs, "other_gadget", `[]`}, "The state to move cannot be read"},
		"nothing":               {source{theirs, "other_gadget", ``}, "The state to move cannot be read"},
	} {
		got, _ := serve(t, movable).moved(c.from)
		if len(got.errors) != 1 || got.errors[0].Summary != c.says || got.state != nil {
			t.Errorf("%s: %v, state %v", name, got.errors, got.state)
			continue
		}
		if detail := got.errors[0].Detail; !strings.Contains(detail, c.from.kind+" of "+c.from.address) || !strings.Contains(detail, "`import` block") {
			t.Errorf("%s: neither source nor remedy in %q", name, detail)
		}
	}
	got, _ := serve(t, definition{}).moved(source{theirs, "other_gadget", `{"id": "1"}`})
	if len(got.errors) != 1 || !strings.Contains(got.errors[0].Detail, "can adopt nothing from other providers") {
		t.Errorf("a resource without sources: %v", got.errors)
	}
}

// An object that is gone is planned again. A moved one that is not there is more
// likely in another account, and must not be made a second time in this one.
func TestAMovedObjectThatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	absent := movable
	absent.Read = func(context.Context, client, *thing, *lifecycle.Notes) error { return errGone }
	s := serve(t, absent)
	_, private := s.moved(source{"registry.terraform.io/somebody/other", "other_gadget", `{"id": "7"}`})
	got, _ := s.readMoved("7", private)
	if len(got.errors) != 1 || got.errors[0].Summary != "Moved object not found in this account" || got.state == nil {
		t.Fatalf("%v, state %v", got.errors, got.state)
	}
	for _, word := range []string{home, `"7"`, "other_gadget of registry.terraform.io/somebody/other", "terraform state rm"} {
		if !strings.Contains(got.errors[0].Detail, word) {
			t.Errorf("%q does not say %q", got.errors[0].Detail, word)
		}
	}
}

// With -refresh=false nothing is read between the move and the plan: every
// attribute would look changed.
func TestAMovedResourceIsNotPlannedUnread(t *testing.T) {
	t.Parallel()
	s := serve(t, movable)
	unread, config := s.object(map[string]any{"id": "7"}), s.object(map[string]any{"name": "a"})
	for name, got := range map[string]answer{
		"an update":  s.plan(unread, config, s.object(map[string]any{"id": "7", "name": "a"})),
		"a deletion": s.plan(unread, s.gone(), s.gone()),
	} {
		if len(got.errors) != 1 || got.errors[0].Summary != "A moved resource was not read" {
			t.Errorf("%s: %v", name, got.errors)
		}
	}
}
