package acceptance

import (
	"fmt"
	"net/http"
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
