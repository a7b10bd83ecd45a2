package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// manyChannels are twenty channels with Zendesk's numbers for them.
var manyChannels = []struct {
	name string
	via  int
}{
	{"web_form", 0},
	{"email", 4},
	{"web_service", 5},
	{"chat", 29},
	{"twitter", 30},
	{"voicemail", 33},
	{"phone_call_inbound", 34},
	{"phone_call_outbound", 35},
	{"facebook_post", 38},
	{"facebook_message", 41},
	{"api_voicemail", 44},
	{"api_phone_call_inbound", 45},
	{"api_phone_call_outbound", 46},
	{"web_widget", 48},
	{"mobile_sdk", 49},
	{"help_center", 50},
	{"any_channel", 55},
	{"mobile", 56},
	{"sms", 57},
	{"native_messaging", 75},
}

// aSendEach writes one send trigger for each of the first n channels.
func (s *stage) aSendEach(n int, after ...string) (config string, titles []string, vias []int) {
	for _, channel := range manyChannels[:n] {
		config += s.send(channel.name, after, attributes{"channels": fmt.Sprintf("[%q]", channel.name)})
		titles, vias = append(titles, channel.name), append(vias, channel.via)
	}
	return config, titles, vias
}

// Twenty sends behind one exclusion take one create each and a few requests for
// all of them together.
func TestTwentySendsTakeFewRequests(t *testing.T) {
	t.Parallel()
	const sends = 20
	s := newStage(t)
	config, titles, vias := s.aSendEach(sends, "vip")
	w := s.shell(s.config("%s", anExclusion("vip")+config))
	flow := s.traffic(vias...)
	w.apply()
	flow.stop()
	s.runsEachAfter(titles, "vip")

	requests := slices.DeleteFunc(s.requests(), func(r request) bool { return strings.Contains(r.Path, "/tickets") || strings.HasPrefix(r.Path, "/_") })
	creates := slices.DeleteFunc(slices.Clone(requests), func(r request) bool { return r.String() != "POST /api/v2/triggers" })
	if len(creates) != sends+1 {
		t.Errorf("%d creates for %d triggers", len(creates), sends+1)
	}
	const constant = 10
	if len(requests) > 2*sends+constant {
		t.Errorf("%d requests for %d sends, at most %d expected", len(requests), sends, 2*sends+constant)
	}
	for _, create := range creates {
		body := decode[struct {
			Trigger struct {
				Active   *bool `json:"active"`
				Position *int  `json:"position"`
			} `json:"trigger"`
		}](t, create)
		if active := body.Trigger.Active; active == nil || *active || body.Trigger.Position != nil {
			t.Errorf("a trigger is created deactivated and without a position, not as %s", create.Body)
		}
	}
	w.noChanges()
}

// runsEachAfter expects each trigger once, active, and after the exclusions.
func (s *stage) runsEachAfter(titles []string, exclusions ...string) {
	s.t.Helper()
	order := s.order(append(slices.Clone(titles), exclusions...)...)
	if len(order) != len(titles)+len(exclusions) {
		s.t.Errorf("not each trigger once: %q", order)
	}
	triggers := s.triggers()
	for _, title := range titles {
		for _, exclusion := range exclusions {
			if slices.Index(order, title) < slices.Index(order, exclusion) {
				s.t.Errorf("%q is evaluated before %q: %q", title, exclusion, order)
			}
		}
		if triggers[title]["active"] != true {
			s.t.Errorf("%q is not active", title)
		}
	}
}
