package decision

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// accounts is how many are compared; SURVEYTRIGGER_DECISIONS asks for more, SURVEYTRIGGER_SEED for one of them.
const (
	accounts          = 60
	ticketsPerAccount = 25
	shards            = 8
)

// TestADecisionIsWhatTheSandboxDoes plays random tickets in random accounts through both. Of an account of which
// everything is known, both tell the same of every trigger, in both modes. Of one of which something is not known, or of
// which a part of what is known is kept from the decision, whatever is decided is what happens in both modes.
func TestADecisionIsWhatTheSandboxDoes(t *testing.T) {
	t.Parallel()
	from, to := uint64(0), uint64(accounts)
	if more, err := strconv.ParseUint(os.Getenv("SURVEYTRIGGER_DECISIONS"), 10, 64); err == nil {
		to = more
	}
	if seed, err := strconv.ParseUint(os.Getenv("SURVEYTRIGGER_SEED"), 10, 64); err == nil {
		from, to = seed, seed+1
	}
	var mu sync.Mutex
	all := map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		for shard := range uint64(shards) {
			t.Run(fmt.Sprint(shard), func(t *testing.T) {
				t.Parallel()
				seen := map[string]int{}
				for seed := from + shard; seed < to && !t.Failed(); seed += shards {
					compareAccount(t, seed, seen)
				}
				mu.Lock()
				defer mu.Unlock()
				for each, count := range seen {
					all[each] += count
				}
			})
		}
	})
	for _, each := range []string{"tickets", "fired", "not fired", "undecided", "sends", "kept back", "modes differ", "known of a wide account", "decided by an order"} {
		if count := all[each]; to-from > shards && count < int(to-from) {
			t.Errorf("%s: only %d in %d accounts, so that the comparison shows little", each, count, to-from)
		}
	}
	t.Log(all)
}

func compareAccount(t *testing.T, seed uint64, seen map[string]int) {
	d, g := openGamble(t, seed)
	var played []*playedTicket
	for number := range ticketsPerAccount {
		played = append(played, g.ticket(d, number))
	}
	g.fillTriggers(d)
	parts := d.parts()
	account := NewAccount(parts)
	for _, p := range played {
		p.update(d, g)
		p.compare(t, account, g, seen)
		g.compareOrders(t, account.Decide(p.Ticket), parts, p.Ticket, seen)
		if t.Failed() {
			t.Errorf("SURVEYTRIGGER_SEED=%d, ticket %d: %+v", seed, p.number, p.Ticket)
			for _, group := range account.groups {
				for _, trigger := range group {
					t.Logf("%s %s %d of %d: %+v", trigger.ID, trigger.Title, trigger.Position, len(group), trigger.Rule)
				}
			}
			return
		}
	}
}

// playedTicket is a ticket, and its update in both modes.
type playedTicket struct {
	Ticket

	number int
	sent   object
	ids    map[engine.Mode]string
	became map[engine.Mode]solved
}

var modes = map[mode]engine.Mode{restarting: engine.Restart, onePass: engine.SinglePass}

// ticket makes one for each mode, before there are triggers; a new one is made later.
func (g *gamble) ticket(d *desk, number int) *playedTicket {
	p := &playedTicket{number: number, ids: map[engine.Mode]string{}, became: map[engine.Mode]solved{}}
	p.New, p.Status, p.Before, p.ViaID = g.chance(20), pick(g, g.statuses...), pick(g, g.statuses...), pick(g, g.channels...)
	if g.chance(60) {
		p.Status = "solved"
	}
	name, email := "Ann Example", fmt.Sprintf("%s%d@example.com", pick(g, "vip", "ann"), number)
	priority, kind, subject, description := pick(g, g.priorities...), pick(g, g.kinds...), pick(g, "Order", "My late order", "A refund, please"), "Hello"
	p.Requester.Name, p.Requester.Email, p.Priority, p.Type, p.Subject, p.Description = &name, &email, &priority, &kind, &subject, &description
	p.Requester.Language, p.Brand, p.Form, p.Group, p.Assignee = &Language{"1", "en-US", "English"}, &g.brand, &g.form, &Named{}, &Person{Name: new(string), Email: new(string)}
	status := p.Before
	if p.New {
		status = p.Status
	}
	p.sent = object{
		"status": status, "via_id": p.ViaID, "subject": subject, "comment": object{"body": description}, "priority": nil, "type": nil,
		"requester": object{"name": name, "email": email}, "tags": strings.Fields(strings.ReplaceAll(g.someTags(), "red", "fr")), "brand_id": g.brand.ID, "ticket_form_id": g.form.ID,
		"custom_fields": []object{
			{"id": g.untagged, "value": g.chance(30)}, {"id": g.note, "value": pick(g, "", "A note")}, {"id": g.drop, "value": pick(g, "", "red", "green")},
		},
	}
	if priority != "" {
		p.sent["priority"] = priority
	}
	if kind != "" {
		p.sent["type"] = kind
	}
	if g.chance(40) {
		p.sent["group_id"], p.Group = g.group.ID, &g.group
	}
	if g.chance(40) {
		agent, address := "Ana Agent", "ana.agent@example.com"
		p.sent["assignee_email"], p.Assignee = address, &Person{&agent, &address}
	}
	p.Tags, p.Fields = p.sent["tags"].([]string), map[string]string{}
	for _, f := range p.sent["custom_fields"].([]object) {
		p.Fields[text(f["id"])] = text(f["value"])
	}
	for _, each := range modes {
		if !p.New {
			made := d.update(each, http.MethodPost, "/tickets", p.sent)
			p.ids[each], p.Tags = text(made.ticket["id"]), made.tags()
		}
	}
	return p
}

func (p *playedTicket) update(d *desk, g *gamble) {
	for _, each := range modes {
		if p.New {
			p.became[each] = d.update(each, http.MethodPost, "/tickets", p.sent)
			p.ids[each] = text(p.became[each].ticket["id"])
		} else {
			p.became[each] = d.update(each, http.MethodPut, "/tickets/"+p.ids[each], object{"status": p.Status})
		}
	}
}

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
