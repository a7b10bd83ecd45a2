package acceptance

import (
	"strings"
	"testing"
)

// shifting are sends of a list of channels, each with its channel in the title. A list
// that gets another first element gives each send the content of the next one, and makes
// one more: of the title that another one gives up in the same apply.
func (s *stage) shifting(channels ...string) string {
	send := anExclusion("vip") + s.send("email", []string{"vip"}, attributes{
		"title": `"Send ${local.channels[count.index]}"`, "count": "length(local.channels)", "channels": "[local.channels[count.index]]", "sent_tag": `"surveyed"`,
	})
	return s.config("%s", "locals {\n  channels = [\""+strings.Join(channels, `", "`)+"\"]\n}\n"+send)
}

func TestASendIsMadeWithTheTitleThatAnotherOneGivesUp(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.shifting("chat", "email"))
		w.apply()
		w.configure(s.shifting("web_form", "chat", "email"))
		s.solving(func(...string) { w.apply() }, 29, 4)
		s.gets(1, 0)
		s.gets(1, 29)
		s.gets(1, 4)
		w.noChanges()
	})
}
