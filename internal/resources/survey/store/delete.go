package store

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// planDelete notes the version that the plan has seen. Of a resource that is removed from
// the configuration, Terraform asks for the plan before it reads it: the version in
// state is that of the last run.
func (k Kind[T, M]) planDelete(ctx context.Context, backend survey.Backend, state *M, notes *lifecycle.Notes) error {
	if k.Store(backend).Managed() {
		k.warnOfForgotten(notes, "This plan deletes the "+k.Noun+" "+k.Base(state).ID.ValueString()+".")
	}
	if object, err := k.Store(backend).Get(ctx, k.Base(state).ID.ValueString()); err == nil {
		k.Note(state, object)
	}
	return nil // what cannot be read is refused by the delete
}

func (k Kind[T, M]) remove(ctx context.Context, backend survey.Backend, state *M, _ *lifecycle.Notes) error {
	if !backend.BeginDelete(k.Noun, k.Base(state).ID.ValueString()) {
		return nil // another resource has adopted it
	}
	var version string
	if !k.Base(state).Recall(versionKey, &version) { // Terraform forgets private state of what is tainted
		object, err := k.Store(backend).Get(ctx, k.Base(state).ID.ValueString())
		if err != nil {
			return err
		}
		k.Note(state, object)
	}
	err := k.Store(backend).Delete(ctx, k.Held(state))
	if err == nil && k.Store(backend).Kept() {
		backend.Unclaim(k.Noun, k.Base(state).ID.ValueString())
	}
	return k.conflict(ctx, backend, state, err)
}
