package lifecycle

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Verifiable is embedded, besides [Base], in the model of a resource with a
// [Verification].
type Verifiable struct {
	// Reconciliation is "managed" or "verified".
	Reconciliation types.String `tfsdk:"reconciliation"`
	// Unverifiable are the declared attributes that the API does not show.
	Unverifiable types.Set `tfsdk:"unverifiable"`
}

func (v *Verifiable) verifiable() *Verifiable { return v }

// How a resource becomes what is declared.
const (
	managed  = "managed"
	verified = "verified"
)

// Verification is for objects that some clients can read and not write. With such a
// client the resource is declared and verified: what the API shows is compared with
// what is declared, a difference is an error with the steps that a person has to take,
// and Update and Delete of the [Definition] are not called.
type Verification[C Client, M any] struct {
	// Verified reports that the client cannot write the objects.
	Verified func(client C) bool
	// Kept reports that a delete leaves the objects, so that a create adopts one that is
	// declared like it, whatever its state. Nil means never.
	Kept func(client C) bool
	// Hidden are the attributes that the client's API does not show; "write_back.note"
	// is one of a nested object. Where the client can write, none is compared.
	Hidden func(client C) []string
	// Identity are the attributes that say which object is meant: another value means
	// another object, if the client cannot write.
	Identity []string
	// Find gives what the API shows of the declared object, by its id or, while it has
	// none, by its other attributes; nil when there is no such object. What the API does
	// not show is as declared.
	Find func(ctx context.Context, client C, declared *M) (shown *M, err error)
	// Steps are what a person has to do, in order and in the vendor's own words, to make
	// of what is shown what is declared; shown is nil where there is no object. None for
	// such a one says that Create makes it.
	Steps func(client C, declared, shown *M) []string
	// Ending are the steps that end the object's effect.
	Ending func(client C, state *M) []string
	// Leave refuses to replace an object that would go on having its effect, beside what
	// replaces it. May be nil.
	Leave func(ctx context.Context, client C, state *M) error
	// Title is the object for people, with its kind: `survey "Happy?"`. It is asked for
	// before Steps and Ending, and only for a message.
	Title func(ctx context.Context, client C, m *M) string
}

// verificationAttributes are those of [Verifiable].
func verificationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"reconciliation": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "`managed` where the API can write it. `verified` where the API can only show it: an apply changes nothing, " +
				"compares what the API shows with what is declared, and where they differ fails with the steps that a person has to take.",
		},
		"unverifiable": schema.SetAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The declared attributes that the API does not show. They are taken on trust: a change of them outside Terraform is not seen.",
		},
	}
}

// verifies reports that the resource is verified at the client, not managed.
func (e *envelope[C, M, P]) verifies(client C) bool {
	return e.definition.Verification != nil && e.definition.Verification.Verified(client)
}

// keeps reports that the client keeps what is deleted.
func (e *envelope[C, M, P]) keeps(client C) bool {
	return e.definition.Verification != nil && e.definition.Verification.Kept != nil && e.definition.Verification.Kept(client)
}

// note fills in how a resource is reconciled.
func (e *envelope[C, M, P]) note(client C, model *M) {
	if e.definition.Verification == nil {
		return
	}
	mode := verifiableOf[M, P](model)
	mode.Unverifiable = types.SetUnknown(types.StringType)
	e.settle(client, model)
}

// expect is note for the plan of what is verified. Which attributes are hidden depends
// on the answers so far, and these differ when Terraform plans once more in the apply:
// so it is as in state where the same attributes have values, and else not known.
func (e *envelope[C, M, P]) expect(p *Planning[C, M]) {
	mode := verifiableOf[M, P](p.Plan)
	mode.Reconciliation, mode.Unverifiable = types.StringValue(verified), types.SetUnknown(types.StringType)
	if p.State == nil {
		return
	}
	if known := verifiableOf[M, P](p.State).Unverifiable; !known.IsNull() && slices.Equal(e.valued(p.Plan), e.valued(p.State)) {
		mode.Unverifiable = known
	}
}

// valued are the attributes that a configuration can set and that have a value, those
// inside nested objects too, sorted.
func (e *envelope[C, M, P]) valued(model *M) (names []string) {
	for name, attribute := range e.definition.Schema.Attributes {
		if !attribute.IsRequired() && !attribute.IsOptional() {
			continue
		}
		value := attributeOf(model, name)
		if value == nil || value.IsNull() {
			continue
		}
		names = append(names, name)
		if object, isObject := value.(types.Object); isObject {
			for inner, value := range object.Attributes() {
				if !value.IsNull() {
					names = append(names, name+"."+inner)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

// settle is note for a plan that is applied: what it says stays.
func (e *envelope[C, M, P]) settle(client C, model *M) {
	if e.definition.Verification == nil {
		return
	}
	mode := verifiableOf[M, P](model)
	mode.Reconciliation = types.StringValue(managed)
	if e.verifies(client) {
		mode.Reconciliation = types.StringValue(verified)
	}
	if mode.Unverifiable.IsUnknown() {
		mode.Unverifiable = declared(model, e.definition.Verification.Hidden(client))
	}
}

func verifiableOf[M any, P model[M]](model *M) *Verifiable {
	return any(P(model)).(interface{ verifiable() *Verifiable }).verifiable()
}

// declared is the set of those names whose attributes have a value. It is not known
// while one of these is not.
func declared(model any, names []string) types.Set {
	values := []attr.Value{}
	for _, name := range names {
		switch value := attributeOf(model, name); {
		case value == nil || value.IsNull():
		case value.IsUnknown():
			return types.SetUnknown(types.StringType)
		default:
			values = append(values, types.StringValue(name))
		}
	}
	return types.SetValueMust(types.StringType, values)
}

// attributeOf is the value of an attribute of a model, or of one inside a nested
// object; nil if the object that it would be in is null.
func attributeOf(model any, name string) attr.Value {
	root, inner, nested := strings.Cut(name, ".")
	value := attributesOf(reflect.ValueOf(model).Elem())[root]
	for nested && value != nil {
		object, isObject := value.(types.Object)
		if !isObject || object.IsUnknown() {
			break
		}
		root, inner, nested = strings.Cut(inner, ".")
		value = object.Attributes()[root]
	}
	return value
}

// attributesOf are the values of a model, by attribute.
func attributesOf(model reflect.Value) map[string]attr.Value {
	values := map[string]attr.Value{}
	for i := range model.NumField() {
		field := model.Type().Field(i)
		if field.Anonymous {
			maps.Copy(values, attributesOf(model.Field(i)))
		} else if value, isValue := reading(model.Field(i)).(attr.Value); isValue {
			values[field.Tag.Get("tfsdk")] = value
		}
	}
	return values
}

func reading(field reflect.Value) any {
	if !field.CanInterface() {
		return nil
	}
	return field.Interface()
}

// keepForm keeps what prior state says of an attribute where that asks for no step: the
// API says the same in another form, or shows the vendor's own value where none is
// declared.
func (e *envelope[C, M, P]) keepForm(client C, prior, state *M) {
	if !e.verifies(client) {
		return
	}
	of := reflect.TypeFor[M]()
	was, is := reflect.ValueOf(prior).Elem(), reflect.ValueOf(state).Elem()
	for i := range of.NumField() {
		attribute, isOurs := e.definition.Schema.Attributes[of.Field(i).Tag.Get("tfsdk")]
		if !isOurs || !attribute.IsRequired() && !attribute.IsOptional() || reflect.DeepEqual(was.Field(i).Interface(), is.Field(i).Interface()) {
			continue
		}
		declared := *state
		reflect.ValueOf(&declared).Elem().Field(i).Set(was.Field(i))
		if len(e.definition.Verification.Steps(client, &declared, state)) == 0 {
			is.Field(i).Set(was.Field(i))
		}
	}
}

// fill takes what is not known of a model from another one.
func fill(model, from reflect.Value) {
	for i := range model.NumField() {
		if field := model.Type().Field(i); field.Anonymous {
			fill(model.Field(i), from.Field(i))
		} else if value, isValue := reading(model.Field(i)).(attr.Value); isValue && value.IsUnknown() {
			model.Field(i).Set(from.Field(i))
		}
	}
}

// settled reports that all of a configuration is known but what is hidden.
func settled(config tftypes.Value, hidden []string) bool {
	known := true
	_ = tftypes.Walk(config, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		if slices.Contains(hidden, dotted(at)) {
			return false, nil
		}
		known = known && value.IsKnown()
		return known, nil
	})
	return known
}

// dotted is the path of an attribute as [Verification].Hidden has it.
func dotted(at *tftypes.AttributePath) string {
	var names []string
	for _, step := range at.Steps() {
		name, isName := step.(tftypes.AttributeName)
		if !isName {
			break
		}
		names = append(names, string(name))
	}
	return strings.Join(names, ".")
}
