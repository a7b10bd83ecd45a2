package lifecycle

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// create makes the object, or finds it where the client cannot make it.
func (e *envelope[C, M, P]) create(ctx context.Context, client C, c *Creation[M]) error {
	if err := e.prepare(ctx, c.Config, c.Plan, nil); err != nil {
		return err
	}
	if !e.verifies(client) {
		e.settle(client, c.Plan)
		return e.definition.Create(ctx, client, c)
	}
	planned := P(c.Plan).base().ID
	shown, err := e.verify(ctx, client, c.Plan)
	e.settle(client, c.Plan) // by what the answers have shown
	switch {
	case err != nil:
		return err
	case isKnown(planned) && (shown == nil || !P(shown).base().ID.Equal(planned)):
		return &Problem{Summary: "Changed since this plan was made: plan again", Detail: fmt.Sprintf(
			"When this plan was made, %s was %s at %s. It is not there any more.", e.definition.Verification.Title(ctx, client, c.Plan), planned.ValueString(), client.Account())}
	case shown == nil:
		return e.definition.Create(ctx, client, c)
	}
	id := P(shown).base().ID.ValueString()
	if registry := e.registry(client); registry != nil && !registry.Adopt(e.definition.Object, id) {
		return e.alreadyManaged(ctx, client, c.Plan, id)
	}
	fill(reflect.ValueOf(c.Plan).Elem(), reflect.ValueOf(shown).Elem())
	c.Created(id)
	return nil
}

func (e *envelope[C, M, P]) prepare(ctx context.Context, config, plan, state *M) error {
	if e.definition.Prepare == nil {
		return nil
	}
	return e.definition.Prepare(ctx, config, plan, state)
}

func isKnown(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

func (e *envelope[C, M, P]) alreadyManaged(ctx context.Context, client C, model *M, id string) error {
	return &Problem{Summary: "Another resource has this " + e.definition.Object, Detail: fmt.Sprintf(
		"%s is %s at %s, and another resource of this configuration has it already. Remove one of the two, or use a moved block if only the address changed.",
		wording.Capital(e.definition.Verification.Title(ctx, client, model)), id, client.Account())}
}

// update makes the object what is declared, or compares it where the client cannot
// write.
func (e *envelope[C, M, P]) update(ctx context.Context, client C, c *Change[M]) error {
	if err := e.prepare(ctx, c.Config, c.Plan, c.State); err != nil {
		return err
	}
	if !e.verifies(client) {
		e.settle(client, c.Plan)
		return e.definition.Update(ctx, client, c)
	}
	shown, err := e.verify(ctx, client, c.Plan)
	e.settle(client, c.Plan) // by what the answers have shown
	switch {
	case err != nil:
		return err
	case shown == nil:
		return notThere{}
	}
	fill(reflect.ValueOf(c.Plan).Elem(), reflect.ValueOf(shown).Elem())
	return nil
}

// notThere is the error for an object that a client does not find.
type notThere struct{}

func (notThere) Error() string  { return "it does not exist" }
func (notThere) NotFound() bool { return true }

// verify compares what the API shows with what is declared.
func (e *envelope[C, M, P]) verify(ctx context.Context, client C, declared *M) (shown *M, err error) {
	v := e.definition.Verification
	if shown, err = v.Find(ctx, client, declared); err != nil {
		return nil, err
	}
	if len(v.Steps(client, declared, shown)) == 0 {
		return shown, nil
	}
	title := v.Title(ctx, client, declared)
	return nil, &Problem{
		Summary: Summary("Not as declared: ", title),
		Detail: fmt.Sprintf("%s Nothing was changed. Do this, in this order:\n\n%s\n\nThen plan and apply again.",
			e.difference(client, shown), Numbered(v.Steps(client, declared, shown))),
	}
}

func (e *envelope[C, M, P]) difference(client C, shown *M) string {
	if shown == nil {
		return fmt.Sprintf("%s shows no such %s, and its API cannot create it as declared.", client.Account(), e.definition.Object)
	}
	return fmt.Sprintf("What %s shows of this %s differs from what is declared, and its API cannot change it.", client.Account(), e.definition.Object)
}

// delete ends the object, or says how a person does.
func (e *envelope[C, M, P]) delete(ctx context.Context, client C, state *M, notes *Notes) error {
	if !e.verifies(client) {
		return e.definition.Delete(ctx, client, state, notes)
	}
	id := P(state).base().ID.ValueString()
	if registry := e.registry(client); registry != nil {
		if !registry.BeginDelete(e.definition.Object, id) {
			return nil // its replacement has it
		}
		registry.Release(e.definition.Object, id)
	}
	e.warnOfEnd(ctx, client, state, notes, "was")
	return nil
}

// warnOfEnd says that nothing but state changes. Tense is "is" or "was".
func (e *envelope[C, M, P]) warnOfEnd(ctx context.Context, client C, state *M, notes *Notes, tense string) {
	v := e.definition.Verification
	title := v.Title(ctx, client, state)
	detail := fmt.Sprintf("%s (%s) %s only removed from state. Nothing %s changed at %s, whose API cannot delete it.",
		wording.Capital(title), P(state).base().ID.ValueString(), tense, tense, client.Account())
	if steps := v.Ending(client, state); len(steps) > 0 {
		detail += "\n\nTo deactivate it, do this, in this order:\n\n" + Numbered(steps)
	}
	notes.Warn(path.Empty(), Summary("Still there: ", title), "%s", detail)
}

// planEnd is for the plan that ends the object.
func (e *envelope[C, M, P]) planEnd(ctx context.Context, client C, state *M, notes *Notes) error {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	if e.verifies(client) {
		e.warnOfEnd(ctx, client, state, notes, "is")
	}
	if e.definition.PlanDelete == nil {
		return nil
	}
	return e.definition.PlanDelete(ctx, client, state, notes)
}

// planMode fills in how the resource is reconciled. Where it is verified, it warns of
// what a person has to do. What exists is compared as it was read, without a request;
// what is new is looked for, and found it has its id in the plan. Replaced are the
// attributes whose change means another object.
func (e *envelope[C, M, P]) planMode(ctx context.Context, p *Planning[C, M]) (replaced path.Paths, err error) {
	v := e.definition.Verification
	switch {
	case v == nil:
		return nil, nil
	case !p.Online:
		if p.State != nil {
			verifiableOf[M, P](p.Plan).Reconciliation = verifiableOf[M, P](p.State).Reconciliation
		}
		return nil, nil
	case p.Unchanged:
		return nil, nil
	case !e.verifies(p.Client):
		e.note(p.Client, p.Plan)
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	defer func() { e.expect(p) }()
	if p.State != nil {
		for _, name := range v.Identity {
			if !attributeOf(p.Plan, name).Equal(attributeOf(p.State, name)) {
				replaced = append(replaced, path.Root(name))
			}
		}
		if len(replaced) > 0 {
			return replaced, e.planReplacement(ctx, p)
		}
	}
	shown := p.State
	known := settled(p.raw, v.Hidden(p.Client))
	if known && shown == nil {
		if shown, err = e.planFind(ctx, p); err != nil {
			return nil, err
		}
	}
	if known {
		e.warnOfSteps(ctx, p, p.Plan, shown)
	}
	e.warnOfTrust(ctx, p)
	return nil, nil
}

// planReplacement says what a person has to do for an object that gives way to another
// one, and for that one. What replaces it is planned next, but Terraform shows no warning
// of that plan.
func (e *envelope[C, M, P]) planReplacement(ctx context.Context, p *Planning[C, M]) error {
	v := e.definition.Verification
	if v.Leave != nil {
		if err := v.Leave(ctx, p.Client, p.State); err != nil {
			return err
		}
	}
	e.warnOfEnd(ctx, p.Client, p.State, &p.Notes, "is")
	if !settled(p.raw, v.Hidden(p.Client)) {
		return nil
	}
	other := *p.Plan
	P(&other).base().ID = types.StringUnknown()
	shown, err := v.Find(ctx, p.Client, &other)
	if err != nil {
		return err
	}
	e.warnOfSteps(ctx, p, &other, shown)
	return nil
}

// planFind looks for what the plan adopts.
func (e *envelope[C, M, P]) planFind(ctx context.Context, p *Planning[C, M]) (*M, error) {
	shown, err := e.definition.Verification.Find(ctx, p.Client, p.Plan)
	if err != nil || shown == nil {
		return nil, err
	}
	id := P(shown).base().ID.ValueString()
	if registry := e.registry(p.Client); registry != nil && !registry.Want(e.definition.Object, id, p.Replaces) {
		return nil, e.alreadyManaged(ctx, p.Client, p.Plan, id)
	}
	fill(reflect.ValueOf(p.Plan).Elem(), reflect.ValueOf(shown).Elem())
	return shown, nil
}

func (e *envelope[C, M, P]) warnOfSteps(ctx context.Context, p *Planning[C, M], declared, shown *M) {
	v := e.definition.Verification
	if len(v.Steps(p.Client, declared, shown)) == 0 {
		return
	}
	title := v.Title(ctx, p.Client, declared)
	p.Warn(path.Empty(), Summary("To do by hand: ", title),
		"%s An apply changes nothing there, and fails until somebody has done this, in this order:\n\n%s\n\nThen plan again.",
		e.difference(p.Client, shown), Numbered(v.Steps(p.Client, declared, shown)))
}

// warnOfTrust is for declared attributes, new or changed, that nothing can be compared
// with.
func (e *envelope[C, M, P]) warnOfTrust(ctx context.Context, p *Planning[C, M]) {
	v := e.definition.Verification
	var changed []string
	for _, name := range v.Hidden(p.Client) {
		planned := attributeOf(p.Plan, name)
		isSet := planned != nil && !planned.IsNull()
		if p.State == nil && isSet || p.State != nil && !same(planned, attributeOf(p.State, name)) {
			changed = append(changed, e.secretsOf(name)...)
		}
	}
	if len(changed) > 0 {
		p.Warn(path.Empty(), Summary("Not checked: ", v.Title(ctx, p.Client, p.Plan)),
			"The API of %s does not show %s. An apply records what is declared, and neither writes nor checks it: make sure that it is set so.", p.Client.Account(), strings.Join(changed, ", "))
	}
}

// secretsOf are the write-only attributes of a nested object, which are what is hidden of
// it; of anything else it is the name.
func (e *envelope[C, M, P]) secretsOf(name string) (names []string) {
	nested, isNested := e.definition.Schema.Attributes[name].(schema.SingleNestedAttribute)
	if !isNested {
		return []string{name}
	}
	for inner, attribute := range nested.Attributes {
		if attribute.IsWriteOnly() {
			names = append(names, name+"."+inner)
		}
	}
	if len(names) == 0 {
		return []string{name}
	}
	slices.Sort(names)
	return names
}

// same compares values of which nil is one inside an object that is null.
func same(one, other attr.Value) bool {
	if one == nil || other == nil {
		return (one == nil || one.IsNull()) && (other == nil || other.IsNull())
	}
	return one.Equal(other)
}

// Numbered are steps for a diagnostic, a line each.
func Numbered(steps []string) string {
	lines := make([]string, 0, len(steps))
	for i, step := range steps {
		lines = append(lines, fmt.Sprintf("  %d. %s", i+1, step))
	}
	return strings.Join(lines, "\n")
}

// summaryLength is how long the summary of a diagnostic may be.
const summaryLength = 60

// Summary names the object, because of several warnings with one summary Terraform
// shows only the first.
func Summary(finding, title string) string {
	text := finding + title
	if utf8.RuneCountInString(text) <= summaryLength {
		return text
	}
	return string([]rune(text)[:summaryLength-1]) + "…"
}
