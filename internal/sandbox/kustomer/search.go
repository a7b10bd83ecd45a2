package kustomer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// records are the objects of each kind that belong to one search result: the
// conversation itself, its customer, its messages and its notes.
type records map[string][]object

// found is one result: what is shown of it, and what criteria look at.
type found struct {
	item    object
	records records
}

// search serves POST /customers/search for every kind of object, not for
// customers alone: queryContext says which.
func (c *call) search() *reply {
	if c.settings.SearchesPerMinute > 0 && c.searches.Take(time.Now()).Exceeded {
		return tooManyRequests.reply()
	}
	r, kind := c.reader(), "customer"
	r.text("queryContext", &kind, 0, "customer", "conversation", "message", "note")
	var criteria audience
	criteria.read(r)
	order := r.order()
	if r.bad != nil {
		return r.bad.reply()
	}
	looked := append(criteria.kinds(), kind)
	for _, step := range order {
		looked = append(looked, step.by.kind)
	}
	var results []found
	for _, one := range c.everything(kind, looked) {
		if criteria.holds(one.records) {
			results = append(results, one)
		}
	}
	order.sort(results)
	return c.searchPage(results)
}

// searchPage gives a page with the last link and the totals of every search. After
// a hundred pages a search ends.
func (c *call) searchPage(results []found) *reply {
	var entries list
	for _, one := range results {
		item := one.item
		if c.query("idsOnly") == "true" {
			item = object{"type": item["type"], "id": item["id"]}
		}
		entries.Add("", item)
	}
	number, size, bad := c.paging(widePage)
	switch {
	case bad != nil:
		return bad.reply()
	case number > searchPages:
		return wrongParameter("page", "must be at most 100 in a search").reply()
	}
	answer := c.page(entries, widePage)
	body := answer.Body.(object)
	last := max((len(entries)+size-1)/size, 1)
	body["meta"] = object{"pageSize": size, "page": number, "total": len(entries), "totalPages": last, "aggregations": object{}}
	body["links"].(object)["last"] = c.pageLink(last, size)
	return &reply{Status: http.StatusOK, Body: body}
}

// everything gives all objects of a kind with what belongs to them, as far as it
// is looked at.
func (c *call) everything(kind string, looked []string) []found {
	var all []found
	add := func(related records) { all = append(all, found{related[kind][0], related}) }
	switch kind {
	case "customer":
		for _, k := range byID(c.customers) {
			if !k.deleted {
				add(records{kind: {c.renderCustomer(k)}, "conversation": c.conversationsOf(k, looked)})
			}
		}
	case "conversation":
		for _, talk := range byID(c.conversations) {
			if !talk.deleted {
				add(c.around(talk, looked))
			}
		}
	case "message":
		for _, m := range byID(c.messages) {
			if talk := c.conversations[m.conversationID]; !talk.deleted {
				related := c.around(talk, looked)
				related[kind] = []object{c.renderMessage(m)}
				add(related)
			}
		}
	case "note":
		for _, n := range byID(c.notes) {
			if talk := c.conversations[n.conversationID]; !talk.deleted {
				related := c.around(talk, looked)
				related[kind] = []object{c.renderNote(n)}
				add(related)
			}
		}
	}
	return all
}

func (a *account) conversationsOf(k *customer, looked []string) []object {
	var all []object
	if !slices.Contains(looked, "conversation") {
		return nil
	}
	for _, talk := range byID(a.conversations) {
		if talk.customerID == k.id && !talk.deleted {
			all = append(all, a.renderConversation(talk))
		}
	}
	return all
}

// around gives a conversation with its customer, messages and notes, as far as
// they are looked at.
func (a *account) around(talk *conversation, looked []string) records {
	related := records{"conversation": {a.renderConversation(talk)}}
	if k := a.customers[talk.customerID]; k != nil && slices.Contains(looked, "customer") {
		related["customer"] = []object{a.renderCustomer(k)}
	}
	if slices.Contains(looked, "message") {
		for _, m := range byID(a.messages) {
			if m.conversationID == talk.id {
				related["message"] = append(related["message"], a.renderMessage(m))
			}
		}
	}
	if slices.Contains(looked, "note") {
		for _, n := range byID(a.notes) {
			if n.conversationID == talk.id {
				related["note"] = append(related["note"], a.renderNote(n))
			}
		}
	}
	return related
}

// ordering is the sort of a search: one attribute after the other, as sent.
type ordering []struct {
	by         attributePath
	descending bool
}

// order reads sort: [{"conversation_updated_at": "asc"}], or one such object.
func (r *reader) order() ordering {
	var steps []map[string]string
	if raw := r.sent["sort"]; json.Unmarshal(raw, &steps) != nil {
		step := map[string]string{}
		if r.decode("sort", &step, nullable, "a list of objects") {
			steps = []map[string]string{step}
		}
	}
	var order ordering
	for _, step := range steps {
		for name, direction := range step {
			path, ok := pathOf(name)
			if !ok || direction != "asc" && direction != "desc" {
				r.fail("sort", "cannot be by %q %q", name, direction)
			}
			order = append(order, struct {
				by         attributePath
				descending bool
			}{path, direction == "desc"})
		}
	}
	return order
}

func (o ordering) sort(results []found) {
	slices.SortStableFunc(results, func(a, b found) int {
		for _, step := range o {
			if by := compare(first(step.by.values(a.records)), first(step.by.values(b.records))); by != 0 {
				if step.descending {
					return -by
				}
				return by
			}
		}
		return strings.Compare(a.item["id"].(string), b.item["id"].(string))
	})
}

func first(values []any) any {
	if len(values) == 0 {
		return nil
	}
	return values[0]
}
