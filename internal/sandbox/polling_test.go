package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

const (
	anasAddress = "ana.agent@example.com"
	noahAddress = "noah.new@example.com"
)

// asked lists the surveys that left, as ticket and metric.
func (n *town) asked() (sent []string) {
	n.t.Helper()
	for _, survey := range n.surveys() {
		if survey.Outcome == engine.Sent {
			sent = append(sent, survey.TicketID+" "+string(survey.Metric))
		}
	}
	return sent
}

func (n *town) wantAsked(when string, want ...string) {
	n.t.Helper()
	if got := n.asked(); !slices.Equal(got, want) {
		n.t.Fatalf("%s: sent %q, want %q", when, got, want)
	}
}

func (n *town) answer(surveyID string, score int) {
	n.t.Helper()
	n.do("POST", "/_sandbox/surveys/"+surveyID+"/respond", fmt.Sprintf(`{"score":%d,"comment":"quick"}`, score), 200)
}

func TestAResolvedEmailIsAskedOnceAfterTheQuietPeriod(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CES", trigger{})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("47h45m")
		n.wantAsked("before the quiet period is over")
		n.pass("15m")
		n.wantAsked("at the first poll after 48 hours", id+" CES")
		survey := n.surveys()[0]
		if survey.CustomerEmail != "carl@example.net" || survey.EmployeeEmail != anasAddress || survey.Channel != "email" || survey.Backend != backend.name() {
			n.t.Errorf("survey %+v", survey)
		}
		mails := n.sandbox.World().Outbox.All()
		if last := mails[len(mails)-1]; last.Kind != engine.SurveyEmail || last.To != "carl@example.net" || last.SurveyID != survey.ID {
			n.t.Errorf("the last e-mail is %+v, want the survey", last)
		}
		n.pass("24h")
		n.wantAsked("a day later", id+" CES")
	})
}

func TestAChangeAtHour47StartsTheQuietPeriodAnew(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("47h")
		desk.touch(id)
		n.pass("47h45m")
		n.wantAsked("95 hours after it was resolved")
		n.pass("15m")
		n.wantAsked("48 hours after the change", id+" CSAT")
	})
}

func TestOnlyResolvedEmailsOfActiveAgentsAreAsked(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{})
		backend.trigger("NPS", trigger{quiet: 1, inactive: true})
		backend.deactivate(noahAddress)
		chat := desk.write("chat", anasAddress)
		desk.resolve(chat)
		desk.write("email", anasAddress) // stays open
		ofNoah := desk.write("email", noahAddress)
		desk.resolve(ofNoah)
		ofAna := desk.write("email", anasAddress)
		desk.resolve(ofAna)
		n.pass("50h")
		n.wantAsked("after 50 hours", ofAna+" CSAT")
		surveys := n.surveys()
		if len(surveys) != 2 || surveys[0].TicketID != ofNoah || surveys[0].Reason != "agent is not active" {
			n.t.Errorf("decisions %+v, want Noah's conversation and nothing of what was not due", surveys)
		}
	})
}

func TestThreeMetricsSendWhatWasDeclaredAndNothingTwice(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{quiet: 24})
		backend.trigger("CES", trigger{})
		backend.trigger("NPS", trigger{quiet: 72})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("24h")
		n.wantAsked("after 24 hours", id+" CSAT")
		n.pass("24h")
		n.wantAsked("after 48 hours", id+" CSAT", id+" CES")
		n.pass("24h")
		all := []string{id + " CSAT", id + " CES", id + " NPS"}
		n.wantAsked("after 72 hours", all...)

		n.pass("15m")
		n.wantAsked("at the second poll", all...)
		backend.restart()
		n.pass("15m")
		n.wantAsked("after a restart of the poller", all...)
		backend.trigger("CSAT", trigger{quiet: 1})
		n.pass("1h")
		n.wantAsked("with a changed quiet period", all...)
		desk.touch(id)
		n.pass("3h")
		n.wantAsked("after another change", all...)
		backend.trigger("CSAT", trigger{inactive: true})
		backend.trigger("CSAT", trigger{})
		n.pass("3h")
		n.wantAsked("activated again", all...)
	})
}

func TestAnInactiveTriggerSendsNothing(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("47h")
		backend.trigger("CSAT", trigger{inactive: true})
		n.pass("5h")
		n.wantAsked("while the trigger is inactive")
		backend.trigger("CSAT", trigger{})
		n.pass("15m")
		n.wantAsked("activated", id+" CSAT")
	})
}

func TestARatingIsWrittenBackOnceAndDisturbsNoQuietPeriod(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		key := desk.field()
		backend.trigger("CSAT", trigger{quiet: 24, field: key})
		backend.trigger("NPS", trigger{})
		left, touched := desk.write("email", anasAddress), desk.write("email", anasAddress)
		desk.resolve(left)
		desk.resolve(touched)
		n.pass("24h")
		n.answer("1", 4)
		n.answer("2", 5)
		desk.touch(touched) // at once: perhaps in the same second
		n.pass("24h")
		n.wantAsked("48 hours after resolving", left+" CSAT", touched+" CSAT", left+" NPS")
		n.pass("24h")
		n.wantAsked("48 hours after the change", left+" CSAT", touched+" CSAT", left+" NPS", touched+" NPS")
		notes := desk.notes(left)
		if len(notes) != 1 || !strings.HasPrefix(notes[0], backend.title()+" CSAT rating: 4\n\nquick") {
			n.t.Errorf("notes %q, want the rating, once", notes)
		}
		if got := desk.score(left, key); got != "4" {
			n.t.Errorf("custom field %q, want 4", got)
		}
	})
}

func TestARatingThatCannotBeWrittenIsKeptAndTriedAgain(t *testing.T) {
	for _, trouble := range []string{"500", "drop_before", "drop_after_commit", "429", "truncate"} {
		for what, call := range map[string]func(helpDesk, string) (method, path string){
			"read": func(d helpDesk, id string) (string, string) {
				_, path := d.fieldCall(id)
				return "GET", path
			},
			"note": helpDesk.noteCall, "field": helpDesk.fieldCall,
		} {
			t.Run(what+" "+trouble, func(t *testing.T) {
				onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
					key := desk.field()
					backend.trigger("CSAT", trigger{quiet: 1, field: key})
					id := desk.write("email", anasAddress)
					desk.resolve(id)
					n.pass("1h")
					method, path := call(desk, id)
					n.script(fmt.Sprintf(`{"system":%q,"method":%q,"path":%q,"kind":%q,"times":2}`, desk.kind(), method, path, trouble))
					n.answer("1", 4)
					if status, failure := backend.progress(); status != "pending" || failure == "" {
						n.t.Errorf("write-back %q, failure %q, want it to be seen", status, failure)
					}
					n.pass("30m")
					if status, failure := backend.progress(); status != "done" || failure != "" {
						n.t.Errorf("two polls later: write-back %q, failure %q", status, failure)
					}
					if notes, score := desk.notes(id), desk.score(id, key); len(notes) != 1 || score != "4" {
						n.t.Errorf("notes %q and score %q, want one of each", notes, score)
					}
				})
			})
		}
	}
}

func TestAMistakenCustomFieldCostsNoSecondNote(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{quiet: 1, field: "40414243"})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("1h")
		n.answer("1", 4)
		n.pass("1h")
		if status, failure := backend.progress(); status != "pending" || !strings.Contains(failure, `custom field "40414243"`) {
			n.t.Errorf("write-back %q, failure %q, want the field", status, failure)
		}
		key := desk.field()
		backend.trigger("CSAT", trigger{quiet: 1, field: key})
		n.pass("15m")
		if notes, score := desk.notes(id), desk.score(id, key); len(notes) != 1 || score != "4" {
			n.t.Errorf("notes %q and score %q, want one of each", notes, score)
		}
	})
}

func TestAConversationThatIsClosedKeepsItsRatingInTheBackend(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{quiet: 1})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("1h")
		desk.refuseForever(id)
		n.answer("1", 4)
		n.pass("1h")
		if status, failure := backend.progress(); status != "pending" || !strings.Contains(failure, "status 4") {
			n.t.Errorf("write-back %q, failure %q, want the help desk's words", status, failure)
		}
	})
}

func TestAHelpDeskThatRefusesIsShownAndSendsNothing(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{})
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		backend.connect(desk, strings.Replace(desk.url(), "sandbox-acme", "another", 1))
		n.pass("48h")
		n.wantAsked("with the address of another account")
		if failure := backend.lastFailure(); !strings.Contains(failure, "neither simulated nor on this machine") {
			n.t.Errorf("the last poll failed with %q, want why the help desk cannot be read", failure)
		}
		backend.connect(desk, n.url+"/"+desk.kind())
		n.pass("15m")
		n.wantAsked("at the API's own root on this machine", id+" CSAT")
		if failure := backend.lastFailure(); failure != "" {
			n.t.Errorf("the last poll still fails with %q", failure)
		}
	})
}

func TestConversationsBeyondTheFirstPageAreAsked(t *testing.T) {
	onEachPair(t, func(n *town, backend pollingBackend, desk helpDesk) {
		backend.trigger("CSAT", trigger{quiet: 1})
		for range 100 {
			desk.write("email", anasAddress)
		}
		last := desk.write("email", anasAddress)
		desk.resolve(last)
		n.pass("1h")
		n.wantAsked("after an hour", last+" CSAT")
	})
}

func TestLinksNameTheVendorsOwnHost(t *testing.T) {
	n := newTown(t, Options{})
	n.open(anasAddress)
	req, err := http.NewRequestWithContext(t.Context(), "GET", "https://sandbox-acme.zendesk.com/api/v2/tickets?page[size]=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+zendesk.AccessToken)
	resp, err := n.sandbox.World().API.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var page struct{ Links struct{ Next string } }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || !strings.HasPrefix(page.Links.Next, "https://sandbox-acme.zendesk.com/api/v2/tickets.json?") {
		t.Errorf("the next page is at %q, %v", page.Links.Next, err)
	}
	if resp, err := n.try("GET", "/zendesk/api/v2/tickets", ""); err != nil || resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the sandbox's own address answers %v, %v", resp, err)
	}
}
