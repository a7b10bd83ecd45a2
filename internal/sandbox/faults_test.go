package sandbox

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (n *town) script(fault string) {
	n.t.Helper()
	n.do("POST", "/_sandbox/faults", "["+fault+"]", 200)
}

func TestFaultsThatTheSystemNeverSees(t *testing.T) {
	for name, tc := range map[string]struct {
		fault       string
		status      int
		retryAfter  string
		contentType string
		body        string
	}{
		"429":                          {`"kind":"429"`, 429, "1", "application/json", `{"vendor_says":429}`},
		"429 with Retry-After":         {`"kind":"429","retry_after":7`, 429, "7", "application/json", `{"vendor_says":429}`},
		"500":                          {`"kind":"500"`, 500, "", "application/json", `{"vendor_says":500}`},
		"503 of an edge":               {`"kind":"503_html"`, 503, "", "text/html", "<html>"},
		"503 of an edge, Retry-After":  {`"kind":"503_html","retry_after":2`, 503, "2", "text/html", "<html>"},
		"500 with Retry-After":         {`"kind":"500","retry_after":3`, 500, "3", "application/json", `{"vendor_says":500}`},
		"a fraction of a second waits": {`"kind":"429","retry_after":0.2`, 429, "1", "application/json", "429"},
	} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t, Options{})
			n.script(`{"system":"vendor","method":"POST","path":"/things",` + tc.fault + `}`)
			resp, err := n.try("POST", "/vendor/things.json", "")
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tc.status || resp.Header.Get("Retry-After") != tc.retryAfter ||
				!strings.HasPrefix(resp.Header.Get("Content-Type"), tc.contentType) || !strings.Contains(string(body), tc.body) {
				t.Errorf("answer %d, Retry-After %q, %s: %s", resp.StatusCode, resp.Header.Get("Retry-After"), resp.Header.Get("Content-Type"), body)
			}
			if n.vendor.asked() != 0 {
				t.Error("the system saw the request")
			}
			if log := n.requests("vendor"); len(log) != 1 || log[0].Status != tc.status {
				t.Errorf("log %+v, want status %d", log, tc.status)
			}
			n.do("POST", "/vendor/things.json", "", 201) // the fault is used up
		})
	}
}

func TestAFaultHasTheVendorsErrorShape(t *testing.T) {
	n := newTown(t, Options{})
	for path, want := range map[string][]string{
		"/zendesk/api/v2/triggers":   {`{"description":"Number of allowed API requests per minute exceeded","error":"APIRateLimitExceeded"}`, `{"description":"scripted by the sandbox","error":"InternalServerError"}`},
		"/stellaconnect/v1/requests": {`{"error":"Too Many Requests"}`, `{"error":"Internal Server Error"}`},
		"/twolisten/survey-1":        {`Too Many Requests`, `Internal Server Error`},
	} {
		system, _, _ := strings.Cut(path[1:], "/")
		n.script(`{"system":"` + system + `","kind":"429"},{"system":"` + system + `","kind":"500"}`)
		for i, status := range []int{429, 500} {
			if got := strings.TrimSpace(n.do("POST", path, "{}", status)); got != want[i] {
				t.Errorf("%s, %d: %s, want %s", path, status, got, want[i])
			}
		}
	}
}

func TestADropBeforeLeavesNoTrace(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"vendor","path":"/deliver","kind":"drop_before"}`)
	if resp, err := n.try("POST", "/vendor/deliver", ""); err == nil {
		t.Fatalf("got an answer: %s", resp.Status)
	}
	if n.vendor.asked() != 0 || len(n.surveys()) != 0 {
		t.Error("the system saw the request")
	}
	if log := n.requests("vendor"); len(log) != 1 || log[0].Status != 0 || log[0].Path != "/deliver" {
		t.Errorf("log %+v, want one entry with status 0", log)
	}
}

func TestADropAfterCommitHasDoneEverything(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"vendor","path":"/deliver","kind":"drop_after_commit"}`)
	if resp, err := n.try("POST", "/vendor/deliver", ""); err == nil {
		t.Fatalf("got an answer: %s", resp.Status)
	}
	if surveys := n.surveys(); len(surveys) != 1 || surveys[0].TicketID != "35" {
		t.Errorf("surveys %+v, want the one of ticket 35", surveys)
	}
	if log := n.requests("vendor"); len(log) != 1 || log[0].Status != 0 {
		t.Errorf("log %+v, want one entry with status 0", log)
	}
}

func TestARequestMayBeExecutedAfterItsConnectionEnded(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"vendor","path":"/deliver","kind":"drop_after_commit","commit_after":0.4}`)
	if resp, err := n.try("POST", "/vendor/deliver", ""); err == nil {
		t.Fatalf("got an answer: %s", resp.Status)
	}
	if surveys := n.surveys(); len(surveys) != 0 {
		t.Errorf("surveys %+v, want none yet", surveys)
	}
	for start := time.Now(); len(n.surveys()) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatal("it was never executed")
		}
	}
}

func TestASlowAnswerIsWorkDoneAlready(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"vendor","path":"/deliver","kind":"slow","retry_after":60}`)
	n.client.Timeout = 300 * time.Millisecond
	if _, err := n.try("POST", "/vendor/deliver", ""); err == nil {
		t.Fatal("the client did not time out")
	}
	if len(n.surveys()) != 1 {
		t.Error("the work of the slow request was not done")
	}
}

func TestATruncatedAnswerPromisesMore(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"vendor","path":"/things","kind":"truncate"}`)
	resp, err := n.try("GET", "/vendor/things", "")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("reading the body ended with %v, want an unexpected end", err)
	}
	const whole = `{"said":"0123456789"}`
	if resp.StatusCode != http.StatusCreated || resp.Header.Get("X-Vendor") != "yes" || resp.ContentLength != int64(len(whole)) {
		t.Errorf("status %d, X-Vendor %q, length %d", resp.StatusCode, resp.Header.Get("X-Vendor"), resp.ContentLength)
	}
	if got, want := string(body), whole[:len(whole)/2]; got != want {
		t.Errorf("body %q, want %q", got, want)
	}
	if log := n.requests("vendor"); len(log) != 1 || log[0].Status != 201 {
		t.Errorf("log %+v, want status 201", log)
	}
}

func TestAFaultHitsADeliveryToo(t *testing.T) {
	n := newTown(t, Options{})
	n.script(`{"system":"stellaconnect","method":"POST","path":"/v1/*","kind":"500"}`)
	n.do("POST", "/vendor/deliver", "", 201)
	if surveys := n.surveys(); len(surveys) != 0 {
		t.Errorf("surveys %+v, want none", surveys)
	}
	n.do("POST", "/vendor/deliver", "", 201)
	if surveys := n.surveys(); len(surveys) != 1 {
		t.Errorf("surveys %+v, want one after the fault was used up", surveys)
	}
}

func TestFaultScript(t *testing.T) {
	n := newTown(t, Options{})
	for body, want := range map[string]string{
		`[{"system":"vendor","path":"/a","kind":"500"},{"system":"jira","path":"/a","kind":"500"}]`: `fault 1: unknown system`,
		`[{"system":"vendor","path":"/a","kind":"418"}]`:                                            `unknown kind`,
		`[{"system":"vendor","path":"/a","kind":"500","time":2}]`:                                   `unknown field`,
		`[{"system":"vendor","path":"/a","kind":"500","commit_after":1}]`:                           `commit_after is for the kind`,
		`[{"system":"vendor","path":"/a","kind":"drop_after_commit","commit_after":-1}]`:            `negative`,
		`{"system":"vendor"}`: `body is not what this control takes`,
		`[`:                   `body is not what this control takes`,
	} {
		if answer := n.do("POST", "/_sandbox/faults", body, 400); !strings.Contains(answer, want) {
			t.Errorf("%s: %s, want %q", body, answer, want)
		}
	}
	if answer := n.do("GET", "/_sandbox/faults", "", 200); answer != "[]\n" {
		t.Errorf("a refused script left %s", answer)
	}
	n.script(`{"system":"vendor","path":"/a","kind":"500","times":3}`)
	n.do("GET", "/vendor/a", "", 500)
	if answer := n.do("GET", "/_sandbox/faults", "", 200); !strings.Contains(answer, `"times":2`) {
		t.Errorf("left %s, want two times", answer)
	}
	n.do("DELETE", "/_sandbox/faults", "", 200)
	n.do("GET", "/vendor/a", "", 201)
}
