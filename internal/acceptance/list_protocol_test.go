package acceptance

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// listedObject is one result of a list.
type listedObject struct {
	display, id, account string
	state                tftypes.Value // unless the resource was not asked for
}

// listing is what a list block asks for, and what came back.
type listing struct {
	kind    string // without the provider's prefix
	filters map[string]any
	limit   int64 // 0: as many as a CLI asks for by default
	without bool  // do not ask for the resource

	found    []listedObject
	warnings []*tfprotov6.Diagnostic
	failed   []*tfprotov6.Diagnostic
}

// list lists as terraform query does: nothing that follows the limit is read.
func (p *protocol) list(l listing) listing {
	p.t.Helper()
	kind := "surveytrigger_" + l.kind
	if l.limit == 0 {
		l.limit = 100
	}
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(nil, err)
	schema := schemas.ListResourceSchemas[kind]
	if schema == nil {
		p.t.Fatalf("no list resource %s", kind)
	}
	config := p.wire(p.value(schema.ValueType(), merged(map[string]any{}, l.filters)))
	server := p.server.(tfprotov6.ListResourceServer)
	valid, err := server.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: kind, Config: config})
	p.must(nil, err)
	if l.failed = errorsOf(valid.Diagnostics); len(l.failed) > 0 {
		return l
	}
	stream, err := server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{TypeName: kind, Config: config, Limit: l.limit, IncludeResource: !l.without})
	p.must(nil, err)
	for result := range stream.Results {
		for _, each := range result.Diagnostics {
			if each.Severity == tfprotov6.DiagnosticSeverityError {
				l.failed = append(l.failed, each)
			} else {
				l.warnings = append(l.warnings, each)
			}
		}
		if result.Identity == nil || len(l.failed) > 0 {
			continue
		}
		identity := p.unwire(p.identities[kind], result.Identity.IdentityData)
		one := listedObject{display: result.DisplayName, id: p.attribute(identity, "id"), account: p.attribute(identity, "account")}
		if result.Resource != nil {
			one.state = p.unwire(p.types[kind], result.Resource)
		}
		l.found = append(l.found, one)
		if int64(len(l.found)) == l.limit {
			break
		}
	}
	return l
}

// names are the display names, sorted.
func (l listing) names() []string {
	names := []string{}
	for _, each := range l.found {
		names = append(names, each.display)
	}
	slices.Sort(names)
	return names
}

// said is all that the warnings say.
func (l listing) said() string {
	var text strings.Builder
	for _, each := range l.warnings {
		text.WriteString(each.Summary + "\n" + each.Detail + "\n")
	}
	return text.String()
}
