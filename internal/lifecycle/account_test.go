package lifecycle_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// untouchable has no verb that may be called.
func untouchable(t *testing.T) definition {
	return definition{
		Plan:   func(context.Context, *lifecycle.Planning[client, thing]) error { return never(t) },
		Create: func(context.Context, client, *lifecycle.Creation[thing]) error { return never(t) },
		Read:   func(context.Context, client, *thing, *lifecycle.Notes) error { return never(t) },
		Update: func(context.Context, client, *lifecycle.Change[thing]) error { return never(t) },
		Delete: func(context.Context, client, *thing, *lifecycle.Notes) error { return never(t) },
	}
}

// A CLI plans once more before it applies, so it meets the check of the plan
// first. Each verb checks all the same.
func TestEachVerbRefusesAnotherAccount(t *testing.T) {
	s := serve(t, untouchable(t))
	theirs := s.object(map[string]any{"name": "a", "id": "7", "account": "other.example.com", "serial": "1"})
	renamed := s.object(map[string]any{"name": "b", "id": "7", "account": "other.example.com", "serial": "1"})
	config := s.object(map[string]any{"name": "b"})
	planned := s.object(map[string]any{"name": "b", "id": unknown, "account": "other.example.com", "serial": unknown})
	explained := 0
	for verb, row := range map[string]struct {
		got     answer
		summary string
	}{
		"read":            {s.read(theirs), "State belongs to another account"},
		"plan":            {s.plan(theirs, config, renamed), "State belongs to another account"},
		"plan to destroy": {s.plan(theirs, s.gone(), s.gone()), "State belongs to another account"},
		"create":          {s.apply(s.gone(), config, planned), "The plan is for another account"},
		"update":          {s.apply(theirs, config, renamed), "State belongs to another account"},
		"delete":          {s.apply(theirs, s.gone(), s.gone()), "State belongs to another account"},
	} {
		if len(row.got.errors) != 1 || row.got.errors[0].Summary != row.summary {
			t.Errorf("%s: expected %q, got %v", verb, row.summary, row.got.errors)
			continue
		}
		detail := row.got.errors[0].Detail
		if !strings.Contains(detail, "other.example.com") || !strings.Contains(detail, home) || !strings.Contains(detail, "Nothing was read or changed") {
			t.Errorf("%s: both accounts are named, got %s", verb, detail)
		}
		if strings.Contains(detail, "Use the credentials of other.example.com") {
			explained++
		}
		if verb == "read" && row.got.state["id"] != "7" || verb == "create" && row.got.state != nil {
			t.Errorf("%s: the state stays, got %v", verb, row.got.state)
		}
	}
	if explained != 1 {
		t.Errorf("the remedy is told once, not %d times", explained)
	}
}

func TestImportTakesAnIDOrAnIdentityOfThisAccount(t *testing.T) {
	s := serve(t, untouchable(t))
	ofIdentity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "account": tftypes.String}}
	identity := func(id, account any) *tfprotov6.ResourceIdentityData {
		return &tfprotov6.ResourceIdentityData{IdentityData: s.wire(tftypes.NewValue(ofIdentity, map[string]tftypes.Value{
			"id": tftypes.NewValue(tftypes.String, id), "account": tftypes.NewValue(tftypes.String, account),
		}))}
	}
	for name, row := range map[string]struct {
		request tfprotov6.ImportResourceStateRequest
		fails   string
	}{
		"an id":                       {tfprotov6.ImportResourceStateRequest{ID: "7"}, ""},
		"an identity":                 {tfprotov6.ImportResourceStateRequest{Identity: identity("7", nil)}, ""},
		"an identity with its home":   {tfprotov6.ImportResourceStateRequest{Identity: identity("7", home)}, ""},
		"an identity with an account": {tfprotov6.ImportResourceStateRequest{Identity: identity("7", "other.example.com")}, "The identity names another account"},
		"an empty id":                 {tfprotov6.ImportResourceStateRequest{Identity: identity("", nil)}, "The id to import is empty"},
	} {
		row.request.TypeName = "test_thing"
		imported, err := s.v6.ImportResourceState(t.Context(), &row.request)
		s.must(err)
		failed := s.answer(nil, nil, imported.Diagnostics).errors
		if row.fails != "" {
			if len(failed) != 1 || failed[0].Summary != row.fails {
				t.Errorf("%s: expected %q, got %v", name, row.fails, failed)
			}
			continue
		}
		if len(failed) != 0 || len(imported.ImportedResources) != 1 {
			t.Errorf("%s: %v", name, failed)
			continue
		}
		one := s.answer(imported.ImportedResources[0].State, imported.ImportedResources[0].Identity, nil)
		if len(one.state) != 1 || one.state["id"] != "7" || one.identity["id"] != "7" || one.identity["account"] != home {
			t.Errorf("%s: state %v, identity %v", name, one.state, one.identity)
		}
	}
}

// A section that cannot work yet lets plans go on and says why when it is
// needed; one that is not configured says so in the plan.
func TestASectionThatCannotWork(t *testing.T) {
	problem := lifecycle.Problem{Summary: "Not known yet", Detail: "test.token is not known yet."}
	planned := func(d definition, called *bool) definition {
		d.Plan = func(_ context.Context, p *lifecycle.Planning[client, thing]) error {
			*called = !p.Online
			return nil
		}
		return d
	}
	var offline bool
	pending := serveSection(t, lifecycle.Pending(problem), planned(untouchable(t), &offline))
	state := pending.object(map[string]any{"name": "a", "id": "7", "account": home, "serial": "1"})
	config := pending.object(map[string]any{"name": "a"})
	if got := pending.plan(pending.gone(), config, pending.object(map[string]any{"name": "a", "id": unknown, "account": unknown, "serial": unknown})); len(got.errors) != 0 || !offline || got.state["account"] != unknown {
		t.Errorf("the plan goes on without the account, got %v and %v", got.state, got.errors)
	}
	absent := serveSection(t, lifecycle.Absent(problem), untouchable(t))
	imported, err := pending.v6.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "test_thing", ID: "7"})
	pending.must(err)
	for what, got := range map[string]answer{
		"read, pending":   pending.read(state),
		"delete, pending": pending.apply(state, pending.gone(), pending.gone()),
		"import, pending": pending.answer(nil, nil, imported.Diagnostics),
		"plan, absent":    absent.plan(absent.gone(), config, config),
		"read, absent":    absent.read(state),
		"create, absent":  absent.apply(absent.gone(), config, config),
	} {
		if len(got.errors) != 1 || got.errors[0].Summary != problem.Summary || got.errors[0].Detail != problem.Detail {
			t.Errorf("%s: the section's problem expected, got %v", what, got.errors)
		}
	}
}

func TestErrorsAreWordedForAPerson(t *testing.T) {
	vendor := func(fields map[string][]string) error {
		return &vendorError{text: "name: cannot be blank", fields: fields}
	}
	for name, row := range map[string]struct {
		err  error
		want []string // summary | path | detail
	}{
		"the vendor's words at the attribute": {vendor(map[string][]string{"name": {"cannot be blank"}}), []string{`Cannot read thing | AttributeName("name") | Name: cannot be blank.` + "\n\nDo something about it."}},
		"a member that is no attribute":       {vendor(map[string][]string{"base": {"no"}}), []string{"Cannot read thing |  | Name: cannot be blank.\n\nDo something about it."}},
		"several members":                     {vendor(map[string][]string{"name": {"no"}, "serial": {"no"}}), []string{"Cannot read thing |  | Name: cannot be blank.\n\nDo something about it."}},
		"an ordinary error":                   {errors.New("it broke"), []string{"Cannot read thing |  | It broke."}},
		"one problem each":                    {errors.Join(lifecycle.At(path.Root("name"), "One", "First."), &lifecycle.Problem{Summary: "Two", Detail: "Second."}), []string{`One | AttributeName("name") | First.`, "Two |  | Second."}},
	} {
		s := serve(t, definition{Read: func(context.Context, client, *thing, *lifecycle.Notes) error { return row.err }})
		got := s.read(s.object(map[string]any{"id": "7", "name": "a", "account": home}))
		var told []string
		for _, each := range got.errors {
			told = append(told, each.Summary+" | "+strings.TrimSpace(each.Attribute.String())+" | "+each.Detail)
		}
		if strings.Join(told, "\n") != strings.Join(row.want, "\n") {
			t.Errorf("%s: got %q instead of %q", name, told, row.want)
		}
		if got.state["id"] != "7" {
			t.Errorf("%s: an error keeps the state, got %v", name, got.state)
		}
	}
}

func TestTheRemedyForTheWholeAccountIsSaidOnce(t *testing.T) {
	s := serve(t, definition{Read: func(context.Context, client, *thing, *lifecycle.Notes) error {
		return &vendorError{text: "401: no", account: true}
	}})
	state := s.object(map[string]any{"id": "7", "name": "a", "account": home})
	first, second := s.read(state), s.read(state)
	if first.errors[0].Detail != "401: no.\n\nDo something about it." || second.errors[0].Detail != "401: no.\n\nAnother error of this run has the same cause and says what to do." {
		t.Errorf("got %q, then %q", first.errors[0].Detail, second.errors[0].Detail)
	}
}

func TestAVerbsWarningsAreToldAndALongWaitIsOnce(t *testing.T) {
	d := definition{Read: func(_ context.Context, _ client, _ *thing, notes *lifecycle.Notes) error {
		notes.Warn(path.Root("name"), "A name to think about", "Is %q right?", "a")
		return nil
	}}
	patient := serveSection(t, lifecycle.Connected(client{account: home, waited: time.Minute}), d)
	state := patient.object(map[string]any{"id": "7", "name": "a", "account": home, "serial": "1"})
	for i, got := range []answer{patient.read(state), patient.read(state), serve(t, d).read(state)} {
		var summaries []string
		for _, each := range got.warnings {
			summaries = append(summaries, each.Summary)
		}
		want := "A name to think about"
		if i == 0 {
			want += ", Waiting for the vendor's request quota"
		}
		if strings.Join(summaries, ", ") != want {
			t.Errorf("%d: expected %q, got %q", i, want, summaries)
		}
	}
}

func TestALongWaitOfADataSourceOrAPlanIsToldToo(t *testing.T) {
	d := definition{Plan: func(ctx context.Context, _ *lifecycle.Planning[client, thing]) error {
		return isBounded(ctx, client{}, nil)
	}}
	for name, ask := range map[string]func(*server) answer{
		"data source": (*server).lookUp,
		"plan": func(s *server) answer {
			return s.plan(s.gone(), s.object(map[string]any{"name": "a"}), s.object(map[string]any{"name": "a", "id": unknown, "account": unknown, "serial": unknown}))
		},
	} {
		s := serveSection(t, lifecycle.Connected(client{account: home, waited: time.Minute}), d)
		first, second := ask(s), ask(s)
		if len(first.errors) != 0 || len(first.warnings) != 1 || first.warnings[0].Summary != "Waiting for the vendor's request quota" || len(second.warnings) != 0 {
			t.Errorf("%s: one warning expected, got %v %v, then %v", name, first.errors, first.warnings, second.warnings)
		}
	}
}
