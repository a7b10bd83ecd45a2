package zendesk

import (
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
)

// roots are the objects that the help desk's placeholders start from.
var roots = []string{"ticket", "current_user", "satisfaction"}

// Bindings turns what a user wrote as a sample into what the placeholders see: tags given as a list become one string
// with spaces between them, and a checkbox given as a bool becomes 1 or 0. Sample holds strings, bools,
// json.Number, []any and maps of these. The error is [argument.Problems], with paths from "sample" on.
func Bindings(sample map[string]any) (map[string]any, error) {
	var problems argument.Problems
	bindings := map[string]any{}
	for _, root := range slices.Sorted(maps.Keys(sample)) {
		at := "sample." + root
		if !slices.Contains(roots, root) {
			problems.Add(at, argument.UnknownKey("key", root, roots))
			continue
		}
		switch value := sample[root].(type) {
		case nil:
		case map[string]any:
			bindings[root] = placeholders(at, value, &problems)
		default:
			problems.Add(at, "must be an object, not "+argument.Kind(value))
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return bindings, nil
}

func placeholders(path string, object map[string]any, problems *argument.Problems) map[string]any {
	out := make(map[string]any, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := path + "." + name
		switch value := object[name].(type) {
		case map[string]any:
			out[name] = placeholders(at, value, problems)
		case []any:
			out[name] = value
			if name == "tags" {
				out[name] = tagString(at, value, problems)
			}
		case bool:
			out[name] = value
			if strings.HasPrefix(name, "ticket_field_") {
				out[name] = map[bool]string{true: vocabulary.Ticked, false: vocabulary.Unticked}[value]
			}
		default:
			out[name] = value
		}
	}
	return out
}

func tagString(path string, tags []any, problems *argument.Problems) string {
	texts := make([]string, len(tags))
	for i, tag := range tags {
		s, ok := tag.(string)
		if !ok || s == "" || strings.ContainsAny(s, " \t\n\v\f\r") {
			problems.Add(argument.Index(path, i), "must be a tag: text without spaces")
		}
		texts[i] = s
	}
	return strings.Join(texts, " ")
}
