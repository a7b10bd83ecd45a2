// Package zendesk says which triggers, automations, webhooks, targets, fields and
// categories of a Zendesk account belong to surveys: those that notify a receiver of
// surveys, those that leave a mark which such a send honours, and what they refer to.
//
// It reads the client's shared lists and nothing else. How the objects are written is
// the business of the resources and of package export.
package zendesk
