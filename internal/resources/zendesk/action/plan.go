package action

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Plan is what is planned for what the configuration says. Base and shown are of
// the state, nil and null on create; own are the resource's own actions as planned,
// and ownBefore as in the state. The same action may be there a second time.
func Plan(configured types.List, base *lifecycle.Base, shown types.List, own, ownBefore []rules.Action) (types.List, error) {
	if err := errors.Join(readable(configured), readable(shown)); err != nil {
		return configured, err
	}
	wanted, known := in(configured)
	switch {
	case !known:
		return configured, nil
	case base == nil && len(wanted) > 0:
		return configured, lifecycle.At(Path, "A new resource has no unmanaged actions",
			"unmanaged_actions is for further actions of an imported rule. Leave it out: a new rule has only the actions of the other attributes.")
	case base == nil:
		return None, nil
	}
	there, _ := in(shown)
	taken := without(own, ownBefore)
	before := kept(recall(base))
	switch stay := without(there, without(there, before)); {
	case configured.IsNull():
		wanted = without(stay, taken)
	case len(wanted) == 0 || same(wanted, there) || same(wanted, before):
	default:
		return configured, lifecycle.At(Path, "Unmanaged actions cannot be changed",
			"Leave unmanaged_actions out to keep what was there when the rule was imported, write [] to remove it, or write exactly what is there:\n\n%s", listed(there))
	}
	for _, each := range wanted {
		if len(without([]rules.Action{each}, taken)) == 0 {
			return configured, lifecycle.At(Path, "The action is set already",
				"The resource adds %s by itself, from its other attributes. Remove it here.", text(each).ValueString())
		}
	}
	switch {
	case same(wanted, there):
		return shown, nil // in the form of state
	case configured.IsNull():
		return listOf(wanted), nil
	default:
		return configured, nil
	}
}

func listed(actions []rules.Action) string {
	if len(actions) == 0 {
		return "  (there is none)"
	}
	lines := make([]string, 0, len(actions))
	for _, each := range actions {
		lines = append(lines, fmt.Sprintf("  %s", text(each).ValueString()))
	}
	return strings.Join(lines, "\n")
}
