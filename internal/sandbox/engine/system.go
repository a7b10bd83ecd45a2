package engine

import (
	"net/http"
	"time"
)

// System is one simulated vendor. It is served under "/" + Name() and sees its
// requests with that prefix stripped, so that its paths read like the vendor's.
//
// A system is used by many goroutines at once and guards its own state. It must
// not hold a lock while it delivers a webhook: the receiver may call back.
type System interface {
	http.Handler

	// Name is the path prefix and the `system` of the request log and of
	// faults, for example "acme".
	Name() string

	// Reset brings back the seeded contents, ids included.
	Reset()

	// Environment gives the variables under which the provider finds this
	// system. Root is the system's own root: base URL + "/" + Name().
	Environment(root string) []Variable

	// Tick runs what the vendor runs by itself (automations, pollers). It is
	// called after each simulated step of [Step] and returns when every
	// delivery it caused is finished. Now is the simulated time of the step.
	Tick(now time.Time)

	// Refuse answers with a status, 429 or 500, in the vendor's own error shape,
	// for a scripted fault. Retry-After is set by the caller.
	Refuse(w http.ResponseWriter, status int)
}

// Hosted is the optional ability of a system that others call at the vendor's own
// address: they reach it at these host names with [World.API] and [World.Deliver].
type Hosted interface {
	System

	// Hosts gives the host names of the simulated account, without port.
	Hosts() []string
}

// Secrets is the optional ability of a system that takes secrets in members
// whose names do not say so.
type Secrets interface {
	System

	// IsSecret tells whether a member of the request's JSON body holds a secret.
	// Path is the member's names from the outermost to its own; items of a list
	// have the path of the list.
	IsSecret(r *http.Request, path []string) bool
}

// Screens is the optional ability of a system whose settings have no API: what
// a person does in the vendor's screens is done with POST /_sandbox/<Name()>, or with
// what a [NamedControl] has in place of the name.
type Screens interface {
	System

	// Settings gives the settings as they are, for JSON.
	Settings() any

	// ChangeSettings changes the settings that the body names and leaves the
	// others; when one of them is wrong it changes none and says which. Decode
	// reads the body into a struct and fails on a member that it lacks.
	ChangeSettings(decode func(into any) error) error
}

// NamedControl is the optional ability of [Screens] whose control has another name than
// the system.
type NamedControl interface {
	Screens

	// ControlName is what follows /_sandbox/.
	ControlName() string
}

// Variable is one `export NAME=value` line of the env file. The value is raw;
// whoever writes the file quotes it for the shell.
type Variable struct{ Name, Value string }
