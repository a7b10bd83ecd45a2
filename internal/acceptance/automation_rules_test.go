package acceptance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// quietMistakes are what Zendesk's own rules for automations forbid. What the
// resource writes itself already keeps to them.
var quietMistakes = []mistake{
	{"hours_in_any", "send_automation", quietly(map[string]any{"conditions": map[string]any{"any": []any{condition("priority", "is", "high"), condition("updated_at", "greater_than", "3")}}}), `conditions.any[1]`, "Zendesk would refuse this automation", `counts hours, which an automation can do in "all" only`},
	{"half_an_hour", "send_automation", quietly(map[string]any{"conditions": when(condition("updated_at", "greater_than", "1.5"))}), `conditions.all[0].value`, tooLate, `counts whole hours`},
	{"negative_hours", "send_automation", quietly(map[string]any{"conditions": when(condition("OPEN", "is", "-1"))}), `conditions.all[0].value`, tooLate, `counts whole hours`},
	{"no_hours", "send_automation", quietly(map[string]any{"hours_since_solved": 0}), `hours_since_solved`, "Invalid Attribute Value", `between 1 and 671`},
	{"hours_of_a_month", "send_automation", quietly(map[string]any{"hours_since_solved": 672}), `hours_since_solved`, "Invalid Attribute Value", `between 1 and 671`},
	{"a_change", "send_automation", quietly(map[string]any{"conditions": when(condition("priority", "changed", nil))}), `conditions.all[0].operator`, tooLate, `automations run once an hour and see no update`},
	{"changed_to", "send_automation", quietly(map[string]any{"conditions": when(condition("status", "value", "solved"))}), `conditions.all[0].operator`, tooLate, `automations run once an hour and see no update`},
	{"a_field_of_updates", "send_automation", quietly(map[string]any{"conditions": when(condition("comment_is_public", "is", "true"))}), `conditions.all[0].field`, tooLate, `triggers have it`},
	{"repeated_solved", "send_automation", quietly(map[string]any{"conditions": when(condition("status", "is", "solved"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"repeated_hours", "send_automation", quietly(map[string]any{"conditions": when(condition("SOLVED", "greater_than", "1"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"repeated_privacy", "send_automation", quietly(map[string]any{"conditions": when(condition("ticket_is_public", "", "public"))}), `conditions.all[0]`, "The condition is set already", `Remove it here`},
	{"quiet_tag_of_two", "send_automation", quietly(map[string]any{"sent_tag": "not surveyed"}), `sent_tag`, "Zendesk would store another tag", `white space`},
	{"quiet_nothing_to_notify", "send_automation", quietly(map[string]any{"webhook_id": nil}), `webhook_id`, "Invalid Attribute Combination", `No attribute specified when one (and only one) of [webhook_id,target_id] is required`},
	{"quiet_two_targets", "send_automation", quietly(map[string]any{"target_id": "25"}), `webhook_id`, "Invalid Attribute Combination", `2 attributes specified when one (and only one) of [webhook_id,target_id] is required`},
	{"quiet_broken_payload", "send_automation", quietly(map[string]any{"payload": `{"name": "{{ticket.requester.name}}"}`}), `payload`, "The payload can become broken JSON", `sample ticket "quotes"`},
	{"quiet_too_large", "send_automation", quietly(map[string]any{"payload": `{"a": "` + strings.Repeat("x", 65_000) + `"}`}), `payload`, "The rule is too large", `65 KB`},
	{"target_by_name", "send_automation", quietly(map[string]any{"webhook_id": nil, "target_id": "Old"}), `target_id`, "Invalid Attribute Value Match", `decimal digits`},
	{"target_plain_http", "http_target", map[string]any{"title": "Old", "url": "http://surveys.example.com"}, `url`, "Not a URL that Zendesk may call", `use https`},
	{"target_credentials_in_the_url", "http_target", map[string]any{"title": "Old", "url": "https://me:secret@surveys.example.com"}, `url`, "Not a URL that Zendesk may call", `Use username and password_wo`},
	{"target_method", "http_target", map[string]any{"title": "Old", "url": "https://surveys.example.com", "method": "POST"}, `method`, "Invalid Attribute Value Match", `"post"`},
	{"target_content_type", "http_target", map[string]any{"title": "Old", "url": "https://surveys.example.com", "content_type": "text/plain"}, `content_type`, "Unknown content type", "`application/json`"},
	{"target_without_user", "http_target", map[string]any{"title": "Old", "url": "https://surveys.example.com", "password_wo": "x"}, `password_wo`, "Invalid Attribute Combination", `"username" must be specified when "password_wo" is specified`},
	{"target_without_password", "http_target", map[string]any{"title": "Old", "url": "https://surveys.example.com", "username": "connect"}, `password_wo`, "The password is missing", `set "password_wo"`},
	{"target_huge_version", "http_target", map[string]any{"title": "Old", "url": "https://surveys.example.com", "password_wo_version": 1 << 54}, `password_wo_version`, "Invalid Attribute Value", `between 0 and`},
}

// The webhook is made in the same apply, so its id is not known yet: what is
// wrong is seen all the same.
func TestHoursInAnyAreRefusedBeforeTheWebhookIsKnown(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.config("%s", automations.prelude+automations.block("quiet", tagged("surveyed"), attributes{
			"conditions": `{ any = [{ field = "updated_at", operator = "greater_than", value = "3" }] }`,
		})),
		PlanOnly:    true,
		ExpectError: regexp.MustCompile(`(?s)Zendesk would refuse this automation.*"updated_at"\s+counts\s+hours`),
	})
}

// fill makes automations until the account runs as many as it can but some.
func (a *account) fill(but int) {
	a.t.Helper()
	running := 0
	for _, each := range a.list("/automations", "automations") {
		if each["active"] == true {
			running++
		}
	}
	for i := range 500 - running - but {
		tag := fmt.Sprintf("full_%d", i)
		a.quietByHand(tag, rule(lines(isSolvedLine, twoHoursLine, withoutTags(tag)), ``, addTag(tag)))
	}
}

// Five hundred run: one more is refused by the plan, whether it is made or
// switched on. One that does not run has room.
func TestTheAutomationThatIsOneTooManyIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	off, other := attributes{"active": "false"}, tagged("other")
	made := a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed"), off)
	a.fill(0)
	w := a.shell(made)
	w.apply()
	refused := func(what, address string) {
		t.Helper()
		found := w.errors("plan")
		if len(found) != 1 || found[0].Summary != "The account runs 500 automations already" || found[0].Address != address || !strings.Contains(found[0].Detail, "active = false") {
			t.Errorf("%s: got %v", what, found)
		}
	}
	w.configure(made + automations.block("more", other))
	refused("one more", automations.address("more"))
	w.configure(a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed")))
	refused("one that is switched on", automations.address("quiet"))
	w.configure(strings.ReplaceAll(made, `title = "quiet"`, `title = "Renamed"`) + automations.block("more", other, off))
	w.apply()

	full := a.automation(`"value":"full_0"`)
	a.switched(full, false)
	w.configure(made + automations.block("more", other))
	w.apply()
	w.noChanges()
	// It is one of the five hundred now, and its changes are no reason to refuse.
	w.configure(made + automations.block("more", other, attributes{"hours_since_solved": "5"}))
	w.apply()
	w.noChanges()
}
