package zendesk

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

func (c *call) listTriggers() *reply { return c.triggerList(c.triggersInOrder()) }

func (c *call) listActiveTriggers() *reply {
	return c.triggerList(slices.DeleteFunc(c.triggersInOrder(), func(t *trigger) bool { return !t.Active }))
}

func (c *call) triggerList(found []*trigger) *reply {
	var entries list
	for _, t := range filtered(c, found, ofTrigger) {
		entries.Add(idText(t.ID), c.renderTrigger(t))
	}
	return c.list("triggers", entries)
}

func ofTrigger(t *trigger) *trigger { return t }

// filtered applies the query's active, category_id and sort members to triggers or automations.
func filtered[R any](c *call, found []R, of func(R) *trigger) []R {
	active, categoryID := c.query("active"), c.query("category_id")
	kept := slices.DeleteFunc(found, func(r R) bool {
		t := of(r)
		return (active == "true" && !t.Active) || (active == "false" && t.Active) || (categoryID != "" && categoryID != t.CategoryID)
	})
	by, descending := c.sorting("position")
	compare := map[string]func(x, y *trigger) int{
		"alphabetical": func(x, y *trigger) int { return strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)) },
		"created_at":   func(x, y *trigger) int { return x.Created.Compare(y.Created) },
		"updated_at":   func(x, y *trigger) int { return x.Updated.Compare(y.Updated) },
	}[by]
	if compare != nil {
		slices.SortStableFunc(kept, func(x, y R) int { return compare(of(x), of(y)) })
	}
	if descending {
		slices.Reverse(kept)
	}
	return kept
}

// sorting reads sort=-name (cursor pages) and sort_by with sort_order (offset pages).
func (c *call) sorting(otherwise string) (by string, descending bool) {
	if by = c.query("sort"); by != "" {
		return strings.CutPrefix(by, "-")
	}
	if by = c.query("sort_by"); by == "" {
		by = otherwise
	}
	order := c.query("sort_order")
	// Newest first is the documented default of the two dates.
	return by, order == "desc" || (order == "" && (by == "created_at" || by == "updated_at"))
}

// searchTriggers takes query (part of a title) and filter={"json":{"title":...,"active":...}}; offset pages only.
func (c *call) searchTriggers() *reply {
	var entries list
	for _, t := range filtered(c, c.triggersInOrder(), ofTrigger) {
		if c.searched(t) {
			entries.Add(idText(t.ID), c.renderTrigger(t))
		}
	}
	return c.offsetPage("triggers", entries)
}

func (c *call) searched(t *trigger) bool {
	var filter struct {
		JSON members `json:"json"`
	}
	_ = json.Unmarshal([]byte(c.query("filter")), &filter)
	wanted, title := filter.JSON, strings.ToLower(t.Title)
	switch {
	case !strings.Contains(title, strings.ToLower(c.query("query"))),
		wanted.Sent("title") && !strings.Contains(title, strings.ToLower(wanted.Text("title"))),
		wanted.Sent("active") && wanted.Flag("active") != t.Active,
		wanted.Sent("category_id") && wanted.Text("category_id") != t.CategoryID:
		return false
	}
	return true
}

func (c *call) showTrigger() *reply {
	if t := c.triggers[c.id()]; t != nil {
		return answer(http.StatusOK, object{"trigger": c.renderTrigger(t)})
	}
	return notFound()
}

func (c *call) postTrigger() *reply {
	sent, bad := c.envelope("trigger")
	if bad != nil {
		return bad
	}
	made, bad := c.draftTrigger(trigger{Active: true}, sent)
	if bad != nil {
		return bad
	}
	categoryID, bad := c.categoryFor(sent, c.defaultCategory)
	if bad != nil {
		return bad
	}
	c.addTrigger(made, categoryID)
	if !c.settings.IgnorePositionOnCreate {
		c.seat(categoryID, wished(made, sent)...)
	}
	return answer(http.StatusCreated, object{"trigger": c.renderTrigger(made)})
}

func (c *call) putTrigger() *reply {
	t := c.triggers[c.id()]
	if t == nil {
		return notFound()
	}
	sent, bad := c.envelope("trigger")
	if bad != nil {
		return bad
	}
	draft, bad := c.draftTrigger(*t, sent)
	if bad != nil {
		return bad
	}
	categoryID, bad := c.categoryFor(sent, func() string { return t.CategoryID })
	if bad != nil {
		return bad
	}
	*t = *draft
	c.moveTo(t, categoryID)
	c.seat(categoryID, wished(t, sent)...)
	return answer(http.StatusOK, object{"trigger": c.renderTrigger(t)})
}

func (c *call) deleteTrigger() *reply {
	t := c.triggers[c.id()]
	if t == nil {
		return notFound()
	}
	c.removeTrigger(t)
	return noContent()
}

// destroyTriggers serves DELETE /triggers/destroy_many?ids=1,2: all of them or none.
func (c *call) destroyTriggers() *reply {
	var doomed []*trigger
	for _, id := range strings.Split(c.query("ids"), ",") {
		t := c.triggers[idOf(id)]
		if t == nil {
			return notFound()
		}
		doomed = append(doomed, t)
	}
	for _, t := range doomed {
		c.removeTrigger(t)
	}
	return noContent()
}

// reorderTriggers serves PUT /triggers/reorder, which knows neither more than one category nor a part of the list.
func (c *call) reorderTriggers() *reply {
	sent, bad := c.plain()
	if bad != nil {
		return bad
	}
	if c.settings.CategoriesEnabled && len(c.categories) > 1 {
		return errorList(reorderOneCategory, "LimitOneCategory", "Triggers can only be reordered when there is one category", "")
	}
	ids := sent.Texts("trigger_ids")
	named := map[int64]int{}
	for at, id := range ids {
		named[idOf(id)] = at + 1
	}
	if len(named) != len(c.triggers) {
		return classic(reorderNeedsAll, "Forbidden", "trigger_ids must name every trigger of the account")
	}
	for id := range named {
		if c.triggers[id] == nil {
			return classic(reorderNeedsAll, "Forbidden", "trigger_ids must name every trigger of the account")
		}
	}
	for id, position := range named {
		c.triggers[id].Position = position
	}
	return c.listTriggers()
}

// updateTriggers serves PUT /triggers/update_many: position, active and category_id, nothing else.
func (c *call) updateTriggers() *reply {
	sent, bad := c.plain()
	if bad != nil {
		return bad
	}
	lines := sent.Objects("triggers")
	for _, line := range lines {
		if c.triggers[line.Number("id")] == nil {
			return notFound()
		}
		if id := line.Text("category_id"); c.settings.CategoriesEnabled && id != "" && c.categories[id] == nil {
			return invalid(detail{"category_id", "Category: " + id + " is not valid", "InvalidValue"})
		}
	}
	changed := []object{}
	for _, t := range c.patchTriggers(lines) {
		changed = append(changed, c.renderTrigger(t))
	}
	return answer(http.StatusOK, object{"triggers": changed, "count": len(changed), "next_page": nil, "previous_page": nil})
}

// patchTriggers applies checked lines of id, position, active and category_id all at once, and gives the triggers in the
// order in which they were sent.
func (a *account) patchTriggers(lines []members) []*trigger {
	var patched []*trigger
	wishes := map[string][]slot[int64]{}
	for _, line := range lines {
		t := a.triggers[line.Number("id")]
		patched = append(patched, t)
		t.Updated = a.now()
		if line.Sent("active") {
			t.Active = line.Flag("active")
		}
		if id := line.Text("category_id"); a.settings.CategoriesEnabled && id != "" {
			a.moveTo(t, id)
		}
		wishes[t.CategoryID] = append(wishes[t.CategoryID], wished(t, line)...)
	}
	for categoryID, moved := range wishes {
		a.seat(categoryID, moved...)
	}
	return patched
}

// wished is the position that a line asks for, if it does.
func wished(t *trigger, line members) []slot[int64] {
	if !line.Sent("position") {
		return nil
	}
	return []slot[int64]{{t.ID, int(line.Number("position"))}}
}
