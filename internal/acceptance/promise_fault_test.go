package acceptance

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	jobsPath     = "/api/v2/trigger_categories/jobs"
	triggersPath = "/api/v2/triggers"
)

func trouble(kind engine.Kind, path string, times int) engine.Fault {
	return engine.Fault{System: "zendesk", Method: http.MethodPost, Path: path, Kind: kind, Times: times}
}

// calm ends all scripted trouble.
func (s *stage) calm() {
	s.t.Helper()
	s.account.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
}

// An exclusion that could not be switched on is tainted. It has
// create_before_destroy, so its replacement is made while the old one is still
// there, deactivated and equal to what a killed apply leaves behind. Whatever is
// adopted and deleted then, one exclusion is left in the end, and it works.
func TestAnExclusionThatCannotBeActivatedIsReplaced(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	s.fault(trouble(engine.ServerError, jobsPath, 50))
	told := w.errors("apply", "-auto-approve")
	if len(told) != 1 || told[0].Address != excl("vip") {
		t.Errorf("one error expected, got %v", told)
	}
	s.calm()

	// It is replaced, but then the send meets the same trouble, so that Terraform
	// does not come to destroying the old exclusion. A later apply does.
	s.fault(trouble(engine.DropBefore, triggersPath, 2)) // the send's create and its one repetition
	if told := w.errors("apply", "-auto-approve"); len(told) != 1 || told[0].Address != sender("email") {
		t.Errorf("one error expected, got %v", told)
	}
	s.calm()
	w.apply()
	s.evaluates("vip", "email")
	s.protects()
	w.noChanges()
}

// Whatever becomes of an answer: what was done is not done twice, and what was
// not done is done again.
func TestALostAnswerIsLookedFor(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{"of a create": triggersPath, "of a job": jobsPath} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			config := anExclusion("vip") + s.send("email", []string{"vip"})
			w := s.shell(s.config("%s", config))
			flow := s.traffic(4)
			s.fault(trouble(engine.DropAfterCommit, path, 1), trouble(engine.Truncate, path, 1)) // the exclusion's and the send's
			w.apply()
			w.configure(s.config("%s", config+s.send("chat", []string{"vip"}, attributes{"channels": `["chat"]`})))
			s.fault(trouble(engine.DropBefore, path, 1))
			w.apply()
			flow.stop()
			s.runsEachAfter([]string{"email", "chat"}, "vip")
			s.protects()
			w.noChanges()
		})
	}
}
