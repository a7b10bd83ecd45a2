package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
)

// deskComDesk is Desk.com, whose conversations are cases.
type deskComDesk struct{ n *town }

func newDeskComDesk(n *town) helpDesk { return deskComDesk{n} }

func (deskComDesk) kind() string { return "desk" }
func (deskComDesk) url() string  { return "https://sandbox-acme.desk.com" }

func (deskComDesk) credential() string {
	return fmt.Sprintf(`"desk":{"consumer_key":%q,"consumer_secret":%q,"access_token":%q,"access_token_secret":%q}`,
		desk.ConsumerKey, desk.ConsumerSecret, desk.AccessToken, desk.AccessTokenSecret)
}

// deskClient signs with the seeded application's credential.
func deskClient() *http.Client {
	return oauth1.NewConfig(desk.ConsumerKey, desk.ConsumerSecret).Client(oauth1.NoContext, oauth1.NewToken(desk.AccessToken, desk.AccessTokenSecret))
}

// deskResource is what Desk.com answers with.
type deskResource struct {
	Status       string
	Email        string
	Body         string
	CustomFields map[string]any `json:"custom_fields"`
	Links        struct {
		Self struct{ Href string }
	} `json:"_links"`
	Embedded struct{ Entries []deskResource } `json:"_embedded"`
}

func (r deskResource) id() string { return path.Base(r.Links.Self.Href) }

func (d deskComDesk) call(method, path, body string) (answer deskResource) {
	d.n.t.Helper()
	request := d.n.request(method, "/desk/api/v2"+path, body)
	response, err := deskClient().Do(request)
	if err != nil {
		d.n.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		d.n.t.Fatalf("%s %s: %s: %s", method, path, response.Status, text)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		d.n.t.Fatalf("%s %s: %s: %v", method, path, text, err)
	}
	return answer
}

// carl is the customer, who is made when he writes for the first time.
func (d deskComDesk) carl() string {
	if known := d.call("GET", "/customers", "").Embedded.Entries; len(known) > 0 {
		return known[0].Links.Self.Href
	}
	return d.call("POST", "/customers", `{"first_name":"Carl","emails":[{"type":"work","value":"carl@example.net"}]}`).Links.Self.Href
}

func (d deskComDesk) write(channel, agent string) string {
	assigned := ""
	for _, user := range d.call("GET", "/users", "").Embedded.Entries {
		if user.Email == agent {
			assigned = fmt.Sprintf(`,"assigned_user":{"href":%q,"class":"user"}`, user.Links.Self.Href)
		}
	}
	return d.call("POST", "/cases", fmt.Sprintf(`{"type":%q,"subject":"Help","message":{"direction":"in","subject":"Help","body":"It broke"},
		"_links":{"customer":{"href":%q,"class":"customer"}%s}}`, channel, d.carl(), assigned)).id()
}

func (d deskComDesk) status(id, status string) {
	d.n.t.Helper()
	d.call("PATCH", "/cases/"+id, fmt.Sprintf(`{"status":%q}`, status))
}

func (d deskComDesk) resolve(id string) { d.status(id, "resolved") }

func (d deskComDesk) touch(id string) { d.call("POST", "/cases/"+id+"/notes", `{"body":"By the way"}`) }

func (d deskComDesk) field() string {
	d.n.do("POST", "/_sandbox/desk", `{"custom_fields":[{"name":"csat_score","label":"CSAT score","type":"integer"}]}`, 200)
	return "csat_score"
}

func (d deskComDesk) score(id, key string) string {
	return fmt.Sprint(d.call("GET", "/cases/"+id, "").CustomFields[key])
}

func (d deskComDesk) notes(id string) (bodies []string) {
	for _, note := range d.call("GET", "/cases/"+id+"/notes", "").Embedded.Entries {
		bodies = append(bodies, note.Body)
	}
	return bodies
}

func (deskComDesk) noteCall(id string) (method, path string) {
	return "POST", "/api/v2/cases/" + id + "/notes"
}

func (deskComDesk) fieldCall(id string) (method, path string) { return "PATCH", "/api/v2/cases/" + id }

func (d deskComDesk) refuseForever(id string) { d.status(id, "closed") }

// onDesk tells a story of each backend with Desk.com, which is connected.
func onDesk(t *testing.T, story func(*town, pollingBackend, deskComDesk)) {
	for name, open := range map[string]func(*town) pollingBackend{"nicereply": newNicereply, "open": newOpenBackend} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t, Options{})
			backend, desk := open(n), deskComDesk{n}
			backend.connect(desk, desk.url())
			story(n, backend, desk)
		})
	}
}

func TestOfCasesOnlyResolvedEmailsAreAsked(t *testing.T) {
	onDesk(t, func(n *town, backend pollingBackend, desk deskComDesk) {
		backend.trigger("CSAT", trigger{})
		resolved := desk.write("email", anasAddress)
		desk.resolve(resolved)
		for _, channel := range []string{"phone", "chat", "twitter", "qna", "facebook"} {
			desk.resolve(desk.write(channel, anasAddress))
		}
		for _, status := range []string{"new", "open", "pending", "closed"} {
			desk.status(desk.write("email", anasAddress), status)
		}
		n.pass("24h")
		late := desk.write("email", anasAddress)
		desk.resolve(late)
		n.pass("25h")
		n.wantAsked("after 49 hours", resolved+" CSAT")
		if decided := n.surveys(); len(decided) != 1 {
			n.t.Errorf("decisions %+v, want nothing of what was not due", decided)
		}
		n.pass("24h")
		n.wantAsked("after 73 hours", resolved+" CSAT", late+" CSAT")
	})
}

// The time rule closes a case before the customer answers: the rating stays with the
// backend, which says what failed and tries again.
func TestARatingForACaseThatTheTimeRuleClosedIsKept(t *testing.T) {
	onDesk(t, func(n *town, backend pollingBackend, desk deskComDesk) {
		key := desk.field()
		n.do("POST", "/_sandbox/desk", `{"close_resolved_after_hours":72}`, 200)
		backend.trigger("CSAT", trigger{field: key})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("80h")
		n.wantAsked("before the case was closed", id+" CSAT")
		if status := desk.call("GET", "/cases/"+id, "").Status; status != "closed" {
			n.t.Fatalf("the case is %s, want that the time rule closed it", status)
		}
		n.answer("1", 4)
		tries := func() (tries int) {
			for _, request := range n.requests("desk") {
				if request.Method == "POST" && strings.HasSuffix(request.Path, "/cases/"+id+"/notes") {
					tries++
				}
			}
			return tries
		}
		if state, failure := backend.progress(); state != "pending" || !strings.Contains(failure, "status 422") || tries() != 1 {
			n.t.Errorf("write-back %q, failure %q, %d tries, want that the closed case refuses it", state, failure, tries())
		}
		n.pass("15m")
		if state, _ := backend.progress(); state != "pending" || tries() != 2 {
			n.t.Errorf("write-back %q, %d tries, want that it is tried again", state, tries())
		}
		if notes, score := desk.notes(id), desk.score(id, key); len(notes) != 0 || score != "<nil>" {
			n.t.Errorf("notes %q, score %s of a closed case", notes, score)
		}
		if kept := n.surveys()[0]; kept.Score == nil || *kept.Score != 4 {
			n.t.Errorf("the rating is lost: %+v", kept)
		}
	})
}

func TestARemovedApplicationIsShownAndSendsNothing(t *testing.T) {
	onDesk(t, func(n *town, backend pollingBackend, desk deskComDesk) {
		backend.trigger("CSAT", trigger{})
		desk.resolve(desk.write("email", anasAddress))
		n.do("POST", "/_sandbox/desk", `{"api_applications":[{"name":"Terraform","removed":true}]}`, 200)
		n.pass("48h")
		n.wantAsked("with a removed application")
		if failure := backend.lastFailure(); !strings.Contains(failure, "status 401") {
			n.t.Errorf("the last poll failed with %q, want that the credential is refused", failure)
		}
	})
}
