package promise

import (
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// desk is a help desk: what histories are written for it.
type desk interface {
	// start makes an account for a history, action something that a person does in it;
	// it may turn out to be impossible. offers are the flavours that a history may have.
	start(a *author) start
	action(a *author) adminAction
	offers() flavour
	// everything is what a long search has to see here at least once, beside what it
	// has to see everywhere.
	everything() []string
	// addresses are those of a team's setup in Terraform's configuration, sorted; send and
	// receiver are single ones. guard is that of what keeps an exclusion's customers from
	// a send: the exclusion's own, or the send's where an exclusion is one of its
	// conditions; "" if there is none without a send.
	addresses(s setup, team int) []string
	send(name string) string
	receiver(receiverOf) string
	guard(exclusion, send string) string
	// replaceable reports whether a run may replace what is at an address, isReceiver
	// whether that is a receiver.
	replaceable(address string) bool
	isReceiver(address string) bool
	// open makes the account of a history in the simulation's sandbox.
	open(s *simulation) account
}

// ordering is a desk that evaluates in an order: what its histories have beside
// exclusions and sends.
type ordering interface {
	desk
	// arrange begins a team's first setup. relate gives a new exclusion its place and
	// what it comes after, relateSend a new send what of other people it comes after,
	// settle a send a place in which its relations can hold.
	arrange(a *author, team int, s *setup)
	relate(a *author, s setup, made *exclusionOf)
	relateSend(a *author, made *sendOf)
	settle(a *author, s setup, made *sendOf)
	// turn changes the order of a setup, move that of one exclusion, follow what it
	// lists of other people's. settleAll is for sends that cannot stay where they are
	// then; some people forget it.
	turn(a *author, s *setup)
	move(a *author, s setup, moved *exclusionOf)
	follow(a *author, each *exclusionOf)
	settleAll(a *author, s setup)
}

// account is one account of a help desk, as its administrators see it, with the
// invariants that are its own. All but resources, provider and read are called while
// the simulation holds the account.
type account interface {
	// resources are a team's setup as Terraform's configuration.
	resources(s setup, team int) tfcore.Configuration
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
	// blind reports whether the last write of a run activated a send of this title while
	// it could not know of another run's write: it has to find out with its next request.
	// forget ends that, when all runs have ended.
	blind(title string) bool
	forget()
	// inspect reads the account again and looks at what is other people's.
	inspect(when string)
	// objects are everything that is not other people's.
	objects() []object
	// mayExclude reports whether anything in the account could exclude tickets with
	// these tags from a send; unlisted are the protections that nobody declared and
	// that the account shows for what a team has: its sends and its exclusions.
	mayExclude(send sendOf, tags []string) bool
	unlisted(team int) []protection
	// standing are the protections from exclusions which a run leaves as they are, active,
	// for what it activates, and those that nobody declares for what it makes.
	standing(r run) []protection
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
	// title is that of a trigger.
	title(id string) string
	// open are the relations of a run's configuration that do not hold.
	open(r run) []relation
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

// relation is one that a configuration declares: an exclusion goes before what is at
// an address. One that contradicts the rest of the configuration can never hold.
type relation struct {
	exclusion, title, address string // two titles, an address
	contradicts               bool
}

// object is something in the account that a provider made.
type object struct {
	Kind, Title, ID string
	Active          bool
}
