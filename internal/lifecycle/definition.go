package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Base is embedded in every resource's model.
type Base struct {
	ID       types.String   `tfsdk:"id"`
	Account  types.String   `tfsdk:"account"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`

	memory *memory
}

// Imported reports, in Read, that there is no earlier state than the id: the
// object is being imported or was moved here from another provider, so
// provider-only attributes get their defaults.
func (b *Base) Imported() bool { return b.Account.IsNull() }

func (b *Base) base() *Base { return b }

// Definition is all that a resource package writes. C is the client that it
// needs, M its model, a struct that embeds [Base] and else holds values of the framework:
// the envelope tells by a copy of the struct whether a verb changed it.
//
// A verb returns nil or an error: a [Problem] when it knows the attribute, a
// client's error as it came, several with errors.Join. The envelope words it.
type Definition[C Client, M any] struct {
	// Name is the type without the provider's prefix: "acme_webhook".
	Name string
	// Sections are those of the provider block that can serve it. With several, the
	// model embeds [Served] too, and C is what their clients have in common.
	Sections []string
	// Last is one of several Sections that serves the resource without being named only
	// while none of the others is configured; "" for none.
	Last string
	// ImportID is the id of an object as state has it, where people may write it in another
	// way; nil for none.
	ImportID func(given string) string
	// Without are other sections that name a backend and cannot serve it, each with the
	// reason in a sentence.
	Without map[string]string
	// Object is the client's noun for the object that the resource manages, such as
	// "trigger". No two resources with the same one may manage the same id. "" lets
	// them.
	Object string
	// Schema lacks id, account and timeouts, which the envelope adds.
	Schema schema.Schema
	// Validate checks what the configuration alone can tell. Values may be
	// unknown; the envelope calls it again before it writes, when none is.
	Validate func(ctx context.Context, config *M) error
	// Check refuses what would not work as far as it is new or changed. What stands
	// in state as it is, for example because it was imported, is a warning at most.
	// Values of plan may be unknown when planning; the envelope calls it again before
	// it writes, when none is. State is nil on create.
	Check func(ctx context.Context, plan, state *M, notes *Notes) error
	// Plan may change the plan and warn. It is not called on destroy.
	Plan func(ctx context.Context, p *Planning[C, M]) error
	// PlanDelete may warn of what the end of the object means.
	PlanDelete func(ctx context.Context, client C, state *M, notes *Notes) error
	// Prepare is called in an apply before Create and Update, and, where the resource is
	// verified, before it is compared. It may fill Plan in. State is nil on create.
	Prepare func(ctx context.Context, config, plan, state *M) error
	// Create makes the object, calls Created at once, and fills in Plan.
	Create func(ctx context.Context, client C, c *Creation[M]) error
	// Read fills in state from what the vendor has; the given state is the
	// prior one, whose form it keeps where several say the same.
	Read func(ctx context.Context, client C, state *M, notes *Notes) error
	// Update makes the object what Plan says and fills Plan in.
	Update func(ctx context.Context, client C, c *Change[M]) error
	// Delete removes the object. "Not found" is success.
	Delete func(ctx context.Context, client C, state *M, notes *Notes) error
	// Remembers are the keys of what its verbs remember.
	Remembers []Key
	// Verification is nil for objects that every client can write. Otherwise the model
	// embeds [Verifiable] too.
	Verification *Verification[C, M]
	// Listing is nil for objects that terraform query does not list.
	Listing *Listing[C]
	// MovesFrom are the resource types of other providers that a moved block may
	// name as its source, such as "acme_trigger". Their ids must be ids here.
	MovesFrom []string
}

// Planning is one resource's plan in the making.
type Planning[C Client, M any] struct {
	Notes
	Client C    // usable only when Online
	Online bool // requests can be made
	Config *M
	Plan   *M
	State  *M // nil when the resource is to be created
	// Unchanged says that the configuration asks for what the state has.
	Unchanged bool
	// Replaces is the id of the object that a resource which is to be created
	// replaces; "" when there is none, and when Terraform does not tell, because
	// that object is tainted.
	Replaces string

	raw tftypes.Value // the configuration
}

// Known reports that the whole configuration is known.
func (p *Planning[C, M]) Known() bool { return p.raw.IsFullyKnown() }

// Creation is the input and output of Create.
type Creation[M any] struct {
	Notes
	Config *M // the only place where write-only values are
	Plan   *M

	save func(id string)
}

// Created saves the new object to state, with what is known of Plan by then. The
// verb calls it as soon as the vendor has named the object and before any further
// request, so that whatever fails later leaves no orphan.
func (c *Creation[M]) Created(id string) { c.save(id) }

// Change is the input and output of Update.
type Change[M any] struct {
	Notes
	Config *M
	Plan   *M
	State  *M
}

// model is a pointer to a struct that embeds Base.
type model[M any] interface {
	*M
	base() *Base
}

// New makes the resource.
func New[C Client, M any, P model[M]](definition Definition[C, M]) func() resource.Resource {
	return func() resource.Resource { return &envelope[C, M, P]{definition: definition} }
}

type envelope[C Client, M any, P model[M]] struct {
	definition Definition[C, M]
	sections   Sections
}

var pathID = path.Root("id")
