package store_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/store"
)

func TestWhatABackendComparesWithoutCaseKeepsItsForm(t *testing.T) {
	t.Parallel()
	for read, row := range map[string]struct{ prior, is types.String }{
		"jane@acme.example": {types.StringValue("Jane@acme.example"), types.StringValue("Jane@acme.example")},
		"joe@acme.example":  {types.StringValue("Jane@acme.example"), types.StringValue("joe@acme.example")},
		"imported":          {types.StringNull(), types.StringValue("imported")},
	} {
		if got := store.Folded(read, row.prior); !got.Equal(row.is) {
			t.Errorf("%s after %s is %s", read, row.prior, got)
		}
	}
}

func TestWhatIsHiddenKeepsWhatSomebodySet(t *testing.T) {
	t.Parallel()
	hidden := store.Hidden{"write_back", "channel"}
	shown, fallback := types.StringValue("shown"), types.StringValue("default")
	for name, row := range map[string]struct{ prior, is types.String }{
		"write_back.note": {types.StringValue("set"), types.StringValue("set")},
		"channel":         {types.StringNull(), fallback},
		"status":          {types.StringValue("set"), shown},
	} {
		if got := store.Shown(hidden, name, shown, row.prior, fallback); !got.Equal(row.is) {
			t.Errorf("%s is %s", name, got)
		}
	}
}
