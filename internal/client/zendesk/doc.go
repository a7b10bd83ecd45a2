// Package zendesk is the client of Zendesk's Support and Webhook APIs, as far as
// surveys need them: triggers, trigger categories, ticket fields and webhooks.
//
// It knows HTTP and JSON and nothing of Terraform. It is built on go-zendesk for
// raw verbs, credentials and the error type; the request and answer shapes are
// its own, because go-zendesk's cannot say active=false, cannot clear a text and
// round large ids.
//
//   - Requests are strict: a nil member is not sent, a pointer to "" clears.
//   - Answers are lenient: unknown members are ignored, ids may be numbers or
//     strings, null is the zero value.
//   - Reads are shared: one list per kind, see shared.go. Writes update it from
//     the vendor's answer.
//   - Creates are never repeated blindly, see create.go.
//   - Every error is an [*Error]; ask [IsNotFound] and its like, not the status.
//
// What is only believed about Zendesk, not read in its documentation, is in
// guesses.go and nowhere else.
//
// Start reading at [New]; each API area has its file.
package zendesk
