package zendesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// maxRule is the size that a business rule must stay below (HC-4408886797466).
const maxRule = 65 * 1024

// condition is one line of a rule's `all` or `any`. Value is a string, an array or nil.
type condition struct {
	Field    string `json:"field"`
	Operator string `json:"operator"`
	Value    any    `json:"value"`
}

// action is one line of a rule's actions. Value is a string, an array (which may hold arrays) or nil.
type action struct {
	Field string `json:"field"`
	Value any    `json:"value"`
}

// words gives a condition's value as a list: the elements of an array, or the text itself.
func (c condition) words() []string {
	if items, ok := c.Value.([]any); ok {
		return texts(items)
	}
	return []string{c.text()}
}

func (c condition) text() string { return textOf(c.Value) }

func texts(items []any) []string {
	all := make([]string, 0, len(items))
	for _, item := range items {
		all = append(all, textOf(item))
	}
	return all
}

func textOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	default:
		return fmt.Sprint(value)
	}
}

// problems collects what is wrong with a rule. A refusal is a whole answer of its own and ends the collection.
type problems struct {
	reasons []detail
	refusal *reply
}

func (p *problems) add(member, format string, args ...any) {
	p.reasons = append(p.reasons, detail{member, fmt.Sprintf(format, args...), "InvalidValue"})
}

func (p *problems) reply() *reply {
	if p.refusal != nil {
		return p.refusal
	}
	if len(p.reasons) > 0 {
		return invalid(p.reasons...)
	}
	return nil
}

// decodeValue keeps numbers as they were written.
func decodeValue(raw json.RawMessage) any {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	_ = decoder.Decode(&value)
	return value
}

// readConditions reads one of `all` and `any`. Null and absent are empty.
func (a *account) readConditions(sent members, name string, known []subject, found *problems) []condition {
	conditions := []condition{}
	if !sent.Sent(name) {
		return conditions
	}
	var lines []members
	if err := json.Unmarshal(sent[name], &lines); err != nil {
		found.add("base", "conditions.%s must be a list of conditions", name)
		return conditions
	}
	for _, line := range lines {
		read := condition{Field: line.Text("field"), Operator: line.Text("operator"), Value: decodeValue(line["value"])}
		if read.Operator == "" {
			// "Omit the operator" is documented for some fields; what is stored and returned is "is".
			read.Operator = "is"
		}
		switch read.Value.(type) {
		case json.Number, bool:
			found.refusal = answer(http.StatusBadRequest, object{
				"error":       "InvalidValue",
				"description": fmt.Sprintf("Invalid condition %q: value must be a string", read.Field),
			})
		case map[string]any:
			found.add("base", "Condition %q: value must be a string or a list", read.Field)
		}
		a.checkCondition(read, known, found)
		if read.Field == "current_tags" {
			read.Value = eachTags(read.Value, writtenTags)
		}
		conditions = append(conditions, read)
	}
	return conditions
}

func (a *account) checkCondition(read condition, known []subject, found *problems) {
	if read.Field == "" {
		found.add("base", "Condition: field cannot be blank")
		return
	}
	if isPersonField(read.Field) {
		return
	}
	about := subjectNamed(known, read.Field)
	switch {
	case about == nil:
		found.add("base", "Condition: %q is not a valid condition field", read.Field)
	case !about.takes(read.Operator):
		found.add("base", "Condition %q: %q is not a valid operator", read.Field, read.Operator)
	case about.strict && !terminalOperators[read.Operator]:
		for _, word := range read.words() {
			if !about.allows(a, word) {
				found.add("base", "Condition %q: %q is not a valid value", read.Field, word)
			}
		}
	}
}

// readActions reads a rule's actions in their order.
func (a *account) readActions(sent members, found *problems) []action {
	actions := []action{}
	if !sent.Sent("actions") {
		return actions
	}
	var lines []members
	if err := json.Unmarshal(sent["actions"], &lines); err != nil {
		found.add("actions", "Actions: must be a list of actions")
		return actions
	}
	known := a.actionSubjects()
	for _, line := range lines {
		read := action{line.Text("field"), decodeValue(line["value"])}
		switch value := read.Value.(type) {
		case json.Number, bool:
			if !numericActionValues {
				found.refusal = classic(http.StatusBadRequest, "InvalidValue", fmt.Sprintf("Invalid action %q: value must be a string", read.Field))
			}
			read.Value = fmt.Sprint(value)
		case map[string]any:
			found.add("actions", "Action %q: value must be a string or a list", read.Field)
		}
		a.checkAction(read, known, found)
		if tagActions[read.Field] {
			read.Value = eachTags(read.Value, spacedTags)
		}
		actions = append(actions, read)
	}
	return actions
}

// tagActions are the actions whose value is a list of tags, blank-separated.
var tagActions = map[string]bool{"current_tags": true, "set_tags": true, "remove_tags": true}

func eachTags(value any, stored func(text string) string) any {
	if text, ok := value.(string); ok {
		return stored(text)
	}
	if items, ok := value.([]any); ok {
		return stored(strings.Join(texts(items), " "))
	}
	return value
}

func (a *account) checkAction(read action, known []subject, found *problems) {
	about := subjectNamed(known, read.Field)
	switch {
	case read.Field == "":
		found.add("actions", "Action: field cannot be blank")
	case about == nil && isPersonField(read.Field):
	case about == nil:
		found.add("actions", "Action: %q is not a valid action", read.Field)
	case read.Field == "notification_webhook":
		a.checkWebhookAction(read, found)
	case read.Field == "notification_target":
		a.checkTargetAction(read, found)
	case about.strict && !about.allows(a, textOf(read.Value)):
		found.add("actions", "Action %q: %q is not a valid value", read.Field, textOf(read.Value))
	}
}

func (a *account) checkWebhookAction(read action, found *problems) {
	items, ok := read.Value.([]any)
	if !ok || len(items) == 0 {
		found.add("actions", "Action \"notification_webhook\": value must be a list of webhook id and body")
		return
	}
	target := a.webhooks[textOf(items[0])]
	switch {
	case target == nil:
		found.add("actions", "Action \"notification_webhook\": webhook %q does not exist", textOf(items[0]))
	case target.Status != "active":
		found.add("actions", "Action \"notification_webhook\": webhook %q is inactive", textOf(items[0]))
	case target.isEventWebhook(), !unconnectedWebhookWorks && len(target.Subscriptions) == 0:
		found.add("actions", "Action \"notification_webhook\": webhook %q is not connected to triggers and automations", textOf(items[0]))
	}
}
