package acceptance

import (
	"net/http"
	"slices"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// swapped are two sends, without a tag in common, for these channels.
func (s *stage) swapped(chat, email string, layers ...attributes) string {
	return anExclusion("vip") +
		s.send("chat", []string{"vip"}, attributes{"channels": `["` + chat + `"]`}) +
		s.send("email", []string{"vip"}, append([]attributes{{"channels": `["` + email + `"]`}}, layers...)...)
}

// Two sends exchange their channels. Between the two writes both would fire for
// one ticket.
func TestTwoSendsThatExchangeTheirChannelsSurveyNoTicketTwice(t *testing.T) {
	t.Parallel()
	// The write that fails for a moment is sent again while the other one is done
	// already, whichever comes first.
	for _, title := range []string{"chat", "email"} {
		t.Run(title+" is late", func(t *testing.T) {
			t.Parallel()
			bothEngines(t, func(t *testing.T, s *stage) {
				w := s.shell(s.config("%s", s.swapped("chat", "email")))
				w.apply()
				w.configure(s.config("%s", s.swapped("email", "chat")))
				s.fault(engine.Fault{System: "zendesk", Method: http.MethodPut, Path: "/api/v2/triggers/" + s.id(title), Kind: engine.ServerError, Times: 1})
				s.solving(w.apply, 4, 29)
				for _, via := range []int{4, 29} {
					s.gets(1, via)
					s.gets(0, via, "vip")
				}
				s.active("chat", true)
				s.active("email", true)
				w.noChanges()
			})
		})
	}
}

// Where one of the two waits for the other, they are not in flight together, and
// the plan of the later one says what may happen in between.
func TestTwoSendsThatExchangeTheirChannelsOneAfterTheOtherAreAWarning(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		later := attributes{"depends_on": "[" + sender("chat") + "]"}
		w := s.shell(s.config("%s", s.swapped("chat", "email", later)))
		w.apply()
		w.silent("chat", "email")
		w.configure(s.config("%s", s.swapped("email", "chat", later)))
		if warned := w.warned("chat"); !slices.ContainsFunc(warned, func(each told) bool { return each.Address == sender("email") }) {
			t.Errorf("the plan of the later send does not name the earlier one: %v", warned)
		}
		w.apply()
		for _, via := range []int{4, 29} {
			s.gets(1, via)
			s.gets(0, via, "vip")
		}
	})
}
