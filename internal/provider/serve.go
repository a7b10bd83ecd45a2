package provider

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve serves a provider, such as that of [New], until the command line has no more use for it. With
// debug it waits for a command line that a debugger's user starts.
func Serve(made func() provider.Provider, debug bool) error {
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		settle()
	}
	return tf6server.Serve(Address, func() tfprotov6.ProviderServer { return newServer(made) }, options...)
}

// NewServer makes the provider's server.
func NewServer(version string) tfprotov6.ProviderServer { return newServer(New(version)) }

// newServer is for any provider of the framework.
//
// The framework's own keeps the context of every request, with all the loggers
// in it, for as long as the process lives (registerContext in its proto6server):
// 50 KB a resource in one plan. This one hands it contexts that are empty when
// the request is over.
func newServer(made func() provider.Provider) tfprotov6.ProviderServer {
	return server{providerserver.NewProtocol6(made())().(framework)}
}

// framework is all that the framework's server can do. What this provider lacks
// stays in it for the day when it does not.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server does so for the requests that come once for each resource.
type server struct{ framework }

func (s server) ValidateResourceConfig(ctx context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return brief(ctx, request, s.framework.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(ctx context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return brief(ctx, request, s.framework.UpgradeResourceState)
}

func (s server) UpgradeResourceIdentity(ctx context.Context, request *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return brief(ctx, request, s.framework.UpgradeResourceIdentity)
}

func (s server) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return brief(ctx, request, s.framework.ReadResource)
}

func (s server) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return brief(ctx, request, s.framework.PlanResourceChange)
}

func (s server) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return brief(ctx, request, s.framework.ApplyResourceChange)
}

func (s server) ImportResourceState(ctx context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return brief(ctx, request, s.framework.ImportResourceState)
}

func (s server) MoveResourceState(ctx context.Context, request *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return brief(ctx, request, s.framework.MoveResourceState)
}

func (s server) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return brief(ctx, request, s.framework.ReadDataSource)
}

func (s server) CallFunction(ctx context.Context, request *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return brief(ctx, request, s.framework.CallFunction)
}

// ValidateActionConfig lets write-only values of actions pass. The framework refuses
// them as if the CLI did not know them (its ValidateActionConfig, v1.19); every CLI that
// knows actions does.
func (s server) ValidateActionConfig(ctx context.Context, request *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	answer, err := brief(ctx, request, s.framework.ValidateActionConfig)
	if answer != nil {
		answer.Diagnostics = slices.DeleteFunc(answer.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Summary == "WriteOnly Attribute Not Allowed" })
	}
	return answer, err
}

// brief serves a request with a context that lets go of everything afterwards.
func brief[Q, A any](ctx context.Context, request Q, serve func(context.Context, Q) (A, error)) (A, error) {
	lent := &lentContext{}
	lent.held.Store(&ctx)
	defer lent.held.Store(&over)
	return serve(lent, request)
}

// lentContext is another context for a while, and then over.
type lentContext struct {
	held atomic.Pointer[context.Context]
}

func (c *lentContext) Deadline() (deadline time.Time, ok bool) { return (*c.held.Load()).Deadline() }
func (c *lentContext) Done() <-chan struct{}                   { return (*c.held.Load()).Done() }
func (c *lentContext) Err() error                              { return (*c.held.Load()).Err() }
func (c *lentContext) Value(key any) any                       { return (*c.held.Load()).Value(key) }

// over is the context of a request that is over.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()
