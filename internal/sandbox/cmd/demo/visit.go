package main

import "strings"

// visit is a customer with one ticket, and what should become of it.
type visit struct {
	customer       string
	came           string // how, for the reader
	via            int    // Zendesk's via id
	tags           []string
	agent          string // "" is Ana
	withoutAddress bool
	ticked         bool // the agent ticks "do not send" while solving

	want want
}

// want is the right end of a visit. The zero value: nobody asks for a survey.
type want struct {
	mailTo string // who gets the survey; "" is no survey at all
	reason string // why the survey backend sends none, in its own words
	why    string // the same for the reader
}

// Zendesk's numbers of the channels.
const (
	viaEmail = 4
	viaChat  = 29
	viaPhone = 34
	viaStore = 55 // the custom channel of the article
	viaText  = 57
)

func (v visit) address() string { return strings.ToLower(v.customer) + "@customer.example" }

func (v visit) agentAddress() string {
	if v.agent == "" {
		return "ana.agent@example.com"
	}
	return v.agent
}

// asked says that a request to the survey backend is expected.
func (w want) asked() bool { return w.mailTo != "" || w.reason != "" }

// surveyed makes the visit end with a survey to the customer.
func surveyed(v visit) visit {
	v.want = want{mailTo: v.address()}
	return v
}

var (
	excludedByRule = want{reason: "do_not_send", why: "excluded by the rule"}
	excludedByHand = want{reason: "do_not_send", why: "the agent ticked \"do not send\""}
	agentNotReady  = want{reason: "Employee profile not complete", why: "Noah's profile is not approved"}
	noAddress      = want{reason: "Invalid customer", why: "there is no address to send it to"}
	notAsked       = want{why: "this channel has none"}
)

// rehearsal is a morning with the test key.
var rehearsal = []visit{
	{customer: "Emma", came: "e-mail", via: viaEmail, want: want{mailTo: "stella-test@example.com"}},
	{customer: "Cyril", came: "chat", via: viaChat, want: want{mailTo: "stella-test@example.com"}},
	{customer: "Vera", came: "e-mail, a VIP", via: viaEmail, tags: []string{"vip"}, want: excludedByRule},
}

// workday is one of each kind, in production.
var workday = []visit{
	surveyed(visit{customer: "Edgar", came: "e-mail", via: viaEmail}),
	surveyed(visit{customer: "Chloe", came: "chat", via: viaChat}),
	surveyed(visit{customer: "Paul", came: "phone", via: viaPhone}),
	surveyed(visit{customer: "Stina", came: "store, a custom channel", via: viaStore}),
	{customer: "Theo", came: "text message", via: viaText, want: notAsked},
	{customer: "Vito", came: "e-mail, a VIP", via: viaEmail, tags: []string{"vip"}, want: excludedByRule},
	{customer: "Nina", came: "e-mail, solved by Noah", via: viaEmail, agent: "noah.new@example.com", want: agentNotReady},
	{customer: "Olga", came: "phone, gave no e-mail", via: viaPhone, withoutAddress: true, want: noAddress},
	{customer: "Hugo", came: "chat, box ticked by hand", via: viaChat, ticked: true, want: excludedByHand},
}

// The VIPs who write while the order is broken, and after it was repaired. The
// first gets a survey that he should not get: that is the harm.
var (
	harmed    = surveyed(visit{customer: "Viktor", came: "e-mail, a VIP", via: viaEmail, tags: []string{"vip"}})
	protected = visit{customer: "Viola", came: "e-mail, a VIP", via: viaEmail, tags: []string{"vip"}, want: excludedByRule}
	afterward = visit{customer: "Zoe", came: "e-mail", via: viaEmail, want: want{why: "the triggers are gone"}}
)
