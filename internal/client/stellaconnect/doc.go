// Package stellaconnect is the client of Stella Connect (today Medallia Agent Connect). It
// has two halves.
//
// The employees, of User Management v2, are the agents of a [survey.Backend]; the backend
// has nothing else, because Stella Connect has no API for it. No employee is ever deleted:
// one who is deactivated stays and is found again. Start reading at client.go.
//
// Survey requests are sent by help desks. This package sends one for a test: requests.go.
package stellaconnect
