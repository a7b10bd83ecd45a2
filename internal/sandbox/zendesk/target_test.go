package zendesk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// target makes an HTTP target that posts JSON; the members may say otherwise.
func (d *desk) target(members string) string {
	d.t.Helper()
	body := `{"target":{"type":"http_target","title":"Surveys","method":"post","content_type":"application/json",` + members + `}}`
	return text(d.must(201, "POST", "/targets", body), "target", "id")
}

func notifyTarget(id, body string) string {
	return fmt.Sprintf(`[{"field":"notification_target","value":[%q,%q]}]`, id, body)
}

func TestTargetLife(t *testing.T) {
	d := open(t, engine.Options{})
	id := d.target(`"target_url":"https://surveys.example.com/zd","username":"svc/token","password":"s3cr3t"`)
	one := d.must(200, "GET", "/targets/"+id+".json", "")["target"].(thing)
	d.equal("target", []any{text(one, "id"), one["type"], one["active"], one["target_url"], one["method"], one["content_type"], one["username"]},
		[]any{id, "http_target", true, "https://surveys.example.com/zd", "post", "application/json", "svc/token"})
	if password, there := one["password"]; !there || password != nil || len(id) < 11 || strings.Contains(show(one), "s3cr3t") {
		t.Errorf("target: %s", show(one))
	}
	changed := d.must(200, "PUT", "/targets/"+id, `{"target":{"title":"B","active":false,"method":"PUT"}}`)["target"]
	d.equal("changed", []any{at(changed, "title"), at(changed, "active"), at(changed, "method"), at(changed, "username")}, []any{"B", false, "put", "svc/token"})
	d.equal("list", column(d.must(200, "GET", "/targets", "")["targets"], "id"), []string{id})
	d.as(zendesk.AgentAccessToken).must(200, "GET", "/targets?page[size]=1", "")
	d.as(zendesk.AgentAccessToken).refused(403, "DELETE", "/targets/"+id, "", "Forbidden")
	d.must(204, "DELETE", "/targets/"+id, "")
	d.refused(404, "PUT", "/targets/"+id, `{"target":{"title":"C"}}`, "RecordNotFound")
}

func TestTargetIsRefused(t *testing.T) {
	d := open(t, engine.Options{})
	for members, words := range map[string]string{
		`"title":"t","target_url":"https://a.example","method":"post","content_type":"application/json"`:                            "Type: cannot be blank",
		`"type":"basecamp_target","title":"t","target_url":"https://a.example","method":"post","content_type":"application/json"`:   "basecamp_target is not valid",
		`"type":"http_target","target_url":"https://a.example","method":"post","content_type":"application/json"`:                   "Title: cannot be blank",
		`"type":"http_target","title":"t","method":"post","content_type":"application/json"`:                                        "Target url: cannot be blank",
		`"type":"http_target","title":"t","target_url":"surveys","method":"post","content_type":"application/json"`:                 "surveys is not a valid URL",
		`"type":"http_target","title":"t","target_url":"https://a.example","content_type":"application/json"`:                       "Method: cannot be blank",
		`"type":"http_target","title":"t","target_url":"https://a.example","method":"send","content_type":"application/json"`:       "send is not valid",
		`"type":"http_target","title":"t","target_url":"https://a.example","method":"post"`:                                         "Content type: cannot be blank",
		`"type":"http_target","title":"t","target_url":"https://a.example","method":"post","content_type":"text/plain"`:             "text/plain is not valid",
		`"type":"http_target","title":"t","target_url":"https://a.example/{{ticket.id}}","method":"delete","content_type":"text/x"`: "text/x is not valid",
	} {
		d.refused(422, "POST", "/targets", `{"target":{`+members+`}}`, "RecordInvalid", words)
	}
	id := d.target(`"target_url":"https://a.example"`)
	d.refused(422, "PUT", "/targets/"+id, `{"target":{"type":"url_target_v2"}}`, "cannot be changed")
	d.refused(422, "POST", "/triggers", `{"trigger":{"title":"t","conditions":`+always+`,"actions":`+notifyTarget("7", "{}")+`}}`, "does not exist")
	d.must(200, "PUT", "/targets/"+id, `{"target":{"active":false}}`)
	d.refused(422, "POST", "/triggers", `{"trigger":{"title":"t","conditions":`+always+`,"actions":`+notifyTarget(id, "{}")+`}}`, "inactive")

	// A new account has no HTTP targets; what an old one has goes on.
	d.set(func(s *zendesk.Settings) { s.HTTPTargets = zendesk.TargetsRefused })
	d.refused(422, "POST", "/targets", `{"target":{"type":"http_target","title":"t","target_url":"https://a.example","method":"post","content_type":"application/json"}}`, "retired")
	d.must(200, "PUT", "/targets/"+id, `{"target":{"active":true}}`)
}

func TestDeliveryToATarget(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	id := d.target(fmt.Sprintf(`"target_url":"%s/survey/{{ticket.id}}","username":"admin@example.com/token","password":"t0ken"`, to.url))
	d.trigger("send", always, notifyTarget(id, `{"name":"{{ticket.requester.name}}","email":"{{ticket.requester.email}}"}`))
	ticket := d.ticket(`"subject":"x","requester":{"name":"Ann","email":"ann@example.org"}`)
	if len(to.calls) != 1 {
		t.Fatalf("%d calls", len(to.calls))
	}
	got := to.calls[0]
	login := (&http.Request{Header: got.header})
	user, password, _ := login.BasicAuth()
	d.equal("call", []string{got.method, got.path, got.body, user, password, got.header.Get("Content-Type")},
		[]string{"POST", "/survey/" + text(ticket, "id"), `{"name":"Ann","email":"ann@example.org"}`, "admin@example.com/token", "t0ken", "application/json"})
	d.equal("ticket behind it", d.world.Deliveries.TicketOf(got.header), text(ticket, "id"))

	// A username without a password wipes the stored one; other changes leave it.
	for _, step := range []struct{ change, login string }{
		{`"title":"B"`, "admin@example.com/token:t0ken"},
		{`"username":"admin@example.com/token"`, "admin@example.com/token:"},
		{`"username":"other/token","password":"n3w"`, "other/token:n3w"},
		{`"password":"n3wer"`, "other/token:n3wer"},
		{`"username":null,"password":null`, ":"},
	} {
		d.must(200, "PUT", "/targets/"+id, `{"target":{`+step.change+`}}`)
		d.ticket(`"subject":"x"`)
		user, password, _ := (&http.Request{Header: to.calls[len(to.calls)-1].header}).BasicAuth()
		d.equal(step.change, user+":"+password, step.login)
	}
	calls := len(to.calls)
	d.must(200, "PUT", "/targets/"+id, `{"target":{"active":false}}`)
	d.ticket(`"subject":"x"`)
	d.equal("an inactive target is not called", len(to.calls), calls)
}

func TestDeliveryFormsOfTargets(t *testing.T) {
	d, to := open(t, engine.Options{}).clear(), listen(t)
	pairs := func(id string) string {
		return fmt.Sprintf(`[{"field":"notification_target","value":[%q,[["ticket","{{ticket.id}}"],["a","&"]]]}]`, id)
	}
	d.trigger("form", always, pairs(d.target(`"target_url":"`+to.url+`","content_type":"application/x-www-form-urlencoded"`)))
	d.trigger("get", always, pairs(d.target(`"target_url":"`+to.url+`/g","method":"get"`)))
	d.trigger("patch", always, notifyTarget(d.target(`"target_url":"`+to.url+`","method":"patch","content_type":"application/xml"`), "<id>{{ticket.id}}</id>"))
	d.ticket(`"subject":"x"`)
	var got []string
	for _, made := range to.calls {
		got = append(got, made.method+" "+made.path+" "+made.body+" "+made.header.Get("Content-Type"))
	}
	d.equal("calls", got, []string{"POST / a=%26&ticket=1 application/x-www-form-urlencoded", "GET /g?a=%26&ticket=1  ", "PATCH / <id>1</id> application/xml"})
}

// Twenty-one failures in a row deactivate a target; a success in between forgives.
func TestTargetFailures(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	status, calls := http.StatusUnauthorized, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		http.Error(w, "no", status)
	}))
	defer server.Close()
	id := d.target(`"target_url":"` + server.URL + `","username":"u","password":"s3cr3t"`)
	d.trigger("send", always, notifyTarget(id, `{"ticket":{{ticket.id}}}`))
	tickets := func(count int) {
		for range count {
			d.ticket(`"subject":"x"`)
		}
	}
	active := func() any { return at(d.must(200, "GET", "/targets/"+id, ""), "target", "active") }
	tickets(20)
	status = http.StatusOK
	tickets(1)
	status = http.StatusInternalServerError
	tickets(20)
	d.equal("after 20 and 20", active(), true)
	failures := d.must(200, "GET", "/target_failures", "")["target_failures"].([]any)
	d.equal("kept", len(failures), 25)
	d.equal("newest", []string{text(failures[0], "status_code"), text(failures[0], "consecutive_failure_count"), text(failures[0], "target_name")}, []string{"500", "20", "Surveys"})
	one := d.must(200, "GET", "/target_failures/"+text(failures[0], "id"), "")["target_failure"]
	if !strings.Contains(text(one, "raw_request"), `{"ticket":41}`) || !strings.Contains(text(one, "raw_response"), "no") || strings.Contains(show(one), "Basic") {
		t.Errorf("failure: %s", show(one))
	}
	tickets(2)
	d.equal("after 21 in a row", []any{active(), calls}, []any{false, 42})
	d.must(200, "PUT", "/targets/"+id, `{"target":{"active":true}}`)
	tickets(1)
	d.equal("on again", []any{active(), calls}, []any{true, 43})
	d.as(zendesk.AgentAccessToken).refused(403, "GET", "/target_failures", "", "Forbidden")
}
