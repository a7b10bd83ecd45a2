package zendesk_test

import (
	"fmt"
	"strings"
	"testing"
)

// What is left in a category is one page, however large the account is.
func TestTriggersOfACategoryAreOnePage(t *testing.T) {
	t.Parallel()
	d, c := large(t)
	category, empty := d.category("category"), d.category("empty")
	inside := d.send("inside", "no_survey", false, "category_id", category)
	sent := d.sent(func() {
		left, err := c.TriggersIn(ctx(), category)
		noError(t, err)
		if len(left) != 1 || left[0].ID != inside {
			t.Errorf("got %v", left)
		}
		left, err = c.TriggersIn(ctx(), empty)
		noError(t, err)
		equal(t, "left", len(left), 0)
	})
	equal(t, "requests", strings.Join(sent, ", "), "GET /triggers, GET /triggers")
}

// A server that does not filter, or refuses to, does not make a category look
// emptier than it is.
func TestTriggersOfACategoryWhereTheServerDoesNotFilter(t *testing.T) {
	t.Parallel()
	for name, filtered := range map[string]answer{
		"all triggers": nil,
		"refused":      says(400, `{"error":"InvalidValue","description":"category_id is unknown"}`),
		"not found":    says(404, `{"error":"RecordNotFound","description":"Not found"}`),
		"forbidden":    says(403, `{"error":{"title":"Forbidden","message":"No"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			var objects []string
			for i := range 150 {
				home := "10026"
				if i > 120 {
					home = "10027"
				}
				id := fmt.Sprint(i + 1)
				objects = append(objects, strings.Replace(trigger(id, "Trigger "+id, i+1), `"10026"`, `"`+home+`"`, 1))
			}
			page := func(objects []string, next string) answer {
				return says(200, fmt.Sprintf(`{"triggers":[%s],"count":150,"next_page":%s}`, strings.Join(objects, ","), next))
			}
			one, two := page(objects[:100], `"https://x.zendesk.com/api/v2/triggers.json?page=2&per_page=100"`), page(objects[100:], "null")
			a.on("GET /triggers?page=1&per_page=100", one)
			a.on("GET /triggers?page=2&per_page=100", two)
			if filtered == nil {
				filtered = one
			}
			a.on("GET /triggers?category_id=10027&page=1&per_page=100", filtered)
			left, err := a.client().TriggersIn(ctx(), "10027")
			if name == "forbidden" {
				equal(t, "status", asError(t, err).Status, 403)
				return
			}
			noError(t, err)
			equal(t, "left", len(left), 29)
		})
	}
}
