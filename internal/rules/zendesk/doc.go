// Package zendesk holds the language of Zendesk's business rules: conditions,
// actions, channels, operators, tags, and what Zendesk can express.
//
// It is pure: no HTTP, no Terraform. Start at [Condition] for the shapes that
// go over the wire, at [Channel] for the channels a survey can follow and at
// the Operator functions for what may be asked of a field.
package zendesk
