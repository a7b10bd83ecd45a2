// Package lifecycle owns every Terraform ceremony, once.
//
// A resource package writes a [Definition]: a schema, a model and plain verbs
// that talk to a client and fill the model in. The envelope made from it by
// [New] does the rest: it decodes configuration, plan and state; adds the
// attributes that every resource has (id, account, timeouts) and the identity;
// refuses to act on another account's state; saves a new object's id to state
// before anything else can fail; turns "not found" into "gone"; and words every
// error as what failed, why, and what to do next.
//
// It knows no vendor. A client is found by its type among the [Sections] that
// the provider configured, so one resource cannot reach another vendor's client
// by accident, and a section that cannot work yet (an unknown value, missing
// credentials) affects nothing but its own resources.
//
// What a client can read and not write is declared and verified, see [Verification].
//
// Start at [Definition], then read the envelope's create.go.
package lifecycle
