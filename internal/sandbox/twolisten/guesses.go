package twolisten

import (
	"io"
	"net/http"
	"net/mail"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// What the article leaves open, each guess in one place.
const (
	// notJSONStatus answers a body that is not one JSON object. Of status codes
	// the article says nothing.
	notJSONStatus = http.StatusBadRequest

	// refusedStatus answers an object without an e-mail address where the settings
	// say that it is refused.
	refusedStatus = http.StatusBadRequest
)

// freshSettings are what the article leaves open and an account may do otherwise. An
// object without an e-mail address is accepted: the address test of a help desk sends one
// and has to see "ok".
func freshSettings() Settings { return Settings{WithoutAddress: Accepted, Metric: engine.NPS} }

// The survey in the address is not looked up: any name is one. A customer who was
// asked before is asked again: the article leaves that to the help desk's tags.

// answer is a plain text: "ok" is documented, its type is not.
func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// isAddress tells which text of a body is the customer's: a bare e-mail address.
func isAddress(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && strings.Contains(text, "@")
}
