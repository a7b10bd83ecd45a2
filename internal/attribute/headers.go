package attribute

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Headers gives the map as strings.
func Headers(value types.Map) map[string]string {
	headers := map[string]string{}
	for name, element := range value.Elements() {
		if text, ok := element.(types.String); ok {
			headers[name] = text.ValueString()
		}
	}
	return headers
}

// HasHeader reports whether the names hold this one, whatever its case.
func HasHeader(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}

// SecretHeaderNames is the key under which private state has the names of write-only
// headers. Nothing has their values.
type SecretHeaderNames struct{ lifecycle.Key }

// SecretHeadersSent are those of a resource with one set of such headers.
var SecretHeadersSent = SecretHeaderNames{lifecycle.KeyOf[[]string]("secret_headers")}

// Of are the names of the headers that were sent last.
func (n SecretHeaderNames) Of(base *lifecycle.Base) (names []string) {
	base.Recall(n.Key, &names)
	return names
}

// Keep replaces them.
func (n SecretHeaderNames) Keep(base *lifecycle.Base, names []string) {
	if len(names) == 0 {
		base.Remember(n.Key, nil)
		return
	}
	base.Remember(n.Key, slices.Sorted(slices.Values(names)))
}

// SecretHeaders are write-only headers, as the plan or the update of an existing object
// has them.
type SecretHeaders struct {
	WriteOnly
	At path.Path
	// Stored are the names of those that were sent last.
	Stored []string
}

// CheckSent refuses other names in a plan that changes nothing else and so sends nothing.
func (h SecretHeaders) CheckSent() error {
	added, removed := h.difference()
	if !Set(h.Value) || len(added)+len(removed) == 0 {
		return nil
	}
	return lifecycle.At(h.At, "Secret headers would not be sent",
		"The header names in %s changed (%s), but Terraform does not see a change of a write-only value: nothing would be sent.\n\nSet %s, or raise it.", h.At, listed(added, removed), h.VersionAt)
}

// Change gives what an update sends: all headers, and the names of those to remove. Sends
// is false when nothing is sent.
func (h SecretHeaders) Change() (headers map[string]string, removed []string, sends bool) {
	added, removed := h.difference()
	if h.Value.IsNull() || !h.Rotates() && len(added)+len(removed) == 0 {
		return nil, nil, false
	}
	return Headers(h.configured()), removed, true
}

func (h SecretHeaders) configured() types.Map {
	headers, _ := h.Value.(types.Map)
	return headers
}

func (h SecretHeaders) difference() (added, removed []string) {
	configured := slices.Sorted(maps.Keys(h.configured().Elements()))
	added = slices.DeleteFunc(slices.Clone(configured), func(name string) bool { return HasHeader(h.Stored, name) })
	removed = slices.DeleteFunc(slices.Clone(h.Stored), func(name string) bool { return HasHeader(configured, name) })
	return added, removed
}

func listed(added, removed []string) string {
	var parts []string
	if len(added) > 0 {
		parts = append(parts, fmt.Sprintf("new: %s", strings.Join(added, ", ")))
	}
	if len(removed) > 0 {
		parts = append(parts, fmt.Sprintf("removed: %s", strings.Join(removed, ", ")))
	}
	return strings.Join(parts, "; ")
}
