package sandbox

import "testing"

func TestARatingIsReadInNicereplysAPI(t *testing.T) {
	n := newTown(t, Options{})
	b, desk := theNicereply{n}, newKustomerDesk(n)
	b.connect(desk, desk.url())
	b.trigger("CES", trigger{quiet: 1})
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
	b.call("GET", "/responses?created_after=2020-01-01T00:00:00Z&per_page=50", "", 200, &list)
	if len(list.Data) != 1 {
		t.Fatalf("responses %+v", list)
	}
	got := list.Data[0]
	if got.TicketID != id || got.From != "carl@example.net" || got.FeedbackObject.Email != anasAddress || len(got.Answers) != 2 ||
		got.Answers[0].QuestionType != "SCALE" || got.Answers[0].Scale.Value != 6 || got.Answers[1].OpenEnded.Value != "quick" {
		t.Errorf("response %+v", got)
	}
	var surveys struct{ Data []struct{ ID string } }
	b.call("GET", "/surveys", "", 200, &surveys)
	var tag struct{ Data struct{ ID string } }
	b.call("POST", "/tags", `{"name":"refund"}`, 200, &tag)
	var ignored any
	b.call("POST", "/responses/"+got.ID+"/tags/"+tag.Data.ID, "", 200, &ignored)
	b.call("POST", "/responses/"+got.ID+"/tags/none", "", 404, &ignored)
	for _, path := range []string{"/surveys/" + surveys.Data[0].ID + "/responses", "/feedback-objects/" + got.FeedbackObject.ID + "/responses"} {
		b.call("GET", path, "", 200, &list)
		if len(list.Data) != 1 || list.Data[0].ID != got.ID || len(list.Data[0].Tags) != 1 {
			t.Errorf("%s: %+v, want the response with its tag", path, list.Data)
		}
	}
	b.call("DELETE", "/responses/"+got.ID+"/tags/"+tag.Data.ID, "", 200, &ignored)
	var customer struct{ Data struct{ Email string } }
	b.call("GET", "/customers/"+got.CustomerID, "", 200, &customer)
	if customer.Data.Email != "carl@example.net" {
		t.Errorf("customer %+v", customer)
	}
	b.call("GET", "/responses?created_after=2100-01-01T00:00:00Z", "", 200, &list)
	if len(list.Data) != 0 {
		t.Errorf("responses of the next century: %+v", list.Data)
	}
	b.call("GET", "/responses?created_after=2100-01-01T00:00:00.000Z", "", 422, &ignored)
}
