package zendesk

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// mostCategories is the product limit of an account.
const mostCategories = 500

// category is a block of triggers that run together.
type category struct {
	ID       string
	Name     string
	Position int
	Created  time.Time
	Updated  time.Time
}

func renderCategory(section *category) object {
	return object{
		"id": section.ID, "name": section.Name, "position": section.Position,
		"created_at": stamp(section.Created), "updated_at": stamp(section.Updated),
	}
}

func invalidCategory(title string) *reply {
	return errorList(http.StatusBadRequest, "InvalidTriggerCategory", title, "")
}

func categoryNotFound() *reply {
	return errorList(http.StatusNotFound, "TriggerCategoryNotFound", "Trigger category not found", "")
}

// withCategories refuses a call in an account that has no trigger categories.
func withCategories(handle handler) handler {
	return func(c *call) *reply {
		if !c.settings.CategoriesEnabled {
			return errorList(http.StatusForbidden, "TriggerCategoriesNotEnabled", "Trigger categories are not enabled for this account", "")
		}
		return handle(c)
	}
}

func (a *account) addCategory(name string) *category {
	made := &category{ID: a.newCategoryID(), Name: name, Position: 1, Created: a.now(), Updated: a.now()}
	for _, other := range a.categories {
		made.Position = max(made.Position, other.Position+1)
	}
	a.categories[made.ID] = made
	return made
}

// createCategory appends a category, or inserts it where position says.
func (a *account) createCategory(sent members) (*category, *reply) {
	if strings.TrimSpace(sent.Text("name")) == "" {
		return nil, invalidCategory("Name cannot be blank")
	}
	if len(a.categories) >= mostCategories {
		return nil, errorList(http.StatusForbidden, "ProductLimitExceeded", "The account has reached the limit of 500 trigger categories", "")
	}
	made := a.addCategory(sent.Text("name"))
	if sent.Sent("position") && !a.settings.IgnorePositionOnCreate {
		a.seatCategories(slot[string]{made.ID, int(sent.Number("position"))})
	}
	return made, nil
}

func (c *call) listCategories() *reply {
	all := c.categoriesInOrder()
	by, descending := c.sorting("position")
	compare := map[string]func(x, y *category) int{
		"name":       func(x, y *category) int { return strings.Compare(x.Name, y.Name) },
		"created_at": func(x, y *category) int { return x.Created.Compare(y.Created) },
		"updated_at": func(x, y *category) int { return x.Updated.Compare(y.Updated) },
	}[by]
	if compare != nil {
		slices.SortStableFunc(all, compare)
	}
	if descending {
		slices.Reverse(all)
	}
	var entries list
	for _, section := range all {
		item := renderCategory(section)
		if c.query("include") == "rule_counts" {
			item["rule_counts"] = c.ruleCounts(section)
		}
		entries.Add(section.ID, item)
	}
	return c.cursorPage("trigger_categories", entries)
}

func (c *call) ruleCounts(section *category) object {
	active, inactive := 0, 0
	for _, t := range c.triggersIn(section.ID) {
		if t.Active {
			active++
		} else {
			inactive++
		}
	}
	return object{"active_count": active, "inactive_count": inactive}
}

func (c *call) categoryAsked() *category { return c.categories[c.request.PathValue("id")] }

func (c *call) showCategory() *reply {
	section := c.categoryAsked()
	if section == nil {
		return categoryNotFound()
	}
	return answer(http.StatusOK, object{"trigger_category": renderCategory(section)})
}

// postCategory answers 200, not 201, as documented.
func (c *call) postCategory() *reply {
	sent, bad := c.envelope("trigger_category")
	if bad != nil {
		return bad
	}
	made, bad := c.createCategory(sent)
	if bad != nil {
		return bad
	}
	return answer(http.StatusOK, object{"trigger_category": renderCategory(made)})
}

func (c *call) patchCategory() *reply {
	section := c.categoryAsked()
	if section == nil {
		return categoryNotFound()
	}
	sent, bad := c.envelope("trigger_category")
	if bad != nil {
		return bad
	}
	if sent.Has("name") && strings.TrimSpace(sent.Text("name")) == "" {
		return invalidCategory("Name cannot be blank")
	}
	c.changeCategory(section, sent)
	return answer(http.StatusOK, object{"trigger_category": renderCategory(section)})
}

func (a *account) changeCategory(section *category, sent members) {
	if sent.Has("name") {
		section.Name = sent.Text("name")
	}
	if sent.Sent("position") {
		a.seatCategories(slot[string]{section.ID, int(sent.Number("position"))})
	}
	section.Updated = a.now()
}

// deleteCategory refuses while an active trigger is inside and takes the inactive ones with it.
func (c *call) deleteCategory() *reply {
	section := c.categoryAsked()
	if section == nil {
		return categoryNotFound()
	}
	inside := c.triggersIn(section.ID)
	if slices.ContainsFunc(inside, func(t *trigger) bool { return t.Active }) {
		return errorList(http.StatusBadRequest, "TriggerCategoryNotEmpty", "A category with active ticket triggers cannot be deleted", "")
	}
	for _, t := range inside {
		delete(c.triggers, t.ID)
	}
	delete(c.categories, section.ID)
	c.seatCategories()
	return noContent()
}
