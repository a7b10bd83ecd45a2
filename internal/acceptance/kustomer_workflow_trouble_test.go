package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Whatever becomes of a request and its answer: the apply, or the next one, ends with one
// complete workflow.
func TestACreateSurvivesEveryFault(t *testing.T) {
	t.Parallel()
	type request struct{ method, path string }
	requests := []request{{http.MethodPost, "/v1/workflows"}, {http.MethodPost, "/v1/workflows/*"}, {http.MethodPut, "/v1/workflows/*"}}
	for _, kind := range []engine.Kind{engine.ServerError, engine.DropBefore, engine.DropAfterCommit, "503_html", "truncate", "429"} {
		for _, at := range requests {
			for _, times := range []int{1, 9} {
				if times > 1 && kind != engine.ServerError && kind != engine.DropAfterCommit {
					continue
				}
				t.Run(fmt.Sprintf("%s at %s %s, %d times", kind, at.method, at.path, times), func(t *testing.T) {
					t.Parallel()
					a := start(t)
					w := a.shell(a.sending(byAttribute + "\ndelay_minutes = 10"))
					a.fault(engine.Fault{System: "kustomer", Method: at.method, Path: at.path, Kind: kind, Times: times})
					w.try("apply", "-auto-approve", "-input=false", "-no-color")
					a.noMissingKey()
					a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
					w.apply()
					w.noChanges()
					a.complete(true)
				})
			}
		}
	}
}

// Going live fails after the key was changed, and somebody takes the change back instead of
// applying again: the test key is sent again, or customers would get surveys in the test.
func TestAKeyThatIsTakenBackAfterAnApplyFailedIsSentAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	live := strings.Replace(a.sending(byAttribute), "wo_version = 1", "wo_version = 2\n    method = \"put\"", 1)
	test := strings.Replace(a.sending(byAttribute), a.env["STELLA_CONNECT_PRODUCTION_KEY"], a.env["STELLA_CONNECT_TEST_KEY"], 1)
	w := a.shell(test)
	w.apply()
	w.configure(live)
	a.fault(engine.Fault{System: "kustomer", Method: http.MethodPut, Path: "/v1/workflows/*", Kind: engine.ServerError, Times: 9})
	w.errors("apply", "-auto-approve")
	a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
	w.configure(test)
	if changes, warned := w.changes(), w.warnings("plan"); !slices.Equal(changes, []string{"update " + sendAddress}) ||
		!slices.ContainsFunc(warned, func(d told) bool { return d.Summary == "It is not known which secret headers are in use" }) {
		t.Errorf("got %v, %v", changes, warned)
	}
	w.apply()
	w.noChanges()
	if warned := w.warnings("plan"); slices.ContainsFunc(warned, func(d told) bool { return strings.Contains(d.Summary, "secret headers") }) {
		t.Errorf("it is over: %v", warned)
	}
	id := a.converse("email")
	a.done(id)
	if got := a.surveysOf(id); len(got) != 1 || !got[0].Test {
		t.Errorf("one survey to the test address expected, got %+v", got)
	}
}
