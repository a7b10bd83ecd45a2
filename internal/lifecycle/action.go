package lifecycle

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
)

// Action is all that an action package writes: something to do once, that leaves
// nothing in state. C is the client that it needs, M its model.
type Action[C Client, M any] struct {
	// Name is the type without the provider's prefix.
	Name string
	// Section is the one of the provider block that serves it. Needs reports whether a
	// configuration needs it; nil means always.
	Section string
	Needs   func(config *M) bool
	Schema  schema.Schema
	// Validate checks what the configuration alone can tell. Values may be unknown;
	// the envelope calls it again before the action runs, when none is.
	Validate func(ctx context.Context, config *M) error
	// Plan may refuse what cannot work. Values may be unknown. It is called only when
	// requests can be made. May be nil.
	Plan func(ctx context.Context, client C, config *M, notes *Notes) error
	// Invoke does it.
	Invoke func(ctx context.Context, call *Invocation[C, M]) error
}

// Invocation is one run of an action.
type Invocation[C Client, M any] struct {
	// Client is usable when the configuration needs it.
	Client C
	Config *M

	send func(string)
}

// Progress tells the user what happens now.
func (i *Invocation[C, M]) Progress(format string, args ...any) { i.send(fmt.Sprintf(format, args...)) }

// NewAction makes the action.
func NewAction[C Client, M any](definition Action[C, M]) func() action.Action {
	return func() action.Action { return &actor[C, M]{definition: definition} }
}

type actor[C Client, M any] struct {
	definition Action[C, M]
	section    *Section
}

func (a *actor[C, M]) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.definition.Name
}

func (a *actor[C, M]) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = a.definition.Schema
}

func (a *actor[C, M]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	sections, diags := sectionsOf(req.ProviderData)
	a.section = sections.named(a.definition.Section)
	resp.Diagnostics.Append(diags...)
}

func (a *actor[C, M]) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := a.definition.Validate(ctx, &config); err != nil {
		resp.Diagnostics.Append(unconfigured().diagnose("validate "+a.definition.Name, err, nil)...)
	}
}

func (a *actor[C, M]) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !a.needs(&config) {
		return
	}
	client, err := connect[C](a.section)
	if err != nil {
		if !a.section.pending {
			resp.Diagnostics.Append(a.section.diagnose("plan "+a.definition.Name, err, nil)...)
		}
		return
	}
	if a.definition.Plan == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	notes := Notes{section: a.section}
	if err := a.definition.Plan(ctx, client, &config, &notes); err != nil {
		resp.Diagnostics.Append(a.section.diagnose("plan "+a.definition.Name, err, nil)...)
	}
	resp.Diagnostics.Append(a.section.finish(notes)...)
}

func (a *actor[C, M]) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	call := Invocation[C, M]{Config: new(M), send: func(text string) { resp.SendProgress(action.InvokeProgressEvent{Message: text}) }}
	resp.Diagnostics.Append(req.Config.Get(ctx, call.Config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	err := a.definition.Validate(ctx, call.Config)
	if err == nil && a.needs(call.Config) {
		call.Client, err = connect[C](a.section)
	}
	if err == nil {
		err = a.definition.Invoke(ctx, &call)
	}
	if err != nil {
		resp.Diagnostics.Append(a.section.diagnose("invoke "+a.definition.Name, err, nil)...)
	}
}

func (a *actor[C, M]) needs(config *M) bool {
	return a.definition.Needs == nil || a.definition.Needs(config)
}
