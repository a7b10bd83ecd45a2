package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/nicereply"
)

// trigger is what a story declares; everything else is the default.
type trigger struct {
	quiet    int // hours; 0 = 48
	field    string
	inactive bool
}

// pollingBackend is a survey backend with one help desk, as its customers configure it.
type pollingBackend interface {
	name() engine.Backend
	title() string // as notes begin
	connect(desk helpDesk, url string)
	trigger(metric string, t trigger) // makes a survey and its trigger, or changes the trigger
	deactivate(email string)
	progress() (state, failure string) // of the one response
	lastFailure() string               // of the last poll, "" for none
	restart()                          // the process that polls
}

// onEachPair tells a story of each backend and each help desk, which are connected.
func onEachPair(t *testing.T, story func(*town, pollingBackend, helpDesk)) {
	for backendName, open := range map[string]func(*town) pollingBackend{"nicereply": newNicereply, "open": newOpenBackend} {
		for deskName, connect := range map[string]func(*town) helpDesk{"zendesk": newZendeskDesk, "kustomer": newKustomerDesk, "desk": newDeskComDesk} {
			t.Run(backendName+" "+deskName, func(t *testing.T) {
				n := newTown(t, Options{})
				backend, desk := open(n), connect(n)
				backend.connect(desk, desk.url())
				story(n, backend, desk)
			})
		}
	}
}

// send calls a backend's API and decodes what it answers.
func (n *town) send(req *http.Request, status int, into any) {
	n.t.Helper()
	resp, err := n.client.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		n.t.Fatalf("%s %s: %s, want %d: %s", req.Method, req.URL, resp.Status, status, text)
	}
	if err := json.Unmarshal(text, into); err != nil {
		n.t.Fatalf("%s %s: %v: %s", req.Method, req.URL, err, text)
	}
}

func (n *town) request(method, path, body string) *http.Request {
	n.t.Helper()
	req, err := http.NewRequestWithContext(n.t.Context(), method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return req
}

// theNicereply is configured in its screens.
type theNicereply struct{ *town }

func newNicereply(n *town) pollingBackend { return theNicereply{n} }

func (theNicereply) name() engine.Backend { return nicereply.Backend }
func (theNicereply) title() string        { return "Nicereply" }

func (b theNicereply) screens(format string, values ...any) {
	b.t.Helper()
	b.do("POST", "/_sandbox/nicereply", fmt.Sprintf(format, values...), 200)
}

func (b theNicereply) connect(desk helpDesk, url string) {
	b.t.Helper()
	b.screens(`{"integrations":[{"help_desk":%q,"url":%q}]}`, desk.kind(), url)
}

func (b theNicereply) trigger(metric string, t trigger) {
	b.t.Helper()
	b.screens(`{"surveys":[{"name":%q,"metric":%q,"distribution":{"active":%t,"quiet_period_hours":%d,"custom_field":%q}}]}`,
		"After "+metric, metric, !t.inactive, t.hours(), t.field)
}

func (t trigger) hours() int {
	if t.quiet == 0 {
		return 48
	}
	return t.quiet
}

func (b theNicereply) deactivate(email string) {
	b.t.Helper()
	b.screens(`{"agents":[{"email":%q,"active":false}]}`, email)
}

// call calls the vendor's API.
func (b theNicereply) call(method, path, body string, status int, into any) {
	b.t.Helper()
	req := b.request(method, "/nicereply"+path, body)
	req.SetBasicAuth(nicereply.AdminEmail, nicereply.APIToken)
	b.send(req, status, into)
}

func (b theNicereply) progress() (state, failure string) {
	b.t.Helper()
	var answer struct {
		Data []struct {
			WriteBack struct{ Status, Error string } `json:"write_back"`
		}
	}
	b.call("GET", "/responses", "", 200, &answer)
	if len(answer.Data) != 1 {
		b.t.Fatalf("%d responses, want the one that was given", len(answer.Data))
	}
	return strings.ToLower(answer.Data[0].WriteBack.Status), answer.Data[0].WriteBack.Error
}

func (b theNicereply) lastFailure() string {
	b.t.Helper()
	var shown nicereply.Screens
	b.read("/_sandbox/nicereply", &shown)
	return shown.Integrations[0].LastError
}

func (b theNicereply) restart() {
	b.sandbox.System("nicereply").(*nicereply.System).RestartPoller()
}

// theOpenBackend is configured through its API, with the connector's credential that the article asks for.
type theOpenBackend struct {
	*town
	ids   map[string]string // of what was created
	posts int
}

func newOpenBackend(n *town) pollingBackend {
	return &theOpenBackend{town: n, ids: map[string]string{}}
}

func (*theOpenBackend) name() engine.Backend { return backend.Backend }
func (*theOpenBackend) title() string        { return "Survey backend" }

func (b *theOpenBackend) call(method, path, body string, status int, into any) {
	b.t.Helper()
	req := b.request(method, "/backend/v1"+path, body)
	req.Header.Set("Authorization", "Bearer "+backend.Token)
	b.posts++
	req.Header.Set("Idempotency-Key", fmt.Sprint("story-", b.posts))
	req.Header.Set("If-Match", "*")
	b.send(req, status, into)
}

// write creates what a name stands for, or changes it.
func (b *theOpenBackend) write(name, path, create, change string) {
	b.t.Helper()
	var made struct{ ID string }
	if id, ok := b.ids[name]; ok {
		b.call("PATCH", path+"/"+id, change, 200, &made)
		return
	}
	b.call("POST", path, create, 201, &made)
	b.ids[name] = made.ID
}

func (b *theOpenBackend) connect(desk helpDesk, url string) {
	b.t.Helper()
	b.write("connector", "/connectors", fmt.Sprintf(`{"help_desk":%q,"url":%q,%s}`, desk.kind(), url, desk.credential()), fmt.Sprintf(`{"url":%q}`, url))
}

func (b *theOpenBackend) trigger(metric string, t trigger) {
	b.t.Helper()
	b.write(metric, "/surveys", fmt.Sprintf(`{"name":%q,"metric":%q}`, "After "+metric, metric), `{}`)
	settings := fmt.Sprintf(`"active":%t,"quiet_period_hours":%d`, !t.inactive, t.hours())
	if t.field != "" {
		settings += fmt.Sprintf(`,"write_back":{"note":true,"custom_field":%q}`, t.field)
	}
	b.write(metric+" trigger", "/trigger_distributions",
		fmt.Sprintf(`{"survey_id":%q,"connector_id":%q,%s}`, b.ids[metric], b.ids["connector"], settings), "{"+settings+"}")
}

func (b *theOpenBackend) deactivate(email string) {
	b.t.Helper()
	var agents struct{ Data []struct{ ID, Email string } }
	b.call("GET", "/agents", "", 200, &agents)
	for _, agent := range agents.Data {
		if agent.Email == email {
			b.call("PATCH", "/agents/"+agent.ID, `{"active":false}`, 200, &struct{}{})
		}
	}
}

func (b *theOpenBackend) progress() (state, failure string) {
	b.t.Helper()
	var answer struct {
		Data []struct {
			WriteBack struct {
				State string
				Error string `json:"last_error"`
			} `json:"write_back"`
		}
	}
	b.call("GET", "/responses", "", 200, &answer)
	if len(answer.Data) != 1 {
		b.t.Fatalf("%d responses, want the one that was given", len(answer.Data))
	}
	return answer.Data[0].WriteBack.State, answer.Data[0].WriteBack.Error
}

func (b *theOpenBackend) lastFailure() string {
	b.t.Helper()
	var shown struct {
		LastPoll struct{ Error string } `json:"last_poll"`
	}
	b.call("GET", "/connectors/"+b.ids["connector"], "", 200, &shown)
	return shown.LastPoll.Error
}

func (b *theOpenBackend) restart() { b.sandbox.System("backend").(*backend.System).RestartPoller() }
