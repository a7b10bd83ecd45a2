package kustomer

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The kinds of users.
const (
	fullUser    = "user"
	limitedUser = "limited"
	hourlyUser  = "hourly"
	machineUser = "machine"
)

// user works in the organization: a person, or the machine user behind a key.
// Users are never deleted; deactivating one sets deleted.
type user struct {
	id, name, display string
	email, mobile     string
	kind              string
	roles             []string
	pending           bool // invited, not accepted
	deleted           bool
	created, updated  time.Time
}

func (a *account) renderUser(u *user) object {
	return resource("user", u.id, object{
		"name": u.name, "displayName": engine.OrNull(u.display), "email": u.email, "mobile": engine.OrNull(u.mobile),
		"userType": u.kind, "roles": append([]string{}, u.roles...), "roleGroups": []string{}, "deleted": u.deleted,
		"pending": u.pending, "createdAt": stamp(u.created), "updatedAt": stamp(u.updated),
	}, a.relationships())
}

// listUsers takes one of the filters pending, deleted and userType, or an e-mail
// address. Without deleted it lists the active ones.
func (c *call) listUsers() *reply {
	query := c.request.URL.Query()
	wants := func(name string, is bool) bool {
		on, err := strconv.ParseBool(query.Get(name))
		return err != nil || on == is
	}
	var entries list
	for _, u := range byID(c.users) {
		if kind := query.Get("userType"); kind != "" && kind != u.kind {
			continue
		}
		if email := query.Get("email"); email != "" && !strings.EqualFold(email, u.email) {
			continue
		}
		if !query.Has("deleted") && u.deleted || !wants("deleted", u.deleted) || !wants("pending", u.pending) {
			continue
		}
		entries.Add(u.id, c.renderUser(u))
	}
	return c.page(entries, widePage)
}

func (c *call) showUser() *reply {
	if u := c.users[c.id()]; u != nil {
		return one(http.StatusOK, c.renderUser(u))
	}
	return notFound.reply()
}

func (c *call) showCurrentUser() *reply {
	return one(http.StatusOK, c.renderUser(c.users[c.key.userID]))
}

// read fills a user from the wire. Members that are not sent stay.
func (u *user) read(r *reader) {
	r.text("name", &u.name, 0)
	r.text("displayName", &u.display, nullable)
	r.text("email", &u.email, 0)
	r.text("mobile", &u.mobile, nullable)
	r.text("userType", &u.kind, 0, fullUser, limitedUser, hourlyUser, machineUser)
	r.texts("roles", &u.roles)
	r.flag("deleted", &u.deleted)
}

func (a *account) userByEmail(email string) *user {
	for _, u := range a.users {
		if strings.EqualFold(u.email, email) {
			return u
		}
	}
	return nil
}

// postUser invites a person, who stays pending.
func (c *call) postUser() *reply {
	r := c.reader()
	made := &user{kind: fullUser, pending: true, created: c.now(), updated: c.now()}
	r.require("name", "email")
	made.read(r)
	switch {
	case r.bad != nil:
		return r.bad.reply()
	case c.userByEmail(made.email) != nil:
		return conflict("a user with the email " + made.email + " exists").reply()
	}
	made.id = c.newID()
	c.users[made.id] = made
	c.world.Outbox.Add(engine.Email{
		Kind: engine.NotificationEmail, From: "kustomer", To: made.email,
		Subject: "You are invited to Kustomer", Body: "Accept the invitation to " + c.name + ".",
	})
	return one(http.StatusCreated, c.renderUser(made))
}

func (c *call) putUser() *reply {
	u := c.users[c.id()]
	if u == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *u
	changed.read(r)
	if r.bad != nil {
		return r.bad.reply()
	}
	if other := c.userByEmail(changed.email); other != nil && other != u {
		return conflict("a user with the email " + changed.email + " exists").reply()
	}
	changed.updated = c.now()
	*u = changed
	return one(http.StatusOK, c.renderUser(u))
}
