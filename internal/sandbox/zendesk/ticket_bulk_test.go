package zendesk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// background makes a call that is answered as recorded, "queued" and without results, and gives the job once it has ended.
func (d *desk) background(method, path, body string) thing {
	d.t.Helper()
	queued := d.must(200, method, path, body)["job_status"].(thing)
	d.equal("queued", []any{queued["status"], queued["progress"], queued["message"], queued["results"]}, []any{"queued", nil, nil, nil})
	done := d.must(200, "GET", text(queued, "url"), "")["job_status"].(thing)
	d.equal("the same job", []any{done["id"], done["total"], done["status"]}, []any{queued["id"], queued["total"], "completed"})
	return done
}

// results gives a job's results as "status id", a failure's as "error details".
func results(job thing) []string {
	var lines []string
	for _, one := range job["results"].([]any) {
		line := strings.TrimSpace(text(one, "status") + " " + text(one, "id"))
		if text(one, "error") != "" {
			line = strings.TrimSpace(text(one, "id") + " " + text(one, "error") + " " + text(one, "details"))
		}
		lines = append(lines, line)
	}
	return lines
}

// Triggers run on every ticket of a bulk create and of both forms of a bulk update.
func TestManyTicketsInOneRequest(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	d.trigger("send", all(condition("status", "value", "solved")), fmt.Sprintf(`[{"field":"notification_webhook","value":[%q,"{{ticket.id}}"]}]`, d.webhook(to.url)))
	sent := func() string {
		var ids []string
		for _, one := range to.calls {
			ids = append(ids, one.body)
		}
		to.calls = nil
		return strings.Join(ids, " ")
	}

	made := d.background("POST", "/tickets/create_many", `{"tickets":[{"subject":"a","status":"solved"},{"subject":"b","status":"done"},{"subject":"c","external_id":"C"},{"subject":"d"}]}`)
	d.equal("made", results(made), []string{"1", "RecordInvalid status: done is not valid", "2", "3"})
	d.equal("their places", column(made["results"], "index"), []string{"0", "1", "2", "3"})
	d.equal("sent for what was solved at once", sent(), "1")

	d.must(200, "PUT", "/tickets/1", `{"ticket":{"status":"closed"}}`)
	all := d.background("PUT", "/tickets/update_many?ids=1,2,3,99", `{"ticket":{"status":"solved","additional_tags":["bulk"]}}`)
	d.equal("one change for all", results(all), []string{"1 RecordInvalid Status: closed prevents ticket update", "Updated 2", "Updated 3", "99 RecordNotFound Not found"})
	d.equal("action", []any{at(all, "results", 0, "success"), at(all, "results", 1, "success"), at(all, "results", 1, "action")}, []any{false, true, "update"})
	d.equal("sent for each", sent(), "2 3")
	each := d.background("PUT", "/tickets/update_many", `{"tickets":[{"id":2,"status":"open"},{"id":3,"status":"pending","priority":"low"}]}`)
	d.equal("a change of its own for each", results(each), []string{"Updated 2", "Updated 3"})
	d.background("PUT", "/tickets/update_many?external_ids=C", `{"ticket":{"status":"solved"}}`)
	d.equal("named by the external id", sent(), "2")

	shown := d.must(200, "GET", "/tickets/show_many?ids=3,2,99", "")
	d.equal("shown", []any{column(shown["tickets"], "id"), column(shown["tickets"], "status"), shown["count"], at(shown, "tickets", 0, "tags")},
		[]any{[]string{"2", "3"}, []string{"solved", "pending"}, 2, []string{"bulk"}})
	d.equal("audited one by one", len(d.must(200, "GET", "/tickets/3/audits", "")["audits"].([]any)), 3)
	d.equal("count", at(d.must(200, "GET", "/tickets/count", ""), "count", "value"), 3)
	d.equal("deleted", results(d.background("DELETE", "/tickets/destroy_many?ids=1,3", "")), []string{"Deleted 1", "Deleted 3"})
	d.equal("left", column(d.must(200, "GET", "/tickets", "")["tickets"], "id"), []string{"2"})

	jobs := d.must(200, "GET", "/job_statuses", "")["job_statuses"]
	d.equal("jobs, the newest first", []any{len(jobs.([]any)), at(jobs, 4)}, []any{5, made})
	d.equal("some jobs", column(d.must(200, "GET", "/job_statuses/show_many?ids="+text(made, "id"), "")["job_statuses"], "id"), []string{text(made, "id")})
	d.must(404, "GET", "/job_statuses/V3-none", "")
}

func TestAtMostAHundredAtOnce(t *testing.T) {
	d := open(t, engine.Options{})
	many := strings.Join(slices.Repeat([]string{`{"subject":"x"}`}, 101), ",")
	d.refused(400, "POST", "/tickets/create_many", `{"tickets":[`+many+`]}`, "TooManyValues", "100")
	d.refused(400, "PUT", "/tickets/update_many", `{"tickets":[`+many+`]}`, "TooManyValues")
	d.refused(400, "PUT", "/tickets/update_many?ids="+strings.Repeat("1,", 100)+"1", `{"ticket":{"priority":"low"}}`, "TooManyValues")
	d.refused(400, "POST", "/tickets/create_many", `{}`, "tickets")
	d.equal("nothing was made", d.must(200, "GET", "/tickets", "")["count"], 0)
}
