package kustomer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
)

// organization is a simulated one, and somebody who does something just before a
// request of the client.
type organization struct {
	t    *testing.T
	url  string
	env  map[string]string
	base http.RoundTripper

	mu     sync.Mutex
	before map[string]func(n int)
	passed map[string]int
}

func open(t *testing.T) *organization {
	t.Helper()
	world := sandbox.New(sandbox.Options{})
	url, stop, err := world.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	o := &organization{t: t, url: url, env: map[string]string{}, base: http.DefaultTransport, before: map[string]func(int){}, passed: map[string]int{}}
	for _, variable := range world.Environment(url) {
		o.env[variable.Name] = variable.Value
	}
	return o
}

// client makes one more client of the organization.
func (o *organization) client() *kustomer.Client {
	o.t.Helper()
	c, err := kustomer.New(kustomer.Config{Endpoint: o.env["KUSTOMER_ENDPOINT"], Credential: kustomer.APIKey(o.env["KUSTOMER_API_KEY"]), Base: o})
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// RoundTrip sends a client's request.
func (o *organization) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	o.passed[r.Method]++
	n, before := o.passed[r.Method], o.before[r.Method]
	o.mu.Unlock()
	if before != nil {
		before(n)
	}
	return o.base.RoundTrip(r)
}

// send sends a request as somebody else.
func (o *organization) send(method, path, body string) string {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+o.env["KUSTOMER_API_KEY"])
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 400 {
		o.t.Fatalf("%s %s: %d %s %v", method, path, response.StatusCode, answer, err)
	}
	return string(answer)
}

const metadataPath = "/kustomer/v1/metadata/conversation"

func (o *organization) has(name string) bool {
	o.t.Helper()
	return strings.Contains(o.send("GET", metadataPath, ""), `"`+name+`"`)
}

func input(name string) kustomer.AttributeInput { return kustomer.AttributeInput{Name: name} }

// What somebody adds between the reading and the writing stays where Kustomer merges,
// and is named.
func TestAnAttributeThatIsAddedInTheWindow(t *testing.T) {
	o := open(t)
	o.before["PUT"] = func(n int) {
		if n == 1 {
			o.send("PUT", metadataPath, `{"properties":{"theirsNum":{}}}`)
		}
	}
	_, meanwhile, err := o.client().SetAttribute(t.Context(), "conversation", input("oursNum"))
	if err != nil || !slices.Equal(meanwhile.Added, []string{"theirsNum"}) || len(meanwhile.Gone) != 0 {
		t.Errorf("got %+v %v", meanwhile, err)
	}
	if !o.has("theirsNum") || !o.has("oursNum") {
		t.Error("one of them is lost")
	}
}

// Two workspaces write the same document, and the server replaces it: the one whose
// attribute was overwritten sees that, and writes it again.
func TestAnAttributeThatAnotherWorkspaceOverwrites(t *testing.T) {
	o := open(t)
	o.send("POST", "/_sandbox/kustomer", `{"metadata_update":"replace"}`)
	// Both have read before either writes.
	var read sync.WaitGroup
	read.Add(2)
	o.before["PUT"] = func(n int) {
		if n <= 2 {
			read.Done()
			read.Wait()
		}
	}
	var group sync.WaitGroup
	for _, name := range []string{"firstNum", "secondNum"} {
		c := o.client()
		group.Go(func() {
			if _, _, err := c.SetAttribute(t.Context(), "conversation", input(name)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if !o.has("firstNum") || !o.has("secondNum") {
		t.Error("one of them is lost")
	}
}

// One that stood in the document and disappears while it is written is named.
func TestAnAttributeThatDisappearsInTheWindow(t *testing.T) {
	o := open(t)
	o.send("PUT", metadataPath, `{"properties":{"theirsNum":{}}}`)
	o.before["GET"] = func(n int) {
		if n == 2 {
			o.send("PUT", metadataPath, `{"properties":{"theirsNum":null}}`)
		}
	}
	_, meanwhile, err := o.client().SetAttribute(t.Context(), "conversation", input("oursNum"))
	if err != nil || !slices.Equal(meanwhile.Gone, []string{"theirsNum"}) {
		t.Errorf("got %+v %v", meanwhile, err)
	}
}

// A stale document is never sent: after trouble it is read again.
func TestAWriteThatFailsIsReadAgain(t *testing.T) {
	o := open(t)
	o.send("POST", "/_sandbox/kustomer", `{"metadata_update":"replace"}`)
	o.send("POST", "/_sandbox/faults", `[{"system":"kustomer","method":"PUT","path":"/v1/*","kind":"500","times":1}]`)
	o.before["GET"] = func(n int) {
		if n == 2 {
			o.send("PUT", metadataPath, `{"properties":{"theirsNum":{}}}`)
		}
	}
	_, meanwhile, err := o.client().SetAttribute(t.Context(), "conversation", input("oursNum"))
	if err != nil || !o.has("theirsNum") || !o.has("oursNum") || !slices.Equal(meanwhile.Added, []string{"theirsNum"}) {
		t.Errorf("got %+v %v: %s", meanwhile, err, o.send("GET", metadataPath, ""))
	}
	if o.passed["PUT"] != 2 {
		t.Errorf("two PUTs expected, got %d", o.passed["PUT"])
	}
}

// One change that is refused does not stop the others.
func TestARefusedChangeIsAloneAtFault(t *testing.T) {
	o := open(t)
	c := o.client()
	var group sync.WaitGroup
	errs := map[string]error{}
	var mu sync.Mutex
	long := []string{strings.Repeat("x", 2000)}
	for name, in := range map[string]kustomer.AttributeInput{"goodNum": input("goodNum"), "badStr": {Name: "badStr", Options: &long}, "alsoGoodNum": input("alsoGoodNum")} {
		group.Go(func() {
			_, _, err := c.SetAttribute(t.Context(), "conversation", in)
			mu.Lock()
			defer mu.Unlock()
			errs[name] = err
		})
	}
	group.Wait()
	if errs["goodNum"] != nil || errs["alsoGoodNum"] != nil || !client.IsInvalid(errs["badStr"]) || !o.has("goodNum") || !o.has("alsoGoodNum") {
		t.Errorf("got %v", errs)
	}
}

// A server that takes every PUT and stores something else is reported, with the name.
func TestAChangeThatIsNotStored(t *testing.T) {
	o := open(t)
	o.base = roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPut {
			r.Body = io.NopCloser(strings.NewReader(`{}`))
			r.ContentLength = 2
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	_, _, err := o.client().SetAttribute(t.Context(), "conversation", input("oursNum"))
	var told *client.Error
	if !errors.As(err, &told) || !strings.Contains(err.Error(), "conversation/oursNum is not as it was sent") || told.Remedy() == "" {
		t.Errorf("got %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A change whose time is up before its batch begins is not sent.
func TestAChangeGivesUpWithItsContext(t *testing.T) {
	o := open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := o.client().SetAttribute(ctx, "conversation", input("oursNum")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	time.Sleep(300 * time.Millisecond)
	if len(o.passed) != 0 {
		t.Errorf("got %v", o.passed)
	}
}

func TestErrorsAndPages(t *testing.T) {
	for name, body := range map[string]string{
		"plain":    `{"errors":[{"code":"bad_request","message":"name must be a string","meta":{}}]}`,
		"JSON:API": `{"errors":[{"status":"400","code":"bad_request","title":"Bad Request","detail":"name must be a string","source":{"pointer":"/name"},"meta":{}}]}`,
	} {
		c := answering(t, 400, body)
		_, err := c.Surveys(t.Context())
		if !client.IsInvalid(err) || !strings.Contains(err.Error(), "bad_request") || !strings.Contains(err.Error(), "name must be a string") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, totals := range []bool{true, false} {
		o := open(t)
		o.send("POST", "/_sandbox/kustomer", fmt.Sprintf(`{"list_totals":%t}`, totals))
		for range 120 {
			o.send("POST", "/kustomer/v1/satisfaction", `{"name":"x","channel":"sms"}`)
		}
		surveys, err := o.client().Surveys(t.Context())
		if err != nil || len(surveys) != 122 || o.passed["GET"] != 2 {
			t.Errorf("totals %t: got %d by %d requests, %v", totals, len(surveys), o.passed["GET"], err)
		}
	}
}

func answering(t *testing.T, status int, body string) *kustomer.Client {
	t.Helper()
	c, err := kustomer.New(kustomer.Config{Subdomain: "acme", Credential: kustomer.APIKey("key"), Base: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host != "acme.api.kustomerapp.com" || r.Header.Get("Authorization") != "Bearer key" {
			t.Errorf("got %s", r.URL)
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(body))}, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A key whose record has no roles is looked up as its machine user.
func TestAKeyThatShowsNoRoles(t *testing.T) {
	c := answering(t, 200, `{"data":{"id":"1","attributes":{"name":"Key","expiresAt":"2020-01-01T00:00:00Z"}}}`)
	key, err := c.CurrentKey(t.Context())
	if err != nil || key.Roles != nil || !key.Expired() {
		t.Errorf("got %+v %v", key, err)
	}
	c = answering(t, 200, `{"data":{"id":"1","attributes":{"name":"Key","roles":["b","a"],"expiresAt":null}}}`)
	key, err = c.CurrentKey(t.Context())
	if err != nil || !slices.Equal(key.Roles, []string{"a", "b"}) || key.Expired() || c.Account() != "acme.kustomerapp.com" {
		t.Errorf("got %+v %v", key, err)
	}
}
