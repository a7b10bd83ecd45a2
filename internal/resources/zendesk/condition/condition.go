// Package condition is the attribute "conditions" of the rules in Zendesk's own
// vocabulary: its schema, its checks, and both directions between it and what
// goes over the wire.
//
// One condition can be written in several ways (an operator left out, one value
// or a list of values). Reading keeps the way that prior state used, so that a
// plan stays empty until somebody changes what the condition says.
package condition

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// groups is the object as a struct.
type groups struct{ All, Any types.List }

// line is one condition as a struct.
type line struct {
	Field, Operator, Value types.String
	Values                 types.List
}

var lineAttributes = map[string]schema.Attribute{
	// Needed, but not Required: the framework then refuses an element that is
	// not known yet as a whole (terraform-plugin-framework v1.19).
	"field": schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Required. The field, in Zendesk's own word: `status`, `priority`, `group_id`, `current_tags`, `custom_fields_<id>`, …",
	},
	"operator": schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "The operator, in Zendesk's own word: `is`, `is_not`, `includes`, `changed`, `value` (\"changed to\"), … Required, except where Zendesk's reference says to omit it; it is `is` then.",
	},
	"value": schema.StringAttribute{
		Optional: true, Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("values"))},
		MarkdownDescription: "The value, always as a string. Leave it out where the operator takes none.",
	},
	"values": schema.ListAttribute{
		Optional: true, ElementType: types.StringType, Validators: []validator.List{attribute.NoNulls()},
		MarkdownDescription: "The values, where Zendesk takes an array. Set `value` or `values`, not both.",
	},
}

var lineType = schema.NestedAttributeObject{Attributes: lineAttributes}.Type().(types.ObjectType)

var groupType = types.ListType{ElemType: lineType}

var nullGroup = types.ListNull(lineType)

// Attribute is the schema of "conditions".
func Attribute(required bool, description string) schema.SingleNestedAttribute {
	group := func(description string) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{
			Optional: true, MarkdownDescription: description, Validators: []validator.List{attribute.NoNulls()},
			NestedObject: schema.NestedAttributeObject{Attributes: lineAttributes},
		}
	}
	return schema.SingleNestedAttribute{
		Required: required, Optional: !required, MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			"all": group("All of these must hold."),
			"any": group("At least one of these must hold."),
		},
	}
}

var objectAttributes = map[string]attr.Type{"all": groupType, "any": groupType}

// Wire is what the object says. Complete is false when a part of it is not
// known yet; the known conditions are given all the same.
func Wire(object types.Object) (conditions rules.Conditions, complete bool) {
	read, known := groupsOf(object)
	if read == nil {
		return rules.Conditions{}, known
	}
	complete = true
	group := func(list types.List) []rules.Condition {
		if list.IsUnknown() {
			complete = false
			return nil
		}
		var out []rules.Condition
		for _, element := range linesOf(list) {
			condition, known := element.wire()
			complete = complete && known
			out = append(out, condition.Filled())
		}
		return out
	}
	conditions.All, conditions.Any = group(read.All), group(read.Any)
	return conditions, complete
}

// wire gives the condition, and whether all of it is known.
func (l line) wire() (rules.Condition, bool) {
	condition := rules.Condition{Field: l.Field.ValueString(), Operator: l.Operator.ValueString()}
	known := !l.Field.IsUnknown() && !l.Operator.IsUnknown() && !l.Value.IsUnknown() && !l.Values.IsUnknown()
	switch {
	case !l.Values.IsNull() && !l.Values.IsUnknown():
		texts, complete := attribute.Texts(l.Values)
		condition.Value = rules.List(texts...)
		known = known && complete
	case !l.Value.IsNull():
		condition.Value = rules.Text(l.Value.ValueString())
	}
	if condition.Operator == "" && known {
		condition.Operator = "is"
	}
	return condition, known
}
