package promise

import (
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// desk is a help desk: what histories are written for it.
type desk interface {
	// start makes an account for a history; categories reports whether it has such.
	start(a *author) start
	categories(start) bool
	// resources are a setup as Terraform's configuration.
	resources(props props, setup setup, team int) tfcore.Configuration
	// open makes the account of a history in the simulation's sandbox.
	open(s *simulation) account
}

// account is one account of a help desk, as its administrators see it, with the
// invariants that are its own. All but provider, read and props are called while
// the simulation holds the account.
type account interface {
	props() props
	// provider is the section of the provider's configuration that is about it, if
	// it is reached at the sandbox's URL.
	provider(base string) map[string]any
	// ticket opens a ticket of a channel and gives its id; update changes one. Both give
	// the tags that it has then.
	ticket(channel, status string, tags []string) (id string, has []string)
	update(ticket string, changes map[string]any) (has []string)
	// act does what a person does, tells the simulation what that touches, and
	// reports whether it was possible.
	act(a adminAction) bool
	// read looks at what the provider was told.
	read(by *running, request *http.Request, answer *engine.Answer)
	// asked looks at a write before it is done, wrote at its answer.
	asked(by *running, request *http.Request, body []byte)
	wrote(by *running, request *http.Request, answer *engine.Answer)
	// inspect reads the account again and looks at what is other people's.
	inspect(when string)
	// objects are everything that is not other people's.
	objects() []object
	// mayExclude reports whether anything in the account could exclude tickets with
	// these tags from a send; unlisted are the protections that nobody declared and
	// that the account shows for what a team has: its sends and its exclusions.
	mayExclude(send sendOf, tags []string) bool
	unlisted(team int) []protection
	// mayMark reports whether anything in the account could leave one of these marks on
	// tickets with these tags.
	mayMark(marks, tags []string) bool
	// unanswered reports whether an automation gets another sent_tag and nothing says what
	// that means for tickets with the former one.
	unanswered(team int, will automationOf) bool
	// deaf are the titles of a team's active sends whose receiver is missing or inactive,
	// senders those of other people's active triggers and automations that ask for surveys.
	deaf(team int) []string
	senders() []string
	// title is that of a trigger. before reports whether one trigger is evaluated before another.
	title(id string) string
	before(id, other string) bool
	// obstacles are what stands in the way of a run in the account as it is: with
	// one of them a provider may refuse.
	obstacles(r run) []obstacle
}

// obstacle is a reason for which an apply may fail, found in the account and the
// configuration.
type obstacle struct {
	why string
	// duplicate is the id of the object whose title is in the way; "" is none.
	duplicate string
	// passing says that it is in the way of one run: the next one has to succeed.
	passing bool
	// remedy does what a person can do about it, and reports whether that was
	// anything. It is called without the account, and nil when there is nothing.
	remedy func() bool
}

// object is something in the account that a provider made.
type object struct {
	Kind, Title, ID string
	Active          bool
}

// props are what somebody made by hand before a history begins.
type props struct {
	webhook, checkbox string
	endpoint          string // of the webhook
	home              string // the category that the account had; "" without categories
	payload           string
	foreign           map[string]string // ids by title
}
