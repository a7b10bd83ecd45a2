// Package promise proves the provider's promise by random histories, in its tests:
// accounts, configurations, applies, faults, kills, two workspaces at once, people
// in the admin screens, and tickets that move through all of it. After every
// write it looks at what the account would do to customers from then on, and after
// some of them lets an hour pass, in which automations run.
//
// A history is data ([history]); an author makes it from a seed, or somebody writes
// it as a literal; a simulation plays it against the sandbox over HTTP, with the
// small Terraform of package tfcore or with a real command line; the oracle says
// what must and must not happen to customers; what breaks is shortened and printed.
// A seed always makes the same history; what goes on at once may end otherwise the
// next time.
//
// What a history excuses comes from the account, the configuration and the history:
// an apply may fail because of a fault, because a person changed something at the
// same time, or because of an [obstacle]. What a provider says is no excuse.
//
// All that is special to a help desk is a [desk], which makes its accounts and
// its configurations, and an [account], with the admin actions that are possible
// there, its obstacles and the invariants of its own writes. Another one joins with
// these two; one that evaluates in an order is an [ordering], too, and only its
// histories have categories and relations between exclusions.
//
// Histories of survey backends that poll help desks ([polledHistory]) are of another
// kind: connectors, surveys and trigger distributions, people who change them or write
// into conversations, and hours in which surveys become due. They share the gate, the
// small Terraform, the search and the journal. The backend polls after every write, and
// [polledOracle] judges what it sent: one survey at most a conversation and
// distribution, none for what is inactive, removed or too fresh, and one where nothing
// speaks against it.
//
// Histories of workflows are those with another list of [polledSetup]: sends of Kustomer
// that request surveys of a receiver by themselves, with exclusions, marks, delays and
// keys. Conversations of every kind become done after every write, and [workflowOracle]
// judges what the receiver got: nothing for who is excluded, one request at most for each
// mark of a conversation, none from what is disabled or removed, none without its key,
// and one where nothing speaks against it.
package promise
