// Package engine holds what all simulated systems share: the simulated clock,
// the survey decisions, the outbox, the request log, scripted faults and the
// memory of which ticket caused which webhook call.
//
// It refuses to know any vendor: no ticket, no trigger, no credential. A vendor
// is a [System], written in a package of its own against one [World], and
// mounted by package sandbox, which also serves the controls under /_sandbox.
//
// Start reading at [World] for what a system may use and at [System] for what
// it owes in return; [Kind] lists the trouble that can be scripted.
package engine
