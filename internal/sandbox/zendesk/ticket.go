package zendesk

import (
	"maps"
	"reflect"
	"slices"
	"time"
)

// ticket is a ticket as it stands. Ids of 0 stand for nobody and nothing.
type ticket struct {
	ID           int64
	Subject      string
	Description  string
	Status       string // new, open, pending, hold, solved, closed
	Priority     string // "", low, normal, high, urgent
	Type         string // "", question, incident, problem, task
	Requester    int64
	Submitter    int64
	Assignee     int64
	Group        int64
	Organization int64
	Brand        int64
	Form         int64
	Via          int
	FollowUpOf   int64 // the closed ticket; 0 for none
	Recipient    string
	ExternalID   string
	Satisfaction string
	Tags         []string
	Fields       map[int64]any // see ticketField.readValue; absent is unset
	Comments     []comment

	Reopens       int
	AgentStations int
	GroupStations int
	Automated     int // updates by automations

	StatusSince      time.Time
	Assigned         time.Time // to the present assignee
	RequesterUpdated time.Time
	AssigneeUpdated  time.Time
	Due              time.Time // of a task
	Created          time.Time
	Updated          time.Time
}

// comment is one message of a ticket, public or an internal note.
type comment struct {
	ID      int64
	Author  int64
	Body    string
	Public  bool
	Via     int
	Audit   int64 // of the update that it came with
	Created time.Time
}

func (t *ticket) clone() *ticket {
	copied := *t
	copied.Tags, copied.Fields, copied.Comments = slices.Clone(t.Tags), maps.Clone(t.Fields), slices.Clone(t.Comments)
	return &copied
}

// follow makes a new ticket the follow-up of a closed one. It has its tags and most of its fields, but neither its
// comments nor its priority, type, assignee or group, and a channel of its own
// (support.zendesk.com, "About follow-up tickets"; developer.zendesk.com, "Creating and updating tickets").
func (t *ticket) follow(closed *ticket) {
	t.FollowUpOf, t.Via = closed.ID, viaClosedTicket
	t.Subject, t.Requester, t.Organization, t.Brand, t.Form = closed.Subject, closed.Requester, closed.Organization, closed.Brand, closed.Form
	t.Tags, t.Fields = slices.Clone(closed.Tags), maps.Clone(closed.Fields)
}

// same tells whether nothing that counts as a change of the ticket differs.
func (t *ticket) same(other *ticket) bool {
	x, y := *t, *other
	x.Updated, y.Updated = time.Time{}, time.Time{}
	x.Tags, y.Tags = append([]string{}, x.Tags...), append([]string{}, y.Tags...)
	return reflect.DeepEqual(x, y)
}

// isPublic tells whether the requester can see any comment.
func (t *ticket) isPublic() bool {
	return len(t.Comments) == 0 || slices.ContainsFunc(t.Comments, func(c comment) bool { return c.Public })
}

// publicReplies counts the public comments of agents, without the one that made the ticket.
func (a *account) publicReplies(t *ticket) int {
	count := 0
	for at, said := range t.Comments {
		if at > 0 && said.Public && a.users[said.Author].isAgent() {
			count++
		}
	}
	return count
}

// setStatus changes the status and keeps the counters and times that depend on it.
func (a *account) setStatus(t *ticket, status string) {
	if t.Status == status {
		return
	}
	if t.Status == "solved" && status != "closed" {
		t.Reopens++
	}
	t.Status, t.StatusSince = status, a.now()
}

// touchedBy notes whose update this was, for the conditions that count the hours since.
func (t *ticket) touchedBy(who *user) {
	if who.ID == t.Requester {
		t.RequesterUpdated = t.Updated
	}
	if who.ID == t.Assignee {
		t.AssigneeUpdated = t.Updated
	}
}

func (a *account) setAssignee(t *ticket, id int64) {
	if t.Assignee == id {
		return
	}
	if t.Assignee = id; id != 0 {
		t.AgentStations++
		t.Assigned = a.now()
		if newBecomesOpen && t.Status == "new" {
			a.setStatus(t, "open")
		}
	}
}

func (a *account) setGroup(t *ticket, id int64) {
	if t.Group == id {
		return
	}
	if t.Group = id; id != 0 {
		t.GroupStations++
	}
}

// Field values and tags of a ticket follow each other: a checked checkbox and a chosen option put their tags on the
// ticket, and a tag that comes or goes checks, chooses, unchecks or clears.

// changeTags gives the ticket these tags and lets the fields follow what came and what went.
func (a *account) changeTags(t *ticket, tags []string) {
	came, went := without(tags, t.Tags), without(t.Tags, tags)
	t.Tags = tags
	for _, f := range a.fieldsInOrder() {
		a.followTags(t, f, came, went)
	}
}

func (a *account) followTags(t *ticket, f *ticketField, came, went []string) {
	switch f.Type {
	case "checkbox":
		if f.Tag != "" && slices.Contains(came, f.Tag) {
			t.Fields[f.ID] = true
		}
		if f.Tag != "" && slices.Contains(went, f.Tag) {
			t.Fields[f.ID] = false
		}
	case "tagger":
		current, _ := t.Fields[f.ID].(string)
		if slices.Contains(went, current) {
			delete(t.Fields, f.ID)
			current = ""
		}
		for _, tag := range came {
			if f.offers(tag) && tag != current {
				t.Tags = without(t.Tags, []string{current})
				t.Fields[f.ID], current = tag, tag
			}
		}
	case "multiselect":
		current, _ := t.Fields[f.ID].([]string)
		next := without(current, went)
		for _, tag := range came {
			if f.offers(tag) && !slices.Contains(next, tag) {
				next = append(next, tag)
			}
		}
		if delete(t.Fields, f.ID); len(next) > 0 {
			t.Fields[f.ID] = next
		}
	}
}

// setField gives the ticket a field value and lets the tags follow.
func (a *account) setField(t *ticket, f *ticketField, value any) {
	t.Tags = without(t.Tags, f.tagsFor(t.Fields[f.ID]))
	if value == nil {
		delete(t.Fields, f.ID)
	} else {
		t.Fields[f.ID] = value
	}
	t.Tags = mergedTags(t.Tags, f.tagsFor(value))
}

func without(tags, unwanted []string) []string {
	kept := make([]string, 0, len(tags))
	for _, tag := range tags {
		if !slices.Contains(unwanted, tag) {
			kept = append(kept, tag)
		}
	}
	return kept
}

func mergedTags(tags, more []string) []string {
	all := slices.Concat(tags, more)
	slices.Sort(all)
	return slices.Compact(all)
}
