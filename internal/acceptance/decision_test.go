package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// decided is what the data source says.
type decided struct {
	Surveyed *bool `json:"surveyed"`
	Surveys  []struct {
		TriggerID string  `json:"trigger_id"`
		Title     string  `json:"title"`
		WebhookID *string `json:"webhook_id"`
		TargetID  *string `json:"target_id"`
		Endpoint  *string `json:"endpoint"`
		Body      *string `json:"body"`
		DoNotSend *bool   `json:"do_not_send"`
	} `json:"surveys"`
	Marks struct {
		Tags     []string `json:"tags"`
		FieldIDs []string `json:"field_ids"`
	} `json:"marks"`
	Trace []struct {
		Title    string  `json:"title"`
		Category *string `json:"category"`
		Fired    *bool   `json:"fired"`
		Reason   *string `json:"reason"`
	} `json:"trace"`
	Undecided []struct {
		TriggerID string `json:"trigger_id"`
		Title     string `json:"title"`
		Condition string `json:"condition"`
	} `json:"undecided"`
}

// said sums a decision up.
func (d decided) said() string {
	var titles []string
	for _, survey := range d.Surveys {
		titles = append(titles, survey.Title)
	}
	surveyed, _ := json.Marshal(d.Surveyed)
	return fmt.Sprintf("%s %v %v %v", surveyed, titles, d.Marks.Tags, d.Marks.FieldIDs)
}

// reason is why a trigger does not fire, "fired" or "undecided: ..." .
func (d decided) reason(title string) string {
	for _, step := range d.Trace {
		switch {
		case step.Title != title:
		case step.Fired == nil:
			return "undecided: " + *step.Reason
		case *step.Fired:
			return "fired"
		default:
			return *step.Reason
		}
	}
	return "not there"
}

// decides writes the data source for a ticket, and an output of what it says.
func decides(name, ticket string) string {
	return fmt.Sprintf("data \"surveytrigger_zendesk_survey_decision\" %q {\n  ticket = %s\n}\noutput %q { value = data.surveytrigger_zendesk_survey_decision.%s }\n", name, ticket, name, name)
}

// asked applies data sources alone and gives what each says.
func (s *stage) asked(tickets map[string]string) map[string]decided {
	s.t.Helper()
	var config strings.Builder
	for name, ticket := range tickets {
		config.WriteString(decides(name, ticket))
	}
	w := s.shell(s.config("%s", config.String()))
	w.apply()
	all := map[string]decided{}
	for name := range tickets {
		var one decided
		w.output(name, &one)
		all[name] = one
	}
	return all
}

// becameOf is what the sandbox does with a solved ticket: requests that reach the backend, and whether one is a survey.
func (s *stage) becameOf(t ticket) string {
	s.t.Helper()
	surveys := s.surveysOf(s.solve(t))
	sent := slices.ContainsFunc(surveys, func(one engine.Survey) bool { return one.Outcome == "sent" })
	return fmt.Sprint(sent, len(surveys))
}

// The decision is what the sandbox then does with such a ticket: ordinary ones, marked ones, ones that were surveyed,
// ones of another channel, and ones that a foreign trigger surveys besides.
func TestADecisionIsWhatBecomesOfTheTicket(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		s.zendesk(map[string]any{"native_csat": "absent"})
		opted := s.call(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Opted out", "tag": "no_survey"}})
		box := number(opted["ticket_field"].(map[string]any)["id"])
		own := s.shell(s.config("%s", anExclusion("vip")+anExclusion("box", attributes{"conditions": solvedWith("legal"), "mark": fmt.Sprintf("{ checkbox_field_id = %q }", s.checkbox)})+
			s.send("email", []string{"vip", "box"}, attributes{"sent_tag": `"surveyed"`})))
		own.apply()
		s.account.foreign("by hand", map[string]any{
			"conditions": map[string]any{"all": []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}, map[string]any{"field": "current_tags", "operator": "includes", "value": "hand"}}},
			"actions":    []any{map[string]any{"field": "notification_webhook", "value": []string{s.webhook, s.handMade()}}},
		})
		type expected struct {
			ticket string
			solved ticket
			said   string
		}
		of := func(rest string) string {
			return fmt.Sprintf(`{ channel = "email", requester = { name = "Carla Customer", email = "carla@customer.example" }, assignee = { email = "ana.agent@example.com" }%s }`, rest)
		}
		table := map[string]expected{
			"ordinary": {of(""), ticket{via: 4}, `true [email] [surveyed] []`},
			"vip":      {of(`, tags = ["vip"]`), ticket{via: 4, tags: []string{"vip"}}, fmt.Sprintf(`false [] [no_survey] [%s]`, box)},
			"legal":    {of(`, tags = ["legal"]`), ticket{via: 4, tags: []string{"legal"}}, fmt.Sprintf(`false [email] [surveyed] [%s]`, s.checkbox)},
			"opted":    {of(`, fields = { "Opted out" = true }`), ticket{via: 4, fields: map[string]any{box: true}}, `false [] [] []`},
			"told":     {of(fmt.Sprintf(`, fields = { %q = true }`, s.checkbox)), ticket{via: 4, fields: map[string]any{s.checkbox: true}}, `false [email] [surveyed] []`},
			"again":    {of(`, tags = ["surveyed"]`), ticket{via: 4, tags: []string{"surveyed"}}, `false [] [] []`},
			"hand":     {of(`, tags = ["hand", "vip"]`), ticket{via: 4, tags: []string{"hand", "vip"}}, fmt.Sprintf(`true [by hand] [no_survey] [%s]`, box)},
			"chat":     {strings.Replace(of(""), `"email"`, `"chat"`, 1), ticket{via: 29}, `false [] [] []`},
		}
		tickets := map[string]string{}
		for name, each := range table {
			tickets[name] = each.ticket
		}
		for name, decision := range s.asked(tickets) {
			if decision.said() != table[name].said {
				t.Errorf("%s: decided %s, expected %s: %+v", name, decision.said(), table[name].said, decision.Undecided)
			}
			if became := s.becameOf(table[name].solved); decision.Surveyed == nil || became != fmt.Sprint(*decision.Surveyed, len(decision.Surveys)) {
				t.Errorf("%s: decided %s, became %s", name, decision.said(), became)
			}
		}
	})
}

// handMade is a request as somebody writes it by hand.
func (s *stage) handMade() string {
	return `{"employee": {"email": "{{ticket.assignee.email}}"}, "channel": "email", "customer": {"name": "{{ticket.requester.name}}", "email": "{{ticket.requester.email}}"}, "ext_interaction_id": "{{ticket.id}}", "do_not_send": false}`
}

// Why a ticket is not surveyed stands in the trace; what cannot be known is undecided, unless the user decides it.
func TestADecisionSaysWhy(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	for _, seeded := range s.list("/triggers", "triggers") {
		s.call(http.MethodDelete, "/triggers/"+number(seeded["id"]), nil)
	}
	own := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{
		"conditions": `{ all = [{ field = "in_business_hours", operator = "is", value = "true" }, { field = "priority", operator = "is_not", value = "low" }] }`,
	})))
	own.apply()
	all := s.asked(map[string]string{
		"unknown": `{ channel = "email" }`,
		"decided": `{ channel = "email", priority = "high", conditions = { "in_business_hours is true" = true } }`,
		"closed":  `{ channel = "email", priority = "high", conditions = { "in_business_hours is true" = false } }`,
		"vip":     `{ channel = "email", tags = ["vip"] }`,
		"chat":    `{ channel = "chat" }`,
		"again":   `{ channel = "email", status_before = "solved" }`,
		"created": `{ channel = "email", new = true, priority = "", conditions = { "in_business_hours is true" = true } }`,
	})
	for name, expected := range map[string][2]string{
		"unknown": {`null [] [] []`, "undecided: in_business_hours is true"},
		"decided": {`true [email] [] []`, "fired"},
		"closed":  {`false [] [] []`, "in_business_hours is true"},
		"vip":     {`false [] [no_survey] []`, "current_tags not_includes no_survey"},
		"chat":    {`false [] [] []`, "via_id is 4"},
		"again":   {`false [] [] []`, "status value solved"},
		"created": {`true [email] [] []`, "fired"},
	} {
		if got := all[name]; got.said() != expected[0] || got.reason("email") != expected[1] {
			t.Errorf("%s: %s, %s; expected %v", name, got.said(), got.reason("email"), expected)
		}
	}
	undecided := all["unknown"].Undecided
	if len(undecided) != 1 || undecided[0].Title != "email" || undecided[0].Condition != "in_business_hours is true" || undecided[0].TriggerID != s.id("email") {
		t.Errorf("one undecided condition expected, got %+v", undecided)
	}
	fired := all["decided"]
	if body := fired.Surveys[0].Body; body == nil || !strings.Contains(*body, `"do_not_send": "0"`) || !strings.Contains(*body, "{{ ticket.id }}") {
		t.Errorf("the checkbox is rendered, the unknown id is not: %+v", fired.Surveys[0])
	}
	if survey := fired.Surveys[0]; *survey.WebhookID != s.webhook || survey.TargetID != nil || *survey.Endpoint != s.env["STELLA_CONNECT_ENDPOINT"]+"/v1/auth" || *fired.Trace[0].Category != "Notifications" {
		t.Errorf("the receiver and the category are told: %+v", fired)
	}
}

// Two triggers that swap their effects with the engine: nobody knows which one is real.
func TestWhatTheEnginesDoDifferentlyIsUndecided(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	condition := func(field, operator, value string) map[string]any {
		return map[string]any{"field": field, "operator": operator, "value": value}
	}
	s.account.foreign("late", map[string]any{
		"conditions": map[string]any{"all": []any{condition("current_tags", "includes", "ready")}},
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []string{s.webhook, "{}"}}},
	})
	s.account.foreign("prepares", map[string]any{
		"conditions": map[string]any{"all": []any{condition("status", "value", "solved")}},
		"actions":    []any{map[string]any{"field": "current_tags", "value": "ready"}},
	})
	got := s.asked(map[string]string{"one": `{ channel = "email" }`})["one"]
	if got.said() != `null [] [ready] []` || got.reason("late") != "undecided: current_tags includes ready" || got.reason("prepares") != "fired" {
		t.Errorf("got %s, %s, %s", got.said(), got.reason("late"), got.reason("prepares"))
	}
}
