package main

import (
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestASurveyThatNobodyExpectedIsFoundAtTheEnd(t *testing.T) {
	world := engine.NewWorld(engine.Options{})
	mail := func(ticketID, to string) {
		world.Surveys.Add(engine.Survey{TicketID: ticketID, Outcome: engine.Sent})
		world.Outbox.Add(engine.Email{Kind: engine.SurveyEmail, TicketID: ticketID, To: to})
	}
	var a audit
	mail("1", "edgar@customer.example")
	if words, right := a.judge(workday[0], "1", fateOf(world, "1")); !right {
		t.Errorf("Edgar got what he should: %s", words)
	}
	a.countSurveys(world)
	if err := a.verdict(); err != nil {
		t.Error(err)
	}
	mail("2", "stranger@customer.example")
	a.countSurveys(world)
	if err := a.verdict(); err == nil || !strings.Contains(err.Error(), "stranger@customer.example") {
		t.Errorf("the stranger's survey is not reported: %v", err)
	}
}

func TestEveryOtherEndOfAVisitIsWrong(t *testing.T) {
	sent := engine.Survey{Outcome: engine.Sent}
	refused := engine.Survey{Outcome: engine.NotSent, Reason: "do_not_send"}
	toEdgar, toOther := []string{"edgar@customer.example"}, []string{"other@customer.example"}
	for name, c := range map[string]struct {
		want  want
		fate  fate
		right bool
	}{
		"a survey, as it should":  {want{mailTo: toEdgar[0]}, fate{[]engine.Survey{sent}, toEdgar}, true},
		"to somebody else":        {want{mailTo: toEdgar[0]}, fate{[]engine.Survey{sent}, toOther}, false},
		"twice":                   {want{mailTo: toEdgar[0]}, fate{[]engine.Survey{sent, sent}, append(toEdgar, toEdgar...)}, false},
		"asked twice, sent once":  {want{mailTo: toEdgar[0]}, fate{[]engine.Survey{sent, refused}, toEdgar}, false},
		"never asked":             {want{mailTo: toEdgar[0]}, fate{}, false},
		"excluded, as it should":  {excludedByRule, fate{[]engine.Survey{refused}, nil}, true},
		"excluded but surveyed":   {excludedByRule, fate{[]engine.Survey{sent}, toEdgar}, false},
		"none for another reason": {noAddress, fate{[]engine.Survey{refused}, nil}, false},
		"nobody asks, rightly":    {notAsked, fate{}, true},
		"asked, though refused":   {notAsked, fate{[]engine.Survey{refused}, nil}, false},
	} {
		if right := c.fate.is(c.want); right != c.right {
			t.Errorf("%s: judged %v, want %v", name, right, c.right)
		}
	}
}
