package tfcore

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Schemas are what a provider says of its configuration and its resources. They
// are the same in all processes: read them once.
type Schemas struct {
	provider  tftypes.Type
	resources map[string]resourceSchema
}

type resourceSchema struct {
	of       tftypes.Object
	version  int64
	computed map[string]bool
	// writeOnly are the attributes that no plan and no state has, by their names with dots.
	writeOnly map[string]bool
}

// ReadSchemas asks a provider for them.
func ReadSchemas(ctx context.Context, server tfprotov6.ProviderServer) (*Schemas, error) {
	answer, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	if failed := Errors(answer.Diagnostics); len(failed) > 0 {
		return nil, fmt.Errorf("the schema: %s", failed[0])
	}
	schemas := &Schemas{provider: answer.Provider.ValueType(), resources: map[string]resourceSchema{}}
	for name, schema := range answer.ResourceSchemas {
		read := resourceSchema{of: schema.ValueType().(tftypes.Object), version: schema.Version, computed: map[string]bool{}, writeOnly: map[string]bool{}}
		for _, attribute := range schema.Block.Attributes {
			read.computed[attribute.Name] = attribute.Computed
		}
		read.addWriteOnly("", schema.Block.Attributes)
		schemas.resources[name] = read
	}
	return schemas, nil
}

func (s resourceSchema) addWriteOnly(prefix string, attributes []*tfprotov6.SchemaAttribute) {
	for _, attribute := range attributes {
		name := prefix + attribute.Name
		if attribute.WriteOnly {
			s.writeOnly[name] = true
		}
		if attribute.NestedType != nil {
			s.addWriteOnly(name+".", attribute.NestedType.Attributes)
		}
	}
}

// kept is a configuration without its write-only attributes.
func (s resourceSchema) kept(config tftypes.Value) tftypes.Value {
	if len(s.writeOnly) == 0 {
		return config
	}
	kept, err := tftypes.Transform(config, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var names []string
		for _, step := range at.Steps() {
			if name, isName := step.(tftypes.AttributeName); isName {
				names = append(names, string(name))
			}
		}
		if s.writeOnly[strings.Join(names, ".")] {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	if err != nil {
		panic(fmt.Sprintf("null fits every attribute: %v", err))
	}
	return kept
}

// value makes a value of the type out of Go's maps, slices and scalars. What is
// left out is null. Texts that are references are looked up.
func value(of tftypes.Type, from any, look func(reference) tftypes.Value) tftypes.Value {
	if from == nil {
		return tftypes.NewValue(of, nil)
	}
	if text, isText := from.(string); isText {
		if to, isReference := parseReference(text); isReference {
			return look(to)
		}
		return tftypes.NewValue(of, text)
	}
	elements := func(of tftypes.Type) []tftypes.Value {
		made := []tftypes.Value{}
		for _, element := range from.([]any) {
			made = append(made, value(of, element, look))
		}
		return made
	}
	switch of := of.(type) {
	case tftypes.Object:
		members := map[string]tftypes.Value{}
		for name, member := range of.AttributeTypes {
			members[name] = value(member, from.(map[string]any)[name], look)
		}
		return tftypes.NewValue(of, members)
	case tftypes.Map:
		members := map[string]tftypes.Value{}
		for name, member := range from.(map[string]any) {
			members[name] = value(of.ElementType, member, look)
		}
		return tftypes.NewValue(of, members)
	case tftypes.List:
		return tftypes.NewValue(of, elements(of.ElementType))
	case tftypes.Set:
		return tftypes.NewValue(of, elements(of.ElementType))
	}
	return tftypes.NewValue(of, from)
}

// reference is ${address.attribute}.
type reference struct{ address, attribute string }

func parseReference(text string) (reference, bool) {
	inner, opens := strings.CutPrefix(text, "${")
	inner, closes := strings.CutSuffix(inner, "}")
	at := strings.LastIndexByte(inner, '.')
	if !opens || !closes || at < 0 {
		return reference{}, false
	}
	return reference{inner[:at], inner[at+1:]}, true
}

// references are the addresses that a value refers to, each once, sorted.
func references(from any) (addresses []string) {
	switch from := from.(type) {
	case string:
		if to, isReference := parseReference(from); isReference {
			addresses = append(addresses, to.address)
		}
	case []any:
		for _, element := range from {
			addresses = append(addresses, references(element)...)
		}
	case map[string]any:
		for _, member := range from {
			addresses = append(addresses, references(member)...)
		}
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// attribute is one attribute of an object; null when there is no object.
func attribute(object tftypes.Value, name string) tftypes.Value {
	of := object.Type().(tftypes.Object).AttributeTypes[name]
	var members map[string]tftypes.Value
	if object.IsNull() || object.As(&members) != nil {
		return tftypes.NewValue(of, nil)
	}
	return members[name]
}

// proposed is the configuration over the prior state: what the configuration
// leaves out keeps its prior value if the provider computes it.
func (s resourceSchema) proposed(config, prior tftypes.Value) tftypes.Value {
	members := map[string]tftypes.Value{}
	for name := range s.of.AttributeTypes {
		members[name] = attribute(config, name)
		if members[name].IsNull() && s.computed[name] {
			members[name] = attribute(prior, name)
		}
	}
	return tftypes.NewValue(s.of, members)
}

// contradicts names the attributes that were promised and are something else.
func contradicts(promised, got tftypes.Value) (names []string) {
	if promised.IsNull() || got.IsNull() {
		if promised.IsNull() != got.IsNull() {
			names = append(names, "the whole object")
		}
		return names
	}
	for name := range promised.Type().(tftypes.Object).AttributeTypes {
		if before := attribute(promised, name); before.IsFullyKnown() && !before.Equal(attribute(got, name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// plain is a value as Go's maps, slices and scalars; null and unknown are nil.
func plain(from tftypes.Value) any {
	if from.IsNull() || !from.IsKnown() {
		return nil
	}
	switch of := from.Type(); {
	case of.Is(tftypes.String):
		var text string
		_ = from.As(&text)
		return text
	case of.Is(tftypes.Bool):
		var truth bool
		_ = from.As(&truth)
		return truth
	case of.Is(tftypes.Number):
		var number big.Float
		_ = from.As(&number)
		made, _ := number.Float64()
		return made
	case of.Is(tftypes.Object{}), of.Is(tftypes.Map{}):
		var members map[string]tftypes.Value
		_ = from.As(&members)
		made := map[string]any{}
		for name, member := range members {
			made[name] = plain(member)
		}
		return made
	case of.Is(tftypes.List{}), of.Is(tftypes.Set{}):
		var elements []tftypes.Value
		_ = from.As(&elements)
		made := []any{}
		for _, element := range elements {
			made = append(made, plain(element))
		}
		return made
	}
	return from.String()
}

func wire(v tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		panic(fmt.Sprintf("a value that fits its own type: %v", err))
	}
	return &dynamic
}

// unwire reads an answer; null when there is none.
func unwire(of tftypes.Type, dynamic *tfprotov6.DynamicValue) (tftypes.Value, error) {
	if dynamic == nil {
		return tftypes.NewValue(of, nil), nil
	}
	return dynamic.Unmarshal(of)
}

// Errors are the diagnostics that are errors, each as "summary: detail".
func Errors(diagnostics []*tfprotov6.Diagnostic) (failed []string) {
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			failed = append(failed, each.Summary+": "+each.Detail)
		}
	}
	return failed
}
