package decision

import (
	"encoding/json"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// flag is the member of a body by which a backend is told to count and not to send.
const flag = "do_not_send"

// message is what a rule sends to a receiver that is called.
type message struct {
	field    string // rules.ActionNotifyHook or rules.ActionNotifyTarget
	receiver Receiver
	body     string
	rendered bool  // false where the body cannot be told
	keeps    truth // that the body says do_not_send
}

// or is a message that is m in one world and n in the other.
func (m message) or(n message) message {
	m.rendered = m.rendered && n.rendered && m.body == n.body
	m.keeps = m.keeps.or(n.keeps)
	return m
}

// message reads an action. A receiver that is inactive or gone is not called.
func (a asks) message(s *state, action rules.Action) (message, bool) {
	sent, notifies := rules.NotificationOf(action)
	receiver, listed := s.account.receivers[sent.Field+" "+sent.Receiver]
	if !notifies || !listed || !receiver.Active {
		return message{}, false
	}
	m := message{field: sent.Field, receiver: receiver}
	if pairs, parameters := parametersOf(action.Value); parameters {
		a.fillPairs(&m, s, pairs)
	} else {
		a.fill(&m, s, sent.Body)
	}
	return m, true
}

func (a asks) fill(m *message, s *state, template string) {
	part, err := a.render(s, template)
	if err != nil { // Zendesk sends Liquid's own words about it
		m.keeps = mention(template)
		return
	}
	m.body, m.rendered = part.String(), true
	if part.Mentions(flag) {
		m.keeps = maybe
		return
	}
	body := part.With(unknownNumber)
	var members any
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		m.keeps = mention(body)
		return
	}
	m.keeps = says(members)
}

// unknownNumber stands in for what is unknown, inside quotes and outside.
const unknownNumber = "7300718553"

func mention(text string) truth {
	if strings.Contains(text, flag) {
		return maybe
	}
	return no
}

// says looks for the flag in a body.
func says(body any) truth {
	found := no
	switch body := body.(type) {
	case map[string]any:
		for name, member := range body {
			if name == flag {
				found = max(found, isSet(member))
			} else {
				found = max(found, says(member))
			}
		}
	case []any:
		for _, element := range body {
			found = max(found, says(element))
		}
	}
	return found
}

// isSet reads the flag as help desks render it: a checkbox is "1" or "0", one that is not on the ticket is "".
func isSet(member any) truth {
	switch member := member.(type) {
	case nil:
		return no
	case bool:
		return sure(member)
	case float64:
		switch member {
		case 0:
			return no
		case 1:
			return yes
		}
	case string:
		switch strings.ToLower(strings.TrimSpace(member)) {
		case "", "0", "false":
			return no
		case "1", "true":
			return yes
		}
	}
	return maybe
}

// parametersOf reads the value of an action that sends names and values instead of a body.
func parametersOf(v rules.Value) (pairs [][2]string, is bool) {
	if _, texts := v.Texts(); texts {
		return nil, false // a body
	}
	wire, err := json.Marshal(v)
	var parts []json.RawMessage
	if err != nil || json.Unmarshal(wire, &parts) != nil || len(parts) < 2 || json.Unmarshal(parts[1], &pairs) != nil {
		return nil, false
	}
	return pairs, pairs != nil
}

// fillPairs gives the pairs as JSON.
func (a asks) fillPairs(m *message, s *state, pairs [][2]string) {
	m.rendered = true
	for i, pair := range pairs {
		part, err := a.render(s, pair[1])
		m.rendered = m.rendered && err == nil
		pairs[i][1] = part.String()
		if pair[0] == flag {
			m.keeps = isSet(part.With(unknownNumber))
		}
	}
	body, err := json.Marshal(pairs)
	m.body, m.rendered = string(body), m.rendered && err == nil
}
