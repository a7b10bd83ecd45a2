// Package sandbox is the assembly of the simulated systems: one HTTP handler
// that serves each vendor under its own prefix and the controls of the simulated
// world under /_sandbox, for the demo, the tests and a user's first minutes.
//
// It refuses to know what a vendor does with a request: that is in the package
// of the vendor. It adds what happens to every request on its way there: the
// request log, latency, scripted faults, and that a panic costs one answer and
// not the process.
//
// Tests start at [Start]; a person starts cmd/sandbox. To add a system, mount
// it in New.
package sandbox
