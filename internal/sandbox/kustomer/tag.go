package kustomer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tag is made by its first use; conversations and customers hold its id.
type tag struct {
	id, name, color string
	created         time.Time
}

func (a *account) renderTag(t *tag) object {
	return resource("tag", t.id, object{
		"name": t.name, "color": t.color, "deleted": false, "createdAt": stamp(t.created), "updatedAt": stamp(t.created),
	}, a.relationships())
}

// listTags is served by the vendor and in none of its documents.
func (c *call) listTags() *reply {
	var entries list
	for _, t := range byID(c.tags) {
		entries.Add(t.id, c.renderTag(t))
	}
	return c.page(entries, pageLimit)
}

// tagID gives the id of a tag that is named by its id or its name, and makes it
// when there is none of that name.
func (a *account) tagID(text string) string {
	if a.tags[text] != nil {
		return text
	}
	for _, t := range a.tags {
		if strings.EqualFold(t.name, text) {
			return t.id
		}
	}
	made := &tag{id: a.newID(), name: text, color: "blue", created: a.now()}
	a.tags[made.id] = made
	return made.id
}

// writeTags sets the whole list of tags, each by id or name, once nothing in the
// body is wrong: no tag is made for a change that is refused.
func (c *call) writeTags(r *reader, to *[]string) {
	if r.bad == nil && r.sent.Has("tags") {
		*to = c.tagIDs(r.sent.Texts("tags"))
	}
}

func (a *account) tagIDs(names []string) []string {
	ids := []string{}
	for _, name := range names {
		if id := a.tagID(name); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// appendTags and removeTags take a bare list of names or ids.
func (c *call) appendTags() *reply {
	return c.changeTags(func(tags []string, names []string) []string {
		for _, id := range c.tagIDs(names) {
			if !slices.Contains(tags, id) {
				tags = append(tags, id)
			}
		}
		return tags
	})
}

func (c *call) removeTags() *reply {
	return c.changeTags(func(tags []string, names []string) []string {
		return slices.DeleteFunc(tags, func(id string) bool {
			return slices.ContainsFunc(names, func(name string) bool {
				return name == id || c.tags[id] != nil && strings.EqualFold(c.tags[id].name, name)
			})
		})
	})
}

func (c *call) changeTags(change func(tags, names []string) []string) *reply {
	talk := c.foundConversation(c.id())
	if talk == nil {
		return notFound.reply()
	}
	var names []string
	if json.Unmarshal(c.body, &names) != nil || len(names) == 0 {
		return badRequest("Invalid request body: a list of tags is expected").reply()
	}
	if slices.Contains(names, "") {
		return badRequest("Invalid request body: a tag is empty").reply()
	}
	changed := *talk
	changed.tags = change(slices.Clone(talk.tags), names)
	c.save(talk, changed)
	return one(http.StatusOK, c.renderConversation(talk))
}
