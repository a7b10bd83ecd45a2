package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// refuseReplacement keeps what the backend would forget with an object that the plan
// replaces; another backend does not know it either. It is an error because Terraform
// shows no warning of a plan that replaces.
func (k Kind[T, M]) refuseReplacement(p *lifecycle.Planning[survey.Backend, M]) error {
	if k.Forgotten == "" || p.State != nil || p.Replaces == "" || !p.Online || !k.Store(p.Client).Managed() {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "Conversations would be surveyed again",
		Detail: "This plan replaces the " + k.Noun + " " + p.Replaces + ". " + wording.Capital(k.Forgotten) +
			"\n\nLeave out -replace and replace_triggered_by, and leave backend as it was. If it is meant, delete it in an apply of its own.",
	}
}

// leave refuses to replace what the backend shows to send and cannot be told to stop: it
// would send beside what replaces it, and no later plan would say so.
func (k Kind[T, M]) leave(ctx context.Context, backend survey.Backend, state *M) error {
	if k.Sends == nil || !k.Sends(k.Held(state)) || slices.Contains(k.Store(backend).Hidden(), "active") {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "An active " + k.Noun + " would be left",
		Detail: fmt.Sprintf("%s (%s) is active, and this plan replaces it by another one. The API of %s cannot deactivate it: it would go on sending, in no state, and customers would be asked by both.\n\n"+
			"Set active = false first and leave everything else as it was: the plan then says what to click. Apply that, and make this change in an apply of its own.",
			wording.Capital(k.Title(ctx, backend, state)), k.Base(state).ID.ValueString(), backend.Account()),
	}
}

// warnOfForgotten says what the backend forgets with an object that is deleted, by the
// plan or outside it. Why is a sentence.
func (k Kind[T, M]) warnOfForgotten(notes *lifecycle.Notes, why string) {
	if k.Forgotten != "" && notes.First("forgotten "+k.Noun) {
		notes.Warn(path.Empty(), "Conversations may be surveyed again", "%s %s", why, wording.Capital(k.Forgotten))
	}
}

// ifReplaced is for an object that the plan may replace: Terraform does not tell of one
// that is tainted.
func (k Kind[T, M]) ifReplaced() string {
	if k.Forgotten == "" {
		return "If this plan replaces it, or a resource of this or another configuration manages it, no action is needed."
	}
	return "If a resource of this or another configuration manages it and this plan does not replace it, no action is needed.\n\nIf this plan replaces it: " + k.Forgotten
}
