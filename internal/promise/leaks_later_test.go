package promise

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"

// Histories of automations, receivers and other people's senders, written by hand.

func laterSurvey(change func(*automationOf)) automationOf {
	made := automationOf{Name: "later", Title: "Survey later", Hours: 1, Honours: []string{"no_survey"}, Sent: "surveyed_first"}
	change(&made)
	return made
}

func sameAutomation(*automationOf) {}

// withLater are an exclusion and an automation.
func withLater(change func(*automationOf)) setup {
	return setup{Exclusions: []exclusionOf{vipExclusion(sameExclusion)}, Automations: []automationOf{laterSurvey(change)}}
}

var (
	hoursPass = step{Kind: passes}

	markedTickets = history{Name: "an automation comes to tickets that have a mark", Steps: []step{
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		applied(withLater(sameAutomation)),
		hoursPass,
	}}
	renamedTag = history{Name: "a sent_tag gets another name", Steps: []step{
		applied(withLater(sameAutomation)),
		hoursPass,
		applied(withLater(func(a *automationOf) { a.Sent, a.Former = "surveyed_second", []string{"surveyed_first"} })),
		hoursPass,
	}}
	unansweredTag = history{Name: "a sent_tag gets another name and nobody says what that means", Steps: []step{
		applied(withLater(sameAutomation)),
		hoursPass,
		applied(withLater(func(a *automationOf) { a.Sent = "surveyed_second" })),
	}}
	removedAutomation = history{Name: "an automation is removed", Steps: []step{
		applied(withLater(sameAutomation)),
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		hoursPass,
	}}
	widerAutomation = history{Name: "an automation honours a mark no more", Steps: []step{
		applied(withLater(sameAutomation)),
		applied(withLater(func(a *automationOf) { a.Honours = nil })),
	}}
	unmarkedSend = history{Name: "an automation comes after a send", Steps: []step{
		applied(setup{Sends: []sendOf{emailSend(func(each *sendOf) { each.After = nil })}, Automations: []automationOf{laterSurvey(sameAutomation)}}),
		hoursPass,
	}}
	byHand = []foreign{
		{Title: "Foreign sender 1", Sends: true, Adds: "surveyed_by_hand", Honours: "no_survey"},
		{Title: "Foreign sender 2", Sends: true, Hourly: true, Adds: "surveyed_by_hand", Honours: "no_survey"},
	}
	besideForeign        = history{Name: "other people send surveys, too", Start: start{Foreign: byHand}, Steps: []step{applied(plainPair), applied(withLater(sameAutomation))}}
	besideForeignChanged = history{Name: "an exclusion protects from what other people send", Start: start{Foreign: byHand[:1]}, Steps: []step{
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Note = "changed" })})),
	}}
	besideForeignAndLate = history{Name: "a plan warns of what sets a tag too late for an exclusion", Start: start{Foreign: byHand[:1]}, Steps: []step{
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		did(adminAction{Do: adds, Makes: &foreign{Title: "Late", Tag: "gold", Adds: "vip"}}),
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Note = "changed" })})),
	}}
	replacedReceiver = history{Name: "a webhook is replaced", Steps: []step{
		applied(notifying(receiverOf{Name: "r"})),
		{Kind: applies, Run: run{Config: notifying(receiverOf{Name: "r"}), Options: tfcore.Options{Replace: []string{webhookType + "r"}}}},
	}}
	carelessReceiver = history{Name: "a webhook is replaced without create_before_destroy", Steps: []step{
		applied(notifying(receiverOf{Name: "r", Careless: true})),
		{Kind: applies, Run: run{Config: notifying(receiverOf{Name: "r", Careless: true}), Options: tfcore.Options{Replace: []string{webhookType + "r"}}}},
	}}
	movedReceiver = history{Name: "a webhook gets another address without create_before_destroy", Steps: []step{
		applied(notifying(receiverOf{Name: "r", Careless: true})),
		applied(notifying(receiverOf{Name: "other"})),
	}}
	olderReceiver = history{Name: "a target gives way to a webhook", Steps: []step{
		applied(notifying(receiverOf{Name: "r", Target: true})),
		applied(notifying(receiverOf{Name: "r"})),
	}}
	sharedReceiver = history{Name: "a webhook is replaced that other people notify", Steps: []step{
		applied(notifying(receiverOf{Name: "r"})),
		did(adminAction{Do: adds, Makes: &byHand[0]}),
		did(adminAction{Do: adds, Makes: &byHand[1]}),
		applied(notifying(receiverOf{Name: "other"})),
	}}

	laterLeaks = []history{
		markedTickets, renamedTag, unansweredTag, removedAutomation, widerAutomation, unmarkedSend,
		besideForeign, besideForeignChanged, besideForeignAndLate, replacedReceiver, carelessReceiver, movedReceiver, olderReceiver, sharedReceiver,
	}
)

// notifying is a pair and an automation that notify what the team made.
func notifying(receiver receiverOf) setup {
	made := withLater(sameAutomation)
	made.Sends = []sendOf{emailSend(func(each *sendOf) { each.Sent = "surveyed_email" })}
	made.Receivers = []receiverOf{receiver}
	return made
}
