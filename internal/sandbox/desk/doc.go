// Package desk simulates the Desk.com help desk, which ended on 13 March 2020:
// API applications, users, groups, customers, cases with messages, replies, notes
// and labels, custom fields and rules, and the time rule that closes resolved cases.
//
// It is written from recorded answers of the real service (the cassettes of the
// vendor's Ruby client, 2013 and 2014), from the vendor's pages as they were stored,
// and from the operations that public clients list, not from any client of this
// repository. What a client cannot do, a person does in Admin: see settings.go.
//
// What the recordings do not show is a guess and has one place: see guesses.go.
// Start at routes.go, which lists the operations.
package desk
