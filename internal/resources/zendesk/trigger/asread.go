package trigger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// AsRead remembers what a trigger or automation did when it was read or written last.
// Zendesk replaces all conditions and actions of one, so that a saved plan would undo what
// somebody has changed since, and no plan would ever show it.
var AsRead = lifecycle.KeyOf[string]("as_read")

// RememberRule keeps what a trigger or automation does now.
func RememberRule(b *lifecycle.Base, conditions rules.Conditions, actions []rules.Action) {
	b.Remember(AsRead, fingerprint(conditions, actions))
}

// CheckAsRead refuses to write conditions and actions over others than those that were
// remembered. Of a resource that remembers none it knows nothing.
func CheckAsRead(b *lifecycle.Base, title, id string, conditions rules.Conditions, actions []rules.Action) error {
	var known string
	if !b.Recall(AsRead, &known) || known == fingerprint(conditions, actions) {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "Changed since this was planned",
		Detail: fmt.Sprintf("%q (%s) has other conditions or actions now than when this was planned. It was not changed, because what was changed since would be lost.\n\n"+
			"Plan again: the plan shows the difference.", title, id),
	}
}

// fingerprint is the same for the same conditions and actions.
func fingerprint(conditions rules.Conditions, actions []rules.Action) string {
	data, err := json.Marshal(rules.Rule{Conditions: conditions, Actions: actions})
	if err != nil {
		panic(err) // a rule holds nothing that JSON cannot
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
