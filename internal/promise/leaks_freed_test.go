package promise

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// Histories in which something stands between an exclusion and a send that the
// exclusion may not pass, and goes there or leaves in the same moment; and in which a
// send begins where an exclusion that stands cannot protect from it.

// afterGold are two exclusions that read what a foreign trigger sets; the first one
// lists it or not.
func afterGold(follows ...string) []exclusionOf {
	return []exclusionOf{
		{Name: "e", Title: "Exclude E", Tag: "gold", Mark: "no_survey", Follows: follows},
		{Name: "second", Title: "Exclude second", Tag: "gold", Mark: "no_survey"},
	}
}

var setsGold = foreign{Title: "p", Tag: "staff", Adds: "gold"}

// standing is an exclusion in the later one of two categories.
func standing(more ...sendOf) setup {
	return inOrder(guardsFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category = surveys })}, more...)
}

// early is a send in the first category that checks the exclusion's mark and does not
// list it.
func early(off bool) sendOf {
	return emailSend(func(each *sendOf) {
		each.After, each.Honours, each.Category, each.Off = nil, []string{"no_survey"}, guards, off
	})
}

// honouring are an exclusion and a send that checks its mark and does not list it.
func honouring(order categoryOrder) setup {
	return inOrder(order, []exclusionOf{vipExclusion(inGuards)}, emailSend(func(each *sendOf) {
		each.After, each.Honours, each.Category = nil, []string{"no_survey"}, surveys
	}))
}

// hindered is an exclusion in surveys, and a pair that keeps guards before it.
func hindered(order categoryOrder, more ...sendOf) setup {
	return inOrder(order, []exclusionOf{
		vipExclusion(func(e *exclusionOf) { e.Category = surveys }),
		{Name: "keeps", Title: "Exclude keeps", Tag: "gold", Mark: "excluded", Category: guards},
	}, append(more, emailSend(func(each *sendOf) { each.After, each.Category = []string{"keeps"}, surveys }))...)
}

// chatInGuards checks the mark of the exclusion in surveys and does not list it.
var chatInGuards = sendOf{Name: "chat", Title: "Send chat", Channels: []string{"chat"}, Honours: []string{"no_survey"}, Category: guards}

var freed = []history{
	{
		Name:  "a send is made in an earlier category than an exclusion that stands",
		Steps: []step{applied(standing()), applied(standing(early(false)))},
	},
	{
		Name:  "a send begins where only a move of categories that is hindered would protect it",
		Steps: []step{applied(hindered(guardsFirst)), applied(hindered(surveysFirst, chatInGuards))},
	},
	{
		Name: "the categories are turned around an exclusion that does something else, too",
		Steps: []step{
			applied(honouring(guardsFirst)),
			did(adminAction{Do: extends, Title: "Exclude E"}),
			applied(honouring(surveysFirst)),
		},
	},
	{
		Name:  "a send is activated in an earlier category than an exclusion that stands",
		Steps: []step{applied(standing()), applied(standing(early(true))), applied(standing(early(false)))},
	},
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
		Name: "a send that is a target begins before an exclusion that is none",
		Steps: []step{
			applied(standing()),
			{Kind: applies, Run: run{Config: standing(early(false)), Options: tfcore.Options{Targets: []string{sendType + "email"}}}},
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
	{
		Name: "an exclusion is deactivated and replaced, and the apply is killed before it deletes the old one",
		Steps: []step{
			applied(unlisted(false)),
			{Kind: applies, Run: run{
				Config: unlisted(true), Options: tfcore.Options{Replace: []string{exclusionType + "e"}}, Faults: []fault{{At: 9, Kind: killAfter}},
			}},
			applied(unlisted(true)),
		},
	},
}

// unlisted is an exclusion, active or not, and a send that checks its mark and does not
// list it.
func unlisted(off bool) setup {
	return flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Off = off })}, emailSend(func(each *sendOf) {
		each.After, each.Honours = nil, []string{"no_survey"}
	}))
}
