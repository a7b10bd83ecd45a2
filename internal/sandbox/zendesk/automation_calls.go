package zendesk

import (
	"net/http"
	"slices"
	"strings"
)

func ofAutomation(a *automation) *trigger { return &a.trigger }

func (c *call) listAutomations() *reply {
	var entries list
	for _, one := range filtered(c, c.automationsInOrder(), ofAutomation) {
		entries.Add(idText(one.ID), c.renderAutomation(one))
	}
	return c.list("automations", entries)
}

func (c *call) listActiveAutomations() *reply {
	var entries list
	for _, one := range filtered(c, c.automationsInOrder(), ofAutomation) {
		if one.Active {
			entries.Add(idText(one.ID), c.renderAutomation(one))
		}
	}
	return c.list("automations", entries)
}

// searchAutomations takes what searchTriggers takes; offset pages only.
func (c *call) searchAutomations() *reply {
	var entries list
	for _, one := range filtered(c, c.automationsInOrder(), ofAutomation) {
		if c.searched(&one.trigger) {
			entries.Add(idText(one.ID), c.renderAutomation(one))
		}
	}
	return c.offsetPage("automations", entries)
}

func (c *call) showAutomation() *reply {
	if one := c.automations[c.id()]; one != nil {
		return answer(http.StatusOK, object{"automation": c.renderAutomation(one)})
	}
	return notFound()
}

func (c *call) postAutomation() *reply {
	sent, bad := c.envelope("automation")
	if bad != nil {
		return bad
	}
	made, bad := c.draftAutomation(automation{trigger: trigger{Active: true}}, sent)
	if bad != nil {
		return bad
	}
	c.addAutomation(made)
	if sent.Sent("position") && !c.settings.IgnorePositionOnCreate {
		c.seatAutomations(slot[int64]{made.ID, int(sent.Number("position"))})
	}
	one := answer(http.StatusCreated, object{"automation": c.renderAutomation(made)})
	one.Header = http.Header{"Location": {c.link("/automations/" + idText(made.ID) + ".json")}}
	return one
}

func (c *call) putAutomation() *reply {
	one := c.automations[c.id()]
	if one == nil {
		return notFound()
	}
	sent, bad := c.envelope("automation")
	if bad != nil {
		return bad
	}
	draft, bad := c.draftAutomation(*one, sent)
	if bad != nil {
		return bad
	}
	*one = *draft
	if sent.Sent("position") {
		c.seatAutomations(slot[int64]{one.ID, int(sent.Number("position"))})
	}
	return answer(http.StatusOK, object{"automation": c.renderAutomation(one)})
}

// updateAutomations serves PUT /automations/update_many: position and active, nothing else, all of them or none.
func (c *call) updateAutomations() *reply {
	sent, bad := c.plain()
	if bad != nil {
		return bad
	}
	lines := sent.Objects("automations")
	if bad := c.switchAutomations(lines); bad != nil {
		return bad
	}
	var wishes []slot[int64]
	for _, line := range lines {
		if line.Sent("position") {
			wishes = append(wishes, slot[int64]{line.Number("id"), int(line.Number("position"))})
		}
	}
	c.seatAutomations(wishes...)
	changed := []object{}
	for _, line := range lines {
		changed = append(changed, c.renderAutomation(c.automations[line.Number("id")]))
	}
	return answer(http.StatusOK, object{"automations": changed, "count": len(changed), "next_page": nil, "previous_page": nil})
}

// switchAutomations activates and deactivates automations one after the other, as their conditions allow it together, and
// leaves all of them as they were when one may not.
func (c *call) switchAutomations(lines []members) *reply {
	before := map[int64]automation{}
	for id, one := range c.automations {
		before[id] = *one
	}
	for _, line := range lines {
		one := c.automations[line.Number("id")]
		bad := notFound()
		if one != nil {
			only := members{}
			if line.Has("active") {
				only["active"] = line["active"]
			}
			var draft *automation
			if draft, bad = c.draftAutomation(*one, only); bad == nil {
				*one = *draft
				continue
			}
		}
		for id, kept := range before {
			*c.automations[id] = kept
		}
		return bad
	}
	return nil
}

func (c *call) deleteAutomation() *reply { return c.removeAutomations([]int64{c.id()}) }

// destroyAutomations serves DELETE /automations/destroy_many?ids=1,2: all of them or none.
func (c *call) destroyAutomations() *reply {
	var ids []int64
	for _, id := range strings.Split(c.query("ids"), ",") {
		ids = append(ids, idOf(id))
	}
	return c.removeAutomations(ids)
}

func (c *call) removeAutomations(ids []int64) *reply {
	for _, id := range ids {
		switch one := c.automations[id]; {
		case one == nil:
			return notFound()
		case one.Default:
			return systemCannotGo()
		}
	}
	for _, id := range slices.Compact(ids) {
		delete(c.automations, id)
	}
	c.seatAutomations()
	return noContent()
}
