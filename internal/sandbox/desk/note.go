package desk

import (
	"fmt"
	"time"
)

// note is what agents write to each other on a case.
type note struct {
	id, userID int
	body       string
	created    time.Time
}

func renderNote(t *theCase, n *note) object {
	return object{
		"id": n.id, "body": n.body, "created_at": stamp(n.created), "updated_at": stamp(n.created), "erased_at": nil,
		"_links": object{
			"self": link(fmt.Sprintf("%s/notes/%d", pathOf(classCase, t.id), n.id), classNote),
			"case": linkTo(classCase, t.id), "user": linkTo(classUser, n.userID), "erased_by": nil,
		},
	}
}

func (c *call) listNotes() *reply {
	t := c.foundCase()
	if t == nil {
		return notFound.reply()
	}
	var entries list
	for _, n := range t.notes {
		entries.Add(fmt.Sprint(n.id), renderNote(t, n))
	}
	return c.page(entries)
}

func (c *call) showNote() *reply {
	if t := c.foundCase(); t != nil {
		for _, n := range t.notes {
			if n.id == c.pathID("note") {
				return ok(renderNote(t, n))
			}
		}
	}
	return notFound.reply()
}

func (c *call) postNote() *reply {
	t := c.foundCase()
	switch {
	case t == nil:
		return notFound.reply()
	case t.status == statusClosed:
		return caseIsClosed.reply()
	}
	r, made := c.reader(), &note{userID: c.user.id, created: c.now()}
	r.text("body", &made.body)
	r.required("body", made.body)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	made.id = c.newID(classNote)
	t.notes = append(t.notes, made)
	t.updated, t.changed = made.created, made.created
	return c.created(renderNote(t, made))
}
