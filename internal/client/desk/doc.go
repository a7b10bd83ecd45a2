// Package desk is the client of Desk.com's API v2: custom fields, rules, labels
// and users.
//
// Desk.com ended on 13 March 2020. The package is written from recordings of the real
// service (the VCR cassettes of tstachl/desk_api) and from the public clients that
// chriswarren/desk and bradfeehan/desk-php are. Bodies are HAL: an object's identity is
// its self link, lists stand in _embedded.entries. Requests are signed with OAuth 1.0a;
// their JSON is no part of the signature. Objects are changed by PATCH.
//
// What a client shares with the others is package client; one file here is one area of the
// API, and what is believed but not on record stands in guesses.go.
package desk
