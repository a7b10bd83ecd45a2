package zendesk_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

func TestTheHealthOfAWebhook(t *testing.T) {
	for name, test := range map[string]struct {
		statuses string // newest first
		last     string
		inARow   int
		failing  bool
	}{
		"no delivery":                   {"", "", 0, false},
		"a success":                     {"success", "success", 0, false},
		"failures before a success":     {"success,failed,failed", "success", 0, false},
		"failures after a success":      {"client error,timeout,success,failed", "client error", 2, false},
		"nothing but failures":          {"terminated 403,failed,timeout,circuit broken,client error,server error", "terminated", 6, true},
		"what has not ended is no sign": {"accepted,unknown,failed", "failed", 1, true},
		"nothing has ended":             {"accepted,something new,something new 200,accepted 503", "", 0, false},
		"throttled is attempted again":  {"throttled,success,throttled", "success", 0, false},
		"a new word with a refusal":     {"something new 500,success,something new 401", "something new", 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			var deliveries []zendesk.Delivery
			for _, status := range strings.FieldsFunc(test.statuses, func(r rune) bool { return r == ',' }) {
				delivery := zendesk.Delivery{Status: strings.TrimRight(status, " 0123456789")}
				delivery.Code, _ = strconv.ParseInt(strings.TrimLeft(status[len(delivery.Status):], " "), 10, 64)
				deliveries = append(deliveries, delivery)
			}
			health := zendesk.HealthOf(deliveries)
			last := ""
			if health.Last != nil {
				last = health.Last.Status
			}
			equal(t, "last", last, test.last)
			equal(t, "in a row", health.FailedInARow, test.inARow)
			equal(t, "failing", health.Failing, test.failing)
		})
	}
}

// Deliveries of before the last change tell nothing of it, however the page is
// sorted, and an account that refuses is asked once.
func TestDeliveriesSinceTheLastChangeCount(t *testing.T) {
	a := newAccount(t)
	const line = "GET " + hookPath + "/invocations?page%5Bsize%5D=100&sort=-latest_completed_at"
	a.on(line, first(says(200, `{"invocations":[
 {"id":"1","status":"success","status_code":200,"latest_completed_at":"2026-11-01T10:00:00Z"},
 {"id":"2","status":"client error","status_code":"401","latest_completed_at":"2026-11-02T10:00:00Z"},
 {"id":"3","status":"failed","status_code":null,"created_at":"2026-11-03T10:00:00Z"}],"meta":{"has_more":true,"after_cursor":"x"}}`),
		says(403, `{"errors":[{"code":"Forbidden"}]}`)))
	c := a.client()
	hook := &zendesk.Webhook{ID: "01EJFTSCC78X5V07NPY2MHR00M", UpdatedAt: "2026-11-02T10:00:00Z"}
	health, err := c.RecentHealth(ctx(), hook)
	noError(t, err)
	equal(t, "failing", health.Failing, true)
	equal(t, "in a row", health.FailedInARow, 2)
	equal(t, "last", *health.Last, zendesk.Delivery{ID: "3", Status: "failed", At: "2026-11-03T10:00:00Z"})
	_, err = c.RecentHealth(ctx(), hook)
	equal(t, "refused", zendesk.IsForbidden(err), true)
	_, err = c.RecentHealth(ctx(), hook)
	noError(t, err)
	equal(t, "requests", a.count(line), 2)
}
