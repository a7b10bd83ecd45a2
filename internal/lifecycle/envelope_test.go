package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// vendorError is an error of a client.
type vendorError struct {
	text    string
	gone    bool
	fields  map[string][]string
	account bool
}

func (e *vendorError) Error() string                    { return e.text }
func (e *vendorError) Remedy() string                   { return "Do something about it." }
func (e *vendorError) NotFound() bool                   { return e.gone }
func (e *vendorError) AccountWide() bool                { return e.account }
func (e *vendorError) FieldErrors() map[string][]string { return e.fields }

var errGone = &vendorError{text: "404", gone: true}

// never is a verb that must not be reached.
func never(t *testing.T) error {
	t.Helper()
	t.Error("the verb is called all the same")
	return nil
}

// Somebody may pull the plug after the vendor made the object: whatever fails
// then, its id is in state.
func TestACreatedObjectIsInStateWhateverFailsNext(t *testing.T) {
	s := serve(t, definition{Create: func(_ context.Context, _ client, c *lifecycle.Creation[thing]) error {
		c.Created("7")
		return errors.New("the next request failed")
	}})
	config := s.object(map[string]any{"name": "a", "secret_wo": "s3cr3t"})
	got := s.apply(s.gone(), config, s.object(map[string]any{"name": "a", "id": unknown, "account": home, "serial": unknown}))
	if len(got.errors) != 1 || got.errors[0].Summary != "Cannot create thing" || got.errors[0].Detail != "The next request failed." {
		t.Errorf("the error is told, got %v", got.errors)
	}
	if want := map[string]string{"id": "7", "account": home, "name": "a"}; !maps.Equal(got.state, want) {
		t.Errorf("state %v instead of %v", got.state, want)
	}
	if want := map[string]string{"id": "7", "account": home}; !maps.Equal(got.identity, want) {
		t.Errorf("identity %v instead of %v", got.identity, want)
	}
}

func TestWhatWasNotCreatedIsNotInState(t *testing.T) {
	s := serve(t, definition{Create: func(context.Context, client, *lifecycle.Creation[thing]) error { return errors.New("refused") }})
	got := s.apply(s.gone(), s.object(map[string]any{"name": "a"}), s.object(map[string]any{"name": "a", "id": unknown, "serial": unknown}))
	if got.state != nil || len(got.errors) != 1 {
		t.Errorf("no state and one error, got %v and %v", got.state, got.errors)
	}
}

func TestAWriteOnlyValueReachesTheVerbAndNothingElse(t *testing.T) {
	var created, updated string
	s := serve(t, definition{
		Create: func(_ context.Context, _ client, c *lifecycle.Creation[thing]) error {
			created = c.Config.SecretWO.ValueString()
			c.Created("7")
			c.Plan.Serial = types.StringValue("1")
			c.Plan.SecretWO = c.Config.SecretWO // a mistake that must not matter
			return nil
		},
		Update: func(_ context.Context, _ client, c *lifecycle.Change[thing]) error {
			updated = c.Config.SecretWO.ValueString()
			c.Plan.Serial = types.StringValue("2")
			return nil
		},
	})
	config := s.object(map[string]any{"name": "a", "secret_wo": "s3cr3t"})
	planned := s.plan(s.gone(), config, s.object(map[string]any{"name": "a", "id": unknown, "account": unknown, "serial": unknown}))
	if want := map[string]string{"id": unknown, "account": home, "name": "a", "serial": unknown}; !maps.Equal(planned.state, want) {
		t.Errorf("planned %v instead of %v", planned.state, want)
	}
	got := s.apply(s.gone(), config, s.object(map[string]any{"name": "a", "id": unknown, "account": home, "serial": unknown}))
	if want := map[string]string{"id": "7", "account": home, "name": "a", "serial": "1"}; !maps.Equal(got.state, want) || created != "s3cr3t" {
		t.Errorf("state %v instead of %v, the verb got %q", got.state, want, created)
	}
	prior := s.object(map[string]any{"name": "a", "id": "7", "account": home, "serial": "1"})
	config = s.object(map[string]any{"name": "b", "secret_wo": "n3w"})
	got = s.apply(prior, config, s.object(map[string]any{"name": "b", "id": "7", "account": home, "serial": unknown}))
	if want := map[string]string{"id": "7", "account": home, "name": "b", "serial": "2"}; !maps.Equal(got.state, want) || updated != "n3w" {
		t.Errorf("state %v instead of %v, the verb got %q", got.state, want, updated)
	}
}

// CLIs without identities fail the plan of an object that is gone unless its
// identity is there; after an import there is not even an account in state.
func TestReadingAnObjectThatIsGoneStillTellsItsIdentity(t *testing.T) {
	s := serve(t, definition{Read: func(context.Context, client, *thing, *lifecycle.Notes) error {
		return fmt.Errorf("reading: %w", errGone)
	}})
	for _, state := range []map[string]any{{"id": "7", "name": "a", "account": home}, {"id": "7"}} {
		got := s.read(s.object(state))
		if got.state != nil || len(got.errors) != 0 {
			t.Errorf("gone without an error, got %v and %v", got.state, got.errors)
		}
		if want := map[string]string{"id": "7", "account": home}; !maps.Equal(got.identity, want) {
			t.Errorf("identity %v instead of %v", got.identity, want)
		}
	}
}

func TestDeletingWhatIsGoneIsASuccessAndNothingElseIs(t *testing.T) {
	var failure error = errGone
	s := serve(t, definition{Delete: func(context.Context, client, *thing, *lifecycle.Notes) error { return failure }})
	state := s.object(map[string]any{"id": "7", "name": "a", "account": home})
	if got := s.apply(state, s.gone(), s.gone()); len(got.errors) != 0 || got.state != nil {
		t.Errorf("gone, got %v and %v", got.state, got.errors)
	}
	failure = &vendorError{text: "403"}
	if got := s.apply(state, s.gone(), s.gone()); len(got.errors) != 1 || got.state["id"] != "7" {
		t.Errorf("refused and still in state, got %v and %v", got.state, got.errors)
	}
}

func TestAFailedUpdateKeepsThePriorState(t *testing.T) {
	s := serve(t, definition{Update: func(_ context.Context, _ client, c *lifecycle.Change[thing]) error {
		c.Plan.Serial = types.StringValue("2")
		return errors.New("refused")
	}})
	prior := s.object(map[string]any{"name": "a", "id": "7", "account": home, "serial": "1"})
	got := s.apply(prior, s.object(map[string]any{"name": "b"}), s.object(map[string]any{"name": "b", "id": "7", "account": home, "serial": unknown}))
	if want := map[string]string{"id": "7", "account": home, "name": "a", "serial": "1"}; !maps.Equal(got.state, want) || len(got.errors) != 1 {
		t.Errorf("state %v instead of %v", got.state, want)
	}
}

func TestTimeoutsBoundEachVerb(t *testing.T) {
	var given time.Duration
	note := func(ctx context.Context) {
		deadline, _ := ctx.Deadline()
		given = time.Until(deadline)
	}
	s := serve(t, definition{
		Create: func(ctx context.Context, _ client, c *lifecycle.Creation[thing]) error {
			note(ctx)
			c.Created("7")
			c.Plan.Serial = types.StringValue("1")
			return nil
		},
		Read:   func(ctx context.Context, _ client, _ *thing, _ *lifecycle.Notes) error { note(ctx); return nil },
		Update: func(ctx context.Context, _ client, _ *lifecycle.Change[thing]) error { note(ctx); return nil },
		Delete: func(ctx context.Context, _ client, _ *thing, _ *lifecycle.Notes) error { note(ctx); return nil },
	})
	for _, row := range []struct {
		timeouts map[string]string
		want     map[string]time.Duration
	}{
		{map[string]string{"create": "1h", "read": "2h", "update": "3h", "delete": "4h"}, map[string]time.Duration{"create": time.Hour, "read": 2 * time.Hour, "update": 3 * time.Hour, "delete": 4 * time.Hour}},
		{map[string]string{}, map[string]time.Duration{"create": 20 * time.Minute, "read": 20 * time.Minute, "update": 20 * time.Minute, "delete": 20 * time.Minute}},
		{nil, map[string]time.Duration{"create": 20 * time.Minute, "read": 20 * time.Minute, "update": 20 * time.Minute, "delete": 20 * time.Minute}},
	} {
		of := func(name, serial string) tftypes.Value {
			members := map[string]any{"name": name, "id": "7", "account": home, "serial": serial}
			if row.timeouts != nil {
				members["timeouts"] = row.timeouts
			}
			return s.object(members)
		}
		config := s.object(map[string]any{"name": "a"})
		for verb, run := range map[string]func() answer{
			"create": func() answer { return s.apply(s.gone(), config, of("a", unknown)) },
			"read":   func() answer { return s.read(of("a", "1")) },
			"update": func() answer { return s.apply(of("a", "1"), config, of("b", "1")) },
			"delete": func() answer { return s.apply(of("a", "1"), s.gone(), s.gone()) },
		} {
			given = 0
			got := run()
			if want := row.want[verb]; len(got.errors) != 0 || given > want || given < want-time.Minute {
				t.Errorf("%s with %v: %s instead of %s, %v", verb, row.timeouts, given, want, got.errors)
			}
		}
	}
}

func TestATimeoutThatIsNoDurationStopsBeforeTheVerb(t *testing.T) {
	s := serve(t, definition{Create: func(context.Context, client, *lifecycle.Creation[thing]) error { return never(t) }})
	planned := s.object(map[string]any{"name": "a", "id": unknown, "serial": unknown, "timeouts": map[string]string{"create": "soon"}})
	if got := s.apply(s.gone(), s.object(map[string]any{"name": "a"}), planned); len(got.errors) != 1 || got.state != nil {
		t.Errorf("one error and no state, got %v and %v", got.errors, got.state)
	}
}

// What a plan could not see is checked again when all is known.
func TestTheConfigurationIsValidatedOnceMoreBeforeAWrite(t *testing.T) {
	s := serve(t, definition{
		Validate: func(_ context.Context, config *thing) error {
			if config.Name.ValueString() == "bad" {
				return lifecycle.At(path.Root("name"), "A bad name", "Choose %q.", "good")
			}
			return nil
		},
		Create: func(context.Context, client, *lifecycle.Creation[thing]) error { return never(t) },
		Update: func(context.Context, client, *lifecycle.Change[thing]) error { return never(t) },
	})
	config := s.object(map[string]any{"name": "bad"})
	prior := s.object(map[string]any{"name": "good", "id": "7", "account": home, "serial": "1"})
	for _, got := range []answer{
		s.apply(s.gone(), config, s.object(map[string]any{"name": "bad", "id": unknown, "serial": unknown})),
		s.apply(prior, config, s.object(map[string]any{"name": "bad", "id": "7", "account": home, "serial": "1"})),
	} {
		if len(got.errors) != 1 || got.errors[0].Summary != "A bad name" || got.errors[0].Attribute.String() != `AttributeName("name")` {
			t.Errorf("the problem at its attribute, got %v", got.errors)
		}
	}
}
