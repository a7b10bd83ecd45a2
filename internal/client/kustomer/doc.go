// Package kustomer is the client of Kustomer's REST API: custom attributes,
// workflows with their variables, tags, Kustomer's own satisfaction surveys, and API keys
// with their roles.
//
// Bodies are flat in requests and enveloped in answers. Objects are changed by PUT or
// PATCH as the vendor documents it for each of them. What a client shares with the
// others is package client; one file here is one area of the API, and what is
// believed but not documented stands in guesses.go.
package kustomer
