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

// A redirect may lead anywhere; the credential does not follow it.
func TestRedirects(t *testing.T) {
	elsewhere := newVendor(t, func(http.ResponseWriter, *http.Request, int) {})
	var target string
	v := newVendor(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.URL.Path == "/go" {
			http.Redirect(w, r, target, http.StatusTemporaryRedirect)
		}
	})
	client := v.client(t, bearer("t0ken"))

	target = "/there"
	if status, _, err := do(t, context.Background(), client, http.MethodGet, v.URL+"/go", ""); err != nil || status != http.StatusOK {
		t.Fatalf("same host: %d %v", status, err)
	}
	target = elsewhere.URL
	if _, _, err := do(t, context.Background(), client, http.MethodGet, v.URL+"/go", ""); err == nil || !strings.Contains(err.Error(), "another host") {
		t.Errorf("plain text to another host: %v", err)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		status, _, err := do(t, context.Background(), client, method, v.URL+"/go", "{}")
		if err != nil || status != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d %v", method, status, err)
		}
	}
	if n := len(elsewhere.got()); n != 0 {
		t.Errorf("the other host got %d requests", n)
	}
}

// From TLS another TLS host may be read, without the credential, and nothing is
// read in plain text.
func TestRedirectsFromTLS(t *testing.T) {
	hosts := map[string][]http.Header{}
	base := roundTrip(func(r *http.Request) *http.Response {
		hosts[r.URL.Host] = append(hosts[r.URL.Host], r.Header)
		response := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}
		if to := r.URL.Query().Get("to"); to != "" {
			response.StatusCode = http.StatusFound
			response.Header.Set("Location", to)
		}
		return response
	})
	root, err := transport.CheckRoot("https://acme.example.com")
	if err != nil {
		t.Fatal(err)
	}
	options := transport.Options{Root: root, Base: base}
	bearer("t0ken")(&options)
	client := transport.NewClient(options)

	if _, _, err := do(t, context.Background(), client, http.MethodGet, "https://acme.example.com/?to=https://cdn.example.net/", ""); err != nil {
		t.Fatal(err)
	}
	if got := hosts["cdn.example.net"]; len(got) != 1 || got[0].Get("Authorization") != "" {
		t.Errorf("the other host got %v", got)
	}
	if got := hosts["acme.example.com"]; len(got) != 1 || got[0].Get("Authorization") != "Bearer t0ken" {
		t.Errorf("the root got %v", got)
	}
	if _, _, err := do(t, context.Background(), client, http.MethodGet, "https://acme.example.com/?to=http://acme.example.com/", ""); err == nil || !strings.Contains(err.Error(), "from https to http") {
		t.Errorf("downgrade: %v", err)
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
