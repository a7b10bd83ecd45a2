package kustomer

import "time"

// What follows is believed, not documented. Each guess has this one place.

// expiry guesses that the record of a key that ends says so as expiresAt. No
// published shape of it has a member for that, although a person chooses it.
func expiry(text string) time.Time {
	at, _ := time.Parse(time.RFC3339, text)
	return at
}

// clearsOptions guesses that null takes the options away from an attribute, whether
// its other members are merged or replaced. What Kustomer made of it is read again.
var clearsOptions = []byte("null")
