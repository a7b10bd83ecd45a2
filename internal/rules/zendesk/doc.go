// Package zendesk holds the language of business rules: conditions, actions,
// channels, operators, tags, and what each help desk can express.
//
// It is pure: no HTTP, no Terraform. Start at [Condition] for the shapes that
// go over the wire, at [Channel] for the channels a survey can follow and at
// the Operator functions for what may be asked of a field.
package zendesk
