package zendesk

import "net/http"

// automation is one of the rules that Zendesk runs by the hour. The account holds the vendor's own two, which can be
// listed, shown, and switched on and off as far as Zendesk lets an admin do that.
type automation struct {
	trigger
	closes bool // the one that closes solved tickets: it can be edited, never switched off
}

func (c *call) renderAutomation(a *automation) object {
	one := c.renderTrigger(&a.trigger)
	delete(one, "category_id")
	delete(one, "description")
	one["url"] = c.link("/automations/" + idText(a.ID) + ".json")
	return one
}

func (c *call) listAutomations() *reply {
	var entries []entry
	for _, one := range c.automations {
		switch active := c.query("active"); {
		case active == "true" && !one.Active, active == "false" && one.Active:
			continue
		}
		entries = append(entries, entry{idText(one.ID), c.renderAutomation(one)})
	}
	return c.list("automations", entries)
}

func (c *call) listActiveAutomations() *reply {
	var entries []entry
	for _, one := range c.automations {
		if one.Active {
			entries = append(entries, entry{idText(one.ID), c.renderAutomation(one)})
		}
	}
	return c.list("automations", entries)
}

func (c *call) automationAsked() *automation {
	for _, one := range c.automations {
		if one.ID == c.id() {
			return one
		}
	}
	return nil
}

func (c *call) showAutomation() *reply {
	if one := c.automationAsked(); one != nil {
		return answer(http.StatusOK, object{"automation": c.renderAutomation(one)})
	}
	return notFound()
}

// putAutomation takes `active`. What else is sent must be what is stored already: the system automations are not edited
// here, and an edit that silently did nothing would be worse than a refusal.
func (c *call) putAutomation() *reply {
	one := c.automationAsked()
	if one == nil {
		return notFound()
	}
	sent, bad := c.envelope("automation")
	if bad != nil {
		return bad
	}
	if sent.sent("title") && sent.text("title") != one.Title {
		return invalid(detail{"base", "This automation can not be updated", "InvalidValue"})
	}
	if sent.sent("active") {
		if one.closes && !sent.flag("active") {
			return closingCannotStop()
		}
		one.Active = sent.flag("active")
		one.Updated = c.now()
	}
	return answer(http.StatusOK, object{"automation": c.renderAutomation(one)})
}
