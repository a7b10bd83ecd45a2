package polling

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// desk is a help desk in memory, for what a real one cannot be made to do at a chosen moment.
type desk struct {
	mu            sync.Mutex
	conversations []Conversation
	unreadable    string          // the id of a conversation that cannot be read
	fields        map[string]int  // scores, by conversation
	written       map[string]bool // notes, by conversation and body
	beforeAgent   func()          // runs while a survey is being decided
}

func (d *desk) Open(*http.Client, string, Credential) (Account, error) { return d, nil }

func (d *desk) Conversations(context.Context) ([]Conversation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.conversations), nil
}

func (d *desk) Conversation(_ context.Context, id string) (Conversation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if id == d.unreadable {
		return Conversation{}, errors.New("it cannot be read")
	}
	return d.conversations[slices.IndexFunc(d.conversations, func(c Conversation) bool { return c.ID == id })], nil
}

func (d *desk) Version(_ context.Context, id string) (string, error) { return id, nil }

func (d *desk) CustomerEmail(_ context.Context, id string) (string, error) { return id, nil }

func (d *desk) AgentEmail(_ context.Context, id string) (string, error) {
	if d.beforeAgent != nil {
		d.beforeAgent()
	}
	return id, nil
}

func (d *desk) AddNote(_ context.Context, id, body string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.written[id+body] {
		return errors.New("there is one already")
	}
	set(&d.written, id+body, true)
	return nil
}

func (d *desk) HasNote(_ context.Context, id, body string) (bool, error) {
	return d.written[id+body], nil
}

func (d *desk) SetField(_ context.Context, id, _ string, score int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	set(&d.fields, id, score)
	return nil
}

// backend has one connector and what a test declares.
type backend struct {
	mu            sync.Mutex
	distributions []Distribution
}

func (*backend) Connectors() []Connector { return []Connector{{ID: "c", HelpDesk: "desk"}} }

func (b *backend) Distributions() []Distribution {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.distributions)
}

func (*backend) IsActiveAgent(string, string) bool { return true }

func (b *backend) change(change func(*Distribution)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(&b.distributions[0])
}

// bench is a poller with one active distribution and conversations that are due.
type bench struct {
	world   *engine.World
	desk    *desk
	backend *backend
	poller  *Poller
}

func newBench(customers ...string) *bench {
	b := &bench{world: engine.NewWorld(engine.Options{}), desk: &desk{}, backend: &backend{}}
	for at, customer := range customers {
		b.desk.conversations = append(b.desk.conversations, Conversation{
			ID: fmt.Sprint(at + 1), Channel: Email, Status: Resolved, CustomerID: customer, AssigneeID: "ana@acme.example", Changed: b.world.Clock.Now(),
		})
	}
	b.backend.distributions = []Distribution{{
		ID: "d", ConnectorID: "c", Active: true, Channel: Email, Status: Resolved, QuietPeriod: time.Hour, Metric: engine.CSAT, Note: true, CustomField: "score",
	}}
	b.poller = New(b.world, Options{Backend: "test", System: "test", Title: "Test", Declarations: b.backend, HelpDesks: map[Kind]HelpDesk{"desk": b.desk}})
	b.world.Clock.Advance(time.Hour)
	return b
}

// decisions are told as conversation and reason.
func (b *bench) decisions() (told []string) {
	for _, survey := range b.world.Surveys.All() {
		told = append(told, survey.TicketID+" "+string(survey.Outcome)+" "+survey.Reason)
	}
	return told
}

func (b *bench) want(t *testing.T, want ...string) {
	t.Helper()
	if got := b.decisions(); !slices.Equal(got, want) {
		t.Errorf("decisions %q, want %q", got, want)
	}
}

func TestWhatIsDeactivatedDuringAPollSendsNothing(t *testing.T) {
	b := newBench("carl@example.net")
	b.desk.beforeAgent = func() { b.backend.change(func(d *Distribution) { d.Active = false }) }
	b.poller.Poll()
	b.want(t)
}

func TestASuppressedCustomerIsNotAskedLater(t *testing.T) {
	b := newBench("carl@example.net", "Carl@example.net", "dora@example.net")
	b.backend.change(func(d *Distribution) { d.Suppression = 24 * time.Hour })
	b.poller.Poll()
	told := []string{"1 sent ", "2 not_sent suppression period", "3 sent "}
	b.want(t, told...)
	b.world.Clock.Advance(48 * time.Hour)
	b.poller.Poll()
	b.want(t, told...)
}

func TestACustomerWithoutAnAddressIsNotAsked(t *testing.T) {
	b := newBench("")
	b.poller.Poll()
	b.poller.Poll()
	b.want(t, "1 not_sent customer has no e-mail address")
}

func TestAConversationOfNobodyIsAskedAbout(t *testing.T) {
	b := newBench("carl@example.net")
	b.desk.conversations[0].AssigneeID = ""
	b.poller.Poll()
	b.want(t, "1 sent ")
}

func TestOneUnreadableConversationHidesNoOther(t *testing.T) {
	b := newBench("carl@example.net", "dora@example.net")
	b.desk.unreadable = "1"
	b.poller.Poll()
	b.want(t, "2 sent ")
	if last, ok := b.poller.LastPoll("c"); !ok || last.Failure != "it cannot be read" {
		t.Errorf("last poll %+v, %t", last, ok)
	}
}

func TestPollsAndAnswersAtTheSameTimeDoNothingTwice(t *testing.T) {
	b := newBench("carl@example.net", "dora@example.net", "emil@example.net")
	var polls sync.WaitGroup
	for range 8 {
		polls.Go(b.poller.Poll)
	}
	polls.Wait()
	if got := b.decisions(); len(got) != 3 {
		t.Fatalf("decisions %q, want three", got)
	}
	for at := range 3 {
		polls.Go(func() {
			if _, err := b.world.Surveys.Respond(fmt.Sprint(at+1), 4, ""); err != nil {
				t.Error(err)
			}
		})
		polls.Go(b.poller.Poll)
	}
	polls.Wait()
	for _, response := range b.poller.Responses() {
		if response.WriteBack.State != Done || response.WriteBack.Attempts != 1 {
			t.Errorf("write-back %+v, want one that worked at once", response.WriteBack)
		}
	}
	if len(b.desk.written) != 3 || len(b.desk.fields) != 3 {
		t.Errorf("notes %v, fields %v", b.desk.written, b.desk.fields)
	}
}

func TestWhatIsNotDeclaredIsNotWrittenBack(t *testing.T) {
	for name, story := range map[string]struct {
		change func(*Distribution)
		want   WriteBackState
	}{
		"neither note nor field": {func(d *Distribution) { d.Note, d.CustomField = false, "" }, None},
		"distribution deleted":   {func(d *Distribution) { d.ID = "another" }, Abandoned},
		"inactive":               {func(d *Distribution) { d.Active = false }, Done},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench("carl@example.net")
			b.poller.Poll()
			b.backend.change(story.change)
			if _, err := b.world.Surveys.Respond("1", 4, ""); err != nil {
				t.Fatal(err)
			}
			got := b.poller.Responses()[0].WriteBack
			if got.State != story.want || (len(b.desk.written) == 1) != (story.want == Done) {
				t.Errorf("write-back %+v, notes %v, want %s", got, b.desk.written, story.want)
			}
		})
	}
}

func TestAPIRootOfWhatAPersonEnters(t *testing.T) {
	host := func(host string) (string, error) {
		if host == "other.example.com" {
			return "", errors.New("not ours")
		}
		return "api." + host, nil
	}
	for entered, want := range map[string]string{
		"acme.example.com":                "https://api.acme.example.com",
		"https://Acme.example.com/agent/": "https://api.acme.example.com",
		"http://acme.example.com":         "https://api.acme.example.com",
		"http://127.0.0.1:8089/desk/":     "http://127.0.0.1:8089/desk",
		"http://localhost:8089":           "http://localhost:8089",
		"http://[::1]:8089/desk":          "http://[::1]:8089/desk",
	} {
		if got, err := APIRoot(entered, host); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", entered, got, err, want)
		}
	}
	if _, err := APIRoot("other.example.com", host); err == nil {
		t.Error("another vendor's host has a root")
	}
}
