package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The states of a case. A closed one is never changed again.
const (
	statusNew      = "new"
	statusOpen     = "open"
	statusPending  = "pending"
	statusResolved = "resolved"
	statusClosed   = "closed"
)

var (
	statuses = []string{statusNew, statusOpen, statusPending, statusResolved, statusClosed}
	channels = []string{"chat", "twitter", "email", "qna", "facebook", "phone"}
)

// theCase is one thread with one customer; the word case is taken.
type theCase struct {
	id, priority         int
	externalID           string
	subject, description string
	status, channel      string
	language             string
	labels               []int // ids, in the order in which they were added
	custom               map[string]any
	lockedUntil          time.Time

	customerID, userID, groupID, lockedBy int

	active, changed, created, updated, received  time.Time
	firstOpened, opened, firstResolved, resolved time.Time

	messages []*message
	notes    []*note
}

func (a *account) renderCase(t *theCase) object {
	self := pathOf(classCase, t.id)
	return object{
		"id": t.id, "external_id": engine.OrNull(t.externalID), "blurb": engine.OrNull(t.blurb()),
		"subject": engine.OrNull(t.subject), "priority": t.priority, "locked_until": stamp(t.lockedUntil),
		"description": engine.OrNull(t.description), "status": t.status, "type": t.channel,
		"labels": a.labelNames(t), "label_ids": append([]int{}, t.labels...), "language": engine.OrNull(t.language),
		"active_at": stamp(t.active), "changed_at": stamp(t.changed), "created_at": stamp(t.created), "updated_at": stamp(t.updated),
		"received_at": stamp(t.received), "first_opened_at": stamp(t.firstOpened), "opened_at": stamp(t.opened),
		"first_resolved_at": stamp(t.firstResolved), "resolved_at": stamp(t.resolved),
		"custom_fields": a.renderValues(ofCases, t.custom),
		"_links": object{
			"self": link(self, classCase), "message": link(self+"/message", t.channel),
			"customer": linkTo(classCustomer, t.customerID), "labels": link(self+"/labels", classLabel),
			"assigned_user": linkTo(classUser, t.userID), "assigned_group": linkTo(classGroup, t.groupID),
			"locked_by": linkTo(classUser, t.lockedBy), "history": link(self+"/history", "history"),
			"case_links":    link(self+"/links", "case_link"),
			"macro_preview": link(self+"/macros/preview", "macro_preview"),
			"replies":       counted(self+"/replies", classReply, len(t.messages)),
			"draft":         link(self+"/replies/draft", classReply),
			"notes":         counted(self+"/notes", classNote, len(t.notes)),
			"attachments":   counted(self+"/attachments", "attachment", 0),
		},
	}
}

// blurb is the beginning of what was said last.
func (t *theCase) blurb() string {
	said := t.description
	if count := len(t.messages); count > 0 {
		said = t.messages[count-1].body
	}
	if short := []rune(said); len(short) > 80 {
		return string(short[:80]) + "..."
	}
	return said
}

func (a *account) labelNames(t *theCase) []string {
	names := []string{}
	for _, id := range t.labels {
		names = append(names, a.labels[id].name)
	}
	return names
}

// embedded adds what the query asks to embed.
func (c *call) embedded(t *theCase) object {
	rendered, inner := c.renderCase(t), object{}
	for _, name := range anyOf(c.request.URL.Query(), "embed") {
		switch name {
		case "customer":
			if k := c.customers[t.customerID]; k != nil {
				inner[name] = c.renderCustomer(k)
			}
		case "assigned_user":
			if u := c.users[t.userID]; u != nil {
				inner[name] = c.renderUser(u)
			}
		case "assigned_group":
			if g := c.groups[t.groupID]; g != nil {
				inner[name] = renderGroup(g)
			}
		case "message":
			if m := t.first(); m != nil {
				inner[name] = renderMessage(t, m)
			}
		}
	}
	if len(inner) > 0 {
		rendered["_embedded"] = inner
	}
	return rendered
}

// foundCase looks up the case of the path: by id, or as e-<external id>.
func (c *call) foundCase() *theCase {
	name := c.request.PathValue("id")
	if external, is := strings.CutPrefix(name, "e-"); is {
		for _, t := range c.cases {
			if external != "" && t.externalID == external {
				return t
			}
		}
		return nil
	}
	id, _ := strconv.Atoi(name)
	return c.cases[id]
}

func (c *call) showCase() *reply {
	if t := c.foundCase(); t != nil {
		return ok(c.embedded(t))
	}
	return notFound.reply()
}

func (c *call) deleteCase() *reply {
	t := c.foundCase()
	if t == nil {
		return notFound.reply()
	}
	delete(c.cases, t.id)
	return &reply{Status: http.StatusNoContent}
}

func (a *account) casesThat(is func(*theCase) bool) []*theCase {
	return slices.DeleteFunc(byID(a.cases), func(t *theCase) bool { return !is(t) })
}

// caseOrders are the fields by which cases are sorted.
var caseOrders = []string{"id", "created_at", "updated_at", "changed_at", "active_at", "received_at", "priority", "status", "subject"}

func (c *call) casesPage(size int, found []*theCase) *reply {
	var entries list
	for _, t := range found {
		entries.Add(fmt.Sprint(t.id), c.embedded(t))
	}
	c.sort(entries, caseOrders...)
	return c.pageOf(c.request.URL.Path, size, entries)
}

// listCases takes customer_id.
func (c *call) listCases() *reply {
	asked := c.query("customer_id")
	return c.casesPage(defaultPage, c.casesThat(func(t *theCase) bool { return asked == "" || asked == strconv.Itoa(t.customerID) }))
}

func (c *call) listCustomerCases() *reply {
	id := c.pathID("id")
	if c.customers[id] == nil {
		return notFound.reply()
	}
	return c.casesPage(defaultPage, c.casesThat(func(t *theCase) bool { return t.customerID == id }))
}

func (c *call) listCaseLabels() *reply {
	t := c.foundCase()
	if t == nil {
		return notFound.reply()
	}
	return c.page(c.labelsThat(func(l *label) bool { return slices.Contains(t.labels, l.id) }))
}

func (c *call) listAttachments() *reply {
	if c.foundCase() == nil {
		return notFound.reply()
	}
	return c.page(nil)
}
