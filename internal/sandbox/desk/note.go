package desk

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// note is what agents write to each other on a case.
type note struct {
	id, userID int
	body       string
	created    time.Time
	updated    time.Time
}

func renderNote(t *theCase, n *note) object {
	return object{
		"id": n.id, "body": n.body, "created_at": stamp(n.created), "updated_at": stamp(n.updated), "erased_at": nil,
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

// foundNote looks up the note of the path; without one, at is negative.
func (c *call) foundNote() (t *theCase, at int) {
	if t = c.foundCase(); t == nil {
		return nil, -1
	}
	return t, slices.IndexFunc(t.notes, func(n *note) bool { return n.id == c.pathID("note") })
}

func (c *call) showNote() *reply {
	t, at := c.foundNote()
	if at < 0 {
		return notFound.reply()
	}
	return ok(renderNote(t, t.notes[at]))
}

func (c *call) postNote() *reply {
	t := c.foundCase()
	if refusal := t.refusal(); refusal != nil {
		return refusal.reply()
	}
	r, made := c.reader(), &note{userID: c.user.id, created: c.now(), updated: c.now()}
	r.text("body", &made.body)
	r.required("body", made.body)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	made.id = c.newID(classNote)
	t.notes = append(t.notes, made)
	t.touched(c.now())
	return c.created(renderNote(t, made))
}

func (c *call) patchNote() *reply {
	t, at := c.foundNote()
	if refusal := t.refusalAt(at); refusal != nil {
		return refusal.reply()
	}
	r, changed := c.reader(), *t.notes[at]
	r.text("body", &changed.body)
	r.required("body", changed.body)
	if bad := r.problem(); bad != nil {
		return bad.reply()
	}
	changed.updated = c.now()
	t.notes[at] = &changed
	t.touched(c.now())
	return ok(renderNote(t, &changed))
}

func (c *call) deleteNote() *reply {
	t, at := c.foundNote()
	if refusal := t.refusalAt(at); refusal != nil {
		return refusal.reply()
	}
	t.notes = slices.Delete(t.notes, at, at+1)
	t.touched(c.now())
	return &reply{Status: http.StatusNoContent}
}
