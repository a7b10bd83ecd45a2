// Package zendesk is a Zendesk account that lives in memory and speaks Zendesk's own wire format.
//
// It serves /api/v2 and /oauth/tokens: triggers and their categories, automations, ticket fields, webhooks, HTTP targets,
// people, and tickets. Every create and update of a ticket runs the triggers in evaluation order, every simulated hour the
// automations; both call webhooks and targets over real HTTP with bodies rendered by Liquid. It is written from Zendesk's
// documentation alone. It refuses to know who is calling: no client of this repository may be imported here, so that a
// client's mistake cannot hide in the account it is tested against.
//
// Start reading at [System.ServeHTTP] for the way of a request, at [account] for what is stored, and at update.run and
// [System.Tick] for the rule engine. Everything that no public source confirms stands in guesses.go, each guess under one
// name.
//
// No lock is held while a receiver is called: it may call back into the same account.
package zendesk
