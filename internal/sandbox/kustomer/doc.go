// Package kustomer simulates the Kustomer help desk: API keys and their roles,
// users, customers, conversations with messages, notes and tags, the metadata of
// custom attributes, the search, Kustomer's own satisfaction surveys, and workflows:
// see workflow.go for the document, run.go for what runs it, and action.go for what a
// step can do.
//
// It is written from the vendor's API reference and from the requests and answers
// that public clients show, not from any client of this repository. It holds two
// organizations, because a key of one must not open the other.
//
// What the vendor does not print is a guess and has one place: see guesses.go;
// what is open both ways is a setting: see [Settings]. Start at routes.go, which
// lists the operations and the roles that each asks for.
package kustomer
