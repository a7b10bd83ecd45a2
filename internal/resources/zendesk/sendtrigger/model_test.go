package sendtrigger

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Zendesk keeps the order in which conditions and tags are written, Terraform's
// sets have none: what goes over the wire is sorted, so that it never changes
// by itself.
func TestWhatTheResourceWritesIsInOneOrder(t *testing.T) {
	set := func(texts ...string) types.Set {
		var elements []attr.Value
		for _, text := range texts {
			elements = append(elements, types.StringValue(text))
		}
		return types.SetValueMust(types.StringType, elements)
	}
	var m Model
	m.Channels = set("200", "whatsapp", "chat")
	m.ExcludeTags = set("vip", "b", "a")
	m.ExcludeCheckboxFieldIDs = set("100", "25", "3")
	generated, complete := m.generated()
	if !complete {
		t.Fatal("all of it is known")
	}
	var all, any []string
	for _, c := range generated.All {
		all = append(all, c.String())
	}
	for _, c := range generated.Any {
		any = append(any, c.String())
	}
	for i, want := range []string{
		`status value "solved"`, `current_tags not_includes "a b vip"`,
		`custom_fields_3 is "false"`, `custom_fields_25 is "false"`, `custom_fields_100 is "false"`,
	} {
		if i >= len(all) || all[i] != want {
			t.Errorf("all[%d] is not %s: %q", i, want, all)
		}
	}
	for i, want := range []string{`via_id is "29"`, `via_id is "74"`, `via_id is "200"`} {
		if i >= len(any) || any[i] != want {
			t.Errorf("any[%d] is not %s: %q", i, want, any)
		}
	}
}
