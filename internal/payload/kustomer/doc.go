// Package kustomer knows how a workflow of Kustomer fills in the body of a request: the
// references, what they lead to, and what becomes of a body for a conversation.
//
// The body is a JSON object. Kustomer puts values in place of the references in its
// texts and writes the JSON itself, so that no value can break it: a quote in a name
// is escaped by Kustomer. What can go wrong is the body and its references, and all of
// it can be known when planning:
//
//   - [Check] says what is wrong, or cannot be verified.
//   - [Render] is the body for one conversation.
//   - [AttributesRead] are the custom attributes of the conversation that the body
//     reads.
//   - [Quote] is a text with references as a JSON string, for package survey.
//
// It refuses to know what a survey backend expects. Start at reference.go.
//
// # Guesses
//
// What references see, and that a reference that leads nowhere leaves its member out:
// Kustomer's documents describe both in part. Which attributes exist: documented. Each
// stands in that one place.
package kustomer
