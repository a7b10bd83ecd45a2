// Package promise proves the provider's promise by random stories, in its tests:
// accounts, configurations, applies, faults, kills, two workspaces at once, people
// in the admin screens, and tickets that move through all of it. After every
// write it looks at what the account would do to customers from then on.
//
// A story is data ([scenario]); an author makes it from a seed; a simulation plays
// it against the sandbox over HTTP, with the small Terraform of package tfcore or
// with a real command line; what breaks is shortened and printed. Another help
// desk joins with deeds, a setup and a probe of its own.
package promise
