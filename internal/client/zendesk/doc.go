// Package zendesk is the client of Zendesk's Support and Webhook APIs, as far as
// surveys need them: triggers, trigger categories, ticket fields and webhooks.
//
// It is package client with Zendesk's paths, shapes and words. go-zendesk sends the
// requests; their shapes are its own, because go-zendesk's cannot say active=false,
// cannot clear a text and round large ids.
//
//   - Requests are strict: a nil member is not sent, a pointer to "" clears.
//   - Answers are lenient: unknown members are ignored, ids may be numbers or
//     strings, null is the zero value.
//
// What is only believed about Zendesk, not read in its documentation, is in
// guesses.go and nowhere else.
//
// Start reading at [New]; each API area has its file.
package zendesk
