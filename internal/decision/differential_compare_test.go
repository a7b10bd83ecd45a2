package decision

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func (p *playedTicket) compare(t *testing.T, account *Account, g *gamble, seen map[string]int) {
	t.Helper()
	seen["tickets"]++
	told := p.Ticket
	if g.wide {
		told = g.keptBack(told)
	}
	for how, mode := range modes {
		p.compareRun(t, account.play(&told, how), p.became[mode], mode, g, seen)
	}
	p.compareDecision(t, account.Decide(told), seen)
}

// compareOrders gives triggers that share a position one each, in an order by chance: what is decided without, holds.
func (g *gamble) compareOrders(t *testing.T, d Decision, parts Parts, ticket Ticket, seen map[string]int) {
	t.Helper()
	parts.Triggers = slices.Clone(parts.Triggers)
	for i := range parts.Triggers {
		parts.Triggers[i].Position = parts.Triggers[i].Position<<32 + int64(g.Uint32())
	}
	fired := map[string]*bool{}
	for _, step := range NewAccount(parts).Decide(ticket).Trace {
		fired[step.TriggerID] = step.Fired
	}
	for _, step := range d.Trace {
		is := fired[step.TriggerID]
		switch {
		case step.Fired == nil && is != nil:
			seen["decided by an order"]++
		case step.Fired != nil && is != nil && *is != *step.Fired:
			t.Errorf("%s: decided as %v, and in one order %v", step.Title, *step.Fired, *is)
		}
	}
}

// keptBack is the ticket with less told of it.
func (g *gamble) keptBack(t Ticket) Ticket {
	for _, member := range []**string{&t.Priority, &t.Type, &t.Subject, &t.Description, &t.Requester.Email, &t.Requester.Name} {
		if g.chance(30) {
			*member = nil
		}
	}
	for _, member := range []**Named{&t.Group, &t.Brand, &t.Form} {
		if g.chance(30) {
			*member = nil
		}
	}
	if g.chance(30) {
		t.Assignee = nil
	}
	if g.chance(30) {
		t.Requester.Language = nil
	}
	return t
}

// firedIn are the titles of the triggers that reported themselves, in their order.
func (s solved) firedIn() (titles []string) {
	for _, sent := range s.sent {
		if strings.HasPrefix(sent.address, "https://other.") {
			titles = append(titles, sent.body)
		}
	}
	return titles
}

// compareRun compares one mode: who fired and when, what was sent, and what the ticket became.
func (p *playedTicket) compareRun(t *testing.T, r *run, became solved, mode engine.Mode, g *gamble, seen map[string]int) {
	t.Helper()
	parts := slices.Concat(r.groups...)
	unsure := slices.ContainsFunc(parts, func(each *part) bool { return each.fired == maybe })
	if unsure && !g.wide {
		t.Errorf("%s: undecided, and everything is known", mode)
	}
	if unsure {
		return // what is decided of it is compared with both modes
	}
	if g.wide {
		seen["known of a wide account"]++
	}
	slices.SortStableFunc(parts, func(x, y *part) int { return x.turn - y.turn })
	var sends []string
	for _, each := range parts {
		for _, m := range each.messages {
			if each.fired == yes && m.rendered {
				sends = append(sends, m.receiver.Endpoint+" "+strings.ReplaceAll(m.body, "{{ticket.id}}", p.ids[mode]))
			} else if each.fired == yes {
				sends = append(sends, "?")
			}
		}
	}
	var sent []string
	for i, each := range became.sent {
		sent = append(sent, each.address+" "+each.body)
		if i < len(sends) && (sends[i] == "?" || g.wide && strings.Contains(sends[i], "{{") || g.wide && strings.Contains(sends[i], "{%")) {
			sent[i] = sends[i]
		}
	}
	if !slices.Equal(sends, sent) {
		t.Errorf("%s sent\n%s\ndecided\n%s", mode, strings.Join(sent, "\n"), strings.Join(sends, "\n"))
	}
	p.compareTicket(t, r.now, became, mode, g)
}

func (p *playedTicket) compareTicket(t *testing.T, now *state, became solved, mode engine.Mode, g *gamble) {
	t.Helper()
	tags := became.tags()
	for _, tag := range slices.Concat(tags, slices.Collect(maps.Keys(now.tags))) {
		if is := now.tag(tag); is != maybe && (is == yes) != slices.Contains(tags, tag) || is == maybe && !g.wide {
			t.Errorf("%s: the tag %s is decided as %d, and the ticket has %v", mode, tag, is, tags)
		}
	}
	for _, id := range []string{g.checkbox, g.untagged, g.drop, g.multi, g.note} {
		if v := now.field(id); v.known && v.text != became.custom(id) && now.account.fields[id].Type != typeMultiselect || !v.known && !g.wide {
			t.Errorf("%s: the field %s is decided as %+v, and the ticket has %q", mode, id, v, became.custom(id))
		}
	}
	for _, name := range []string{"status", "priority", "type"} {
		if v := now.data[name]; v.known && v.text != text(became.ticket[name]) || !v.known && !g.wide {
			t.Errorf("%s: %s is decided as %+v, and the ticket has %v", mode, name, v, became.ticket[name])
		}
	}
}

// compareDecision compares what is decided for both modes.
func (p *playedTicket) compareDecision(t *testing.T, d Decision, seen map[string]int) {
	t.Helper()
	first, second := p.became[engine.Restart], p.became[engine.SinglePass]
	for _, step := range d.Trace {
		_, title, reports := strings.Cut(step.Title, " ")
		if !reports {
			continue
		}
		inFirst, inSecond := slices.Contains(first.firedIn(), title), slices.Contains(second.firedIn(), title)
		switch {
		case step.Fired == nil:
			seen["undecided"]++
			if step.Reason == "" {
				t.Errorf("%s is undecided without a reason", step.Title)
			}
			if inFirst != inSecond {
				seen["modes differ"]++
			}
		case *step.Fired != inFirst || *step.Fired != inSecond:
			t.Errorf("%s: decided as %v, fired %v and %v", step.Title, *step.Fired, inFirst, inSecond)
		case *step.Fired:
			seen["fired"]++
		default:
			seen["not fired"]++
			if step.Reason == "" {
				t.Errorf("%s did not fire without a reason", step.Title)
			}
		}
	}
	p.compareSends(t, d, seen)
}

func (p *playedTicket) compareSends(t *testing.T, d Decision, seen map[string]int) {
	t.Helper()
	for _, s := range d.Surveys {
		seen["sends"]++
		for mode, became := range p.became {
			i := slices.IndexFunc(became.sent, func(sent delivery) bool {
				return sent.address == s.Receiver.Endpoint && keeps(sent) == s.keeps(keeps(sent))
			})
			if i < 0 {
				t.Errorf("%s: %s is decided to send to %s, do_not_send %v: %v", mode, s.Title, s.Receiver.Endpoint, s.DoNotSend, became.sent)
			}
		}
		if s.DoNotSend != nil && *s.DoNotSend {
			seen["kept back"]++
		}
	}
	for mode, became := range p.became {
		delivered := slices.ContainsFunc(became.sent, func(sent delivery) bool { return !keeps(sent) })
		if d.Surveyed != nil && *d.Surveyed != delivered {
			t.Errorf("%s: surveyed is decided as %v: %v", mode, *d.Surveyed, became.sent)
		}
		for _, tag := range d.Marks.Tags {
			if !slices.Contains(became.tags(), tag) {
				t.Errorf("%s: the mark %s is not there: %v", mode, tag, became.tags())
			}
		}
	}
}

func keeps(sent delivery) bool { return strings.Contains(sent.body, `"do_not_send": "1"`) }

func (s Survey) keeps(otherwise bool) bool {
	if s.DoNotSend == nil {
		return otherwise
	}
	return *s.DoNotSend
}
