package zendesk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (c *call) listUsers() *reply {
	var entries list
	for _, u := range c.people() {
		if role := c.query("role"); role == "" || role == u.Role {
			entries.Add(idText(u.ID), c.renderUser(u))
		}
	}
	return c.list("users", entries)
}

// searchUsers finds users by a query of the search, or by their external id.
func (c *call) searchUsers() *reply {
	query := c.query("query")
	if external := c.query("external_id"); external != "" || query == "" {
		query = "external_id:" + strconv.Quote(external)
	}
	var entries list
	for _, s := range c.find("type:user " + query) {
		entries.Add(idText(s.id), s.render())
	}
	return c.offsetPage("users", entries)
}

func (c *call) countUsers() *reply { return c.count(len(c.people())) }

func (c *call) showUsers() *reply {
	ids, externals := c.ids(), strings.Split(c.query("external_ids"), ",")
	var entries list
	for _, u := range c.people() {
		if slices.Contains(ids, u.ID) || (u.ExternalID != "" && slices.Contains(externals, u.ExternalID)) {
			entries.Add(idText(u.ID), c.renderUser(u))
		}
	}
	return c.list("users", entries)
}

func (c *call) showUser() *reply {
	if u := c.users[c.id()]; u != nil {
		return answer(http.StatusOK, object{"user": c.renderUser(u)})
	}
	return notFound()
}

func (c *call) showMe() *reply { return answer(http.StatusOK, object{"user": c.renderUser(c.actor)}) }

func (c *call) postUser() *reply {
	sent, bad := c.envelope("user")
	if bad != nil {
		return bad
	}
	return c.makeUser(sent)
}

func (c *call) makeUser(sent members) *reply {
	if sent.Text("role") != "" && sent.Text("role") != "end-user" && c.actor.Role != "admin" {
		return forbidden()
	}
	made, bad := c.createUser(sent)
	if bad != nil {
		return bad
	}
	return answer(http.StatusCreated, object{"user": c.renderUser(made)})
}

func (c *call) putUser() *reply {
	u := c.users[c.id()]
	if u == nil || u.Deleted {
		return notFound()
	}
	sent, bad := c.envelope("user")
	if bad != nil {
		return bad
	}
	return c.changeUser(u, sent)
}

func (c *call) changeUser(u *user, sent members) *reply {
	if c.actor.Role != "admin" && (u.Role != "end-user" || sent.Has("role")) {
		return forbidden()
	}
	u.readUser(sent)
	u.Updated = c.now()
	return answer(http.StatusOK, object{"user": c.renderUser(u)})
}

// createOrUpdateUser knows a user by the e-mail or the external id.
func (c *call) createOrUpdateUser() *reply {
	sent, bad := c.envelope("user")
	if bad != nil {
		return bad
	}
	known := c.userByEmail(sent.Text("email"))
	for _, u := range c.people() {
		if known == nil && u.ExternalID != "" && u.ExternalID == sent.Text("external_id") {
			known = u
		}
	}
	if known == nil {
		return c.makeUser(sent)
	}
	return c.changeUser(known, sent)
}

// deleteUser answers with the user, who is not active any more (recorded).
func (c *call) deleteUser() *reply {
	u := c.users[c.id()]
	switch {
	case u == nil || u.Deleted:
		return notFound()
	case u == c.actor, c.actor.Role != "admin" && u.Role != "end-user":
		return forbidden()
	}
	u.Deleted, u.Email, u.Updated = true, "", c.now()
	return answer(http.StatusOK, object{"user": c.renderUser(u)})
}
