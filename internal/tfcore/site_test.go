package tfcore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// part is a part of a building in a configuration: it stands on others.
type part struct {
	on    []string
	of    string // the material: another one needs a new part
	paint string // can be changed
	first bool   // create_before_destroy
}

type building map[string]part

func (b building) configuration() Configuration {
	config := Configuration{}
	for name, each := range b {
		on := []any{}
		for _, other := range each.on {
			on = append(on, "${part."+other+".id}")
		}
		config["part."+name] = Resource{
			Attributes:          map[string]any{"name": name, "on": on, "of": each.of, "paint": each.paint},
			CreateBeforeDestroy: each.first,
		}
	}
	return config
}

var partType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"id": tftypes.String, "name": tftypes.String, "on": tftypes.List{ElementType: tftypes.String}, "of": tftypes.String, "paint": tftypes.String,
}}

// site is a provider and the building site that it manages.
type site struct {
	tfprotov6.ProviderServer // nil: nothing else is called

	mu    sync.Mutex
	calls []string                 // of the protocol
	work  []string                 // what was done to parts: "create floor"
	parts map[string]tftypes.Value // by id
	made  int
	// named says that ids are made of names, so that they do not depend on the order
	// of parallel work.
	named map[string]int
	kill  func() // kills the process
	// faults is asked about each plan and each piece of work before it is done:
	// "plan floor", "create floor".
	faults func(work string) fault
}

// fault is what goes wrong with a piece of work.
type fault int

const (
	none         fault = iota
	refused            // nothing is done
	halfDone           // it is done, and fails
	painted            // it is done, but not as planned
	killedBefore       // the process is killed before it is done
	killedAfter        // it is done, and the process is killed before it answers
)

func newSite() *site { return &site{parts: map[string]tftypes.Value{}} }

func (s *site) workspace(t *testing.T) *Workspace {
	t.Helper()
	schemas, err := ReadSchemas(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return &Workspace{Start: func() (tfprotov6.ProviderServer, error) { return s, nil }, Section: map[string]any{}, Schemas: schemas}
}

// done gives the work since the last time, as in "create floor, create wall".
func (s *site) done() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.work, s.calls = nil, nil }()
	return strings.Join(s.work, ", ")
}

func (s *site) happens(work string) fault {
	if s.faults == nil {
		return none
	}
	return s.faults(work)
}

var refusal = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Part refused"}}

func (s *site) called(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, name)
}

func (s *site) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	block := &tfprotov6.SchemaBlock{}
	for name, of := range partType.AttributeTypes {
		block.Attributes = append(block.Attributes, &tfprotov6.SchemaAttribute{Name: name, Type: of, Optional: name != "id", Computed: name == "id"})
	}
	return &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov6.ServerCapabilities{PlanDestroy: true},
		Provider:           &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas:    map[string]*tfprotov6.Schema{"part": {Version: 3, Block: block}},
	}, nil
}

func (s *site) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *site) ValidateProviderConfig(context.Context, *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	s.called("ValidateProviderConfig")
	return &tfprotov6.ValidateProviderConfigResponse{}, nil
}

func (s *site) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.called("ConfigureProvider")
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (s *site) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	s.called("ValidateResourceConfig")
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s *site) UpgradeResourceState(_ context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	s.called(fmt.Sprintf("UpgradeResourceState of version %d", r.Version))
	upgraded, err := r.RawState.Unmarshal(partType)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: wire(upgraded)}, nil
}

func (s *site) ReadResource(_ context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	s.called("ReadResource")
	id := textOf(r.CurrentState, "id")
	s.mu.Lock()
	defer s.mu.Unlock()
	if now, stands := s.parts[id]; stands {
		return &tfprotov6.ReadResourceResponse{NewState: wire(now), Private: append(slices.Clone(r.Private), 'r')}, nil
	}
	return &tfprotov6.ReadResourceResponse{}, nil
}

func (s *site) PlanResourceChange(_ context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	s.called("PlanResourceChange")
	answer := &tfprotov6.PlanResourceChangeResponse{PlannedState: r.ProposedNewState, PlannedPrivate: append(slices.Clone(r.PriorPrivate), 'p')}
	prior, proposed := partOf(r.PriorState), partOf(r.ProposedNewState)
	switch {
	case s.happens("plan "+textOf(r.ProposedNewState, "name")) == refused:
		answer.Diagnostics = refusal
	case proposed.IsNull():
	case prior.IsNull():
		answer.PlannedState = wire(with(proposed, "id", tftypes.UnknownValue))
	case !attribute(prior, "of").Equal(attribute(proposed, "of")):
		answer.RequiresReplace = []*tftypes.AttributePath{tftypes.NewAttributePath().WithAttributeName("of")}
	}
	return answer, nil
}

func (s *site) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	s.called("ApplyResourceChange")
	verb, planned := "update", partOf(r.PlannedState)
	name, id := textOf(r.PlannedState, "name"), textOf(r.PlannedState, "id")
	switch {
	case planned.IsNull():
		verb, name, id = "delete", textOf(r.PriorState, "name"), textOf(r.PriorState, "id")
	case partOf(r.PriorState).IsNull():
		verb = "create"
	}
	work := verb + " " + name
	happens := s.happens(work)
	answer := &tfprotov6.ApplyResourceChangeResponse{Private: append(slices.Clone(r.PlannedPrivate), 'a')}
	if happens == killedBefore {
		return answer, s.killed(ctx)
	}
	if happens == refused || happens == halfDone {
		answer.Diagnostics = refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if happens == refused {
		if prior := partOf(r.PriorState); !prior.IsNull() {
			answer.NewState = wire(prior)
		}
		return answer, nil
	}
	s.work = append(s.work, work)
	if verb == "delete" {
		delete(s.parts, id)
		if happens == killedAfter {
			return answer, s.killed(ctx)
		}
		return answer, nil
	}
	if verb == "create" {
		id = s.newID(name)
	}
	now := with(planned, "id", id)
	if happens == painted {
		now = with(now, "paint", "pink")
	}
	s.parts[id] = now
	answer.NewState = wire(now)
	if happens == killedAfter {
		return answer, s.killed(ctx)
	}
	return answer, nil
}

// newID is the id of a part that is made now.
func (s *site) newID(name string) string {
	if s.named != nil {
		s.named[name]++
		return fmt.Sprint(name, s.named[name])
	}
	s.made++
	return fmt.Sprint(s.made)
}

// killed kills the process. Nobody learns what it answers.
func (s *site) killed(ctx context.Context) error {
	s.kill()
	<-ctx.Done()
	return ctx.Err()
}

func (s *site) ImportResourceState(_ context.Context, r *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, stands := s.parts[r.ID]; stands {
		return &tfprotov6.ImportResourceStateResponse{ImportedResources: []*tfprotov6.ImportedResource{{TypeName: "part", State: wire(found)}}}, nil
	}
	if r.ID == "nothing" {
		return &tfprotov6.ImportResourceStateResponse{}, nil
	}
	return nil, errors.New("there is no part " + r.ID)
}

func partOf(dynamic *tfprotov6.DynamicValue) tftypes.Value {
	v, err := unwire(partType, dynamic)
	if err != nil {
		panic(err)
	}
	return v
}

func textOf(dynamic *tfprotov6.DynamicValue, name string) string {
	text, _ := plain(attribute(partOf(dynamic), name)).(string)
	return text
}

// with is a part with another text.
func with(of tftypes.Value, name string, text any) tftypes.Value {
	members := map[string]tftypes.Value{}
	for each := range partType.AttributeTypes {
		members[each] = attribute(of, each)
	}
	members[name] = tftypes.NewValue(tftypes.String, text)
	return tftypes.NewValue(partType, members)
}

// apply applies and fails the test if that fails.
func apply(t *testing.T, w *Workspace, b building, options Options) {
	t.Helper()
	if result := w.Apply(t.Context(), b.configuration(), options); !result.OK() {
		t.Fatal(result.Errors, result.Broken)
	}
}

// inState are the objects of a state, as in "floor 1, wall 2 tainted".
func inState(w *Workspace) string {
	var all []string
	for _, each := range w.Objects() {
		line := strings.TrimPrefix(each.Address, "part.") + " " + each.ID
		if each.Tainted {
			line += " tainted"
		}
		if each.Deposed {
			line += " deposed"
		}
		all = append(all, line)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
