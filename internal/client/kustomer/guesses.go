package kustomer

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// What follows is believed, not documented. Each guess has this one place.

// expiry guesses that the record of a key that ends says so as expiresAt. No
// published shape of it has a member for that, although a person chooses it.
func expiry(text string) time.Time {
	at, _ := time.Parse(time.RFC3339, text)
	return at
}

// organizationOf guesses the id of the organization that a key belongs to. The key of
// Kustomer's quickstart is a JSON Web Token, and Kustomer's SDK for apps reads the
// organization of a token from the claim org. "" where a key is of another form.
func organizationOf(key string) string {
	parts := strings.Split(key, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return ""
	}
	var claims struct{ Org string }
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.Org
}

// clearsOptions guesses that null takes the options away from an attribute, whether
// its other members are merged or replaced. What Kustomer made of it is read again.
var clearsOptions = []byte("null")
