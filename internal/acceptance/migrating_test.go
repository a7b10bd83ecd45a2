package acceptance

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	terraformBlock = regexp.MustCompile("(?s)```terraform\n(.*?)```")
	movedBlock     = regexp.MustCompile(`(?s)moved \{.*?\n\}\n`)
)

// asTheOtherMadeIt is what the guide's first configuration makes, by the id that
// the guide prints.
func asTheOtherMadeIt(a *account) map[string]string {
	made := func(path, kind string, object map[string]any) string {
		a.t.Helper()
		return number(a.call(http.MethodPost, path, map[string]any{kind: object})[kind].(map[string]any)["id"])
	}
	condition := func(field, operator, value string) any {
		return map[string]any{"field": field, "operator": operator, "value": value}
	}
	ids := map[string]string{}
	ids["360000217439"] = made("/targets", "target", map[string]any{
		"type": "http_target", "title": "Survey backend", "target_url": "https://surveys.example.com/hook", "method": "post",
		"content_type": "application/json", "username": "zendesk", "password": "theirs",
	})
	ids["360047521234"] = made("/ticket_fields", "ticket_field", map[string]any{"type": "checkbox", "title": "Do not survey"})
	box := "custom_fields_" + ids["360047521234"]
	ids["360099871122"] = made("/triggers", "trigger", map[string]any{
		"title": "Do not survey VIPs", "conditions": map[string]any{"all": []any{condition("current_tags", "includes", "vip")}},
		"actions": []any{map[string]any{"field": box, "value": "true"}},
	})
	ids["360099871133"] = made("/triggers", "trigger", map[string]any{
		"title":      "Survey after chats",
		"conditions": map[string]any{"all": []any{condition(box, "is_not", "true"), condition("via_id", "is", "29"), condition("status", "value", "solved")}}, // a set
		"actions":    []any{map[string]any{"field": "notification_target", "value": []any{ids["360000217439"], `{"customer": "{{ticket.requester.email}}"}`}}},
	})
	return ids
}

// What the guide on migrating offers for pasting is pasted, both ways.
func TestTheConfigurationsInTheGuideOnMigrating(t *testing.T) {
	t.Parallel()
	guide := strings.ReplaceAll(readFile(t, "../../templates/guides/migrating.md.tmpl"), `{{"{{"}}`, "{{")
	var blocks []string
	for _, found := range terraformBlock.FindAllStringSubmatch(guide, -1) {
		blocks = append(blocks, found[1])
	}
	if len(blocks) != 3 {
		t.Fatalf("before, moved blocks, import blocks expected, got %d", len(blocks))
	}
	byMoving := blocks[1]
	made := movedBlock.ReplaceAllString(byMoving, "")
	providerFolder, cli := buildProvider(t)
	for way, configuration := range map[string]string{"moved": byMoving, "import": made + blocks[2]} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			ids := asTheOtherMadeIt(a)
			for documented, id := range ids {
				configuration = strings.ReplaceAll(configuration, documented, id)
			}
			w := a.workspace(providerFolder, cli, map[string]string{"survey_key": "ours"})
			w.write("terraform.tfstate", stateOf(map[string]entry{
				"zendesk_target.surveys": {records["http_target"][0], ids["360000217439"]}, "zendesk_ticket_field.do_not_survey": {records["ticket_field"][0], ids["360047521234"]},
				"zendesk_trigger.vip": {records["exclusion_trigger"][0], ids["360099871122"]}, "zendesk_trigger.chat": {records["exclusion_trigger"][0], ids["360099871133"]},
			}))
			w.knowTheOthers()
			if way == "import" {
				w.setenv(otherAccount + "=acme")
			}
			w.configure(configuration)
			a.forget()
			for _, change := range w.plan().ResourceChanges {
				action, differing := change.Change.Actions, changed(change.Change)
				switch {
				case strings.HasPrefix(change.Address, "zendesk_"):
					if !action.Forget() {
						t.Errorf("%s: %v", change.Address, action)
					}
				case change.Address == "surveytrigger_zendesk_http_target.surveys":
					if !action.Update() || !slices.Equal(differing, []string{"password_wo_version"}) {
						t.Errorf("%s: %v of %v", change.Address, action, differing)
					}
				case !action.NoOp():
					t.Errorf("%s: %v of %v", change.Address, action, differing)
				}
			}
			w.apply()
			if writes := a.writes(); len(writes) != 1 || writes[0].String() != "PUT /api/v2/targets/"+ids["360000217439"] {
				t.Errorf("only the password is sent, got %s", describe(writes))
			}
			w.configure(made)
			w.forgetTheOthers()
			w.noChanges()
		})
	}
}
