package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// stage is an account whose survey target and checkbox somebody made by hand:
// the configurations of an order story hold triggers only, and every request is
// about their order.
type stage struct {
	*account
	webhook, checkbox string
}

func newStage(t *testing.T, options ...sandbox.Options) *stage {
	t.Helper()
	s := &stage{account: start(t, options...)}
	webhook := s.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella Connect", "endpoint": s.env["STELLA_CONNECT_ENDPOINT"] + "/v1/auth", "http_method": "POST", "request_format": "json",
		"status": "active", "subscriptions": []string{"conditional_ticket_events"},
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{
			"username": "connect", "password": s.env["STELLA_CONNECT_PRODUCTION_KEY"],
		}},
	}})
	s.webhook = webhook["webhook"].(map[string]any)["id"].(string)
	field := s.call(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Do not send"}})
	s.checkbox = number(field["ticket_field"].(map[string]any)["id"])
	s.forget()
	return s
}

// bothEngines runs a story for each way in which Zendesk's rule engine may go on
// after a trigger has fired.
func bothEngines(t *testing.T, story func(t *testing.T, s *stage)) {
	t.Helper()
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			story(t, newStage(t, sandbox.Options{Mode: mode}))
		})
	}
}

// anExclusion writes an exclusion trigger. It matches in the solving update and
// not before, so that nothing but the order protects the customer.
func anExclusion(name string, layers ...attributes) string {
	text := block("exclusion_trigger", name, append([]attributes{{
		"title":      fmt.Sprintf("%q", name),
		"conditions": solvedWith("vip"),
		"mark":       `{ tag = "no_survey" }`,
	}}, layers...)...)
	return strings.TrimSuffix(text, "}\n") + "  lifecycle { create_before_destroy = true }\n}\n"
}

// solvedWith are conditions that match when a ticket with the tag is solved.
func solvedWith(tag string) string {
	return fmt.Sprintf(`{ all = [{ field = "status", operator = "value", value = "solved" }, { field = "current_tags", operator = "includes", value = %q }] }`, tag)
}

// unprotected drops what [anExclusion] adds for safety.
func unprotected(text string) string {
	return strings.ReplaceAll(text, "  lifecycle { create_before_destroy = true }\n", "")
}

// send writes a send trigger for e-mail that honours the mark of [anExclusion] and
// follows those of the given names.
func (s *stage) send(name string, after []string, layers ...attributes) string {
	var ids []string
	for _, each := range after {
		ids = append(ids, excl(each)+".id")
	}
	return block("send_trigger", name, append([]attributes{{
		"title":          fmt.Sprintf("%q", name),
		"channels":       `["email"]`,
		"webhook_id":     fmt.Sprintf("%q", s.webhook),
		"payload":        s.payload(),
		"exclude_tags":   `["no_survey"]`,
		"evaluate_after": "[" + strings.Join(ids, ", ") + "]",
	}}, layers...)...)
}

func (s *stage) payload() string {
	return fmt.Sprintf(`provider::surveytrigger::stella_connect_payload("email", %q, {})`, s.checkbox)
}

func excl(name string) string { return exclusions.address(name) }

func sender(name string) string { return sends.address(name) }

// byHand is an edit of a trigger in the admin screen.
func (s *stage) byHand(title string, changes map[string]any) {
	s.t.Helper()
	s.call(http.MethodPut, "/triggers/"+s.id(title), map[string]any{"trigger": changes})
}

// drag moves a trigger in the admin screen.
func (s *stage) drag(title string, position int) {
	s.t.Helper()
	s.byHand(title, map[string]any{"position": position})
}

// foreign makes a trigger by hand, last or at a position.
func (s *stage) foreign(title string, position int) {
	s.t.Helper()
	trigger := map[string]any{
		"title":      title,
		"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "never"}}},
		"actions":    []any{map[string]any{"field": "priority", "value": "low"}},
	}
	if position > 0 {
		trigger["position"] = position
	}
	s.call(http.MethodPost, "/triggers", map[string]any{"trigger": trigger})
}

// id is exact, also beyond 2^53.
func (s *stage) id(title string) string {
	s.t.Helper()
	var account struct {
		Triggers []struct {
			ID    json.Number `json:"id"`
			Title string      `json:"title"`
		} `json:"triggers"`
	}
	s.account.send(http.MethodGet, "/zendesk/api/v2/triggers?per_page=100", nil, &account)
	for _, trigger := range account.Triggers {
		if trigger.Title == title {
			return trigger.ID.String()
		}
	}
	s.t.Fatalf("there is no trigger %q", title)
	return ""
}

// order lists the titles as Zendesk evaluates the triggers: all, or those of the
// given titles. A title that exists twice is there twice.
func (s *stage) order(titles ...string) []string {
	s.t.Helper()
	var found []string
	for _, each := range s.list("/triggers?per_page=100", "triggers") {
		if title := each["title"].(string); len(titles) == 0 || slices.Contains(titles, title) {
			found = append(found, title)
		}
	}
	return found
}

// evaluates expects the triggers, each once, in this order, others in between.
func (s *stage) evaluates(titles ...string) {
	s.t.Helper()
	if got := s.order(titles...); !slices.Equal(got, titles) {
		s.t.Errorf("Zendesk evaluates %q instead of %q", got, titles)
	}
}

// settings changes what kind of account or server this is.
func (s *stage) settings(changes map[string]any) {
	s.t.Helper()
	s.account.send(http.MethodPost, "/_sandbox/zendesk", changes, nil)
}

// protects expects that a customer to exclude gets no survey and another gets
// one.
func (s *stage) protects() {
	s.t.Helper()
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != 0 {
		s.t.Errorf("an excluded ticket got %d surveys", got)
	}
	if got := s.sentFor(s.solve(ticket{via: 4})); got != 1 {
		s.t.Errorf("an ordinary ticket got %d surveys", got)
	}
}

func (s *stage) sentFor(ticketID string) int {
	s.t.Helper()
	return len(slices.DeleteFunc(s.surveysOf(ticketID), func(each engine.Survey) bool { return each.Outcome != "sent" }))
}

// planned expects that a plan has these changes of single attributes and no
// others, and leaves it in test.plan.
func (w *workspace) planned(expected ...onlyChange) {
	w.account.t.Helper()
	var differs []*tfjson.ResourceChange
	for _, change := range w.plan().ResourceChanges {
		if !change.Change.Actions.NoOp() {
			differs = append(differs, change)
		}
	}
	if len(differs) != len(expected) {
		w.account.t.Errorf("%d resources change instead of %d", len(differs), len(expected))
	}
	for _, change := range differs {
		i := slices.IndexFunc(expected, func(c onlyChange) bool { return c.address == change.Address })
		if i < 0 {
			w.account.t.Errorf("%s changes too: %v of %v", change.Address, change.Change.Actions, changed(change.Change))
		} else if err := expected[i].check(change.Change); err != nil {
			w.account.t.Error(err)
		}
	}
}

// broken is the line that a plan shows of a trigger that has been moved.
func broken(address string) onlyChange {
	return onlyChange{address, "order_satisfied", "false", "true"}
}

// repairs applies the plan that [workspace.planned] left, expects that it is one
// write after which nothing is left to do, and gives that write.
func (s *stage) repairs(w *workspace) request {
	s.t.Helper()
	s.forget()
	w.run("apply", "-input=false", "-no-color", "test.plan")
	writes := s.writes()
	if len(writes) != 1 {
		s.t.Fatalf("the repair is one request, got %s", describe(writes))
	}
	w.noChanges()
	return writes[0]
}

// applying applies in the background; the function that it gives waits for the
// end, which has to be a success.
func (w *workspace) applying() (wait func()) {
	var output string
	var ok bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		output, ok = w.try("apply", "-auto-approve", "-input=false", "-no-color")
	}()
	return func() {
		w.account.t.Helper()
		if <-done; !ok {
			w.account.t.Fatal(output)
		}
	}
}

// awaits waits until a write like "POST /api/v2/triggers" has arrived.
func (s *stage) awaits(line string) {
	s.t.Helper()
	for range 3000 {
		if slices.ContainsFunc(s.writes(), func(r request) bool { return r.String() == line }) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("%s never came", line)
}

// job is the body of a request that puts triggers in order.
type job struct {
	Job struct {
		Items struct {
			Categories []placed `json:"trigger_categories"`
			Triggers   []placed `json:"triggers"`
		} `json:"items"`
	} `json:"job"`
}

type placed struct {
	ID       string `json:"id"`
	Category string `json:"category_id"`
	Position *int   `json:"position"`
	Active   *bool  `json:"active"`
}

// foreignExclusion makes by hand what [anExclusion] writes.
func (s *stage) foreignExclusion(title string) {
	s.t.Helper()
	s.call(http.MethodPost, "/triggers", map[string]any{"trigger": map[string]any{
		"title": title,
		"conditions": map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "value", "value": "solved"},
			map[string]any{"field": "current_tags", "operator": "includes", "value": "vip"},
		}},
		"actions": []any{map[string]any{"field": "current_tags", "value": "no_survey"}},
	}})
}
