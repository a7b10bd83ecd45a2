// Package engine holds what all simulated systems share. In one [World]: the
// simulated clock, deliveries and which ticket caused them, the survey decisions
// with their answers, the outbox, the request log, scripted faults, and the
// vendors' host names for systems that call others. For their wire formats: JSON
// in and out, lists in pages, a request budget.
//
// It refuses to know any vendor: no ticket, no trigger, no credential, no error
// shape. A vendor is a [System], written in a package of its own against one
// World, and mounted by package sandbox, which also serves the controls under
// /_sandbox.
//
// Start reading at [World] for what a system may use and at [System] for what
// it owes in return; [Kind] lists the trouble that can be scripted.
package engine
