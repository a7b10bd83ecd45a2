// Package store is what the resources of survey backends have in common: how one kind
// of object of a [survey.Store] is planned, created, read, changed and deleted, or
// verified where the backend's API cannot write it.
//
// A resource describes its object by a [Kind]. What is its own beyond that, such as how
// a distribution is created without sending anything twice, stands in its package.
//
// The package knows no backend.
package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Kind is one kind of object, T, and the model of its resource, M.
type Kind[T, M any] struct {
	// Noun is that of the vocabulary: [survey.NounAgent].
	Noun string
	// Store is the backend's.
	Store func(survey.Backend) survey.Store[T]
	// Handle points to the id and the version of an object.
	Handle func(*T) (id, version *string)
	// Base is the model's.
	Base func(*M) *lifecycle.Base
	// Declared is the object of a model whose values are known, without id and version.
	Declared func(*M) T
	// Show fills a model in from an object, but for its id and what is hidden. What
	// nobody has set gets its default.
	Show func(m *M, object T, hidden Hidden)
	// Identity are the attributes that say which object is meant, where the backend
	// cannot write it.
	Identity []string
	// Title is the object for people: `survey "Happy?"`. It is asked for only for a message.
	Title func(ctx context.Context, backend survey.Backend, m *M) string
	// Repeats says that a second object which is declared alike does no harm. Otherwise
	// creating one is an error.
	Repeats bool
	// Orphan reports that a create adopts an object, which an interrupted one has left, of
	// those that a declaration could mean. Nil where none is adopted.
	Orphan func(found, declared T) bool
	// Forgotten is what the backend forgets with an object, and what to do instead of
	// deleting or replacing it. "" where nothing of consequence is lost.
	Forgotten string
	// Sends reports that an object sends by itself, as the attribute active shows. Nil where
	// none does.
	Sends func(T) bool
	// Change makes of prior what is declared where that is not the same for all kinds; nil
	// for the store's Update.
	Change func(ctx context.Context, backend survey.Backend, prior, declared T) (*T, error)
	// Create makes the object where it is not the same for all kinds; nil for [Kind.Make].
	Create func(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[M]) error
}

// Serve adds the verbs to a definition that has the rest.
func (k Kind[T, M]) Serve(d lifecycle.Definition[survey.Backend, M], by lifecycle.Serving) lifecycle.Definition[survey.Backend, M] {
	d.Sections, d.Last, d.Without, d.Object = by.Sections, by.Last, by.Without, k.Noun
	d.Remembers = append(d.Remembers, versionKey)
	own := d.Plan
	d.Plan = func(ctx context.Context, p *lifecycle.Planning[survey.Backend, M]) error {
		if own != nil {
			if err := own(ctx, p); err != nil {
				return err
			}
		}
		if err := k.refuseReplacement(p); err != nil {
			return err
		}
		return k.warnOfExisting(ctx, p)
	}
	d.Create, d.Read, d.Update, d.Delete, d.PlanDelete = k.Create, k.read, k.update, k.remove, k.planDelete
	if d.Create == nil {
		d.Create = k.Make
	}
	d.Verification = &lifecycle.Verification[survey.Backend, M]{
		Verified: func(b survey.Backend) bool { return !k.Store(b).Managed() },
		Kept:     func(b survey.Backend) bool { return k.Store(b).Kept() },
		Hidden:   func(b survey.Backend) []string { return k.Store(b).Hidden() },
		Identity: k.Identity,
		Find:     k.find,
		Steps:    k.steps,
		Ending:   func(b survey.Backend, state *M) []string { return k.Store(b).Ending(k.Held(state)) },
		Leave:    k.leave,
		Title:    k.Title,
	}
	return d
}

// versionKey is where private state has the version of the object as it was read last.
var versionKey = lifecycle.KeyOf[string]("version")

// Held is the object as state has it: of the version that was read last.
func (k Kind[T, M]) Held(state *M) T {
	object := k.Declared(state)
	id, version := k.Handle(&object)
	*id = k.Base(state).ID.ValueString()
	k.Base(state).Recall(versionKey, version)
	return object
}

// Note keeps the id and the version of an object that was read or written.
func (k Kind[T, M]) Note(m *M, object *T) {
	id, version := k.Handle(object)
	base := k.Base(m)
	base.ID = types.StringValue(*id)
	base.Remember(versionKey, *version)
}

// Make creates an object at once.
func (k Kind[T, M]) Make(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[M]) error {
	declared := k.Declared(c.Plan)
	if !k.Repeats {
		release, err := backend.LockOne(ctx, fmt.Sprintf("create %s %+v", k.Noun, declared))
		if err != nil {
			return err
		}
		defer release()
		found, err := k.Store(backend).Find(ctx, declared)
		if err != nil {
			return err
		}
		switch id := k.ids(found); {
		case len(found) == 1 && k.Store(backend).Kept() && backend.Adopt(k.Noun, id[0]):
			return k.finish(ctx, backend, c, &found[0])
		case len(found) > 0:
			return k.Exists(ctx, backend, c.Plan, found)
		}
	}
	made, err := k.Store(backend).Create(ctx, declared)
	if err != nil {
		return err
	}
	if k.Store(backend).Kept() {
		return k.finish(ctx, backend, c, made)
	}
	k.Made(c, made)
	return nil
}

// finish makes of what was adopted, or created as far as one request does, what is
// declared.
func (k Kind[T, M]) finish(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[M], made *T) error {
	k.Made(c, made)
	updated, err := k.Store(backend).Update(ctx, *made, k.Held(c.Plan))
	if err != nil {
		return err
	}
	k.Note(c.Plan, updated)
	return nil
}

// Made saves what was created.
func (k Kind[T, M]) Made(c *lifecycle.Creation[M], made *T) {
	id, _ := k.Handle(made)
	c.Created(*id)
	k.Note(c.Plan, made)
}

// Exists is the error for a declaration whose object is there.
func (k Kind[T, M]) Exists(ctx context.Context, backend survey.Backend, declared *M, found []T) error {
	return &lifecycle.Problem{
		Summary: "The " + k.Noun + " exists already",
		Detail: fmt.Sprintf("%s is there and not in this resource's state: %s. Nothing was created. Import it instead:\n\n  terraform import <address> %s\n\n"+
			"If another resource of this configuration is meant to be it, remove one of the two. If this apply replaces it, there is no need to: every change of it is made in place. Leave out -replace, or use terraform untaint <address>.", wording.Capital(k.Title(ctx, backend, declared)), strings.Join(k.ids(found), ", "), k.ids(found)[0]),
	}
}

func (k Kind[T, M]) ids(objects []T) []string {
	ids := make([]string, 0, len(objects))
	for _, each := range objects {
		id, _ := k.Handle(&each)
		ids = append(ids, *id)
	}
	return ids
}

// warnOfExisting names what a new resource is declared like. It may be an orphan of an
// apply that was interrupted.
func (k Kind[T, M]) warnOfExisting(ctx context.Context, p *lifecycle.Planning[survey.Backend, M]) error {
	if !p.Online || p.State != nil || !k.Store(p.Client).Managed() || !p.Known() {
		return nil
	}
	found, err := k.Store(p.Client).Find(ctx, k.Declared(p.Plan))
	if err != nil {
		return err
	}
	if steps := k.Store(p.Client).Starting(k.Declared(p.Plan)); len(found) == 0 && len(steps) > 0 {
		title := k.Title(ctx, p.Client, p.Plan)
		p.Warn(path.Empty(), lifecycle.Summary("Then by hand: ", title), "An apply creates %s, which has no effect until somebody has done this, in this order:\n\n%s", title, lifecycle.Numbered(steps))
	}
	for i, id := range k.ids(found) {
		switch {
		case id == p.Replaces, k.Repeats && p.Client.IsClaimed(k.Noun, id):
			continue
		case k.Store(p.Client).Kept():
			return k.wantKept(ctx, p, id)
		case k.Orphan != nil && len(found) == 1 && k.Orphan(found[i], k.Declared(p.Plan)):
			return k.wantOrphan(ctx, p, id)
		}
		p.Warn(path.Empty(), fmt.Sprintf("The %s %s exists already", k.Noun, id),
			"%s is there already: %s. %s\n\n"+
				"Otherwise it may be an orphan of an interrupted apply. Then import it instead of creating another one, or delete it:\n\n  terraform import <address> %s",
			wording.Capital(k.Title(ctx, p.Client, p.Plan)), id, k.ifReplaced(), id)
	}
	return nil
}

// wantKept says that a create adopts what the backend keeps, and refuses a plan that would
// adopt what another resource manages.
func (k Kind[T, M]) wantKept(ctx context.Context, p *lifecycle.Planning[survey.Backend, M], id string) error {
	title := wording.Capital(k.Title(ctx, p.Client, p.Plan))
	if !p.Client.Want(k.Noun, id, p.Replaces) {
		return &lifecycle.Problem{
			Summary: "The " + k.Noun + " is managed already",
			Detail: fmt.Sprintf("%s (%s) is managed by another resource of this configuration, and creating this one would adopt it. Both would manage it.\n\n"+
				"Remove one of the two. If this resource is meant to be that one under another address, use a moved block.", title, id),
		}
	}
	if id != p.Replaces {
		p.Warn(path.Empty(), fmt.Sprintf("The %s %s exists already", k.Noun, id),
			"%s is there already, active or inactive. An apply adopts it, makes it what is declared, and creates no other one; destroying the resource later deactivates it.", title)
	}
	return nil
}

// wantOrphan refuses a plan that would adopt what another resource manages.
func (k Kind[T, M]) wantOrphan(ctx context.Context, p *lifecycle.Planning[survey.Backend, M], id string) error {
	if p.Client.Want(k.Noun, id, p.Replaces) {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "An equal " + k.Noun + " is managed already",
		Detail: fmt.Sprintf("Another resource of this configuration manages %s (%s), which is inactive and else like this one. Creating this one would adopt it as an orphan of an interrupted apply, and both would manage it.\n\n"+
			"Remove one of the two. If this resource is meant to be that one under another address, use a moved block.", k.Title(ctx, p.Client, p.Plan), id),
	}
}

func (k Kind[T, M]) read(ctx context.Context, backend survey.Backend, state *M, notes *lifecycle.Notes) error {
	store, base := k.Store(backend), k.Base(state)
	object, err := store.Get(ctx, base.ID.ValueString())
	if lifecycle.Gone(err) && store.Managed() && !base.Imported() {
		k.warnOfForgotten(notes, "The "+k.Noun+" "+base.ID.ValueString()+" was deleted outside Terraform.")
	}
	if err != nil {
		return err
	}
	k.Show(state, *object, store.Hidden())
	k.Note(state, object)
	return nil
}

// update changes what differs from state. It is refused where the object is not of the
// version that state was read from.
func (k Kind[T, M]) update(ctx context.Context, backend survey.Backend, c *lifecycle.Change[M]) error {
	prior, declared := k.Held(c.State), k.Held(c.Plan)
	if reflect.DeepEqual(prior, declared) {
		return nil // timeouts, for example
	}
	write := k.Change
	if write == nil {
		write = func(ctx context.Context, backend survey.Backend, prior, declared T) (*T, error) {
			return k.Store(backend).Update(ctx, prior, declared)
		}
	}
	updated, err := write(ctx, backend, prior, declared)
	if err != nil {
		return k.conflict(ctx, backend, c.State, err)
	}
	k.Note(c.Plan, updated)
	return nil
}

// conflict words the refusal of a write because somebody else wrote first.
func (k Kind[T, M]) conflict(ctx context.Context, backend survey.Backend, state *M, err error) error {
	if !client.IsStale(err) {
		return err
	}
	return &lifecycle.Problem{
		Summary: "Changed outside Terraform since it was read",
		Detail: fmt.Sprintf("%s (%s) was changed outside Terraform after this plan had read it: %s. Nothing was overwritten.\n\nPlan again, look at what changed, and apply then.",
			wording.Capital(k.Title(ctx, backend, state)), k.Base(state).ID.ValueString(), strings.TrimSuffix(err.Error(), ".")),
	}
}

// find gives what the backend shows of a declared object, see [lifecycle.Verification].
func (k Kind[T, M]) find(ctx context.Context, backend survey.Backend, declared *M) (*M, error) {
	store := k.Store(backend)
	object, err := k.lookFor(ctx, backend, declared)
	if err != nil || object == nil {
		return nil, err
	}
	shown := *declared
	k.Show(&shown, *object, store.Hidden())
	id, _ := k.Handle(object)
	k.Base(&shown).ID = types.StringValue(*id)
	return &shown, nil
}

func (k Kind[T, M]) lookFor(ctx context.Context, backend survey.Backend, declared *M) (*T, error) {
	store := k.Store(backend)
	if id := k.Base(declared).ID.ValueString(); id != "" {
		object, err := store.Get(ctx, id)
		if lifecycle.Gone(err) {
			return nil, nil
		}
		return object, err
	}
	switch found, err := store.Find(ctx, k.Declared(declared)); {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, nil
	case len(found) > 1:
		return nil, &lifecycle.Problem{
			Summary: "Several objects are meant: import one",
			Detail:  fmt.Sprintf("The declaration of %s fits several of them: %s. Import the one that is meant:\n\n  terraform import <address> <id>", k.Title(ctx, backend, declared), strings.Join(k.ids(found), ", ")),
		}
	default:
		return &found[0], nil
	}
}

// steps compares objects of one id.
func (k Kind[T, M]) steps(backend survey.Backend, declared, shown *M) []string {
	if shown == nil {
		return k.Store(backend).Steps(k.Declared(declared), nil)
	}
	object := k.Held(shown)
	meant := k.Declared(declared)
	id, version := k.Handle(&meant)
	has, of := k.Handle(&object)
	*id, *version = *has, *of
	return k.Store(backend).Steps(meant, &object)
}
