package zendesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// refused gives the error of a write that is answered like this.
func refused(t *testing.T, status int, body string) *zendesk.Error {
	t.Helper()
	a := newAccount(t)
	a.on("POST /webhooks/test", says(status, body)) // a POST: nothing is retried
	_, err := a.client().TestWebhook(ctx(), "1", "{}")
	return asError(t, err)
}

func TestTheVendorsWords(t *testing.T) {
	const line = "POST /api/v2/webhooks/test?webhook_id=1: "
	for body, want := range map[string]string{
		`{"error":"RecordInvalid","description":"Record validation errors","details":{"title":[{"description":"Title: cannot be blank","error":"BlankValue"}],"base":[{"description":"No condition"},{"description":"No action"}]}}`: `RecordInvalid: Record validation errors (base: No condition; No action, title: Title: cannot be blank)`,
		`{"error":"RecordNotFound","description":"Not found"}`:                                                                     `RecordNotFound: Not found`,
		`{"error":"Couldn't authenticate you"}`:                                                                                    `Couldn't authenticate you`,
		`{"error":{"title":"Forbidden","message":"You do not have access\nto this page."}}`:                                        `Forbidden: You do not have access to this page.`,
		`{"errors":[{"code":"InvalidTriggerCategory","title":"Name cannot be blank"}]}`:                                            `InvalidTriggerCategory: Name cannot be blank`,
		`{"errors":[{"code":"InvalidValue","title":"Invalid","detail":"must be https","source":{"pointer":"/webhook/endpoint"}}]}`: `InvalidValue (/webhook/endpoint: Invalid: must be https)`,
		`{"errors":["one","two"]}`:                                   `one; two`,
		`{"errors":"all of it"}`:                                     `all of it`,
		`{"errors":{"title":["is taken"]}}`:                          `Unprocessable Entity (title: is taken)`,
		`{"errors":[{"source":"title","title":"is taken"},null,7]}`:  `{"source":"title","title":"is taken"}; 7`,
		`{"fault":{"faultstring":"over quota"}}`:                     `{"fault":{"faultstring":"over quota"}}`,
		"red \x1b[31mtext\xff":                                       "red [31mtext\uFFFD",
		`{"details":{"value":["must be a string"],"other":"plain"}}`: `Unprocessable Entity (other: plain, value: must be a string)`,
		`{"message":"just this"}`:                                    `just this`,
		`<!DOCTYPE html><html><head><title>  Oh &amp; no
 </title></head><body>` + strings.Repeat("x", 5000): `an HTML page titled "Oh & no" instead of JSON`,
		`<html><body>x</body></html>`: `an HTML page without a title instead of JSON`,
		"upstream\n  said no":         `upstream said no`,
		``:                            `Unprocessable Entity`,
		`[]`:                          `[]`,
	} {
		equal(t, body, refused(t, 422, body).Error(), line+"422 "+want)
	}
	if long := refused(t, 422, strings.Repeat("word ", 20_000)); len(long.Error()) > 17<<10 {
		t.Errorf("an error of %d bytes", len(long.Error()))
	}
}

func TestWhatAnErrorIs(t *testing.T) {
	type is struct{ notFound, forbidden, unauthorized, invalid, conflict, accountWide bool }
	for name, test := range map[string]struct {
		status int
		body   string
		want   is
		remedy string
	}{
		"301":                {301, `<html><title>301 Moved Permanently</title></html>`, is{accountWide: true}, "If the account has moved"},
		"400":                {400, `{}`, is{invalid: true}, "Correct the fields"},
		"401":                {401, `{"error":"Couldn't authenticate you"}`, is{unauthorized: true, accountWide: true}, "credential"},
		"403":                {403, `{"error":{"title":"Forbidden"}}`, is{forbidden: true}, "may not do this"},
		"403, suspended":     {403, `{"error":{"title":"Forbidden","message":"Account suspended"}}`, is{forbidden: true, accountWide: true}, "suspended"},
		"404":                {404, `{"error":"RecordNotFound"}`, is{notFound: true}, "does not exist"},
		"404 without a body": {404, ``, is{notFound: true}, "does not exist"},
		"404, a web page":    {404, `<html><title>No help desk at acme.zendesk.com</title></html>`, is{accountWide: true}, "does not know this account"},
		"404, a proxy":       {404, `404 page not found`, is{}, "does not exist"},
		"404, a gateway":     {404, `{"message":"no Route matched with those values"}`, is{}, "does not exist"},
		"404, no words":      {404, `{}`, is{}, "does not exist"},
		"404, cut off":       {404, `{"error":"RecordNotFound","descr`, is{}, "does not exist"},
		"404, a wrong path":  {404, `{"error":"InvalidEndpoint","description":"Not found"}`, is{}, "does not exist"},
		"409":                {409, `{}`, is{conflict: true}, "Apply again"},
		"422":                {422, `{}`, is{invalid: true}, "Correct the fields"},
		"500":                {500, `{}`, is{}, "not known whether"},
		"501":                {501, `{}`, is{}, "status.zendesk.com"},
		"502, a web page":    {502, `<html></html>`, is{}, "not known whether"},
		"418":                {418, `{}`, is{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := refused(t, test.status, test.body)
			err := fmt.Errorf("wrapped: %w", e)
			equal(t, "is", is{
				zendesk.IsNotFound(err), zendesk.IsForbidden(err), zendesk.IsUnauthorized(err),
				zendesk.IsInvalid(err), zendesk.IsConflict(err), zendesk.IsAccountWide(err),
			}, test.want)
			if !strings.Contains(e.Remedy(), test.remedy) || test.remedy == "" && e.Remedy() != "" {
				t.Errorf("remedy %q", e.Remedy())
			}
			equal(t, "status", e.Status, test.status)
		})
	}
	if zendesk.IsNotFound(nil) || zendesk.IsAccountWide(errors.New("x")) || zendesk.IsAmbiguous(nil) {
		t.Error("somebody else's error was recognised")
	}
}

// A page for one path says nothing about an account that has answered before.
func TestAPageForOnePathIsNotAboutTheAccount(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", noSuchPath["a page"])
	a.on("GET /automations", says(200, `{"automations":[],"count":0}`))
	c := a.client()
	_, err := c.Triggers(ctx())
	equal(t, "account wide, of the first answer", zendesk.IsAccountWide(err), true)
	_, err = c.Automations(ctx())
	noError(t, err)
	_, err = c.Triggers(ctx())
	equal(t, "account wide, after another answer", zendesk.IsAccountWide(err), false)
	if e := asError(t, err); !strings.Contains(e.Remedy(), "web server or proxy") {
		t.Errorf("remedy %q", e.Remedy())
	}
}

// An account that moved answers with a redirect. Whoever reads there without a
// credential would only learn that he has none.
func TestAnAccountThatMovedSaysWhere(t *testing.T) {
	elsewhere := newAccount(t)
	a := newAccount(t)
	a.on("GET /triggers", func(w http.ResponseWriter, r *http.Request, _ int) {
		http.Redirect(w, r, elsewhere.URL+"/api/v2/triggers", http.StatusMovedPermanently)
	})
	_, err := a.client().Triggers(ctx())
	e := asError(t, err)
	equal(t, "status", e.Status, http.StatusMovedPermanently)
	equal(t, "gone", zendesk.IsNotFound(err), false)
	equal(t, "the remedy says where", strings.Contains(e.Remedy(), elsewhere.URL+"/api/v2/triggers"), true)
	equal(t, "requests there", len(elsewhere.lines()), 0)
}

func TestAHostThatCannotBeReached(t *testing.T) {
	a := newAccount(t)
	c := a.client(func(config *zendesk.Config) {
		config.Endpoint = "http://127.0.0.1:1" // nobody listens on port 1
	})
	brief, cancel := context.WithTimeout(ctx(), 200*time.Millisecond) // too short for a retry
	defer cancel()
	err := c.DeleteTrigger(brief, "1")
	e := asError(t, err)
	equal(t, "account wide", zendesk.IsAccountWide(err), true)
	equal(t, "ambiguous", zendesk.IsAmbiguous(err), false)
	if !strings.HasPrefix(e.Error(), "DELETE /api/v2/triggers/1: ") || strings.Contains(e.Error(), `"http`) || !strings.Contains(e.Remedy(), "cannot be reached") {
		t.Errorf("%s: %s", e.Error(), e.Remedy())
	}
}

// The vendor asks for an hour, the operation has a minute.
func TestAskedToWaitTooLong(t *testing.T) {
	a := newAccount(t)
	a.on("POST /trigger_categories/jobs", func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	err := a.client().Place(shortly(t), nil, swap)
	e := asError(t, err)
	equal(t, "status", e.Status, 429)
	equal(t, "ambiguous", zendesk.IsAmbiguous(err), false)
	if !strings.Contains(e.Error(), "1h0m0s") || !strings.Contains(e.Remedy(), "requests_per_minute") {
		t.Errorf("%s: %s", e.Error(), e.Remedy())
	}
}

func TestAWriteThatIsSentElsewhereIsNotFollowed(t *testing.T) {
	a := newAccount(t)
	a.on("PUT /triggers/1", func(w http.ResponseWriter, r *http.Request, _ int) {
		http.Redirect(w, r, "https://other.example.com/api/v2/triggers/1", http.StatusMovedPermanently)
	})
	_, err := a.client().UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("x")})
	e := asError(t, err)
	equal(t, "status", e.Status, 301)
	if !strings.Contains(e.Remedy(), "https://other.example.com") {
		t.Errorf("remedy %q", e.Remedy())
	}
}
