package engine

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAModeIsReadAsTheFlagSpellsIt(t *testing.T) {
	for text, want := range map[string]Mode{"": Restart, "restart": Restart, "single_pass": SinglePass} {
		if got, err := ParseMode(text); err != nil || got != want {
			t.Errorf("ParseMode(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	if _, err := ParseMode("twice"); err == nil {
		t.Error(`"twice" is taken for a mode`)
	}
}

func TestDeliveriesRememberTheirTicket(t *testing.T) {
	deliveries := NewWorld(Options{}).Deliveries
	first, second := deliveries.Begin("35"), deliveries.Begin("36")
	if first == second {
		t.Fatal("two deliveries share an invocation id")
	}
	ticketOf := func(id string) string {
		return deliveries.TicketOf(http.Header{"Accept": {"*/*"}, "X-Vendors-Own": {id}})
	}
	if got := ticketOf(first); got != "35" {
		t.Errorf("first delivery comes from ticket %q, want 35", got)
	}
	if got := ticketOf("unknown"); got != "" {
		t.Errorf("an unknown delivery comes from ticket %q, want none", got)
	}
	deliveries.Reset()
	if got := ticketOf(second); got != "" {
		t.Errorf("after a reset the delivery comes from ticket %q", got)
	}
}

func TestTheDeliveryClientTakesNoCredentialElsewhere(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a redirect was followed")
	}))
	defer elsewhere.Close()
	target := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer target.Close()
	resp, err := NewWorld(Options{}).Client.Post(target.URL, "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("status %d, want the redirect itself", resp.StatusCode)
	}
}

func TestADeliveryIsRepeatedAsTheVendorWants(t *testing.T) {
	var ids []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ids = append(ids, r.Header.Get("X-Acme-Delivery"))
		if len(ids) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("thanks"))
	}))
	defer receiver.Close()
	ctx, gone := context.WithCancel(t.Context())
	gone() // the client whose request caused the delivery does not wait for it
	world := NewWorld(Options{})
	id, last := world.Deliver(ctx, Delivery{
		TicketID: "35",
		IDHeader: "X-Acme-Delivery",
		Build: func(ctx context.Context) (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodPost, receiver.URL, nil)
		},
		Again: func(n int, ended Result) bool { return n < 5 && ended.Status == http.StatusServiceUnavailable },
	})
	if !last.OK() || last.Body != "thanks" || len(ids) != 3 || ids[0] != id || ids[1] != id || ids[2] != id {
		t.Errorf("ended %+v after deliveries %q, want thanks after three of %q", last, ids, id)
	}
	if got := world.Deliveries.TicketOf(http.Header{"X-Acme-Delivery": {id}}); got != "35" {
		t.Errorf("the delivery comes from ticket %q, want 35", got)
	}
	receiver.Close()
	_, last = world.Deliver(t.Context(), Delivery{Build: func(ctx context.Context) (*http.Request, error) {
		return http.NewRequestWithContext(ctx, http.MethodPost, receiver.URL, nil)
	}})
	if last.OK() || last.Failure == "" {
		t.Errorf("a delivery to nobody ended %+v, want a failure", last)
	}
}

func TestASurveyIsAnsweredOnce(t *testing.T) {
	surveys := NewWorld(Options{}).Surveys
	var told []Survey
	surveys.OnResponse("acme", func(survey Survey) {
		surveys.All() // takes the lock that must be free
		told = append(told, survey)
	})
	sent := surveys.Add(Survey{Outcome: Sent, Backend: "acme"})
	other := surveys.Add(Survey{Outcome: Sent, Backend: "other"})
	unsent := surveys.Add(Survey{Outcome: NotSent, Reason: "do_not_send"})
	test := surveys.Add(Survey{Outcome: Sent, Test: true})
	for _, step := range []struct {
		id    string
		score int
		want  error
	}{
		{"99", 5, ErrUnknownSurvey},
		{unsent.ID, 5, ErrNotAnswerable},
		{test.ID, 5, ErrNotAnswerable},
		{sent.ID, 11, ErrNotAnswerable},
		{sent.ID, -1, ErrNotAnswerable},
		{sent.ID, 0, nil},
		{sent.ID, 5, ErrAlreadyAnswered},
		{other.ID, 3, nil},
	} {
		if _, err := surveys.Respond(step.id, step.score, ""); !errors.Is(err, step.want) {
			t.Errorf("survey %s, score %d: error %v, want %v", step.id, step.score, err, step.want)
		}
	}
	if answer := surveys.All()[0].Score; answer == nil || *answer != 0 {
		t.Errorf("recorded score %v, want 0", answer)
	}
	if len(told) != 1 || told[0].ID != sent.ID || told[0].Score == nil || told[0].RespondedAt.IsZero() {
		t.Errorf("the backend was told %+v, want its one answered survey", told)
	}
}
