// Command idle is a provider with the real one's schema and functions whose
// resources do nothing: no request, no check, no look at a value. What a command
// takes with it is the floor for the real one; `make bench` is the caller.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

func main() {
	if err := provider.Serve(newProvider, false); err != nil {
		fmt.Fprintln(os.Stderr, "idle:", err)
		os.Exit(1)
	}
}

func newProvider() framework.Provider {
	return idle{provider.New("idle")().(framework.ProviderWithFunctions)}
}

type idle struct {
	framework.ProviderWithFunctions
}

func (i idle) Resources(ctx context.Context) (resources []func() resource.Resource) {
	for _, made := range i.ProviderWithFunctions.Resources(ctx) {
		resources = append(resources, func() resource.Resource { return nothing{made().(resource.ResourceWithIdentity)} })
	}
	return resources
}

// nothing is a resource that only describes itself: what else the real one can do is
// hidden by the type of the field.
type nothing struct{ resource.ResourceWithIdentity }

func (nothing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	if err := keep(req.Plan, &resp.State); err != nil {
		resp.Diagnostics.AddError("Cannot create", err.Error())
	}
	resp.Diagnostics.Append(identify(ctx, resp.State, resp.Identity)...)
}

func (nothing) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(identify(ctx, resp.State, resp.Identity)...)
}

func (nothing) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if err := keep(req.Plan, &resp.State); err != nil {
		resp.Diagnostics.AddError("Cannot update", err.Error())
	}
	resp.Diagnostics.Append(identify(ctx, resp.State, resp.Identity)...)
}

func (nothing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

var lastID atomic.Int64

// keep makes state what was planned, with a number for every text that is not known
// yet, such as the id, and null for the rest.
func keep(plan tfsdk.Plan, state *tfsdk.State) (err error) {
	state.Raw, err = tftypes.Transform(plan.Raw, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch {
		case v.IsKnown():
			return v, nil
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, strconv.FormatInt(lastID.Add(1), 10)), nil
		default:
			return tftypes.NewValue(v.Type(), nil), nil
		}
	})
	return err
}

// identify sets the identity, without which the framework fails.
func identify(ctx context.Context, state tfsdk.State, to *tfsdk.ResourceIdentity) (diags diag.Diagnostics) {
	for _, at := range []path.Path{path.Root("id"), path.Root("account")} {
		var text types.String
		diags.Append(state.GetAttribute(ctx, at, &text)...)
		diags.Append(to.SetAttribute(ctx, at, text)...)
	}
	return diags
}
