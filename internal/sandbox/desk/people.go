package desk

import (
	"crypto/md5" // Gravatar names pictures by MD5
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// user works in the site. Users are made in Admin: the API only reads them.
type user struct {
	id          int
	name, email string
	level       string
	created     time.Time
}

func (a *account) renderUser(u *user) object {
	self := pathOf(classUser, u.id)
	sum := md5.Sum([]byte(strings.ToLower(u.email)))
	return object{
		"id": u.id, "name": u.name, "public_name": u.name, "email": u.email, "level": u.level,
		"avatar":     "https://www.gravatar.com/avatar/" + hex.EncodeToString(sum[:]),
		"created_at": stamp(u.created), "updated_at": stamp(u.created),
		"current_login_at": stamp(u.created), "last_login_at": stamp(u.created),
		"_links": object{
			"self":             link(self, classUser),
			"preferences":      link(self+"/preferences", "user_preference"),
			"searches":         link(self+"/searches", "search"),
			"groups":           link(self+"/groups", classGroup),
			"macros":           link(self+"/macros", "macro"),
			"filters":          link(self+"/filters", "filter"),
			"integration_urls": link(self+"/integration_urls", "integration_url"),
		},
	}
}

func (c *call) listUsers() *reply {
	var entries list
	for _, u := range byID(c.users) {
		entries.Add(fmt.Sprint(u.id), c.renderUser(u))
	}
	c.sort(entries, "id", "name")
	return c.page(entries)
}

func (c *call) showUser() *reply {
	if u := c.users[c.pathID("id")]; u != nil {
		return ok(c.renderUser(u))
	}
	return notFound.reply()
}

// group holds all users of the site.
type group struct {
	id   int
	name string
}

func renderGroup(g *group) object {
	return object{"id": g.id, "name": g.name, "_links": object{
		"self":        linkTo(classGroup, g.id),
		"filters":     link(pathOf(classGroup, g.id)+"/filters", "filter"),
		"users":       link(pathOf(classGroup, g.id)+"/users", classUser),
		"permissions": link(pathOf(classGroup, g.id)+"/permissions", "permission"),
	}}
}

func (c *call) listGroups() *reply {
	var entries list
	for _, g := range byID(c.groups) {
		entries.Add(fmt.Sprint(g.id), renderGroup(g))
	}
	return c.page(entries)
}

func (c *call) showGroup() *reply {
	if g := c.groups[c.pathID("id")]; g != nil {
		return ok(renderGroup(g))
	}
	return notFound.reply()
}

func (c *call) listGroupUsers() *reply {
	if c.groups[c.pathID("id")] == nil {
		return notFound.reply()
	}
	return c.listUsers()
}
