// Package desk holds the language of Desk.com's objects: the types of custom fields, the
// colours and types of labels, and the clicks in its Admin that change what its API can
// only show. Desk.com ended on 13 March 2020; what is here is from recordings of its API
// and from its support portal.
//
// It is pure: no HTTP, no Terraform. Start at [FieldSteps] and [RuleSteps].
package desk
