package promise

import (
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// desk is a help desk: what stories are told of it.
type desk interface {
	// start makes an account for a story; categories reports whether it has such.
	start(a *author) start
	categories(start) bool
	// resources are a setup as Terraform's configuration.
	resources(props props, setup setup, team int) tfcore.Configuration
	// open makes the account of a scenario in the simulation's sandbox.
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
	// ticket opens a ticket of a channel and gives its id; update changes one.
	ticket(channel, status string, tags []string) string
	update(ticket string, changes map[string]any)
	// act does what a person does, tells the simulation what that touches, and
	// reports whether it was possible.
	act(d deed) bool
	// read looks at what the provider was told.
	read(by *running, request *http.Request, answer *engine.Answer)
	// asked looks at a write before it is done, wrote at its answer.
	asked(by *running, request *http.Request, body []byte)
	wrote(by *running, request *http.Request, answer *engine.Answer)
	// inspect looks at what is other people's.
	inspect(when string)
	// objects are everything that is not other people's.
	objects() []object
	// heed does what the error of a team's apply asks a person to do, imports apart,
	// and reports whether that was anything. It may apply.
	heed(r run, address, text string) bool
	// excuses reports whether a team cannot remove the cause of an error by itself.
	excuses(r run, address, text string) bool
}

// object is something in the account that a provider made.
type object struct {
	Kind, Title, ID string
	Active          bool
}

// props are what somebody made by hand before a scenario begins.
type props struct {
	webhook, checkbox string
	home              string // the category that the account had; "" without categories
	payload           string
}
