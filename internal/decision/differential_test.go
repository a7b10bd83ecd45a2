package decision

import (
	"fmt"
	"net/http"
	"os"
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
