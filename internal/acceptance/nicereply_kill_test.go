//go:build unix

package acceptance

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const janeOfNicereply = "\nresource \"surveytrigger_agent\" \"jane\" {\n  email = \"jane@acme.example\"\n  full_name = \"Jane Doe\"\n}\n"

// janes counts the agents of that address in Nicereply.
func (a *account) janes() (found int) {
	a.t.Helper()
	var page struct{ Data []struct{ Email string } }
	a.nicereply("/feedback-objects", &page)
	for _, each := range page.Data {
		if each.Email == "jane@acme.example" {
			found++
		}
	}
	return found
}

// The only thing that Nicereply's API creates is created once, whatever happens to the
// request.
func TestFaultsOfNicereplyMakeNoSecondAgent(t *testing.T) {
	t.Parallel()
	for _, kind := range engine.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.nicereplyProvider() + janeOfNicereply)
			soon := 0.2
			a.fault(engine.Fault{System: "nicereply", Kind: kind, Method: http.MethodPost, Path: "/feedback-objects", Times: 1, RetryAfter: &soon})
			if _, ok := w.try("apply", "-auto-approve", "-input=false", "-no-color"); !ok {
				w.apply()
			}
			if found := a.janes(); found != 1 {
				t.Errorf("%d agents, one expected", found)
			}
			w.noChanges()
		})
	}
}

func TestAKilledCreateOnNicereplyIsTakenOver(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process(a.nicereplyProvider() + janeOfNicereply) // which is killed
	w.setenv("SURVEY_BACKEND_TOKEN=")
	w.killedAtWrite(engine.Fault{System: "nicereply", Method: http.MethodPost, Path: "/feedback-objects"}, func() bool { return a.janes() == 1 })
	w.apply()
	if found := a.janes(); found != 1 {
		t.Errorf("%d agents, one expected", found)
	}
	w.noChanges()
}
