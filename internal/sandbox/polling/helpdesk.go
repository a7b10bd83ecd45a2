package polling

import (
	"context"
	"net/http"
	"time"
)

// Kind names a help desk's vendor.
type Kind string

// HelpDesk is what a survey backend knows of one vendor's API.
type HelpDesk interface {
	// Open gives the account at a URL, without a request. It fails when the URL cannot be one of this vendor or the
	// credential lacks a part.
	Open(client *http.Client, url string, credential Credential) (Account, error)
}

// Account is a help desk's account as a survey backend sees it through the API. An answer that refuses a request is a
// [*Refusal]; after any other error nobody knows whether the request was carried out.
type Account interface {
	// Conversations gives all conversations, in the help desk's order.
	Conversations(context.Context) ([]Conversation, error)
	// Conversation reads one conversation.
	Conversation(ctx context.Context, id string) (Conversation, error)
	// Version gives a text that is another one after every change of the conversation, messages and notes included.
	Version(ctx context.Context, id string) (string, error)
	// CustomerEmail and AgentEmail give an e-mail address, "" for a person without one.
	CustomerEmail(ctx context.Context, customerID string) (string, error)
	AgentEmail(ctx context.Context, agentID string) (string, error)

	AddNote(ctx context.Context, conversationID, body string) error
	// HasNote tells whether the conversation has a note with exactly this body.
	HasNote(ctx context.Context, conversationID, body string) (bool, error)
	// SetField writes a score into a custom field and fails when the conversation does not have it afterwards.
	SetField(ctx context.Context, conversationID, field string, score int) error
}

// Conversation is a ticket, conversation or case. Ids of "" stand for nobody.
type Conversation struct {
	ID         string
	Channel    Channel // over which it was created
	Status     Status
	Tags       []string
	CustomerID string
	AssigneeID string
	Changed    time.Time // the last change of anything, by anybody
}
