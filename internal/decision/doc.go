// Package decision tells what the triggers of a Zendesk account do with one update of a ticket: which fire, what they
// send, and which marks they leave. Foreign triggers count as much as managed ones.
//
// It never guesses. A condition holds, does not hold, or is undecided, because it asks for something that the [Ticket]
// does not tell; a trigger with an undecided condition may fire, and whatever it would change is not sure from then on.
// Three things are not documented, and make a difference undecided in the same way:
//
//   - Whether Zendesk checks all triggers again after one fired. Both ways are played (engine.go).
//   - In which order active triggers of one position are evaluated (order.go).
//   - What a body looks like where it depends on something unknown. It stays as the template has it (body.go).
//
// Start reading at [Account.Decide], then at state, which is a ticket of which not everything is known, and at asks.holds.
//
// The package is pure: no HTTP, no Terraform. It refuses to know the sandbox, whose engine plays the same rules and
// shares no code with it, so that one finds the mistakes of the other (differential_test.go).
package decision
