package action

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// What an account answers goes back as it came, whatever its shape.
func TestNoActionOfAnAccountIsDropped(t *testing.T) {
	for _, answer := range []string{
		`{"field":"priority","value":"low"}`, `{"field":"priority","value":null}`, `{"field":"priority"}`, `{"field":"priority","value":[]}`,
		`{"field":"notification_user","value":[["a",null],7,true,12345678901234567890]}`, `{"field":"","value":"low"}`, `{"value":["low"]}`, `{}`,
	} {
		var read rules.Action
		if err := json.Unmarshal([]byte(answer), &read); err != nil {
			t.Fatal(err)
		}
		base := &lifecycle.Base{}
		shown := Read([]rules.Action{read}).Show(base)
		wired, complete := Wire(base, nil, shown)
		if !complete || len(wired) != 1 || !wired[0].Equal(read) {
			t.Errorf("%s is shown as %s and written as %v", answer, shown, wired)
		}
		if planned, err := Plan(types.ListNull(types.StringType), base, shown, nil, nil); err != nil {
			t.Errorf("%s: %v, planned %s", answer, err, planned)
		}
	}
}

// What cannot be read is an error, in the configuration and in state.
func TestWhatIsNoActionIsAnError(t *testing.T) {
	none, bad := types.ListNull(types.StringType), types.ListValueMust(types.StringType, []attr.Value{types.StringValue(`{"field":"a","value":{}}`)})
	for name, err := range map[string]error{
		"configured": second(Plan(bad, &lifecycle.Base{}, none, nil, nil)), "shown": second(Plan(none, &lifecycle.Base{}, bad, nil, nil)),
	} {
		if err == nil || !strings.Contains(err.Error(), "Not an action") {
			t.Errorf("%s: an error expected, got %v", name, err)
		}
	}
}

func second(_ types.List, err error) error { return err }
