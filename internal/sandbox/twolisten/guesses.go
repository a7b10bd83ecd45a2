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

	// nobodyStatus answers an object without an e-mail address: the address test
	// of a help desk sends one and has to see "ok".
	nobodyStatus = http.StatusOK

	// metric is what the surveys measure; the vendor offers several.
	metric = engine.NPS
)

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
