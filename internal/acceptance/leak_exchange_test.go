package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// through is a send's webhook.
func through(webhook string) attributes {
	return attributes{"webhook_id": webhooks.address(webhook) + ".id"}
}

// surveying are two sends of a webhook, without a tag in common, for these channels.
func (s *stage) surveying(webhook, chat, email string, layers ...attributes) string {
	return s.send("chat", nil, attributes{"channels": `["` + chat + `"]`}, through(webhook)) +
		s.send("email", nil, append([]attributes{{"channels": `["` + email + `"]`}, through(webhook)}, layers...)...)
}

// Two sends exchange their channels and get a webhook that the same apply makes. That
// its id is not known yet is no reason to say nothing.
func TestTwoSendsThatExchangeTheirChannelsAndGetANewReceiverAreAWarning(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", s.hook("first")+s.surveying("first", "chat", "email")))
		w.apply()
		w.silent("chat", "email")
		w.configure(s.config("%s", s.hook("first")+s.hook("second")+s.surveying("second", "email", "chat")))
		found := w.warned("chat", "email")
		if !slices.ContainsFunc(found, func(each told) bool { return strings.HasPrefix(each.Summary, "Two sends exchange tickets") }) {
			t.Errorf("the plan does not say that the sends exchange tickets: %v", found)
		}
		w.apply()
		s.gets(1, 4)
		s.gets(1, 29)
		w.silent("chat", "email")
		w.noChanges()
	})
}

// Two sends for the same tickets are named in the first plan, in which nothing is known
// of their webhook but that it comes.
func TestTwoSendsOfANewReceiverForTheSameTicketsAreAWarningOfTheFirstPlan(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.hook("first")+s.surveying("first", "email", "email")))
	w.warns("chat", "email")
}
