// Package acceptance is the suite that sees the provider as a user does: real
// configurations, a real CLI, real HTTP to the sandbox, and assertions on what
// the user reads and on the requests that were sent.
//
// Start at [start], which gives a test an account of its own, and at
// [account.run], which applies steps to it.
package acceptance
