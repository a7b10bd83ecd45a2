// Package promise proves the provider's promise by random stories, in its tests:
// accounts, configurations, applies, faults, kills, two workspaces at once, people
// in the admin screens, and tickets that move through all of it. After every
// write it looks at what the account would do to customers from then on.
//
// A story is data ([scenario]); an author makes it from a seed; a simulation plays
// it against the sandbox over HTTP, with the small Terraform of package tfcore or
// with a real command line; the oracle says what must and must not happen to
// customers; what breaks is shortened and printed. A seed always makes the same
// story; what goes on at once may end otherwise the next time.
//
// All that is special to a help desk is a [desk], which makes its accounts and
// its configurations, and an [account], with the deeds that are possible there and
// the invariants of its own writes. Another one joins with these two.
package promise
