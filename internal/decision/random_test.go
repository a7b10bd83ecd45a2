package decision

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// gamble makes accounts and tickets by chance.
type gamble struct {
	*rand.Rand

	// wide adds what nobody can know from a ticket, and positions that several triggers share.
	wide bool

	checkbox, untagged, drop, multi, note       string // ids of custom fields
	hook, quiet, other, target                  string // ids of receivers
	group, brand, form                          Named
	categories                                  []string
	tags, channels, statuses, priorities, kinds []string
}

func pick[T any](g *gamble, from ...T) T { return from[g.IntN(len(from))] }

func (g *gamble) chance(percent int) bool { return g.IntN(100) < percent }

func openGamble(t *testing.T, seed uint64) (*desk, *gamble) {
	g := &gamble{Rand: rand.New(rand.NewPCG(seed, 1)), wide: seed%2 == 1}
	settings := zendesk.DefaultSettings()
	settings.Renumber = !g.wide
	settings.CategoriesEnabled = g.chance(85)
	d := openDesk(t, settings)
	g.fill(d, settings.CategoriesEnabled)
	return d, g
}

func (g *gamble) fill(d *desk, categories bool) {
	field := func(members object) string {
		members["title"] = members["type"]
		return text(d.create("/ticket_fields", "ticket_field", members)["id"])
	}
	options := func(values ...string) (all []object) {
		for _, value := range values {
			all = append(all, object{"name": strings.ToUpper(value), "value": value})
		}
		return all
	}
	hook := func(name, status string) string {
		return text(d.create("/webhooks", "webhook", object{
			"name": name, "endpoint": "https://" + name + ".example.com/s", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
		})["id"])
	}
	g.checkbox = field(object{"type": "checkbox", "tag": "opt_out"})
	g.untagged = field(object{"type": "checkbox"})
	g.drop = field(object{"type": "tagger", "custom_field_options": options("red", "green", "blue")})
	g.multi = field(object{"type": "multiselect", "custom_field_options": options("one", "two", "three")})
	g.note = field(object{"type": "text"})
	g.hook, g.quiet, g.other = hook("hook", "active"), hook("quiet", "active"), hook("other", "active")
	g.target = text(d.create("/targets", "target", object{
		"type": "http_target", "title": "target", "target_url": "https://target.example.com/s", "method": "post", "content_type": "application/json", "active": true,
	})["id"])
	named := func(path, list string) Named {
		one := d.list(path, list)[0]
		return Named{text(one["id"]), text(one["name"])}
	}
	g.group, g.brand, g.form = named("/groups", "groups"), named("/brands", "brands"), named("/ticket_forms", "ticket_forms")
	if categories {
		for i := range 1 + g.IntN(3) {
			g.categories = append(g.categories, text(d.create("/trigger_categories", "trigger_category", object{"name": fmt.Sprint("C", i)})["id"]))
		}
	}
	g.tags = []string{"vip", "excluded", "sent", "fr", "opt_out", "red", "green", "one", "two"}
	g.channels = []string{"0", "4", "29", "34"}
	g.statuses = []string{"open", "pending", "hold", "solved"}
	g.priorities = []string{"", "low", "normal", "high", "urgent"}
	g.kinds = []string{"", "question", "incident", "problem", "task"}
}

func (g *gamble) someTags() string {
	tags := pick(g, g.tags...)
	for g.chance(30) {
		// What becomes of two options of one drop-down nobody knows.
		if next := pick(g, g.tags...); g.wide || next != "red" && next != "green" {
			tags += " " + next
		}
	}
	return tags
}

// tracked are operators that look back, and one that does not.
func (g *gamble) tracked() string {
	return pick(g, "is", "is_not", "is", "value", "value_previous", "not_value", "not_value_previous")
}

func (g *gamble) condition() object {
	field := func(id string) string { return "custom_fields_" + id }
	choices := []func() object{
		func() object { return condition("status", "value", pick(g, "solved", "solved", "open", "pending")) },
		func() object { return condition("status", "is", "solved") },
		func() object {
			return condition("status", pick(g, "less_than", "greater_than"), pick(g, g.statuses...))
		},
		func() object { return condition("status", g.tracked(), pick(g, g.statuses...)) },
		func() object { return condition("status", pick(g, "changed", "not_changed"), nil) },
		func() object { return condition("current_tags", pick(g, "includes", "not_includes"), g.someTags()) },
		func() object { return condition("current_tags", "not_includes", g.someTags()) },
		func() object { return condition("via_id", pick(g, "is", "is_not"), pick(g, g.channels...)) },
		func() object {
			return condition("priority", pick(g, "is", "is_not", "less_than", "greater_than", "value", "value_previous"), pick(g, g.priorities[1:]...))
		},
		func() object { return condition("priority", pick(g, "changed", "not_changed"), nil) },
		func() object { return condition("type", g.tracked(), pick(g, g.kinds[1:]...)) },
		func() object { return condition(field(g.checkbox), pick(g, "is", "is_not"), pick(g, "true", "false")) },
		func() object { return condition(field(g.untagged), pick(g, "is", "is_not", "value"), "true") },
		func() object { return condition(field(g.drop), g.tracked(), pick(g, "red", "green", "blue")) },
		func() object { return condition(field(g.drop), pick(g, "present", "not_present", "changed"), nil) },
		func() object {
			return condition(field(g.multi), pick(g, "includes", "not_includes"), pick(g, "one", "two", "one two"))
		},
		func() object { return condition(field(g.note), pick(g, "present", "not_present"), nil) },
		func() object { return condition("group_id", pick(g, "is", "is_not", "value"), pick(g, g.group.ID, "")) },
		func() object { return condition("brand_id", "is", g.brand.ID) },
		func() object { return condition("ticket_form_id", pick(g, "is", "is_not"), g.form.ID) },
		func() object { return condition("assignee_id", pick(g, "is", "is_not"), "") },
		func() object { return condition("update_type", "is", pick(g, "Create", "Change", "Change")) },
		func() object {
			return condition("subject_includes_word", pick(g, "includes", "not_includes", "is", "is_not"), pick(g, "order", "late order", "refund"))
		},
	}
	if g.wide {
		choices = append(choices,
			func() object { return condition("role", "is", pick(g, "agent", "end_user")) },
			func() object { return condition("in_business_hours", "is", pick(g, "true", "false")) },
			func() object { return condition("comment_is_public", "is", pick(g, "true", "not_relevant")) },
			func() object { return condition("current_via_id", "is", pick(g, "5", "0")) },
			func() object { return condition("assignee_id", pick(g, "changed", "not_changed"), nil) },
			func() object {
				return condition("satisfaction_score", pick(g, "is", "is_not"), pick(g, "unoffered", "offered"))
			},
			func() object { return condition("ticket_is_public", "is", pick(g, "public", "private")) },
			func() object { return condition("subject_includes_word", "includes", "ord") },
		)
	}
	return pick(g, choices...)()
}

func (g *gamble) conditions() object {
	all, any := []object{}, []object{}
	for range 1 + g.IntN(3) {
		all = append(all, g.condition())
	}
	if g.chance(25) {
		for range 1 + g.IntN(2) {
			any = append(any, g.condition())
		}
	}
	return object{"all": all, "any": any}
}

const body = `{"id": "{{ticket.id}}", "tags": "{{ ticket.tags }}", "status": "{{ticket.status}}", "out": "{{ ticket.ticket_field_%[1]s }}",` +
	` {%% if ticket.requester.email contains "vip" %%}"vip": 1,{%% endif %%} "colour": "{{ticket.ticket_field_option_title_%[2]s}}", "do_not_send": "{{ ticket.ticket_field_%[1]s }}"}`

func (g *gamble) action() object {
	field := func(id string) string { return "custom_fields_" + id }
	payload := fmt.Sprintf(body, g.checkbox, g.drop)
	choices := []func() object{
		func() object { return action("current_tags", g.someTags()) },
		func() object { return action("current_tags", g.someTags()) },
		func() object { return action("remove_tags", g.someTags()) },
		func() object { return action("set_tags", g.someTags()) },
		func() object { return action(field(g.checkbox), pick(g, "true", "true", "false")) },
		func() object { return action(field(g.untagged), pick(g, "true", "false")) },
		func() object { return action(field(g.drop), pick(g, "red", "green", "blue", "")) },
		func() object { return action(field(g.note), "noted") },
		func() object { return action("status", pick(g, g.statuses...)) },
		func() object { return action("priority", pick(g, g.priorities[1:]...)) },
		func() object { return action("type", pick(g, g.kinds[1:]...)) },
		func() object { return action("notification_webhook", []string{g.hook, payload}) },
		func() object { return action("notification_webhook", []string{g.hook, payload}) },
		func() object { return action("notification_target", []string{g.target, payload}) },
		func() object { return action("notification_webhook", []string{g.quiet, payload}) },
		func() object {
			return action("notification_user", []string{"requester_id", "Hello", "{{ticket.title}}"})
		},
	}
	if g.wide {
		choices = append(choices,
			func() object { return action("group_id", g.group.ID) },
			func() object { return action("assignee_id", pick(g, "current_user", "")) },
			func() object { return action("satisfaction_score", "offered") },
			func() object { return action(field(g.multi), pick(g, "one", "two three")) },
			func() object { return action("current_tags", "p_{{ticket.priority}}") },
			func() object { return action("remove_tags", "{{ticket.id}}") },
			func() object { return action("subject", "Order {{ticket.id}}") },
		)
	}
	return pick(g, choices...)()
}

// trigger makes one. Every trigger reports itself to a receiver when it fires, so that the order is seen.
func (g *gamble) trigger(number int) object {
	title := fmt.Sprint("T", number)
	actions := []object{}
	for range 1 + g.IntN(2) {
		actions = append(actions, g.action())
	}
	actions = append(actions, action("notification_webhook", []string{g.other, title}))
	g.Shuffle(len(actions), func(i, j int) { actions[i], actions[j] = actions[j], actions[i] })
	made := object{"title": fmt.Sprint(pick(g, "a", "b", "c"), " ", title), "active": g.chance(90), "conditions": g.conditions(), "actions": actions}
	if len(g.categories) > 0 {
		made["category_id"] = pick(g, g.categories...)
	}
	if g.wide || g.chance(40) {
		made["position"] = 1 + g.IntN(4)
	}
	return made
}

// guarded is a send as this product makes them, and an exclusion for it.
func (g *gamble) guarded() []object {
	send := object{"title": "send", "conditions": object{"all": []object{
		condition("status", "value", "solved"), condition("via_id", "is", pick(g, g.channels...)), condition("current_tags", "not_includes", "excluded"), condition("current_tags", "not_includes", "sent"),
	}}, "actions": []object{action("notification_webhook", []string{g.hook, fmt.Sprintf(body, g.checkbox, g.drop)}), action("current_tags", "sent")}}
	exclusion := object{"title": "exclusion", "conditions": object{"all": []object{g.condition()}}, "actions": []object{action("current_tags", "excluded")}}
	both := []object{exclusion, send}
	for _, one := range both {
		if len(g.categories) > 0 {
			one["category_id"] = pick(g, g.categories...)
		}
	}
	return both
}

func (g *gamble) fillTriggers(d *desk) {
	var made []object
	for number := range 4 + g.IntN(10) {
		made = append(made, g.trigger(number))
	}
	made = append(made, g.guarded()...)
	for _, one := range made {
		d.create("/triggers", "trigger", one)
	}
	if g.chance(30) {
		d.call(http.MethodPatch, "/webhooks/"+g.quiet, object{"webhook": object{"status": "inactive"}})
	}
}
