package promise

// Histories in which one repair moves what hindered another exclusion, of which the
// same apply changes nothing.

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
}
