package condition

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// groupsOf reads the object: nil when it is null; known is false when it is not known
// yet. Every check of every rule does, so it goes without the framework's reflection.
func groupsOf(object types.Object) (read *groups, known bool) {
	if object.IsNull() || object.IsUnknown() {
		return nil, object.IsNull()
	}
	attributes := object.Attributes()
	return &groups{All: attributes["all"].(types.List), Any: attributes["any"].(types.List)}, true
}

// IsOpen reports whether the object, or one of its groups as a whole, is not known yet.
func IsOpen(object types.Object) bool {
	read, known := groupsOf(object)
	return !known || read != nil && (read.All.IsUnknown() || read.Any.IsUnknown())
}

// linesOf reads a group likewise. A line that is not known yet has a field that is not.
func linesOf(list types.List) []line {
	var lines []line
	for _, element := range list.Elements() {
		object, _ := element.(types.Object)
		if object.IsNull() || object.IsUnknown() {
			lines = append(lines, line{Field: types.StringUnknown()})
			continue
		}
		attributes := object.Attributes()
		lines = append(lines, line{
			Field: attributes["field"].(types.String), Operator: attributes["operator"].(types.String),
			Value: attributes["value"].(types.String), Values: attributes["values"].(types.List),
		})
	}
	return lines
}

// object is the line as an element of a group.
func (l line) object() types.Object {
	return types.ObjectValueMust(lineType.AttrTypes, map[string]attr.Value{
		"field": l.Field, "operator": l.Operator, "value": l.Value, "values": l.Values,
	})
}
