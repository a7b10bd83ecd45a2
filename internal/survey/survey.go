// Package survey is what survey backends hold, in one vocabulary: connectors,
// surveys, trigger distributions and agents, and how a client of a backend offers
// them.
//
// A backend whose API can write is managed: Create, Update and Delete do what they
// say. One whose API only shows things is verified: what is declared is compared
// with what it shows, and Steps says what a person has to click.
//
// It knows no backend, and neither HTTP nor Terraform.
package survey

import (
	"context"
	"time"
)

// The nouns of the objects, for people and for claims.
const (
	NounConnector    = "connector"
	NounSurvey       = "survey"
	NounDistribution = "trigger distribution"
	NounAgent        = "agent"
)

// Backend is one account of a survey backend.
type Backend interface {
	// Account is the host of the backend's endpoint, in lower case.
	Account() string
	// Waited is for how long requests have been delayed by rate limits so far.
	Waited() time.Duration
	// LockOne makes work on one thing wait for other work on it, whatever its key names.
	LockOne(ctx context.Context, key string) (release func(), err error)
	// Adopt claims an object, by its noun and id, for a resource of this run. It is false
	// when another one has claimed it.
	Adopt(noun, id string) bool
	// Want notes that a resource which the plan creates would adopt an object, and reports
	// whether it may: not while another resource keeps it. Replaced is the id of the object
	// that the resource replaces.
	Want(noun, id, replaced string) bool
	// IsClaimed reports whether a resource of this run is known to have an object.
	IsClaimed(noun, id string) bool
	// WasRead reports whether a resource of this run that has an object was read.
	WasRead(noun, id string) bool
	// BeginDelete is false for an object that a resource of this run has adopted. Unclaim
	// takes it back for an object that stays, so that another resource may adopt it.
	BeginDelete(noun, id string) bool
	Unclaim(noun, id string)

	Connectors() Store[Connector]
	Surveys() Store[Survey]
	Distributions() Store[Distribution]
	Agents() Store[Agent]
}

// Store is one kind of object of a backend. Errors are those of the client; what does
// not exist says so by a method NotFound.
type Store[T any] interface {
	// Managed reports that Create, Update and Delete write. Otherwise the resource is
	// verified: Update and Delete fail, and Create does where Steps has any for it.
	Managed() bool
	// Kept reports that Delete only deactivates the object, which stays and is found again.
	// A create adopts it: otherwise nothing could be created after a destroy.
	Kept() bool
	// Get reads one object.
	Get(ctx context.Context, id string) (*T, error)
	// All is the shared list.
	All(ctx context.Context) ([]T, error)
	// Find gives the objects that a declaration without an id could mean, from the shared
	// list: the connectors of its help desk and URL, the surveys of its name, the
	// distributions of its survey, connector, channel and status, the agents of its
	// e-mail address or user name. There is no error for none or several.
	Find(ctx context.Context, declared T) ([]T, error)
	// FindNow is Find, but asks the backend whatever was read before.
	FindNow(ctx context.Context, declared T) ([]T, error)
	// Create makes the object once: a lost answer never makes a second one.
	Create(ctx context.Context, declared T) (*T, error)
	// Update changes what differs between prior, which was read, and declared. It is
	// refused where somebody else has changed the object since prior was read.
	Update(ctx context.Context, prior, declared T) (*T, error)
	// Delete removes the object as it was read.
	Delete(ctx context.Context, prior T) error
	// Hidden are the attributes that the backend's API does not show, sorted.
	Hidden() []string
	// Steps are the clicks, in order and in the vendor's own words, that make of what
	// is shown what is declared; shown is nil where there is nothing. None where nothing
	// differs that is shown; none for what is not there yet says that Create makes it.
	// Only a verified store has any.
	Steps(declared T, shown *T) []string
	// Starting are the clicks, in order and in the vendor's own words, without which an
	// object that Create makes has no effect. None where it has at once.
	Starting(declared T) []string
	// Ending are the clicks that deactivate the object when Terraform forgets it.
	Ending(prior T) []string
}

// Connector is how a backend reaches a help desk.
type Connector struct {
	ID string
	// HelpDesk is the help desk's name in the configuration; URL what the backend's
	// screen asks for, such as https://acme.example.com.
	HelpDesk, URL string
	// Public are the parts of the credential that are no secret, by their attribute:
	// "consumer_key". Secrets are the others, by their attribute without "_wo":
	// "consumer_secret". They are never read back; one that is missing stays as stored.
	Public, Secrets map[string]string
	// SecretsFingerprint changes when somebody replaces a secret. "" where the backend
	// has none.
	SecretsFingerprint string
	// Agents are the e-mail addresses to activate; nil leaves them alone.
	Agents []string
	// Connected is false for one that a person has disconnected.
	Connected bool
	// PollFailure is why the backend could not read the help desk when it did so last, since
	// the connector was changed. "" where it could, and where the backend does not tell.
	PollFailure string
	// Version is what a write is refused by when somebody else wrote meanwhile.
	Version string
}

// Survey is a question to customers.
type Survey struct {
	ID, Name string
	// Metric is "CSAT", "CES" or "NPS".
	Metric string
	// Question is "" for the backend's own.
	Question string
	Version  string
}

// Distribution is when and to whom a survey is sent.
type Distribution struct {
	ID, SurveyID, ConnectorID string
	// Channel is "email", Status "resolved": the words of the contract, which the
	// backend turns into the help desk's.
	Channel, Status  string
	QuietPeriodHours int64
	Active           bool
	// Note and CustomField are what a rating is written back as. CustomField is the
	// key that the help desk's API uses, "" for none.
	Note        bool
	CustomField string
	// HelpDeskCloseAfterHours is when the help desk closes what is resolved, 0 where
	// it does not.
	HelpDeskCloseAfterHours int64
	Version                 string
}

// Agent is somebody whose work is rated.
type Agent struct {
	ID, Email, FullName, Username string
	Active                        bool
	Version                       string
}

// Metrics are what surveys measure.
func Metrics() []string { return []string{"CSAT", "CES", "NPS"} }

// Channels are how conversations come in, the default first.
func Channels() []string { return []string{"email"} }

// Statuses are those of a conversation that is due, the default first.
func Statuses() []string { return []string{"resolved"} }
