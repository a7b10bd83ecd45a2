package desk

import (
	"reflect"
	"slices"
	"time"
)

// read fills a case from a body.
func (t *theCase) read(r *reader, a *account) {
	r.text("external_id", &t.externalID)
	r.text("subject", &t.subject)
	r.text("description", &t.description)
	r.whole("priority", &t.priority, 1, 10)
	r.text("status", &t.status, statuses...)
	r.text("type", &t.channel, channels...)
	r.text("language", &t.language)
	r.moment("locked_until", &t.lockedUntil)
	r.link("customer", classCustomer, &t.customerID, func(id int) bool { return a.customers[id] != nil })
	r.link("assigned_user", classUser, &t.userID, func(id int) bool { return a.users[id] != nil })
	r.link("assigned_group", classGroup, &t.groupID, func(id int) bool { return a.groups[id] != nil })
	r.link("locked_by", classUser, &t.lockedBy, func(id int) bool { return a.users[id] != nil })
	t.custom = r.values(a, ofCases, t.custom)
	r.required("type", t.channel)
	r.required("status", t.status)
	if t.customerID == 0 {
		r.fail("_links.customer", codeBlank)
	}
	for _, other := range a.cases {
		if t.externalID != "" && other.externalID == t.externalID && other.id != t.id {
			r.fail("external_id", codeTaken)
		}
	}
}

// labelWrite reads what a body does to the labels of a case; the change is made when
// all else is right, because it makes labels.
func (r *reader) labelWrite(a *account) func(*theCase) {
	var names []string
	action := defaultLabelAction
	r.text("label_action", &action, actionAppend, actionReplace)
	if !r.texts("labels", &names) {
		return func(*theCase) {}
	}
	return func(t *theCase) {
		ids := slices.Clone(t.labels)
		if action == actionReplace {
			ids = nil
		}
		for _, name := range names {
			l := a.labelNamed(name)
			if l == nil {
				l = a.newLabel(name)
				l.description = name
				a.addLabel(l)
			}
			if !slices.Contains(ids, l.id) {
				ids = append(ids, l.id)
			}
		}
		t.labels = ids
	}
}

func (c *call) postCase() *reply { return c.makeCase(0) }

// postCustomerCase needs no link to the customer.
func (c *call) postCustomerCase() *reply {
	id := c.pathID("id")
	if c.customers[id] == nil {
		return notFound.reply()
	}
	return c.makeCase(id)
}

func (c *call) makeCase(customerID int) *reply {
	now := c.now()
	made := &theCase{customerID: customerID, priority: defaultPriority, created: now, updated: now, changed: now, active: now}
	r := c.reader()
	direction := directionIn
	if said := r.message("message", now); said != nil {
		direction = said.direction
		made.messages = []*message{said}
	}
	made.status = newCaseStatus(direction)
	r.forgiveStatus()
	made.read(r, c.account)
	setLabels := r.labelWrite(c.account)
	if direction == directionIn {
		made.received = now
	}
	r.moment("created_at", &made.created)
	r.moment("updated_at", &made.updated)
	r.moment("active_at", &made.active)
	r.moment("received_at", &made.received)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	made.changed = made.updated
	setLabels(made)
	made.id = c.newID(classCase)
	made.moved("", made.updated)
	for _, said := range made.messages {
		said.number(c.account)
	}
	c.cases[made.id] = made
	return c.created(c.embedded(made))
}

// refusal says why a case cannot be changed, nil when it can.
func (t *theCase) refusal() *problem {
	switch {
	case t == nil:
		return notFound
	case t.status == statusClosed:
		return caseIsClosed
	}
	return nil
}

// refusalAt is refusal for what a case has in a place of a list, a negative one for
// what it has not.
func (t *theCase) refusalAt(at int) *problem {
	if at < 0 {
		return notFound
	}
	return t.refusal()
}

// touched notes that somebody changed the case.
func (t *theCase) touched(now time.Time) { t.updated, t.changed = now, now }

func (c *call) patchCase() *reply {
	t := c.foundCase()
	if refusal := t.refusal(); refusal != nil {
		return refusal.reply()
	}
	r, changed := c.reader(), *t
	changed.read(r, c.account)
	setLabels := r.labelWrite(c.account)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	setLabels(&changed)
	if everyWriteUpdates || !reflect.DeepEqual(*t, changed) {
		changed.touched(c.now())
	}
	changed.moved(t.status, c.now())
	*t = changed
	return ok(c.embedded(t))
}
