package acceptance

import (
	"strings"
	"testing"
)

// The layout of a body is no difference: with another one, a new secret header without a new
// version is refused as with the same.
func TestANewSecretHeaderIsRefusedWithABodyOfAnotherLayout(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute))
	w.apply()
	const written = `provider::surveytrigger::stella_connect_payload("email", "doNotSendSurveyBool", { help_desk = "kustomer" })`
	indented := strings.Replace(a.sending(byAttribute), written, `"\r\n  ${`+written+`}\r\n"`, 1)
	w.configure(indented)
	w.noChanges()
	w.configure(strings.Replace(indented, "{ x-api-key = ", `{ x-more = "two", x-api-key = `, 1))
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "Secret headers would not be sent" {
		t.Errorf("got %v", found)
	}
}
