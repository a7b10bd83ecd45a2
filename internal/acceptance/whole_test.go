package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// A number with a fraction is refused where it stands, with the whole numbers that are
// near, and nothing is said of a bug of the provider.
func TestAFractionIsRefusedWhereAWholeNumberIsNeeded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	hook := func(authentication string) string {
		return s.config("%s", block("webhook", "hook", attributes{"name": `"hook"`, "endpoint": `"https://surveys.example.com"`, "authentication": authentication}))
	}
	target := block("http_target", "target", attributes{
		"title": `"target"`, "url": `"https://surveys.example.com"`, "username": `"admin/token"`, "password_wo": `"x"`, "password_wo_version": "1.1",
	})
	const whole = "A whole number is needed"
	for name, tt := range map[string]struct{ config, summary, part, at string }{
		"hours":        {s.config("%s", s.waiting("1.5")), whole, "such as 1 or 2", "hours_since_solved"},
		"too many":     {s.config("%s", s.waiting("1e30")), "The number is too large", "1e+30", "hours_since_solved"},
		"until":        {s.config("%s", s.waiting("2", attributes{"until_hours": "-26.5"})), whole, "such as -27 or -26", "until_hours"},
		"a target":     {s.config("%s", target), whole, "such as 1 or 2", "password_wo_version"},
		"basic":        {hook(`{ basic = { username = "connect", password_wo = "x", password_wo_version = 2.25 } }`), whole, "such as 2 or 3", "password_wo_version"},
		"bearer":       {hook(`{ bearer = { token_wo = "x", token_wo_version = 2.25 } }`), whole, "such as 2 or 3", "token_wo_version"},
		"api key":      {hook(`{ api_key = { name = "X-Key", value_wo = "x", value_wo_version = 2.25 } }`), whole, "such as 2 or 3", "value_wo_version"},
		"the provider": {strings.Replace(s.config("%s", anExclusion("vip")), "zendesk = {", "zendesk = {\n    requests_per_minute = 99.5", 1), whole, "such as 99 or 100", "requests_per_minute"},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.shell(tt.config)
			found := w.errors("plan", "-input=false")
			if len(found) != 1 || found[0].Summary != tt.summary || !strings.Contains(found[0].Detail, tt.part) || !strings.Contains(found[0].Detail, tt.at) {
				t.Errorf("one error at %s expected, got %v", tt.at, found)
			}
		})
	}
}

// waiting is a send automation that waits for so many hours.
func (s *stage) waiting(hours string, layers ...attributes) string {
	return block("send_automation", "later", append([]attributes{{
		"title": `"later"`, "hours_since_solved": hours, "sent_tag": `"sent"`, "webhook_id": fmt.Sprintf("%q", s.webhook), "payload": s.payload(),
	}}, layers...)...)
}

// One that is known only when other things are made is refused before it is sent.
func TestAFractionThatIsKnownLate(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", "resource \"terraform_data\" \"hours\" {\n  input = 1.5\n}\n"+s.waiting("terraform_data.hours.output")))
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "A whole number is needed" || !strings.Contains(found[0].line(), "hours_since_solved") {
		t.Errorf("one error expected, got %v", found)
	}
	if writes := s.writes(); len(writes) > 0 {
		t.Errorf("it wrote %s", describe(writes))
	}
}
