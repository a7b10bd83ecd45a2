package zendesk

import (
	"slices"
	"strconv"
	"strings"
)

// What is done to many tickets in one request. Every ticket is one update, with its triggers; one that is refused does
// not stop the others.

func (c *call) createTickets() *reply {
	lines, bad := c.lines("tickets")
	if bad != nil {
		return bad
	}
	account, _ := strconv.Atoi(accountNumber)
	return c.background(len(lines), func(at int) object {
		u, bad := c.createTicket(lines[at])
		if bad != nil {
			return jobFailure(object{"index": at}, bad)
		}
		return object{"index": at, "id": u.ticket.ID, "account_id": account}
	})
}

// updateTickets serves both forms: one change for the tickets of the query, or a list with a change for each.
func (c *call) updateTickets() *reply {
	var lines []members
	ids := c.ticketsAsked()
	if ids != nil {
		sent, bad := c.envelope("ticket")
		if bad != nil {
			return bad
		}
		lines = slices.Repeat([]members{sent}, len(ids))
	} else {
		sent, bad := c.lines("tickets")
		if bad != nil {
			return bad
		}
		for _, line := range sent {
			ids = append(ids, c.ticketNamed(line.Text("id"), line.Text("external_id")))
		}
		lines = sent
	}
	return c.background(len(ids), func(at int) object {
		return c.step("update", "Updated", ids[at], func(t *ticket) *reply {
			_, bad := c.change(t, lines[at])
			return bad
		})
	})
}

func (c *call) destroyTickets() *reply {
	ids := c.ticketsAsked()
	return c.background(len(ids), func(at int) object {
		return c.step("delete", "Deleted", ids[at], func(t *ticket) *reply {
			c.removeTicket(t.ID)
			return nil
		})
	})
}

// step does something to one ticket of a job and gives the result.
func (c *call) step(action, done string, id int64, do func(*ticket) *reply) object {
	result := object{"id": id, "action": action}
	t, bad := c.tickets[id], notFound()
	if t != nil {
		bad = do(t)
	}
	if bad != nil {
		return jobFailure(result, bad)
	}
	result["status"], result["success"] = done, true
	return result
}

// showTickets gives the tickets of the query in the order of their ids (recorded), without those that do not exist.
func (c *call) showTickets() *reply {
	ids := c.ticketsAsked()
	if len(ids) > mostAtOnce {
		return tooMany()
	}
	var entries list
	for _, t := range byID(c.tickets) {
		if slices.Contains(ids, t.ID) {
			entries.Add(idText(t.ID), c.renderTicket(t))
		}
	}
	return c.list("tickets", entries)
}

func (c *call) countTickets() *reply { return c.count(len(c.tickets)) }

// ticketsAsked are the ids that the query names, by ids or external_ids; nil when it names none. An id of 0 is a ticket
// that does not exist.
func (c *call) ticketsAsked() []int64 {
	if c.query("external_ids") == "" {
		return c.ids()
	}
	var found []int64
	for _, external := range strings.Split(c.query("external_ids"), ",") {
		found = append(found, c.ticketNamed("", external))
	}
	return found
}

func (a *account) ticketNamed(id, external string) int64 {
	for _, t := range byID(a.tickets) {
		if id == "" && external != "" && t.ExternalID == external {
			return t.ID
		}
	}
	return idOf(id)
}
