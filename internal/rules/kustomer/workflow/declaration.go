package workflow

import "strings"

// Channels are those of messages that Kustomer documents. An account may have others.
//
// https://developer.kustomer.com/api/core-resources
var Channels = []string{"email", "chat", "sms", "voice", "whatsapp", "facebook", "instagram", "twitter-dm", "twitter-tweet"}

// StatusDone is what other help desks call solved.
const StatusDone = "done"

// Statuses are those of conversations.
//
// https://developer.kustomer.com/api/core-resources/get-conversations
var Statuses = []string{StatusDone, "snoozed", "open"}

// Methods are those of a request that has a body.
var Methods = []string{"post", "put", "patch"}

// Declaration is whom to survey, and what to send.
type Declaration struct {
	Name, Description string
	Enabled           bool
	// Status is the one that a conversation changes to.
	Status   string
	Channels []string
	// OptOut is the Bool attribute of conversations that are not surveyed, "" for none.
	OptOut          string
	Exclusions      []Exclusion
	RequireAssignee bool
	// Delayed says that another workflow calls the one that decides, after so many minutes.
	Delayed bool
	Minutes int64
	// One of the two is the mark of a conversation that was surveyed: a Bool attribute, or
	// a tag by its name.
	SentAttribute, SentTag string
	Request                Request
}

// Exclusion is a condition on what must not be surveyed.
type Exclusion struct {
	Field    Field
	Operator string
	// Value is a tag's name where the field holds tags.
	Value string
	// TagID is what the workflow compares, where the field holds tags: the id of the tag,
	// or its name where it had no id. "" looks it up.
	TagID string
}

// ComparesTags reports whether the id of a tag is needed.
func (e Exclusion) ComparesTags() bool { return e.Field.HoldsTags() && TakesValue(e.Operator) }

// Request is the HTTP request of a survey.
type Request struct {
	URL, Method string
	Headers     map[string]string
	// Secrets are further headers, with the ids of the variables that hold their values.
	Secrets map[string]string
	// Body is a JSON object with references.
	Body string
}

// Tags are the names of the account's tags by id. A tag has an id from its first use on.
type Tags map[string]string

// ID is that of a tag, by its name without regard to case.
func (t Tags) ID(name string) (id string, exists bool) {
	for id, each := range t {
		if strings.EqualFold(each, name) {
			return id, true
		}
	}
	return "", false
}

// managed ends every description, for who opens the workflow in Kustomer's editor.
const managed = "Managed by Terraform (surveytrigger_kustomer_send_workflow): the next apply reverts what is changed here."

func describe(description string) string {
	if description == "" {
		return managed
	}
	return description + "\n\n" + managed
}

// described is the way back.
func described(text string) string {
	if text == managed {
		return ""
	}
	return strings.TrimSuffix(text, "\n\n"+managed)
}

// delayedSuffix ends the name of the workflow that a scheduler calls.
const delayedSuffix = " (after the delay)"

// DeciderName is the name of the workflow that decides.
func (d Declaration) DeciderName() string {
	if d.Delayed {
		return d.Name + delayedSuffix
	}
	return d.Name
}
