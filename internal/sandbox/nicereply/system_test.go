package nicereply

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// office is a served Nicereply with one app in its directory, and somebody who calls it.
type office struct {
	t      *testing.T
	url    string
	world  *engine.World
	system *System
}

func newOffice(t *testing.T) *office {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := New(world, map[polling.Kind]HelpDesk{"acmedesk": {}})
	server := httptest.NewServer(system)
	t.Cleanup(server.Close)
	return &office{t, server.URL, world, system}
}

// screens does something in the screens.
func (o *office) screens(body string) error {
	o.t.Helper()
	return o.system.ChangeSettings(func(into any) error { return engine.DecodeStrictly(strings.NewReader(body), into) })
}

func (o *office) mustScreens(body string) {
	o.t.Helper()
	if err := o.screens(body); err != nil {
		o.t.Fatal(err)
	}
}

type answer struct {
	status     int
	header     http.Header
	Data       json.RawMessage
	Pagination map[string]int
	Message    string
	Errors     map[string][]string
}

func (a answer) object(t *testing.T) (o map[string]any) {
	t.Helper()
	if err := json.Unmarshal(a.Data, &o); err != nil {
		t.Fatalf("%s: %v", a.Data, err)
	}
	return o
}

func (a answer) items(t *testing.T) (all []map[string]any) {
	t.Helper()
	if err := json.Unmarshal(a.Data, &all); err != nil {
		t.Fatalf("%s: %v", a.Data, err)
	}
	return all
}

func (o *office) call(method, path, body string) (read answer) {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	req.SetBasicAuth(AdminEmail, APIToken)
	return o.send(req)
}

func (o *office) send(req *http.Request) (read answer) {
	o.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&read); err != nil {
		o.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	read.status, read.header = resp.StatusCode, resp.Header
	return read
}

const triggers = `{"integrations":[{"help_desk":"acmedesk","url":"acme.acmedesk.example"}],
	"surveys":[{"name":"After support","metric":"CES","question":"How easy was it?","distribution":{"help_desk":"acmedesk"}},
	{"name":"In the signature","metric":"CSAT"}]}`

func TestSurveysAndTheirTriggersAreReadOnly(t *testing.T) {
	o := newOffice(t)
	o.mustScreens(triggers)
	list := o.call("GET", "/surveys", "").items(t)
	if len(list) != 2 || list[0]["name"] != "After support" || list[0]["metric"] != "CES" || list[0]["distribution"] != "TRIGGER" || list[1]["distribution"] != nil {
		t.Fatalf("surveys %v", list)
	}
	path := fmt.Sprint("/surveys/", list[0]["id"])
	if one := o.call("GET", path, "").object(t); one["question"] != "How easy was it?" {
		t.Errorf("survey %v", one)
	}
	apps := o.call("GET", "/integrations", "").items(t)
	trigger := o.call("GET", path+"/distribution", "").object(t)
	if len(apps) != 1 || apps[0]["is_connected"] != true || trigger["integration_id"] != apps[0]["id"] || trigger["is_active"] != false {
		t.Errorf("integrations %v, distribution %v: want one that waits for activation", apps, trigger)
	}
	if settings := fmt.Sprint(trigger["settings"]); settings != "map[channel:EMAIL delay_hours:48 status:RESOLVED]" {
		t.Errorf("settings %s, want the article's", settings)
	}
	if got := o.call("GET", fmt.Sprint("/surveys/", list[1]["id"], "/distribution"), ""); got.status != http.StatusNotFound {
		t.Errorf("a survey without a distribution answers %d", got.status)
	}
	for _, refused := range []string{"POST /surveys", "PUT " + path, "PATCH " + path, "DELETE " + path, "PUT " + path + "/distribution", "POST /integrations"} {
		method, path, _ := strings.Cut(refused, " ")
		if got := o.call(method, path, "{}"); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET" {
			t.Errorf("%s: %d, Allow %q", refused, got.status, got.header.Get("Allow"))
		}
	}
	for _, unknown := range []string{"/surveys/1", "/surveys/1/distribution", "/surveys/1/responses", "/feedback-objects/1", "/responses/1", "/triggers", "/integrations/1", "/v1/surveys"} {
		if got := o.call("GET", unknown, ""); got.status != http.StatusNotFound || got.Message == "" {
			t.Errorf("GET %s: %d %q", unknown, got.status, got.Message)
		}
	}
}

func TestOnlyTheAccountsTokenOpensTheAPI(t *testing.T) {
	o := newOffice(t)
	for _, login := range [][2]string{{AdminEmail, "wrong"}, {"", APIToken}, {"ana.agent@example.com", APIToken}, {}} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", o.url+"/surveys", nil)
		if err != nil {
			t.Fatal(err)
		}
		if login != [2]string{} {
			req.SetBasicAuth(login[0], login[1])
		}
		if got := o.send(req); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%v: %d", login, got.status)
		}
	}
}

func TestAgentsAreCreatedAndReadAndNothingElse(t *testing.T) {
	o := newOffice(t)
	const jane = `{"full_name":"Jane Doe","username":"jane","email":"jane@acme.example"}`
	made := o.call("POST", "/feedback-objects", jane)
	if made.status != http.StatusOK {
		t.Fatalf("created with %d: %s", made.status, made.Message)
	}
	shown := made.object(t)
	path := fmt.Sprint("/feedback-objects/", shown["id"])
	if shown["type"] != "AGENT" || shown["is_archived"] != false || shown["username"] != "jane" || len(shown) != 10 {
		t.Errorf("agent %v, want the ten members of the reference", shown)
	}
	if got := o.call("GET", path, "").object(t); got["email"] != "jane@acme.example" {
		t.Errorf("read %v", got)
	}
	if again := o.call("POST", "/feedback-objects", jane); again.status != http.StatusUnprocessableEntity || again.Errors["username"] == nil || again.Errors["email"] == nil {
		t.Errorf("a second one: %d %v", again.status, again.Errors)
	}
	if empty := o.call("POST", "/feedback-objects", `{"full_name":" "}`); empty.status != http.StatusUnprocessableEntity || len(empty.Errors) != 3 {
		t.Errorf("an empty one: %d %v", empty.status, empty.Errors)
	}
	if broken := o.call("POST", "/feedback-objects", `{`); broken.status != http.StatusBadRequest {
		t.Errorf("no JSON: %d", broken.status)
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		if got := o.call(method, path, "{}"); got.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, got.status)
		}
	}
	if mails := o.world.Outbox.All(); len(mails) != 0 {
		t.Errorf("the API sent %v", mails)
	}
}

func TestWhoIsAddedInTheScreensIsInvitedOnce(t *testing.T) {
	o := newOffice(t)
	o.mustScreens(`{"agents":[{"email":"jane@acme.example","full_name":"Jane Doe"},{"email":"joe@acme.example","active":false},{"email":"ana.agent@example.com"}]}`)
	o.mustScreens(`{"agents":[{"email":"Jane@acme.example","active":false}]}`)
	o.mustScreens(`{"agents":[{"email":"jane@acme.example","active":true}]}`)
	mails := o.world.Outbox.All()
	if len(mails) != 1 || mails[0].Kind != engine.InvitationEmail || mails[0].To != "jane@acme.example" {
		t.Errorf("e-mails %+v, want Jane's invitation", mails)
	}
	archived := map[any]any{}
	for _, agent := range o.call("GET", "/feedback-objects", "").items(t) {
		archived[agent["full_name"]] = agent["is_archived"]
	}
	want := map[any]any{"Ana Agent": false, "Noah New": true, "Jane Doe": false, "joe@acme.example": true}
	if fmt.Sprint(archived) != fmt.Sprint(want) {
		t.Errorf("archived %v, want %v", archived, want)
	}
}

func TestListsAreInPages(t *testing.T) {
	o := newOffice(t)
	for at := range 23 {
		o.call("POST", "/feedback-objects", fmt.Sprintf(`{"full_name":"A","username":"a%d","email":"a%d@acme.example"}`, at, at))
	}
	for query, want := range map[string]string{
		"": "10 map[current_page:1 total_pages:3]", "?page=3": "5 map[current_page:3 total_pages:3]",
		"?page=4": "0 map[current_page:4 total_pages:3]", "?per_page=10000": "25 map[current_page:1 total_pages:1]",
		"?per_page=20&page=2": "5 map[current_page:2 total_pages:2]",
	} {
		got := o.call("GET", "/feedback-objects"+query, "")
		if shown := fmt.Sprint(len(got.items(t)), " ", got.Pagination); shown != want {
			t.Errorf("%q: %s, want %s", query, shown, want)
		}
	}
	for _, query := range []string{"?per_page=9", "?per_page=10001", "?page=0", "?page=x"} {
		if got := o.call("GET", "/feedback-objects"+query, ""); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", query, got.status)
		}
	}
	if got := o.call("GET", "/surveys", ""); string(got.Data) != "[]" || got.Pagination["total_pages"] != 1 {
		t.Errorf("an empty list is %s, %v", got.Data, got.Pagination)
	}
}

func TestTheScreensChangeEverythingOrNothing(t *testing.T) {
	o := newOffice(t)
	o.mustScreens(triggers)
	before := fmt.Sprintf("%+v", o.call("GET", "/surveys", "").items(t))
	for wrong, want := range map[string]string{
		`{"integrations":[{"help_desk":"otherdesk","url":"x"}]}`:                                         `"otherdesk": choose one of ["acmedesk"]`,
		`{"integrations":[{"help_desk":"acmedesk","url":""}]}`:                                           "url is missing",
		`{"integrations":[{"help_desk":"acmedesk","last_error":"x"}]}`:                                   "last_error cannot be set",
		`{"agents":[{"email":"jane"}]}`:                                                                  `email "jane"`,
		`{"surveys":[{"metric":"CSAT"}]}`:                                                                "name is missing",
		`{"surveys":[{"name":"After support","metric":"NPS"},{"name":"New"}]}`:                           `metric ""`,
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"quiet_period_hours":-1}}]}`: "-1 is negative",
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"type":"link"}}]}`:           `type "link"`,
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"status":"gone"}}]}`:         `status "gone"`,
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"channel":""}}]}`:            "channel is missing",
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"help_desk":"otherdesk"}}]}`: `help_desk "otherdesk": choose one of`,
		`{"surveys":[{"name":"After support","metric":"NPS","distribution":{"quarantine_days":3}}]}`:     "quarantine_days",
	} {
		if err := o.screens(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", wrong, err, want)
		}
	}
	if after := fmt.Sprintf("%+v", o.call("GET", "/surveys", "").items(t)); after != before {
		t.Errorf("surveys %s, want %s", after, before)
	}
	o.mustScreens(`{"surveys":[{"name":"After support","distribution":{"active":true,"status":"Resolved"}}]}`)
	shown, err := json.Marshal(o.system.Settings())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name":"After support","metric":"CES","question":"How easy was it?","distribution":{"type":"trigger","help_desk":"acmedesk",` +
		`"channel":"email","status":"resolved","quiet_period_hours":48,"active":true,"note":true,"custom_field":""}}`
	if !strings.Contains(string(shown), want) {
		t.Errorf("the screens show %s, want %s", shown, want)
	}
}

func TestATriggerForAHelpDeskThatIsNotConnectedSendsNothing(t *testing.T) {
	o := newOffice(t)
	o.mustScreens(`{"surveys":[{"name":"Early","metric":"NPS","distribution":{"help_desk":"acmedesk","active":true}}]}`)
	o.system.Tick(o.world.Clock.Now())
	id := fmt.Sprint(o.call("GET", "/surveys", "").items(t)[0]["id"])
	if trigger := o.call("GET", "/surveys/"+id+"/distribution", "").object(t); trigger["integration_id"] != nil || trigger["is_active"] != true {
		t.Errorf("distribution %v", trigger)
	}
}

func TestTagsAreCreatedAndRead(t *testing.T) {
	o := newOffice(t)
	made := o.call("POST", "/tags", `{"name":"refund"}`)
	if made.status != http.StatusOK || made.object(t)["name"] != "refund" {
		t.Errorf("made %d %s", made.status, made.Data)
	}
	if again := o.call("POST", "/tags", `{"name":"refund"}`); again.status != http.StatusUnprocessableEntity {
		t.Errorf("a second one: %d", again.status)
	}
	if got := o.call("GET", "/tags", "").items(t); len(got) != 1 {
		t.Errorf("tags %v", got)
	}
}

func TestAFreshAccountHasTheSandboxesPeople(t *testing.T) {
	o := newOffice(t)
	o.mustScreens(triggers)
	ids := fmt.Sprint(o.call("GET", "/feedback-objects", "").items(t)[0]["id"])
	o.system.Reset()
	agents, users := o.call("GET", "/feedback-objects", "").items(t), o.call("GET", "/users", "").items(t)
	if len(agents) != 2 || agents[0]["id"] != ids || agents[0]["email"] != "ana.agent@example.com" || len(users) != 1 || users[0]["email"] != AdminEmail {
		t.Errorf("agents %v, users %v", agents, users)
	}
	if got := o.call("GET", "/surveys", "").items(t); len(got) != 0 {
		t.Errorf("surveys %v after a reset", got)
	}
}
