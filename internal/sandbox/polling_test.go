package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

const (
	anasAddress = "ana.agent@example.com"
	noahAddress = "noah.new@example.com"
)

// onEachHelpDesk tells a story of Nicereply and each help desk, which a person has connected.
func onEachHelpDesk(t *testing.T, story func(*town, helpDesk)) {
	for name, connect := range map[string]func(*town) helpDesk{"zendesk": newZendeskDesk, "kustomer": newKustomerDesk} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t, Options{})
			desk := connect(n)
			n.screens(`{"integrations":[{"help_desk":%q,"url":%q}]}`, desk.kind(), desk.url())
			story(n, desk)
		})
	}
}

// screens does something in Nicereply's screens.
func (n *town) screens(format string, values ...any) {
	n.t.Helper()
	n.do("POST", "/_sandbox/nicereply", fmt.Sprintf(format, values...), 200)
}

// trigger makes a survey with an active trigger; settings are further ones of the trigger, after a comma.
func (n *town) trigger(metric, settings string) {
	n.t.Helper()
	n.screens(`{"surveys":[{"name":%q,"metric":%q,"distribution":{"active":true%s}}]}`, "After "+metric, metric, settings)
}

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

// nicereply reads the vendor's API.
func (n *town) nicereply(method, path, body string, status int, into any) {
	n.t.Helper()
	req, err := http.NewRequest(method, n.url+"/nicereply"+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.SetBasicAuth(nicereply.AdminEmail, nicereply.APIToken)
	resp, err := n.client.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != status {
		n.t.Fatalf("%s %s: %s, want %d", method, path, resp.Status, status)
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		n.t.Fatalf("%s %s: %v", method, path, err)
	}
}

// progress is what the first response tells of its way back to the help desk.
func (n *town) progress() (status, failure string) {
	n.t.Helper()
	var answer struct {
		Data []struct {
			WriteBack struct {
				Status string
				Error  string
			} `json:"write_back"`
		}
	}
	n.nicereply("GET", "/responses", "", 200, &answer)
	if len(answer.Data) != 1 {
		n.t.Fatalf("%d responses, want the one that was given", len(answer.Data))
	}
	return answer.Data[0].WriteBack.Status, answer.Data[0].WriteBack.Error
}

func (n *town) answer(surveyID string, score int) {
	n.t.Helper()
	n.do("POST", "/_sandbox/surveys/"+surveyID+"/respond", fmt.Sprintf(`{"score":%d,"comment":"quick"}`, score), 200)
}

func TestAResolvedEmailIsAskedOnceAfterTheQuietPeriod(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CES", "")
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("47h45m")
		n.wantAsked("before the quiet period is over")
		n.pass("15m")
		n.wantAsked("at the first poll after 48 hours", id+" CES")
		survey := n.surveys()[0]
		if survey.CustomerEmail != "carl@example.net" || survey.EmployeeEmail != anasAddress || survey.Channel != "email" || survey.Backend != nicereply.Backend {
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
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", "")
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
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", "")
		n.screens(`{"surveys":[{"name":"Waiting for activation","metric":"NPS","distribution":{"quiet_period_hours":1}}],
			"agents":[{"email":%q,"active":false}]}`, noahAddress)
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
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", `,"quiet_period_hours":24`)
		n.trigger("CES", "")
		n.trigger("NPS", `,"quiet_period_hours":72`)
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
		n.sandbox.System("nicereply").(*nicereply.System).RestartPoller()
		n.pass("15m")
		n.wantAsked("after a restart of the poller", all...)
		n.trigger("CSAT", `,"quiet_period_hours":1`)
		n.pass("1h")
		n.wantAsked("with a changed quiet period", all...)
		desk.touch(id)
		n.pass("3h")
		n.wantAsked("after another change", all...)
		n.screens(`{"surveys":[{"name":"After CSAT","distribution":{"active":false}}]}`)
		n.trigger("CSAT", "")
		n.pass("3h")
		n.wantAsked("activated again", all...)
	})
}

func TestAnInactiveTriggerSendsNothing(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", "")
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("47h")
		n.screens(`{"surveys":[{"name":"After CSAT","distribution":{"active":false}}]}`)
		n.pass("5h")
		n.wantAsked("while the trigger is inactive")
		n.trigger("CSAT", "")
		n.pass("15m")
		n.wantAsked("activated", id+" CSAT")
	})
}

func TestARatingIsWrittenBackOnceAndDisturbsNoQuietPeriod(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		key := desk.field()
		n.trigger("CSAT", fmt.Sprintf(`,"quiet_period_hours":24,"custom_field":%q`, key))
		n.trigger("NPS", "")
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
		if len(notes) != 1 || !strings.HasPrefix(notes[0], "Nicereply CSAT rating: 4\n\nquick") {
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
				onEachHelpDesk(t, func(n *town, desk helpDesk) {
					key := desk.field()
					n.trigger("CSAT", fmt.Sprintf(`,"custom_field":%q`, key))
					id := desk.write("email", anasAddress)
					desk.resolve(id)
					n.pass("48h")
					method, path := call(desk, id)
					n.script(fmt.Sprintf(`{"system":%q,"method":%q,"path":%q,"kind":%q,"times":2}`, desk.kind(), method, path, trouble))
					n.answer("1", 4)
					if status, failure := n.progress(); status != "PENDING" || failure == "" {
						n.t.Errorf("write-back %q, failure %q, want it to be seen", status, failure)
					}
					n.pass("30m")
					if status, failure := n.progress(); status != "DONE" || failure != "" {
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
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", `,"custom_field":"40414243"`)
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("48h")
		n.answer("1", 4)
		n.pass("1h")
		if status, failure := n.progress(); status != "PENDING" || !strings.Contains(failure, `custom field "40414243"`) {
			n.t.Errorf("write-back %q, failure %q, want the field", status, failure)
		}
		key := desk.field()
		n.trigger("CSAT", fmt.Sprintf(`,"custom_field":%q`, key))
		n.pass("15m")
		if notes, score := desk.notes(id), desk.score(id, key); len(notes) != 1 || score != "4" {
			n.t.Errorf("notes %q and score %q, want one of each", notes, score)
		}
	})
}

func TestAConversationThatIsClosedKeepsItsRatingInTheBackend(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", "")
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("48h")
		desk.refuseForever(id)
		n.answer("1", 4)
		n.pass("1h")
		if status, failure := n.progress(); status != "PENDING" || !strings.Contains(failure, "status 4") {
			n.t.Errorf("write-back %q, failure %q, want the help desk's words", status, failure)
		}
	})
}

func TestAHelpDeskThatRefusesIsShownAndSendsNothing(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", "")
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.screens(`{"integrations":[{"help_desk":%q,"url":%q}]}`, desk.kind(), strings.Replace(desk.url(), "sandbox-acme", "another", 1))
		n.pass("48h")
		n.wantAsked("with the address of another account")
		if shown := n.do("GET", "/_sandbox/nicereply", "", 200); !strings.Contains(shown, "neither simulated nor on this machine") {
			n.t.Errorf("the screens show %s, want why the help desk cannot be read", shown)
		}
		n.screens(`{"integrations":[{"help_desk":%q,"url":%q}]}`, desk.kind(), n.url+"/"+desk.kind())
		n.pass("15m")
		n.wantAsked("at the API's own root on this machine", id+" CSAT")
		if shown := n.do("GET", "/_sandbox/nicereply", "", 200); strings.Contains(shown, "last_error") {
			n.t.Errorf("the screens still show %s", shown)
		}
	})
}

func TestConversationsBeyondTheFirstPageAreAsked(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CSAT", `,"quiet_period_hours":1`)
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

func TestARatingIsReadInNicereplysAPI(t *testing.T) {
	onEachHelpDesk(t, func(n *town, desk helpDesk) {
		n.trigger("CES", `,"quiet_period_hours":1`)
		id := desk.write("email", anasAddress)
		desk.resolve(id)
		n.pass("1h")
		n.answer("1", 6)
		var list struct {
			Data []struct {
				ID, From, SurveyID string
				TicketID           string `json:"ticket_id"`
				CustomerID         string `json:"customer_id"`
				Answers            []struct {
					QuestionType string `json:"question_type"`
					Scale        *struct{ Value int }
					OpenEnded    *struct{ Value string } `json:"open_ended"`
				}
				Tags           []struct{ Name string }
				FeedbackObject struct{ ID, Email string } `json:"feedback_object"`
			}
		}
		n.nicereply("GET", "/responses?created_after=2020-01-01T00:00:00Z&per_page=50", "", 200, &list)
		if len(list.Data) != 1 {
			n.t.Fatalf("responses %+v", list)
		}
		got := list.Data[0]
		if got.TicketID != id || got.From != "carl@example.net" || got.FeedbackObject.Email != anasAddress || len(got.Answers) != 2 ||
			got.Answers[0].QuestionType != "SCALE" || got.Answers[0].Scale.Value != 6 || got.Answers[1].OpenEnded.Value != "quick" {
			n.t.Errorf("response %+v", got)
		}
		var surveys struct{ Data []struct{ ID string } }
		n.nicereply("GET", "/surveys", "", 200, &surveys)
		var tag struct{ Data struct{ ID string } }
		n.nicereply("POST", "/tags", `{"name":"refund"}`, 200, &tag)
		var ignored any
		n.nicereply("POST", "/responses/"+got.ID+"/tags/"+tag.Data.ID, "", 200, &ignored)
		n.nicereply("POST", "/responses/"+got.ID+"/tags/none", "", 404, &ignored)
		for _, path := range []string{"/surveys/" + surveys.Data[0].ID + "/responses", "/feedback-objects/" + got.FeedbackObject.ID + "/responses"} {
			n.nicereply("GET", path, "", 200, &list)
			if len(list.Data) != 1 || list.Data[0].ID != got.ID || len(list.Data[0].Tags) != 1 {
				n.t.Errorf("%s: %+v, want the response with its tag", path, list.Data)
			}
		}
		n.nicereply("DELETE", "/responses/"+got.ID+"/tags/"+tag.Data.ID, "", 200, &ignored)
		var customer struct{ Data struct{ Email string } }
		n.nicereply("GET", "/customers/"+got.CustomerID, "", 200, &customer)
		if customer.Data.Email != "carl@example.net" {
			n.t.Errorf("customer %+v", customer)
		}
		n.nicereply("GET", "/responses?created_after=2100-01-01T00:00:00Z", "", 200, &list)
		if len(list.Data) != 0 {
			n.t.Errorf("responses of the next century: %+v", list.Data)
		}
		n.nicereply("GET", "/responses?created_after=2100-01-01T00:00:00.000Z", "", 422, &ignored)
	})
}
