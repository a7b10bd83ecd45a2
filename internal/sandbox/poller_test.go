package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// poller is a survey backend as some vendors build them: nobody calls it. It
// reads solved tickets through the help desk's API, at the address that a person
// entered, and writes each rating back as a private comment.
type poller struct {
	world   *engine.World
	address string // of the help desk
	failed  string // why it could not read or write
}

const polled engine.Backend = "poller"

func newPoller(world *engine.World, address string) *poller {
	p := &poller{world: world, address: address}
	world.Surveys.OnResponse(polled, p.writeBack)
	return p
}

func (p *poller) Name() string                                 { return "poller" }
func (p *poller) Reset()                                       {}
func (p *poller) Environment(string) []engine.Variable         { return nil }
func (p *poller) ServeHTTP(http.ResponseWriter, *http.Request) {}
func (p *poller) Refuse(http.ResponseWriter, int)              {}

func (p *poller) Tick(time.Time) {
	for next := p.address + "/api/v2/tickets.json?page[size]=1"; next != ""; {
		var page struct {
			Tickets []struct {
				ID     json.Number
				Status string
			}
			Meta struct {
				More bool `json:"has_more"`
			}
			Links struct{ Next string }
		}
		if !p.call(http.MethodGet, next, nil, &page) {
			return
		}
		for _, ticket := range page.Tickets {
			p.ask(ticket.ID.String(), ticket.Status)
		}
		if next = ""; page.Meta.More {
			next = page.Links.Next
		}
	}
}

func (p *poller) ask(ticketID, status string) {
	wasAsked := func(survey engine.Survey) bool { return survey.TicketID == ticketID }
	if status == "solved" && !slices.ContainsFunc(p.world.Surveys.All(), wasAsked) {
		p.world.Surveys.Add(engine.Survey{Backend: polled, TicketID: ticketID, Outcome: engine.Sent})
	}
}

func (p *poller) writeBack(survey engine.Survey) {
	note := engine.Object{"public": false, "body": fmt.Sprintf("Rated %d: %s", *survey.Score, survey.Comment)}
	p.call(http.MethodPut, p.address+"/api/v2/tickets/"+survey.TicketID, engine.Object{"ticket": engine.Object{"comment": note}}, nil)
}

func (p *poller) call(method, address string, body, into any) bool {
	sent, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, address, bytes.NewReader(sent))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+zendesk.AccessToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := p.world.API.Do(request)
	if err != nil {
		p.failed = err.Error()
		return false
	}
	defer response.Body.Close()
	if into != nil {
		err = json.NewDecoder(response.Body).Decode(into)
	}
	p.failed = ""
	if err != nil || response.StatusCode != http.StatusOK {
		p.failed = fmt.Sprint(response.Status, err)
	}
	return p.failed == ""
}

func TestABackendPollsAndWritesBackAtTheVendorsHost(t *testing.T) {
	n := newTown(t, Options{})
	p := newPoller(n.sandbox.World(), "https://sandbox-acme.zendesk.com")
	n.sandbox.mount(p)
	first := n.solve("ana.agent@example.com")
	n.open("ana.agent@example.com")
	last := n.solve("ana.agent@example.com")

	n.script(`{"system":"zendesk","method":"GET","path":"/api/v2/tickets","kind":"drop_before"}`)
	n.pass("15m")
	if surveys := n.surveys(); p.failed == "" || len(surveys) != 0 {
		t.Errorf("a dropped connection: %q, surveys %+v", p.failed, surveys)
	}
	n.pass("15m")
	n.pass("15m")
	surveys := n.surveys()
	if p.failed != "" || len(surveys) != 2 || surveys[0].TicketID != first || surveys[1].TicketID != last {
		t.Fatalf("%q, surveys %+v, want those of tickets %s and %s", p.failed, surveys, first, last)
	}

	n.do("POST", "/_sandbox/surveys/2/respond", `{"score":4,"comment":"quick"}`, 200)
	resp, err := n.callZendesk("GET", "/tickets/"+last+"/comments", "")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Comments []struct {
			Body   string
			Public bool
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if note := answer.Comments[len(answer.Comments)-1]; note.Body != "Rated 4: quick" || note.Public {
		t.Errorf("the last comment is %+v, want the private rating", note)
	}
	if resp, err := n.try("GET", "/zendesk/api/v2/tickets?page[size]=1", ""); err != nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the sandbox's own address answers %v, %v", resp, err)
	}
	log := n.requests("zendesk")
	if reads := slices.DeleteFunc(log, func(r engine.Request) bool { return r.Method != "GET" || r.Path != "/api/v2/tickets.json" }); len(reads) != 1+2*3 {
		t.Errorf("read %d times, want once in vain and two times three pages", len(reads))
	}
}

func TestABackendNeverCallsARealVendor(t *testing.T) {
	n := newTown(t, Options{})
	for address, want := range map[string]string{
		"https://other-acme.zendesk.com": `host "other-acme.zendesk.com" is neither simulated nor on this machine`,
		"http://192.0.2.1":               "neither simulated nor on this machine",
		n.url + "/zendesk":               "",
	} {
		p := newPoller(n.sandbox.World(), address)
		if p.Tick(time.Now()); want == "" && p.failed != "" || !strings.Contains(p.failed, want) {
			t.Errorf("%s: %q, want %q", address, p.failed, want)
		}
	}
}
