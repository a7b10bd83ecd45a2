package promise

import (
	"fmt"
	"slices"
)

// workflowOf is a workflow of Kustomer that requests surveys of a receiver. The name is
// the address; no other one ever gets it.
type workflowOf struct {
	Name     string
	Off      bool     `json:",omitempty"`
	Chat     bool     `json:",omitempty"` // surveys chats, too
	OptOut   bool     `json:",omitempty"`
	Excludes []string `json:",omitempty"` // of [exclusions], sorted
	Anybody  bool     `json:",omitempty"` // does not require an assignee
	Delay    int      `json:",omitempty"` // minutes
	Mark     string   // an attribute, or a tag: see [tagMark]
	Header   string   // that has the key
	Version  int      // of the key
	Note     string   `json:",omitempty"` // the description
	// keyless says that a person may have left it without its key.
	keyless bool
}

const (
	workflowType = "surveytrigger_kustomer_send_workflow."
	// surveyAddress is where the receiver is.
	surveyAddress = "https://surveys.example.com/requests"
	optOut        = "doNotSendSurveyBool"
	tagMark       = "surveyed"
	// longestDelay is how many minutes a survey waits here at most.
	longestDelay = 120
)

// The marks and the headers of workflows, some of which share them.
var (
	surveyMarks = []string{"surveySentBool", "surveySentBool", "askedBool", tagMark}
	keyHeaders  = []string{"x-api-key", "x-survey-key"}
)

// exclusions are those that configurations have, by the kind of the conversations that
// they exclude.
var exclusions = map[string]map[string]any{
	"vip":      {"field": "tags", "operator": "contains", "value": "vip"},
	"urgent":   {"field": "priority", "operator": "gte", "value": "5"},
	"free":     {"field": "custom.planStr", "operator": "eq", "value": "free"},
	"employee": {"field": "customer.custom.employeeBool", "operator": "true"},
}

// What a person does with a workflow in Kustomer's editor, beside activates, deactivates,
// describes and renames, and touches, which is to conversations.
const (
	opens  verb = "remove the exclusions"
	strips verb = "remove the key"
)

// hasWorkflows tells the histories of workflows from those of distributions.
func (h polledHistory) hasWorkflows() bool {
	return slices.ContainsFunc(h.Steps, func(each polledStep) bool { return len(each.Run.Config.Workflows) > 0 })
}

// title is the name of the workflow in Kustomer.
func (w workflowOf) title() string { return "Survey " + w.Name }

func (w workflowOf) key() string { return fmt.Sprintf("key of %s, %d", w.Name, w.Version) }

// attributes are those of the resource.
func (w workflowOf) attributes() map[string]any {
	all := map[string]any{
		"name": w.title(), "enabled": !w.Off, "channels": []any{"email"}, "require_assignee": !w.Anybody,
		"request": map[string]any{
			"url": surveyAddress, "method": "post", "secret_headers_wo": map[string]any{w.Header: w.key()}, "secret_headers_wo_version": w.Version,
			"body": fmt.Sprintf(`{"workflow": %q, "conversation": "/#steps.conversation.id", "email": "/#steps.customer.emails.0.email"}`, w.Name),
		},
	}
	if w.Chat {
		all["channels"] = []any{"email", "chat"}
	}
	if w.OptOut {
		all["opt_out_attribute"] = optOut
	}
	if len(w.Excludes) > 0 {
		conditions := make([]any, len(w.Excludes))
		for i, each := range w.Excludes {
			conditions[i] = exclusions[each]
		}
		all["exclude_when"] = conditions
	}
	if w.Delay > 0 {
		all["delay_minutes"] = w.Delay
	}
	if w.Note != "" {
		all["description"] = w.Note
	}
	if w.Mark == tagMark {
		all["sent_tag"] = w.Mark
	} else {
		all["sent_attribute"] = w.Mark
	}
	return all
}
