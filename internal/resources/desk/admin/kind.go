// Package admin is what the resources for those objects of Desk.com have in common that
// only a person can change, in Admin: how they are found, read and compared. A resource
// describes its object by a [Kind].
package admin

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Kind is one kind of object, T, and the model of its resource, M.
type Kind[T, M any] struct {
	// Noun is the client's: [desk.NounRule].
	Noun string
	Get  func(c *desk.Client, ctx context.Context, id string) (*T, error)
	List func(c *desk.Client, ctx context.Context) ([]T, error)
	ID   func(T) string
	// Means reports whether a declaration that has no id yet means an object.
	Means func(declared, object T) bool
	// Base is the model's.
	Base func(*M) *lifecycle.Base
	// Declared is the object of a model whose values are known, without its id.
	Declared func(*M) T
	// Show fills a model in from an object, but for its id.
	Show func(m *M, object T)
	// Steps and Ending are those of a [lifecycle.Verification].
	Steps  func(declared T, shown *T) []string
	Ending func(T) []string
	// Title is the object for people: `rule "Close"`.
	Title func(T) string
}

// Serve adds the verbs to a definition that has the rest.
func (k Kind[T, M]) Serve(d lifecycle.Definition[*desk.Client, M]) lifecycle.Definition[*desk.Client, M] {
	d.Sections, d.Object, d.Read = []string{desk.Section}, k.Noun, k.read
	d.Verification = &lifecycle.Verification[*desk.Client, M]{
		Verified: func(*desk.Client) bool { return true },
		Hidden:   func(*desk.Client) []string { return nil },
		Find:     k.find,
		Steps:    k.steps,
		Ending:   func(_ *desk.Client, state *M) []string { return k.Ending(k.Declared(state)) },
		Title:    func(_ context.Context, _ *desk.Client, m *M) string { return k.Title(k.Declared(m)) },
	}
	return d
}

func (k Kind[T, M]) read(ctx context.Context, client *desk.Client, state *M, _ *lifecycle.Notes) error {
	held, err := k.Get(client, ctx, k.Base(state).ID.ValueString())
	if err != nil {
		return err
	}
	k.show(state, *held)
	return nil
}

func (k Kind[T, M]) show(m *M, held T) {
	k.Base(m).ID = types.StringValue(k.ID(held))
	k.Show(m, held)
}

// find gives what the API shows of a declared object.
func (k Kind[T, M]) find(ctx context.Context, client *desk.Client, declared *M) (*M, error) {
	held, err := k.lookFor(ctx, client, declared)
	if err != nil || held == nil {
		return nil, err
	}
	shown := *declared
	k.show(&shown, *held)
	return &shown, nil
}

// lookFor finds it by its id, or by what is declared.
func (k Kind[T, M]) lookFor(ctx context.Context, client *desk.Client, declared *M) (*T, error) {
	if id := k.Base(declared).ID.ValueString(); id != "" {
		held, err := k.Get(client, ctx, id)
		if lifecycle.Gone(err) {
			return nil, nil
		}
		return held, err
	}
	all, err := k.List(client, ctx)
	if err != nil {
		return nil, err
	}
	var found *T
	var ids []string
	for i := range all {
		if k.Means(k.Declared(declared), all[i]) {
			found, ids = &all[i], append(ids, k.ID(all[i]))
		}
	}
	if len(ids) > 1 {
		return nil, &lifecycle.Problem{
			Summary: "Several objects are meant: import one",
			Detail: fmt.Sprintf("%s has %d objects that %s could mean: %s. Import the one that is meant:\n\n  terraform import <address> <id>",
				client.Account(), len(ids), k.Title(k.Declared(declared)), strings.Join(ids, ", ")),
		}
	}
	return found, nil
}

func (k Kind[T, M]) steps(_ *desk.Client, declared, shown *M) []string {
	if shown == nil {
		return k.Steps(k.Declared(declared), nil)
	}
	held := k.Declared(shown)
	return k.Steps(k.Declared(declared), &held)
}
