package zendesk

import (
	"encoding/json"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// trigger is a business rule that runs on every create and update of a ticket.
type trigger struct {
	ID          int64
	Title       string
	Description string
	Active      bool
	Default     bool   // one of Zendesk's own
	CSAT        bool   // the one that asks for a satisfaction rating
	CategoryID  string // "" in an account without categories
	Position    int
	All, Any    []condition
	Actions     []action
	Created     time.Time
	Updated     time.Time
}

func (c *call) renderTrigger(t *trigger) object {
	return object{
		"id": t.ID, "url": c.link("/triggers/" + idText(t.ID) + ".json"), "title": t.Title, "raw_title": t.Title,
		"description": engine.OrNull(t.Description), "active": t.Active, "default": t.Default, "category_id": engine.OrNull(t.CategoryID),
		"position": t.Position, "conditions": object{"all": t.All, "any": t.Any}, "actions": t.Actions,
		"created_at": stamp(t.Created), "updated_at": stamp(t.Updated),
	}
}

// draftTrigger gives wish with what was sent, or what is wrong with it.
func (a *account) draftTrigger(wish trigger, sent members) (*trigger, *reply) {
	found := &problems{}
	if sent.Has("description") {
		wish.Description = sent.Text("description")
	}
	a.writeRule(&wish, sent, a.conditionSubjects(), found)
	if bad := found.reply(); bad != nil {
		return nil, bad
	}
	wish.Updated = a.now()
	return &wish, nil
}

// writeRule applies what triggers and automations have in common.
func (a *account) writeRule(wish *trigger, sent members, known []subject, found *problems) {
	if sent.Has("title") || wish.ID == 0 {
		wish.Title = sent.Text("title")
	}
	if wish.Title == "" {
		found.reasons = append(found.reasons, blank("title", "Title"))
	}
	if sent.Sent("active") {
		wish.Active = sent.Flag("active")
	}
	a.writeLines(wish, sent, known, found)
}

// writeLines reads conditions and actions. They go together: when either is sent, both are replaced.
func (a *account) writeLines(wish *trigger, sent members, known []subject, found *problems) {
	groups := sent.Object("conditions")
	if !sent.Sent("conditions") {
		groups = members{}
		for _, name := range []string{"all", "any"} { // the legacy form, still taken
			if sent.Has(name) {
				groups[name] = sent[name]
			}
		}
	}
	touched := groups.Sent("all") || groups.Sent("any") || sent.Sent("actions")
	if !touched && wish.ID != 0 {
		return
	}
	wish.All = a.readConditions(groups, "all", known, found)
	wish.Any = a.readConditions(groups, "any", known, found)
	wish.Actions = a.readActions(sent, found)
	if len(wish.All)+len(wish.Any) == 0 {
		found.reasons = append(found.reasons, detail{"conditions", "Conditions: must include at least one condition", "BlankValue"})
	}
	if len(wish.Actions) == 0 {
		found.reasons = append(found.reasons, detail{"actions", "Actions: must include at least one action", "BlankValue"})
	}
	if size := ruleSize(wish); size >= maxRule {
		found.reasons = append(found.reasons, detail{"base", "The rule is too large: a business rule must be smaller than 65 KB", "TooLarge"})
	}
}

func ruleSize(t *trigger) int {
	text, _ := json.Marshal([]any{t.Title, t.Description, t.All, t.Any, t.Actions})
	return len(text)
}

// categoryFor reads where a trigger is to stand: in a category that the request brings along, in one it names, or
// otherwise.
func (a *account) categoryFor(sent members, otherwise func() string) (string, *reply) {
	if !a.settings.CategoriesEnabled {
		return "", nil
	}
	if inline := sent.Object("category"); inline != nil {
		made, bad := a.createCategory(inline)
		if bad != nil {
			return "", bad
		}
		return made.ID, nil
	}
	if !sent.Sent("category_id") || sent.Text("category_id") == "" {
		return otherwise(), nil
	}
	id := sent.Text("category_id")
	if a.categories[id] == nil {
		return "", invalid(detail{"category_id", "Category: " + id + " is not valid", "InvalidValue"})
	}
	return id, nil
}

// addTrigger stores a checked trigger at the end of its category.
func (a *account) addTrigger(t *trigger, categoryID string) {
	t.ID = a.newRuleID()
	t.CategoryID, t.Position = categoryID, a.lastPosition(categoryID)+1
	t.Created, t.Updated = a.now(), a.now()
	a.triggers[t.ID] = t
}

func (a *account) removeTrigger(t *trigger) {
	delete(a.triggers, t.ID)
	a.seat(t.CategoryID)
}
