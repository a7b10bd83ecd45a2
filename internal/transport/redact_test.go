package transport_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

func TestSecretsAreFoundInEveryForm(t *testing.T) {
	const secret = `p&ss"wörd<1>/2`
	var r transport.Redactor
	r.Add(secret, "", "a")
	for name, form := range map[string]string{
		"plain":            secret,
		"JSON":             `p&ss\"wörd<1>/2`,
		"JSON for HTML":    `p\u0026ss\"wörd\u003c1\u003e/2`,
		"base64":           base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 for URLs":  base64.URLEncoding.EncodeToString([]byte(secret)),
		"base64, unpadded": base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"query":            "p%26ss%22w%C3%B6rd%3C1%3E%2F2",
		"path":             "p&ss%22w%C3%B6rd%3C1%3E%2F2",
		"HTML":             "p&amp;ss&#34;wörd&lt;1&gt;/2",
		"HTML by hand":     "p&amp;ss&quot;wörd&lt;1&gt;/2",
		"JSON in HTML":     `p&amp;ss\&#34;wörd&lt;1&gt;/2`,
		"JSON in a query":  "p%26ss%5C%22w%C3%B6rd%3C1%3E%2F2",
	} {
		if got := r.Redact("before " + form + " after"); strings.Contains(got, form) || !strings.HasPrefix(got, "before (redacted)") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := r.Redact("a cat sat"); got != "a cat sat" {
		t.Errorf("a one-letter secret tore the text apart: %q", got)
	}
}

func TestBodiesAreRedactedByKey(t *testing.T) {
	var r transport.Redactor
	r.Add(`p"ss`)
	for body, want := range map[string]string{
		`{"said":"{\"key\":\"p\\\"ss\"}","{\"p\\\"ss\"}":1}`:                                     `{"said":"{\"key\":\"(redacted)\"}","{\"(redacted)\"}":1}`,
		`{"webhook":{"authentication":{"data":{"name":"X-Key","value":"s1"},"type":"api_key"}}}`: `{"webhook":{"authentication":{"data":{"name":"X-Key","value":"(redacted)"},"type":"api_key"}}}`,
		`{"authentication":{"data":{"username":"svc","password":"s1"}}}`:                         `{"authentication":{"data":{"password":"(redacted)","username":"svc"}}}`,
		`{"access_token":"s1","expires_in":3600}`:                                                `{"access_token":"(redacted)","expires_in":3600}`,
		`{"custom_headers":{"Authorization":"s1"}}`:                                              `{"custom_headers":{"Authorization":"(redacted)"}}`,
		`{"target":{"password":null}}`:                                                           `{"target":{"password":null}}`,
		`{"conditions":{"all":[{"field":"status","value":"solved"}]},"id":360001234567890123}`:   `{"conditions":{"all":[{"field":"status","value":"solved"}]},"id":360001234567890123}`,
		`{"password":"s1","truncat`:                                                              `{"password":"(redacted)","truncat`,
	} {
		if got := r.RedactBody([]byte(body), 1000); got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
	}
	if got := r.RedactBody([]byte(strings.Repeat("é", 50)), 11); got != "ééééé (cut)" {
		t.Errorf("cut to %q", got)
	}
}

// What a person who debugs sees, and what nobody sees.
func TestTheRequestLog(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, r *http.Request, n int) {
		switch {
		case n == 1:
			w.WriteHeader(http.StatusBadGateway)
		default:
			_, _ = io.WriteString(w, `{"echo":"hunter22 and more","secret":"other","long":"`+strings.Repeat("x", 20<<10)+`"}`)
		}
	})
	var secrets transport.Redactor
	secrets.Add("hunter22", "t0ken")
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	client := v.client(t, bearer("t0ken"), func(o *transport.Options) { o.Secrets = &secrets })
	if _, _, err := do(t, ctx, client, http.MethodPut, v.URL+"/triggers/1?q=hunter22", `{"password":"aaa","note":"hunter22"}`); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	for _, secret := range []string{"hunter22", "t0ken", "aaa", `other`} {
		if strings.Contains(text, secret) {
			t.Errorf("the log shows %q", secret)
		}
	}
	entries, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil {
		t.Fatal(err)
	}
	var statuses, attempts []float64
	for _, entry := range entries {
		if entry["@message"] == "HTTP request" {
			statuses = append(statuses, entry["status"].(float64))
			attempts = append(attempts, entry["attempt"].(float64))
			if entry["method"] != "PUT" || entry["path"] != "/triggers/1?q=(redacted)" || entry["account"] != "acme" {
				t.Errorf("logged %v", entry)
			}
		}
		if body, ok := entry["response_body"].(string); ok && len(body) > 17<<10 {
			t.Errorf("a body of %d bytes is logged", len(body))
		}
	}
	if len(statuses) != 2 || statuses[0] != 502 || statuses[1] != 200 || attempts[1] != 2 {
		t.Errorf("logged statuses %v, attempts %v", statuses, attempts)
	}
}

func TestErrorsAndTokenRequestsShowNoSecret(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, _ int) { drop(w) })
	var secrets transport.Redactor
	secrets.Add("hunter22")
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(context.Background(), &log)
	client := v.client(t, func(o *transport.Options) {
		o.Secrets, o.OmitBodies = &secrets, true
		o.Base = failing{}
	})
	_, _, err := do(t, ctx, client, http.MethodPost, v.URL, "grant")
	if sent := asSendError(t, err); strings.Contains(sent.Error(), "hunter22") {
		t.Errorf("the error shows the secret: %v", sent)
	}
	if strings.Contains(log.String(), "hunter22") || strings.Contains(log.String(), "grant") {
		t.Errorf("the log shows the secret or the body: %s", log.String())
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("proxy said hunter22: %w", io.ErrUnexpectedEOF)
}
