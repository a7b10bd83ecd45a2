package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// What the backend refuses inside of a nested attribute points at that attribute.
func TestARefusalOfANestedMemberPointsAtItsAttribute(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(asking(a.aConnector(), "CES", fmt.Sprintf("write_back = { custom_field = %q }", strings.Repeat("x", 300))))
	refused := w.errors("apply", "-auto-approve", "-input=false")
	if len(refused) != 1 || !strings.HasPrefix(refused[0].line(), "write_back") || !strings.Contains(refused[0].Detail, "write_back.custom_field") {
		t.Errorf("one error at write_back expected, got %v", refused)
	}
}

// A credential that is refused points at its block, and products are called by their
// names.
func TestTheErrorOfACredentialPointsAtIt(t *testing.T) {
	t.Parallel()
	a := start(t)
	for name, row := range map[string]struct{ config, line, says string }{
		"a limited key": {a.kustomerConnector(a.env["KUSTOMER_LIMITED_API_KEY"], 1), "kustomer", "org.user.write"},
		"a wrong key":   {a.kustomerConnector("wrong", 1), "kustomer", "set a valid credential in kustomer.api_key_wo"},
		"no key": {
			strings.Replace(a.kustomerConnector("", 1), `api_key_wo = "", `, "", 1), "kustomer", "that the survey backend uses in Kustomer: set kustomer.api_key_wo",
		},
		"another product's address": {
			strings.Replace(a.kustomerConnector(a.goodKey(), 1), a.env["KUSTOMER_ENDPOINT"], "https://acme.zendesk.com", 1), "url", "is not an address of Kustomer",
		},
	} {
		found := a.onBackend(row.config).errors("plan", "-input=false")
		if len(found) != 1 || !strings.HasPrefix(found[0].line(), row.line) || !strings.Contains(found[0].Detail, row.says) {
			t.Errorf("%s: one error at %s with %q expected, got %v", name, row.line, row.says, found)
		}
	}
}

// What Nicereply does not show of a connector is its key, and no summary is cut off.
func TestAConnectorThatIsVerifiedNamesItsKeyAndItsAddress(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.nicereplyProvider() + a.kustomerConnector(a.goodKey(), 1))
	found := w.tell("plan", "-input=false")
	if len(found) != 2 {
		t.Fatalf("two warnings expected, got %v", found)
	}
	address := strings.TrimPrefix(a.env["KUSTOMER_ENDPOINT"], "http://")
	for i, want := range []struct{ summary, says string }{
		{"Not checked: connector to " + address, "does not show kustomer.api_key_wo."}, {"To do by hand: connector to " + address, "1. "},
	} {
		at := found[i]
		if strings.HasPrefix(found[0].Summary, "To do") {
			at = found[1-i]
		}
		if at.Summary != want.summary || !strings.Contains(at.Detail, want.says) {
			t.Errorf("%q with %q expected, got %v", want.summary, want.says, at)
		}
	}
}
