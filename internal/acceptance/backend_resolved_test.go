package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// resolvedToo is what every plan says that activates a managed distribution.
const resolvedToo = "Resolved conversations will be surveyed, too"

// butResolved are the other warnings.
func butResolved(warned []told) []told {
	return slices.DeleteFunc(warned, func(d told) bool { return d.Summary == resolvedToo })
}

// A distribution that is activated asks about what is resolved already, also whom a send has
// surveyed. Its plan says so, whatever was paused before.
func TestWhatADistributionThatIsActivatedAsksAbout(t *testing.T) {
	t.Parallel()
	const again = "these customers are asked again"
	a := start(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	before := a.solve(ticket{via: 4})
	connector := a.aConnector()
	w := a.onBackend(asking(connector, "CES", "active = false"))
	w.says(resolvedToo)
	w.apply()
	a.later("60h")
	if got := a.surveysOf(before); len(got) != 0 {
		t.Fatalf("it is paused: %v", got)
	}
	w.configure(a.backendProvider() + asking(connector, "CES", ""))
	w.says(resolvedToo, again)
	w.apply()
	w.says(resolvedToo)
	a.later("1h")
	if got := a.surveysOf(before); len(got) != 1 {
		t.Errorf("what the plan said: %v", got)
	}
	a.shell(a.backendProvider()+asking(connector, "NPS", "")).says(resolvedToo, "is created active. The survey backend then asks about every e-mail conversation")

	same := a.aConnector()
	w.configure(a.backendProvider() + asking(same, "CES", ""))
	w.says(resolvedToo) // the same account
	other := a.backend(http.MethodPost, "/connectors", map[string]any{"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "kustomer": map[string]any{"api_key": a.goodKey()}})
	w.configure(a.backendProvider() + asking(other["id"].(string), "CES", ""))
	w.says(resolvedToo, "moves to another connector")
}

// The same where the connector gets another address.
func TestAConnectorThatMovesToAnotherAccount(t *testing.T) {
	t.Parallel()
	a, b := start(t), start(t)
	connector := a.kustomerConnector(a.goodKey(), 1)
	distribution := strings.Replace(asking("", "CES", ""), `""`, connectorAddress+".id", 1)
	w := a.onBackend(connector + distribution)
	w.apply()
	w.says(resolvedToo)
	w.configure(a.backendProvider() + b.kustomerConnector(b.goodKey(), 2) + distribution)
	w.says(resolvedToo, "poll another address from then on")
	w.configure(a.backendProvider() + b.kustomerConnector(b.goodKey(), 2) + strings.Replace(distribution, "connector_id", "active = false\n  connector_id", 1))
	w.apply()
	w.says(resolvedToo)
}
