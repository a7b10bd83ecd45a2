package lifecycle

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Registry is what a client offers that knows which objects the resources of one
// run manage. Terraform does not tell a provider the address of a resource, so two
// resources with one id are recognised by two reads and two plans of that id. The
// envelope tells the registry at the start of each, before any request.
type Registry interface {
	// NoteRead notes that a resource which manages the object was read.
	NoteRead(object, id string)
	// ReadTwice reports whether it was read more than once: two resources have it.
	ReadTwice(object, id string) bool
	// PlanToKeep claims an object that stays. Managed says that another resource
	// manages it too; wanted, that a resource which is to be created would adopt it.
	PlanToKeep(object, id string) (managed, wanted bool)
	// PlanToDelete claims an object that the plan deletes. Managed says that
	// another resource keeps it.
	PlanToDelete(object, id string) (managed bool)
	// Want notes that a resource which is to be created would take an object over, and
	// reports whether it may: not while another one keeps it. Replaced is the id of the
	// object that the resource replaces.
	Want(object, id, replaced string) bool
	// Adopt claims an object for a resource that was created. It is false when another
	// one has it.
	Adopt(object, id string) bool
	// BeginDelete is false for an object that another resource has adopted.
	BeginDelete(object, id string) bool
	// Release ends the claim on an object that stays without a resource.
	Release(object, id string)
}

// adoptableKey marks the memory of an object that another resource may adopt.
var adoptableKey = KeyOf[bool]("adoptable")

// SetAdoptable says whether the object was created and then surely not activated.
// Terraform replaces such an object. With create_before_destroy the replacement
// finds it, takes it for the orphan of a killed apply and adopts it; the destroy
// that follows, perhaps in a later apply, must then spare it.
func (b *Base) SetAdoptable(adoptable bool) {
	if !adoptable {
		b.Remember(adoptableKey, nil)
		return
	}
	b.Remember(adoptableKey, true)
}

// Adoptable reports what SetAdoptable said.
func (b *Base) Adoptable() bool {
	var adoptable bool
	return b.Recall(adoptableKey, &adoptable) && adoptable
}

// registry is the client's, if it has one and the resource takes part.
func (e *envelope[C, M, P]) registry(client C) Registry {
	if e.definition.Object == "" {
		return nil
	}
	registry, _ := any(client).(Registry)
	return registry
}

// claimRead claims what is read.
func (e *envelope[C, M, P]) claimRead(client C, base *Base) {
	if registry := e.registry(client); registry != nil {
		registry.NoteRead(e.definition.Object, base.ID.ValueString())
	}
}

// claimPlanned claims the object of a plan, and refuses one that two resources
// manage. Base is of its state; ends says that the plan deletes it.
func (e *envelope[C, M, P]) claimPlanned(ctx context.Context, client C, state tfsdk.State, base *Base, ends bool) error {
	registry := e.registry(client)
	if registry == nil {
		return nil
	}
	noun, id := e.definition.Object, base.ID.ValueString()
	if ends {
		if base.Adoptable() || !registry.PlanToDelete(noun, id) || !registry.ReadTwice(noun, id) {
			return nil
		}
		return e.twice(ctx, state, id)
	}
	switch managed, wanted := registry.PlanToKeep(noun, id); {
	case managed && registry.ReadTwice(noun, id):
		return e.twice(ctx, state, id)
	case wanted && (e.verifies(client) || e.keeps(client)):
		return &Problem{Summary: "A new resource is the same " + noun, Detail: fmt.Sprintf(
			"%s is managed by this resource, and this plan creates another resource that is declared like it. Both would stand for the same %s.\n\n"+
				"Remove one of the two, or use a moved block if only the address changed.", wording.Capital(named(ctx, state, noun, id)), noun)}
	case wanted:
		return &Problem{Summary: "A new resource would adopt this " + noun, Detail: fmt.Sprintf(
			"%s is inactive, and this plan creates a resource of the same title and content. The new resource would adopt this %s as an orphan of an interrupted apply, and both would manage it.\n\n"+
				"Choose another title for the new resource. If it is meant to be this one under another address, use a moved block.", named(ctx, state, noun, id), noun)}
	}
	return nil
}

// twice is the error for an object with two addresses in state.
func (e *envelope[C, M, P]) twice(ctx context.Context, state tfsdk.State, id string) error {
	noun := e.definition.Object
	return &Problem{Summary: "The " + noun + " is managed twice", Detail: fmt.Sprintf(
		"%s is at two addresses in state or in import blocks. Changing or removing one of them would change or delete the %s of the other one.\n\n"+
			"Remove the import, or remove one of the two from the configuration and from state; that deletes nothing:\n\n  terraform state rm <address>\n\n"+
			"If it is at one address only, a deposed object of that address has the same id: remove the address from state and import it again:\n\n  terraform import <address> %s",
		named(ctx, state, noun, id), noun, id)}
}

// named is an object for people, at the start of a sentence or within one.
func named(ctx context.Context, state tfsdk.State, noun, id string) string {
	for _, attribute := range []string{"title", "name"} {
		var text types.String
		if diags := state.GetAttribute(ctx, path.Root(attribute), &text); !diags.HasError() && text.ValueString() != "" {
			return fmt.Sprintf("%q (%s)", text.ValueString(), id)
		}
	}
	return fmt.Sprintf("%s %s", noun, id)
}

// describe is an object for people, with its kind: `webhook "Surveys" (01A)`.
func describe(ctx context.Context, state tfsdk.State, noun, id string) string {
	if text := named(ctx, state, noun, id); strings.HasPrefix(text, `"`) {
		return noun + " " + text
	}
	return noun + " " + id
}

// replacesKey is where the plan of an existing object notes its id in private
// state: when Terraform replaces the object it plans once more, as new, with that
// private state.
const replacesKey = "replaces"

func noteReplaces(ctx context.Context, base *Base, to private) {
	if noted, err := json.Marshal(base.ID.ValueString()); err == nil {
		_ = to.SetKey(ctx, replacesKey, noted)
	}
}

// replaces is the id of the object that the planned one replaces, if Terraform
// told. It does not of a tainted one.
func replaces(ctx context.Context, req resource.ModifyPlanRequest) (id string, diags diag.Diagnostics) {
	noted, diags := req.Private.GetKey(ctx, replacesKey)
	if len(noted) > 0 {
		if err := json.Unmarshal(noted, &id); err != nil {
			diags.AddError("The private state cannot be read", fmt.Sprintf("%s: %s. Nothing was changed. Plan again.", replacesKey, err))
		}
	}
	return id, diags
}
