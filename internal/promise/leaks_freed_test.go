package promise

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"

// Histories in which something stands between an exclusion and a send that the
// exclusion may not pass, and goes there or leaves in the same moment.

// afterGold are two exclusions that read what a foreign trigger sets; the first one
// lists it or not.
func afterGold(follows ...string) []exclusionOf {
	return []exclusionOf{
		{Name: "e", Title: "Exclude E", Tag: "gold", Mark: "no_survey", Follows: follows},
		{Name: "second", Title: "Exclude second", Tag: "gold", Mark: "no_survey"},
	}
}

var setsGold = foreign{Title: "p", Tag: "staff", Adds: "gold"}

var freed = []history{
	{
		Name: "a send that was dragged goes behind an exclusion that it does not list", Start: start{Foreign: []foreign{setsGold}},
		Steps: []step{
			applied(flat(afterGold(), emailSend(sameSend))),
			did(adminAction{Do: drags, Title: "Send email", To: 1}),
			applied(flat(afterGold(), emailSend(sameSend))),
		},
	},
	{
		Name: "a repair moves what hindered another exclusion",
		Start: start{Foreign: []foreign{
			setsGold, {Title: "Foreign sender 1", Sends: true, Adds: "surveyed_by_hand", Honours: "no_survey"},
		}},
		Steps: []step{
			applied(flat(afterGold("p"))),
			did(adminAction{Do: drags, Title: "Foreign sender 1", To: 1}),
			applied(flat(afterGold("p"))),
		},
	},
	{
		Name: "another workspace makes what an exclusion reads while that is made",
		Start: start{Foreign: []foreign{
			{Title: "Foreign sender 1", Sends: true, Adds: "surveyed_by_hand", Honours: "no_survey"},
		}},
		Steps: []step{{
			Kind: applies,
			Run:  run{Config: flat([]exclusionOf{vipExclusion(sameExclusion)}), Faults: []fault{{At: 6, Times: 9, Kind: engine.Slow}}},
			Also: &run{Team: 1, Config: flat([]exclusionOf{{Name: "p", Title: "Exclude P", Tag: "gold", Mark: "vip"}})},
		}},
	},
}
