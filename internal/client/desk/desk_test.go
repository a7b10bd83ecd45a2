package desk_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
)

// site is a simulated site.
type site struct {
	t   *testing.T
	url string
	env map[string]string
}

func newSite(t *testing.T) *site {
	t.Helper()
	served := sandbox.New(sandbox.Options{})
	url, stop, err := served.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s := &site{t: t, url: url, env: map[string]string{}}
	for _, variable := range served.Environment(url) {
		s.env[variable.Name] = variable.Value
	}
	return s
}

func (s *site) client() *desk.Client {
	return connect(s.t, s.env["DESK_ENDPOINT"], s.env["DESK_CONSUMER_KEY"], s.env["DESK_CONSUMER_SECRET"], s.env["DESK_ACCESS_TOKEN"], s.env["DESK_ACCESS_TOKEN_SECRET"])
}

func connect(t *testing.T, endpoint, key, secret, token, tokenSecret string) *desk.Client {
	t.Helper()
	c, err := desk.New(desk.Config{Endpoint: endpoint, Credential: desk.OAuth(key, secret, token, tokenSecret)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// admin does something in Admin.
func (s *site) admin(done string) {
	s.t.Helper()
	response, err := http.Post(s.url+"/_sandbox/desk", "application/json", strings.NewReader(done))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, _ := io.ReadAll(response.Body); response.StatusCode >= 400 {
		s.t.Fatalf("%d %s", response.StatusCode, body)
	}
}

func TestWhatIsInAdminIsRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.admin(`{"custom_fields": [{"name": "ces", "label": "CES", "type": "list", "choices": ["low", "high"], "active": false}, {"name": "vip", "label": "VIP", "of": "customer", "type": "boolean"}],
		"rules": [{"name": "Close", "description": "Closes resolved cases", "enabled": true}]}`)
	c := s.client()
	fields, err := c.Fields(t.Context())
	if err != nil || len(fields) != 1 {
		t.Fatalf("got %+v, %v", fields, err)
	}
	want := rules.Field{ID: fields[0].ID, Label: "CES", Name: "ces", Type: "list", Choices: []string{"low", "high"}, OfCases: true}
	if !reflect.DeepEqual(fields[0], want) || want.ID == "" {
		t.Errorf("got %+v", fields[0])
	}
	all, err := c.Rules(t.Context())
	if err != nil || len(all) != 1 || all[0] != (rules.Rule{ID: all[0].ID, Name: "Close", Description: "Closes resolved cases", Enabled: true}) {
		t.Errorf("got %+v, %v", all, err)
	}
	if _, err := c.Rule(t.Context(), "4711"); !client.IsNotFound(err) || !strings.Contains(err.Error(), "404 Resource Not Found") {
		t.Errorf("a rule that is not there: %v", err)
	}
}

func TestALabelFromItsCreationToItsEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.client()
	name, color, no, description := "survey_sent", "green", false, "A survey was requested"
	made, err := c.CreateLabel(t.Context(), desk.LabelInput{Name: &name, Types: &[]string{"case"}, Color: &color, Description: &description}, nil)
	want := rules.Label{ID: "", Name: name, Description: description, Types: []string{"case"}, Color: "green", Enabled: true}
	if err != nil {
		t.Fatal(err)
	}
	if want.ID = made.ID; !reflect.DeepEqual(*made, want) || want.ID == "" {
		t.Errorf("made %+v", made)
	}
	nothing := ""
	changed, err := c.UpdateLabel(t.Context(), made.ID, desk.LabelInput{Enabled: &no, Description: &nothing})
	if want.Enabled, want.Description = false, ""; err != nil || !reflect.DeepEqual(*changed, want) {
		t.Errorf("changed %+v, %v", changed, err)
	}
	other := "other"
	if _, err := c.CreateLabel(t.Context(), desk.LabelInput{Name: &other, Color: &name}, nil); !client.IsInvalid(err) || !strings.Contains(err.Error(), "color: inclusion") {
		t.Errorf("a colour that there is not: %v", err)
	}
	if err := c.DeleteLabel(t.Context(), made.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.client().Label(t.Context(), made.ID); !client.IsNotFound(err) {
		t.Errorf("it is gone: %v", err)
	}
}

// Each request has a nonce of its own, and what is in a path or a query is signed.
func TestEveryRequestIsSignedAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.client()
	for range 3 {
		if err := c.Try(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Label(t.Context(), "ä b/c%2F+~"); !client.IsNotFound(err) {
		t.Errorf("signed, and not found: %v", err)
	}
}

func TestAWrongCredentialIsNamedAsFarAsDeskNamesIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	key, secret, token, tokenSecret := s.env["DESK_CONSUMER_KEY"], s.env["DESK_CONSUMER_SECRET"], s.env["DESK_ACCESS_TOKEN"], s.env["DESK_ACCESS_TOKEN_SECRET"]
	for _, mode := range []string{"hidden", "named"} {
		s.admin(fmt.Sprintf(`{"oauth_problems": %q}`, mode))
		for name, row := range map[string]struct {
			client *desk.Client
			part   string
		}{
			"key":          {connect(t, s.env["DESK_ENDPOINT"], "wrong", secret, token, tokenSecret), "consumer_key"},
			"secret":       {connect(t, s.env["DESK_ENDPOINT"], key, "wrong-secret", token, tokenSecret), "consumer_secret"},
			"token":        {connect(t, s.env["DESK_ENDPOINT"], key, secret, "wrong", tokenSecret), "access_token"},
			"token secret": {connect(t, s.env["DESK_ENDPOINT"], key, secret, token, "wrong-secret"), "consumer_secret"},
		} {
			err := row.client.Try(t.Context())
			var refused *client.Error
			if !client.IsUnauthorized(err) || !errors.As(err, &refused) {
				t.Fatalf("%s, %s: %v", mode, name, err)
			}
			if mode == "hidden" {
				row.part = ""
			}
			if refusal := desk.RefusalOf(refused); refusal.Part != row.part {
				t.Errorf("%s, %s: %+v of %v", mode, name, refusal, err)
			}
			if told := err.Error() + refused.Remedy(); strings.Contains(told, "wrong-secret") || strings.Contains(told, secret) || !strings.Contains(told, "Admin > Settings > API") {
				t.Errorf("%s, %s: %s", mode, name, told)
			}
		}
	}
}

// serve is a client of a server that answers every request so.
func serve(t *testing.T, handle http.HandlerFunc) *desk.Client {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return connect(t, server.URL, "key", "secret", "token", "token secret")
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestAClockThatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	for skew, words := range map[time.Duration]string{65 * time.Minute: "the clock of this machine is 1h5m behind Desk.com's", -time.Hour: "1h0m ahead of", time.Minute: "Desk.com does not say which"} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(skew).UTC().Format(http.TimeFormat))
			answer(http.StatusUnauthorized, `{"message":"Unauthorized"}`)(w, r)
		})
		var refused *client.Error
		if err := c.Try(t.Context()); !errors.As(err, &refused) || !strings.Contains(refused.Remedy(), words) {
			t.Errorf("%s: %v, %s", skew, err, refused.Remedy())
		}
	}
}

// The shapes are those of the recordings: of 2013 without ids and without "page", of 2014
// with both; members that nobody here knows; links that are null or lead nowhere.
func TestRecordedShapesAreDecoded(t *testing.T) {
	t.Parallel()
	const self = `"_links":{"self":{"href":"/api/v2/%s","class":"x"},"locked_by":{"href":null,"class":"site"},"customer":{"href":"/api/v2/customers/34290812","class":"customer"},"assigned_user":null,"case_links":{"href":"/api/v2/x","count":0}}`
	links := func(path string) string { return fmt.Sprintf(self, path) }
	page := func(entries string) string {
		return `{"total_entries":1,"_links":{"self":{"href":"/api/v2/x?page=1&per_page=50","class":"page"},"previous":null,"next":null},"_embedded":{"entries":[` + entries + `]}}`
	}
	for name, row := range map[string]struct {
		body string
		read func(*desk.Client) (any, error)
		want any
	}{
		"label of 2014": {
			`{"id":1789189,"name":"client_spam","description":"client_spam","enabled":true,"types":["macro","case"],"color":"default",` + links("labels/1789189") + `}`,
			func(c *desk.Client) (any, error) { return c.Label(t.Context(), "1789189") }, &rules.Label{ID: "1789189", Name: "client_spam", Description: "client_spam", Types: []string{"case", "macro"}, Color: "default", Enabled: true},
		},
		"label of the documentation": {
			`{"name":"MyLabel","description":null,"types":["case"],"active":true,"color":"green","position":1,` + links("labels/1") + `}`,
			func(c *desk.Client) (any, error) { return c.Label(t.Context(), "1") }, &rules.Label{ID: "1", Name: "MyLabel", Types: []string{"case"}, Color: "green", Enabled: true},
		},
		"rules": {
			page(`{"name":"Increase Priority","description":null,"enabled":true,"created_at":"2013-11-22T22:49:20Z",` + links("rules/2") + `}`),
			func(c *desk.Client) (any, error) { return c.Rules(t.Context()) },
			[]rules.Rule{{ID: "2", Name: "Increase Priority", Enabled: true}},
		},
		"fields": {
			page(`{"name":"last_agent","label":"Last Agent","type":"ticket","active":false,"data":{"type":"list","choices":["Marianne","Elinor"]},` + links("custom_fields/2") + `}`),
			func(c *desk.Client) (any, error) { return c.Fields(t.Context()) },
			[]rules.Field{{ID: "2", Name: "last_agent", Label: "Last Agent", Type: "list", Choices: []string{"Marianne", "Elinor"}, OfCases: true}},
		},
	} {
		got, err := row.read(serve(t, answer(http.StatusOK, row.body)))
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	users := page(`{"name":"Mich","public_name":"Mich","email":"mich@desk.com","level":"siteadmin_billing","avatar":"http://x","last_login_at":null,` + links("users/17069397") + `}`)
	if err := serve(t, answer(http.StatusOK, users)).Try(t.Context()); err != nil {
		t.Errorf("users: %v", err)
	}
}

func TestRecordedRefusalsAreRead(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"message":"Validation Failed","errors":{"_links":{"topic":["blank"]}}}`:          "422 Validation Failed (topic: blank)",
		`{"message":"Validation Failed","errors":{"name":["taken","blank"],"color":null}}`: "422 Validation Failed (name: taken; blank)",
		`{"message":"Method Not Allowed"}`:                                                 "422 Method Not Allowed",
	} {
		if err := serve(t, answer(http.StatusUnprocessableEntity, body)).Try(t.Context()); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Pages are followed although the server sends smaller ones than asked for.
func TestEveryPageIsRead(t *testing.T) {
	t.Parallel()
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		at := r.URL.Query().Get("page")
		next := map[string]string{"1": `{"href":"/api/v2/rules?page=2&per_page=2","class":"page"}`, "2": "null"}[at]
		answer(http.StatusOK, fmt.Sprintf(`{"total_entries":2,"page":%s,"_links":{"next":%s},"_embedded":{"entries":[{"name":"Rule %[1]s","_links":{"self":{"href":"/api/v2/rules/%[1]s"}}}]}}`, at, next))(w, r)
	})
	all, err := c.Rules(t.Context())
	if names := []string{"Rule 1", "Rule 2"}; err != nil || len(all) != 2 || !slices.Equal([]string{all[0].Name, all[1].Name}, names) {
		t.Errorf("got %+v, %v", all, err)
	}
}

// Whoever answers at a host of Desk.com's, it is not Desk.com.
func TestAHostWithoutDeskSaysThatItEnded(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for name, c := range map[string]*desk.Client{
		"refused": connect(t, closed.URL, "key", "secret", "token", "token secret"),
		"unknown": func() *desk.Client {
			c, err := desk.New(desk.Config{Subdomain: "no-such-site", Credential: desk.OAuth("key", "secret", "token", "token secret"), Base: unresolved{}})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}(),
		"page": serve(t, answer(http.StatusOK, "<html><head><title>Salesforce</title></head></html>")),
		"elsewhere": serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://www.salesforce.com/", http.StatusMovedPermanently)
		}),
		"hangs": serve(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}),
	} {
		ctx, cancel := withTimeout(t, name)
		err := c.Try(ctx)
		cancel()
		var failed *client.Error
		if !errors.As(err, &failed) || !failed.AccountWide() || !strings.Contains(failed.Remedy(), "Desk.com ended on 13 March 2020") || !strings.Contains(failed.Remedy(), "DESK_ENDPOINT") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var alive *client.Error
	if err := serve(t, answer(http.StatusInternalServerError, `{"message":"Internal Server Error"}`)).Try(mustTimeout(t)); !errors.As(err, &alive) || strings.Contains(alive.Remedy(), "ended") {
		t.Errorf("an API that fails is one: %v", err)
	}
}
