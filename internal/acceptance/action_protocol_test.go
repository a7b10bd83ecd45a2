package acceptance

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// acted is what came of an action.
type acted struct {
	progress []string
	failed   []*tfprotov6.Diagnostic
	stage    string // of the failure: validate, plan or invoke
}

// actionConfig is the configuration of an action. unknownText stands for a value that is
// not known yet.
func (p *protocol) actionConfig(kind string, config map[string]any) *tfprotov6.DynamicValue {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(nil, err)
	schema := schemas.ActionSchemas[kind]
	if schema == nil {
		p.t.Fatalf("no action %s", kind)
	}
	value, err := tftypes.Transform(p.value(schema.Schema.ValueType(), config), func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var text string
		if v.Type().Is(tftypes.String) && v.As(&text) == nil && text == unknownText {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue), nil
		}
		return v, nil
	})
	p.must(nil, err)
	return p.wire(value)
}

const unknownText = "(unknown)"

// prepare validates and plans an action, as terraform plan does.
func (p *protocol) prepare(kind string, config map[string]any) (done acted) {
	p.t.Helper()
	kind = "surveytrigger_" + kind
	value, server := p.actionConfig(kind, config), p.server.(tfprotov6.ActionServer)
	valid, err := server.ValidateActionConfig(p.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: kind, Config: value})
	p.must(nil, err)
	if done.failed, done.stage = errorsOf(valid.Diagnostics), "validate"; len(done.failed) > 0 {
		return done
	}
	planned, err := server.PlanAction(p.t.Context(), &tfprotov6.PlanActionRequest{ActionType: kind, Config: value, ClientCapabilities: &tfprotov6.PlanActionClientCapabilities{}})
	p.must(nil, err)
	done.failed, done.stage = errorsOf(planned.Diagnostics), "plan"
	return done
}

// act does all of it, as terraform apply -invoke does.
func (p *protocol) act(kind string, config map[string]any) (done acted) {
	p.t.Helper()
	if done = p.prepare(kind, config); len(done.failed) > 0 {
		return done
	}
	done.stage, kind = "invoke", "surveytrigger_"+kind
	stream, err := p.server.(tfprotov6.ActionServer).InvokeAction(p.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: kind, Config: p.actionConfig(kind, config)})
	p.must(nil, err)
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			done.progress = append(done.progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			done.failed = errorsOf(event.Diagnostics)
		}
	}
	return done
}

// said is all that the action told.
func (a acted) said() string {
	all := a.progress
	for _, each := range a.failed {
		all = append(all, each.Summary+"\n"+each.Detail)
	}
	return strings.Join(all, "\n")
}
