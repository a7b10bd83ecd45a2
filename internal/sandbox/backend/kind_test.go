package backend

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestAnObjectComesBackAsItWasWrittenAndWithItsDefaults(t *testing.T) {
	a := newAccount(t)
	got := a.declare()
	want := map[string]any{
		"id": "trigger_distribution_1", "survey_id": "survey_1", "connector_id": "connector_1",
		"channel": "email", "status": "resolved", "quiet_period_hours": float64(48), "active": true,
		"write_back":                  map[string]any{"note": true, "custom_field": nil},
		"help_desk_close_after_hours": nil, "etag": `"r1"`,
	}
	times := cmpopts.IgnoreMapEntries(func(name string, _ any) bool { return strings.HasSuffix(name, "_at") })
	if diff := cmp.Diff(want, got, times); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	read := a.call("GET", "/v1/trigger_distributions/trigger_distribution_1", "").want(http.StatusOK)
	if diff := cmp.Diff(got, read.body); diff != "" || read.header.Get("ETag") != `"r1"` {
		t.Errorf("read, tag %s (-created +read):\n%s", read.header.Get("ETag"), diff)
	}
	patched := a.patch("/v1/trigger_distributions/trigger_distribution_1", `"r1"`,
		`{"quiet_period_hours":24,"write_back":{"custom_field":"cesScoreNum"},"help_desk_close_after_hours":72}`).want(http.StatusOK)
	want["quiet_period_hours"], want["help_desk_close_after_hours"], want["etag"] = float64(24), float64(72), `"r2"`
	want["write_back"] = map[string]any{"note": true, "custom_field": "cesScoreNum"}
	if diff := cmp.Diff(want, patched.body, times); diff != "" || patched.header.Get("ETag") != `"r2"` {
		t.Errorf("patched (-want +got):\n%s", diff)
	}
	back := a.patch("/v1/trigger_distributions/trigger_distribution_1", `"r2"`,
		`{"write_back":{"custom_field":null},"help_desk_close_after_hours":null}`).want(http.StatusOK)
	want["help_desk_close_after_hours"], want["etag"] = nil, `"r3"`
	want["write_back"] = map[string]any{"note": true, "custom_field": nil}
	if diff := cmp.Diff(want, back.body, times); diff != "" {
		t.Errorf("null (-want +got):\n%s", diff)
	}
}

func TestAStaleChangeIsRefusedAndSaysWhatChanged(t *testing.T) {
	a := newAccount(t)
	a.declare()
	const path = "/v1/trigger_distributions/trigger_distribution_1"
	a.patch(path, `"r1"`, `{"quiet_period_hours":24,"write_back":{"note":false}}`).want(http.StatusOK)
	stale := a.patch(path, `"r1"`, `{"active":false}`).refused(http.StatusPreconditionFailed, "stale")
	want := []any{
		map[string]any{"pointer": "/quiet_period_hours", "from": float64(48), "to": float64(24)},
		map[string]any{"pointer": "/write_back/note", "from": true, "to": false},
	}
	if diff := cmp.Diff(want, stale.body["changes"]); diff != "" || stale.body["etag"] != `"r2"` || stale.body["changed_at"] == nil {
		t.Errorf("problem %s (-want +got):\n%s", stale.text, diff)
	}
	a.call("DELETE", path, "", `If-Match: "r1"`).refused(http.StatusPreconditionFailed, "stale")
	if unknown := a.patch(path, `"other"`, `{"active":false}`).refused(http.StatusPreconditionFailed, "stale"); unknown.body["changes"] != nil {
		t.Errorf("changes since a version that never was: %s", unknown.text)
	}
	if now := a.get(path); now["active"] != true || now["quiet_period_hours"] != float64(24) {
		t.Errorf("a refused change took effect: %v", now)
	}
	// What is asked for is there already: somebody whose answer was lost repeats it.
	if again := a.patch(path, `"r1"`, `{"quiet_period_hours":24}`).want(http.StatusOK); again.body["etag"] != `"r2"` {
		t.Errorf("a repeated change changed something: %s", again.text)
	}
	a.patch(path, "*", `{"active":false}`).want(http.StatusOK)
	a.call("PATCH", path, `{"active":true}`).refused(http.StatusPreconditionRequired, "if_match_missing")
	a.call("DELETE", path, "").refused(http.StatusPreconditionRequired, "if_match_missing")
	a.call("DELETE", path, "", `If-Match: "r3"`).want(http.StatusNoContent)
	a.call("DELETE", path, "", `If-Match: "r3"`).refused(http.StatusNotFound, "not_found")
}

func TestAKeyCreatesOneObject(t *testing.T) {
	a := newAccount(t)
	post := func(body string) answer { return a.call("POST", "/v1/surveys", body, "Idempotency-Key: one") }
	post(`{"name":"","metric":"CES"}`).wrong("/name") // uses no key up
	first := post(survey1).want(http.StatusCreated)
	if first.header.Get("Location") != "/v1/surveys/survey_1" || first.header.Get("Idempotency-Replayed") != "" {
		t.Errorf("headers of the first answer: %v", first.header)
	}
	a.call("DELETE", "/v1/surveys/survey_1", "", "If-Match: *").want(http.StatusNoContent)
	again := post(`{"metric":"CES", "name":"Kustomer CES"}`).want(http.StatusCreated)
	if again.text != first.text || again.header.Get("Idempotency-Replayed") != "true" || again.header.Get("ETag") != `"r1"` {
		t.Errorf("the same request: %s %v, want the first answer %s", again.text, again.header, first.text)
	}
	post(`{"name":"Another","metric":"CES"}`).refused(http.StatusUnprocessableEntity, "idempotency_key_reused")
	a.call("POST", "/v1/surveys", survey1).refused(http.StatusBadRequest, "idempotency_key_missing")
	a.call("POST", "/v1/surveys", survey1, "Idempotency-Key: "+strings.Repeat("x", 256)).refused(http.StatusBadRequest, "invalid_parameter")
	a.call("POST", "/v1/connectors", connector1, "Idempotency-Key: one").want(http.StatusCreated) // another path
	if data := a.get("/v1/surveys")["data"].([]any); len(data) != 0 {
		t.Errorf("surveys after all that: %v", data)
	}
}

func TestAKeyCreatesOneObjectAlsoAtTheSameTime(t *testing.T) {
	a := newAccount(t)
	var requests sync.WaitGroup
	for range 20 {
		requests.Go(func() {
			if got := a.call("POST", "/v1/surveys", survey1, "Idempotency-Key: one"); got.status != http.StatusCreated && got.status != http.StatusConflict {
				t.Errorf("status %d: %s", got.status, got.text)
			}
		})
	}
	requests.Wait()
	if data := a.get("/v1/surveys")["data"].([]any); len(data) != 1 {
		t.Errorf("one key made %d surveys", len(data))
	}
}

func TestPagesHoldEveryObjectOnce(t *testing.T) {
	a := newAccount(t)
	for i := range 205 {
		a.create("/v1/surveys", fmt.Sprintf(`{"name":"Survey %d","metric":"NPS"}`, i+1))
	}
	var seen []string
	pages := 0
	for path := "/v1/surveys"; path != ""; pages++ {
		page := a.get(path)
		for _, one := range page["data"].([]any) {
			seen = append(seen, text(one.(map[string]any), "id"))
		}
		// Between two pages what was seen is deleted, one the last of its page and one not.
		a.call("DELETE", "/v1/surveys/"+seen[len(seen)-1-pages], "", "If-Match: *").want(http.StatusNoContent)
		if path = ""; page["next_cursor"] != nil {
			path = "/v1/surveys?cursor=" + text(page, "next_cursor")
		}
	}
	for i, id := range seen {
		if id != fmt.Sprintf("survey_%d", i+1) {
			t.Fatalf("place %d holds %s", i+1, id)
		}
	}
	if len(seen) != 205 || pages != 3 {
		t.Errorf("%d surveys in %d pages, want 205 in 3", len(seen), pages)
	}
	if short := a.get("/v1/surveys?limit=2&name=Survey%203"); len(short["data"].([]any)) != 1 || short["next_cursor"] != nil {
		t.Errorf("by name: %v", short)
	}
	for _, query := range []string{"limit=0", "limit=101", "limit=x", "cursor=%21", "metric=ABC"} {
		a.call("GET", "/v1/surveys?"+query, "").refused(http.StatusBadRequest, "invalid_parameter")
	}
}

func TestWhatIsInUseIsNotDeleted(t *testing.T) {
	a := newAccount(t)
	a.declare()
	for _, path := range []string{"/v1/surveys/survey_1", "/v1/connectors/connector_1"} {
		kept := a.call("DELETE", path, "", "If-Match: *").refused(http.StatusConflict, "in_use")
		want := []any{map[string]any{"kind": "trigger_distribution", "id": "trigger_distribution_1", "name": "trigger_distribution_1"}}
		if diff := cmp.Diff(want, kept.body["conflicts"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	a.call("DELETE", "/v1/trigger_distributions/trigger_distribution_1", "", "If-Match: *").want(http.StatusNoContent)
	a.call("DELETE", "/v1/surveys/survey_1", "", "If-Match: *").want(http.StatusNoContent)
	a.call("DELETE", "/v1/connectors/connector_1", "", "If-Match: *").want(http.StatusNoContent)
	if id := text(a.create("/v1/surveys", survey1), "id"); id != "survey_2" {
		t.Errorf("the id of a deleted survey was used again: %s", id)
	}
}

func TestRequestsThatCannotBeServed(t *testing.T) {
	a := newAccount(t)
	a.call("GET", "/v1/surveys", "", "Authorization: Bearer wrong").refused(http.StatusUnauthorized, "unauthorized")
	if basic := a.call("GET", "/v1/surveys", "", "Authorization: "+Token).refused(http.StatusUnauthorized, "unauthorized"); basic.header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("headers of 401: %v", basic.header)
	}
	a.call("GET", "/v1/surveys", "", "Authorization: Basic "+Token).refused(http.StatusUnauthorized, "unauthorized")
	a.call("GET", "/v1/nothing", "").refused(http.StatusNotFound, "not_found")
	a.call("GET", "/v1/surveys/survey_9", "").refused(http.StatusNotFound, "not_found")
	a.call("GET", "/v1/responses/response_1", "").refused(http.StatusNotFound, "not_found")
	if put := a.call("PUT", "/v1/surveys/survey_1", survey1).refused(http.StatusMethodNotAllowed, "method_not_allowed"); !strings.Contains(put.header.Get("Allow"), "PATCH") {
		t.Errorf("headers of 405: %v", put.header)
	}
	const key = "Idempotency-Key: k"
	a.call("POST", "/v1/surveys", "{", key).refused(http.StatusBadRequest, "malformed")
	a.call("POST", "/v1/surveys", "[]", key).refused(http.StatusBadRequest, "malformed")
	a.call("POST", "/v1/surveys", survey1+"x", key).refused(http.StatusBadRequest, "malformed")
	a.call("POST", "/v1/surveys", survey1, key, "Content-Type: text/plain").refused(http.StatusUnsupportedMediaType, "unsupported_media_type")
	a.call("POST", "/v1/surveys", survey1, key, "Content-Type: application/merge-patch+json").refused(http.StatusUnsupportedMediaType, "unsupported_media_type")
	a.create("/v1/surveys", survey1)
	a.call("PATCH", "/v1/surveys/survey_1", `{"name":"New"}`, "If-Match: *").want(http.StatusOK) // application/json will do
}
