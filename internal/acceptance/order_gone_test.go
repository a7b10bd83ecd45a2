package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// A new exclusion goes before a send, and what stands behind the send makes room.
// Somebody deletes one of these after the list was read: Zendesk refuses the whole
// request, and the exclusion is put in order without it.
func TestATriggerThatIsDeletedWhileItMakesRoomIsNoReasonToFail(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", staff()+s.send("email", []string{"staff"})))
	w.apply()
	s.foreign("makes room", 0)
	id := s.id("makes room")
	w.configure(s.config("%s", staff()+unlisted()+s.send("email", []string{"staff"})))

	s.forget()
	wait := 0.5
	s.fault(engine.Fault{System: "zendesk", Method: http.MethodGet, Path: "/api/v2/triggers", Kind: engine.Slow, Times: 60, RetryAfter: &wait})
	ended := w.applying()
	s.awaits("POST /api/v2/triggers")
	for range 500 {
		if len(s.since("POST /api/v2/triggers", "GET /api/v2/triggers")) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.call(http.MethodDelete, "/triggers/"+id, nil)
	ended()
	s.account.send(http.MethodDelete, "/_sandbox/faults", nil, nil)

	if jobs := s.since("POST /api/v2/triggers", "POST /api/v2/trigger_categories/jobs"); len(jobs) != 2 || !strings.Contains(string(jobs[0].Body), id) || strings.Contains(string(jobs[1].Body), id) {
		t.Errorf("a request with the deleted trigger and one without it expected: %s", describe(jobs))
	}
	s.runsEachAfter([]string{"email"}, "vip", "staff")
	s.protects()
	w.noChanges()
}

// since are the requests of one kind after the first one of another kind.
func (s *stage) since(first, line string) (found []request) {
	s.t.Helper()
	all := s.requests()
	begin := slices.IndexFunc(all, func(r request) bool { return r.String() == first })
	for _, each := range all[max(begin, 0):] {
		if begin >= 0 && each.String() == line {
			found = append(found, each)
		}
	}
	return found
}
