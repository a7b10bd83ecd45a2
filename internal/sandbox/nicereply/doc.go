// Package nicereply simulates a Nicereply account: the API of the present generation (https://api.nicereply.com, Basic
// with e-mail and API token), in which surveys, their distributions and the integrations can only be read and agents
// ("feedback objects") be read and created, and the screens in which a person does the rest (POST /_sandbox/nicereply).
// Trigger distributions are run by package polling, as the vendor's articles describe it.
//
// It is written from the vendor's public pages and from public clients, not from any client of this repository. It
// refuses to know how a help desk is read: that is in packages below polling.
//
// Simulated are surveys, integrations, feedback objects and their groups (there are none), users, customers, tags, rating
// values, and responses without the operations that are a person's work (issue status, reassignment, the link to the
// ticket) or bring a rating from elsewhere. What
// the public material does not show is a guess and has one place: see guesses.go.
//
// Start at screens.go for what there is in an account, and at [System.routes] for the API.
package nicereply
