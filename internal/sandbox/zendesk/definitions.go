package zendesk

import (
	"net/http"
	"slices"
)

// definitions serves GET /triggers/definitions: everything that a rule of this very account can say.
func (c *call) definitions() *reply {
	known := c.conditionSubjects()
	return c.define(known, known)
}

// automationDefinitions serves GET /automations/definitions. Hours stand in `all` only.
func (c *call) automationDefinitions() *reply {
	known := c.automationSubjects()
	timeless := slices.DeleteFunc(slices.Clone(known), func(s subject) bool { return hourConditions[s.name] })
	return c.define(known, timeless)
}

func (c *call) define(all, any []subject) *reply {
	return answer(http.StatusOK, object{"definitions": object{
		"conditions_all": c.renderSubjects(all, true), "conditions_any": c.renderSubjects(any, true),
		"actions": c.renderSubjects(c.actionSubjects(), false),
	}})
}

func (c *call) renderSubjects(subjects []subject, conditions bool) []object {
	all := []object{}
	for _, about := range subjects {
		if about.withdrawn {
			continue
		}
		one := object{
			"group": about.group, "subject": about.name, "title": about.title, "type": about.kind,
			"nullable": about.nullable, "repeatable": repeatable[about.name],
		}
		if conditions {
			operators := []object{}
			for _, operator := range about.operators {
				operators = append(operators, object{"value": operator, "title": operatorTitles[operator], "terminal": terminalOperators[operator]})
			}
			one["operators"] = operators
		}
		if about.options != nil {
			values := []object{}
			if about.listsNull() {
				values = append(values, object{"value": nullValue, "title": "-", "enabled": true})
			}
			for _, o := range about.options(c.account) {
				values = append(values, object{"value": o.value, "title": o.title, "enabled": true})
			}
			one["values"] = values
		}
		all = append(all, one)
	}
	return all
}

// repeatable subjects may stand in one rule more than once.
var repeatable = map[string]bool{
	"comment_includes_word": true, "subject_includes_word": true, "current_tags": true, "notification_user": true,
	"notification_group": true, "notification_target": true, "notification_webhook": true, "cc": true, "follower": true,
}
