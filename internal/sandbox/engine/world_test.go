package engine

import (
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
	if got := deliveries.TicketOf(first); got != "35" {
		t.Errorf("first delivery comes from ticket %q, want 35", got)
	}
	if got := deliveries.TicketOf("unknown"); got != "" {
		t.Errorf("an unknown delivery comes from ticket %q, want none", got)
	}
	deliveries.Reset()
	if got := deliveries.TicketOf(second); got != "" {
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

func TestASurveyIsAnsweredOnce(t *testing.T) {
	surveys := NewWorld(Options{}).Surveys
	sent := surveys.Add(Survey{Outcome: Sent})
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
	} {
		if _, err := surveys.Respond(step.id, step.score, ""); !errors.Is(err, step.want) {
			t.Errorf("survey %s, score %d: error %v, want %v", step.id, step.score, err, step.want)
		}
	}
	if answer := surveys.All()[0].Score; answer == nil || *answer != 0 {
		t.Errorf("recorded score %v, want 0", answer)
	}
}
