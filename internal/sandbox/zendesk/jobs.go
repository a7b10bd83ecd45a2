package zendesk

import (
	"net/http"
	"strings"
)

// categoryJob serves POST /trigger_categories/jobs: categories and triggers are moved, renamed and switched together.
// Everything is checked first, and one mistake leaves everything as it was.
func (c *call) categoryJob() *reply {
	job, bad := c.envelope("job")
	if bad != nil {
		return bad
	}
	if job.Text("action") != "patch" {
		return jobFailed(object{"code": "InvalidJob", "title": "action is not valid"})
	}
	sections, triggers := job.Object("items").Objects("trigger_categories"), job.Object("items").Objects("triggers")
	if mistakes := c.jobMistakes(sections, triggers); len(mistakes) > 0 {
		return jobFailed(mistakes...)
	}
	c.moveSections(sections)
	moved := c.patchTriggers(triggers)

	changedSections, changedTriggers := []object{}, []object{}
	for _, line := range sections {
		changedSections = append(changedSections, renderCategory(c.categories[line.Text("id")]))
	}
	for _, t := range moved {
		item := c.renderTrigger(t)
		if jobTriggerIDsAreStrings {
			item["id"] = idText(t.ID)
		}
		changedTriggers = append(changedTriggers, item)
	}
	return answer(http.StatusOK, object{
		"status": "complete", "results": object{"trigger_categories": changedSections, "triggers": changedTriggers},
	})
}

func jobFailed(mistakes ...object) *reply {
	return answer(http.StatusBadRequest, object{"status": "failed", "errors": mistakes})
}

func (c *call) jobMistakes(sections, triggers []members) []object {
	var mistakes []object
	wrong := func(code, title, member, id string) {
		mistakes = append(mistakes, object{"code": code, "title": title, member: id})
	}
	for _, line := range sections {
		id := line.Text("id")
		switch {
		case c.categories[id] == nil:
			wrong("TriggerCategoryNotFound", "id is not valid", "trigger_category_id", id)
		case line.Has("name") && strings.TrimSpace(line.Text("name")) == "":
			wrong("InvalidTriggerCategory", "Name cannot be blank", "trigger_category_id", id)
		case badPosition(line):
			wrong("InvalidTriggerCategory", "position is not valid", "trigger_category_id", id)
		}
	}
	for _, line := range triggers {
		id := line.Text("id")
		switch categoryID := line.Text("category_id"); {
		case c.triggers[idOf(id)] == nil:
			wrong("InvalidTrigger", "id is not valid", "trigger_id", id)
		case line.Has("category_id") && c.categories[categoryID] == nil:
			wrong("InvalidTrigger", "category_id is not valid", "trigger_id", id)
		case badPosition(line):
			wrong("InvalidTrigger", "position is not valid", "trigger_id", id)
		}
	}
	return mistakes
}

func badPosition(line members) bool { return line.Sent("position") && line.Number("position") < 0 }

// moveSections renames and places all categories of a job at once.
func (a *account) moveSections(lines []members) {
	var wishes []slot[string]
	for _, line := range lines {
		section := a.categories[line.Text("id")]
		if line.Has("name") {
			section.Name = line.Text("name")
		}
		section.Updated = a.now()
		if line.Sent("position") {
			wishes = append(wishes, slot[string]{section.ID, int(line.Number("position"))})
		}
	}
	a.seatCategories(wishes...)
}
