package engine

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestFaultMatches(t *testing.T) {
	for _, tc := range []struct {
		method, path string // of the fault
		request      string
		want         bool
	}{
		{"POST", "/api/v2/triggers", "POST /api/v2/triggers", true},
		{"POST", "/api/v2/triggers", "POST /api/v2/triggers.json", true},
		{"POST", "/api/v2/triggers.json", "POST /api/v2/triggers", true},
		{"POST", "/api/v2/triggers", "GET /api/v2/triggers", false},
		{"POST", "/api/v2/triggers", "POST /api/v2/triggers/1", false},
		{"post", "/api/v2/triggers", "POST /api/v2/triggers", true},
		{"", "/api/v2/triggers/*", "PUT /api/v2/triggers/1.json", true},
		{"*", "/api/v2/triggers*", "GET /api/v2/triggers.json", true},
		{"*", "/api/v2/triggers/*", "GET /api/v2/triggers", false},
		{"*", "*", "DELETE /anything", true},
		{"", "", "DELETE /anything", true},
	} {
		faults := &Faults{}
		faults.Add(Fault{System: "zendesk", Method: tc.method, Path: tc.path, Kind: ServerError})
		method, path, _ := strings.Cut(tc.request, " ")
		if _, got := faults.Take("kustomer", method, path); got {
			t.Errorf("fault %s %s hit %s of another system", tc.method, tc.path, tc.request)
		}
		if _, got := faults.Take("zendesk", method, path); got != tc.want {
			t.Errorf("fault %q %q on %s: hit %t, want %t", tc.method, tc.path, tc.request, got, tc.want)
		}
	}
}

func TestFaultsAreUsedUpInOrder(t *testing.T) {
	faults := &Faults{}
	faults.Add(
		Fault{System: "zendesk", Path: "/a", Kind: Slow, Times: 2},
		Fault{System: "zendesk", Path: "/*", Kind: ServerError},
	)
	var hit []string
	for range 4 {
		if fault, ok := faults.Take("zendesk", "GET", "/a"); ok {
			hit = append(hit, string(fault.Kind))
		}
	}
	if got, want := strings.Join(hit, " "), "slow slow 500"; got != want {
		t.Errorf("four requests met %q, want %q", got, want)
	}
	if left := faults.All(); left == nil || len(left) != 0 {
		t.Errorf("left: %#v, want an empty list that is not nil", left)
	}
}

func TestASlowAnswerComesLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := 0.4
		begun, served := time.Now(), time.Duration(-1)
		handle := func() *Answer {
			served = time.Since(begun)
			answer := NewAnswer()
			answer.WriteHeader(http.StatusCreated)
			return answer
		}
		to := httptest.NewRecorder()
		Fault{Kind: Slow, RetryAfter: &late}.Serve(to, httptest.NewRequest(http.MethodPost, "/", http.NoBody), nil, handle, func(int) {})
		if took := time.Since(begun); served != 0 || took != 400*time.Millisecond || to.Code != http.StatusCreated {
			t.Errorf("handled after %s and answered %d after %s, want at once and 201 after 0.4 s", served, to.Code, took)
		}
	})
}

func TestFaultValidate(t *testing.T) {
	negative := -1.0
	good := Fault{System: "zendesk", Path: "/api/v2/*", Kind: TooManyRequests}
	for want, change := range map[string]func(*Fault){
		"":                       func(*Fault) {},
		`unknown system "jira"`:  func(f *Fault) { f.System = "jira" },
		`unknown kind "418"`:     func(f *Fault) { f.Kind = "418" },
		"does not start with":    func(f *Fault) { f.Path = "api/v2" },
		"the system's prefix":    func(f *Fault) { f.Path = "/zendesk/api/v2/triggers" },
		"times -1 is negative":   func(f *Fault) { f.Times = -1 },
		"retry_after -1 is nega": func(f *Fault) { f.RetryAfter = &negative },
	} {
		fault := good
		change(&fault)
		err := fault.Validate([]string{"zendesk"})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want %q", fault, err, want)
		}
	}
}
