package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

func bearer(token string) func(*transport.Options) {
	return func(o *transport.Options) {
		o.Authorize = func(r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+token)
			return nil
		}
	}
}

func TestOurHeadersReplaceALibrarys(t *testing.T) {
	v := newVendor(t, func(http.ResponseWriter, *http.Request, int) {})
	request, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, v.URL, nil)
	request.Header.Set("User-Agent", "somebody/1.0")
	response, err := v.client(t, bearer("t0ken")).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	got := v.got()[0].header
	if got.Get("User-Agent") != "terraform-provider-surveytrigger/test" || got.Get("Authorization") != "Bearer t0ken" || got.Get("Accept") != "application/json" {
		t.Errorf("sent %v", got)
	}
	if request.Header.Get("Authorization") != "" {
		t.Error("the caller's request was written to")
	}
}

type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

func TestA401IsTriedOnceMoreWithANewCredential(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.Header.Get("Authorization") != "Bearer new" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	token, renewals := "old", 0
	client := v.client(t, func(o *transport.Options) {
		o.Authorize = func(r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+token)
			return nil
		}
		o.Unauthorized = func(sent *http.Request) bool {
			renewals++
			if sent.Header.Get("Authorization") != "Bearer "+token {
				t.Errorf("told of %q", sent.Header.Get("Authorization"))
			}
			token = "new"
			return true
		}
	})
	status, _, err := do(t, context.Background(), client, http.MethodPost, v.URL, `{"a":1}`)
	if err != nil || status != http.StatusOK || renewals != 1 {
		t.Fatalf("%d %v after %d renewals", status, err, renewals)
	}
	if got := v.got(); len(got) != 2 || got[1].body != `{"a":1}` {
		t.Errorf("sent %v", got)
	}
}

func TestACredentialThatCannotBeHadEndsTheCall(t *testing.T) {
	v := newVendor(t, func(http.ResponseWriter, *http.Request, int) {})
	refused := errors.New("no token today")
	client := v.client(t, func(o *transport.Options) { o.Authorize = func(*http.Request) error { return refused } })
	_, _, err := do(t, context.Background(), client, http.MethodPost, v.URL, "{}")
	if !errors.Is(err, refused) || transport.Ambiguous(err) || asSendError(t, err).Attempts != 1 || len(v.got()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestCheckRoot(t *testing.T) {
	for raw, want := range map[string]string{
		"https://Acme.Zendesk.com/":      "https://acme.zendesk.com",
		"http://127.0.0.1:8089/zendesk/": "http://127.0.0.1:8089/zendesk",
		"http://localhost:1":             "http://localhost:1",
		"http://[::1]:1":                 "http://[::1]:1",
	} {
		root, err := transport.CheckRoot(raw)
		if err != nil || root.String() != want {
			t.Errorf("%s: got %v, %v", raw, root, err)
		}
	}
	for raw, word := range map[string]string{
		"http://acme.zendesk.com":          "not encrypted",
		"http://127.0.0.1.example.com":     "not encrypted",
		"http://localhost.example.com":     "not encrypted",
		"acme.zendesk.com":                 "https://",
		"ftp://acme.zendesk.com":           "https://",
		"https://":                         "no host",
		"https://me:hunter2@acme.com":      "user name",
		"https://acme.com/?x=1":            "query",
		"https://acme.com/#x":              "fragment",
		"https://me:hunter2@acme.com:port": "not a URL",
		"":                                 "https://",
	} {
		root, err := transport.CheckRoot(raw)
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: got %v, %v", raw, root, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error shows the password: %v", raw, err)
		}
	}
}
