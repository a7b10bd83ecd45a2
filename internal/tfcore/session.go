package tfcore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// errKilled is the answer of a provider that was killed.
var errKilled = errors.New("the provider was killed")

// session is one provider process.
type session struct {
	workspace *Workspace
	ctx       context.Context //nolint:containedctx // the process ends with it
	server    tfprotov6.ProviderServer

	mu     sync.Mutex
	result *Result
}

func (w *Workspace) open(ctx context.Context, result *Result) *session {
	s := &session{workspace: w, ctx: ctx, result: result}
	server, err := w.Start()
	if err != nil {
		s.failed("provider", err)
		return s
	}
	s.server = server
	config := wire(value(w.Schemas.provider, w.Section, nil))
	valid, err := ask(s, server.ValidateProviderConfig, &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if s.failed("provider", err) || s.told("provider", valid.Diagnostics) {
		return s
	}
	answer, err := ask(s, server.ConfigureProvider, &tfprotov6.ConfigureProviderRequest{
		Config: config, ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if s.failed("provider", err) {
		return s
	}
	s.told("provider", answer.Diagnostics)
	return s
}

// ask makes one call, unless the process is killed meanwhile: then nobody learns
// the answer.
func ask[Q, A any](s *session, call func(context.Context, Q) (A, error), question Q) (answer A, err error) {
	type outcome struct {
		answer A
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		got, err := call(s.ctx, question)
		done <- outcome{got, err}
	}()
	select {
	case <-s.ctx.Done():
		return answer, errKilled
	case got := <-done:
		if s.ctx.Err() != nil {
			return answer, errKilled
		}
		return got.answer, got.err
	}
}

// failed notes an error.
func (s *session) failed(address string, err error) bool {
	if err == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Errors = append(s.result.Errors, address+": "+err.Error())
	return true
}

// told notes diagnostics and reports whether there is an error among them.
func (s *session) told(address string, diagnostics []*tfprotov6.Diagnostic) bool {
	failed := Errors(diagnostics)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range failed {
		s.result.Errors = append(s.result.Errors, address+": "+each)
	}
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityWarning {
			s.result.Warnings = append(s.result.Warnings, address+": "+each.Summary+": "+each.Detail)
		}
	}
	return len(failed) > 0
}

func (s *session) broken(address, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Broken = append(s.result.Broken, address+": "+fmt.Sprintf(format, args...))
}

func typeOf(address string) string {
	kind, _, _ := strings.Cut(address, ".")
	return kind
}

func (s *session) schema(address string) resourceSchema {
	return s.workspace.Schemas.resources[typeOf(address)]
}

// recall takes an object out of state. The provider may upgrade what an older
// version of it wrote, and is asked to each time.
func (s *session) recall(o *object) (*object, bool) {
	raw, err := json.Marshal(plain(o.value))
	if s.failed(o.address, err) {
		return nil, false
	}
	answer, err := ask(s, s.server.UpgradeResourceState, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeOf(o.address), Version: s.schema(o.address).version, RawState: &tfprotov6.RawState{JSON: raw},
	})
	if s.failed(o.address, err) || s.told(o.address, answer.Diagnostics) {
		return nil, false
	}
	upgraded := *o
	upgraded.value, err = unwire(o.value.Type(), answer.UpgradedState)
	return &upgraded, !s.failed(o.address, err)
}

// read refreshes an object; nil when it is gone.
func (s *session) read(o *object) (*object, bool) {
	answer, err := ask(s, s.server.ReadResource, &tfprotov6.ReadResourceRequest{
		TypeName: typeOf(o.address), CurrentState: wire(o.value), Private: o.private, CurrentIdentity: o.identity,
	})
	if s.failed(o.address, err) || s.told(o.address, answer.Diagnostics) {
		return nil, false
	}
	now, err := unwire(o.value.Type(), answer.NewState)
	if s.failed(o.address, err) {
		return nil, false
	}
	if now.IsNull() {
		return nil, true
	}
	read := *o
	read.value, read.private = now, answer.Private
	if answer.NewIdentity != nil {
		read.identity = answer.NewIdentity
	}
	return &read, true
}
