package polling

import (
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Declarations are what a survey backend was told to do, as it stands now: every poll asks again. They are used by many
// goroutines at once.
type Declarations interface {
	// Connectors gives every help desk that is connected.
	Connectors() []Connector
	// Distributions gives every trigger distribution, also those that send nothing now.
	Distributions() []Distribution
	// IsActiveAgent tells whether surveys are sent for the help desk's agent with this e-mail address.
	IsActiveAgent(connectorID, email string) bool
}

// Connector is a help desk's account and the credential for its API.
type Connector struct {
	ID         string
	HelpDesk   Kind
	URL        string // as the vendor's screen asks for it; a loopback URL is the root of the help desk's API itself
	Credential Credential
}

// Credential holds the parts of a credential by the names that the help desk's documentation gives them.
type Credential map[string]string

// Distribution sends one survey to the customers of one help desk.
type Distribution struct {
	ID          string
	ConnectorID string
	SurveyID    string
	Active      bool
	Channel     Channel
	Status      Status
	QuietPeriod time.Duration
	// Suppression is the time after a survey of this distribution in which the same customer gets no other one; 0 is none.
	Suppression time.Duration
	Metric      engine.Metric
	Question    string
	Note        bool   // write the rating back as a note
	CustomField string // write the score into this field, by the help desk's own key; "" is none
}

// Channel is a way into the help desk. One that has no word here goes by the vendor's own.
type Channel string

// The channels that help desks share.
const (
	Email Channel = "email"
	Chat  Channel = "chat"
	Phone Channel = "phone"
)

// Status is where a conversation stands.
type Status string

// The words for what each help desk calls by its own.
const (
	Open     Status = "open"
	Pending  Status = "pending"
	Resolved Status = "resolved"
	Closed   Status = "closed" // can never be changed again
)
