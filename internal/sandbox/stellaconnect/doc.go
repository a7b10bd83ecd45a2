// Package stellaconnect simulates Stella Connect (today Medallia Agent Connect):
// the survey request over POST /v1/auth and POST /v1/requests, the employees,
// channels and suppression period behind it, the words of the vendor's error
// catalogue as reasons, and user management over /v2/employees.
//
// It is written from the vendor's public API description and from the article
// "Zendesk integration" (the seed), not from any client. It refuses to know who
// calls: a Zendesk webhook, a Kustomer workflow and curl look alike.
//
// What the vendor does not print is a guess and has one place: see guesses.go.
// Start at decide.go, which says in which order a request is judged, and at manage.go
// for user management.
package stellaconnect
