package payload

import (
	"maps"
	"slices"
	"strings"
)

// roots are the objects that the help desk's placeholders start from.
var roots = []string{"ticket", "current_user", "satisfaction"}

// Bindings turns what a user wrote as a sample into what the placeholders see: tags given as a list become one string
// with spaces between them, and a checkbox given as a bool becomes 1 or 0. Sample holds what ParseStellaConnect's options
// hold, and maps of these. The error is Problems, with paths from "sample" on.
func Bindings(sample map[string]any) (map[string]any, error) {
	var problems Problems
	bindings := map[string]any{}
	for _, root := range slices.Sorted(maps.Keys(sample)) {
		at := "sample." + root
		if !slices.Contains(roots, root) {
			problems.add(at, unknownKey("key", root, roots))
			continue
		}
		switch value := sample[root].(type) {
		case nil:
		case map[string]any:
			bindings[root] = placeholders(at, value, &problems)
		default:
			problems.add(at, "must be an object, not "+kind(value))
		}
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return bindings, nil
}

func placeholders(path string, object map[string]any, problems *Problems) map[string]any {
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
				out[name] = map[bool]string{true: "1", false: "0"}[value]
			}
		default:
			out[name] = value
		}
	}
	return out
}

func tagString(path string, tags []any, problems *Problems) string {
	texts := make([]string, len(tags))
	for i, tag := range tags {
		s, ok := tag.(string)
		if !ok || s == "" || strings.ContainsAny(s, whitespace) {
			problems.add(index(path, i), "must be a tag: text without spaces")
		}
		texts[i] = s
	}
	return strings.Join(texts, " ")
}
