package workflow

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
)

// CalledBy is the id of the workflow that a scheduler calls, "" for another workflow.
func CalledBy(d Document) string {
	step, _ := d.Step(stepSchedule)
	id, _ := step.Params["workflowId"].(string)
	return id
}

// Requests are the addresses of the HTTP requests that a workflow makes itself.
func Requests(d Document) (addresses []string) {
	for _, step := range d.Steps {
		if strings.HasPrefix(step.Action, actionsRequest) {
			addresses = append(addresses, textOf(step.Params["uri"]))
		}
	}
	return addresses
}

// Read reads each attribute from its place in the workflow that decides, and in the one
// that calls it after a delay, nil without one. What is not there is the zero value.
func Read(decider Document, scheduler *Document, tags Tags) Declaration {
	named := decider
	if scheduler != nil {
		named = *scheduler
	}
	d := Declaration{Name: named.Name, Description: described(named.Description), Enabled: decider.Enabled && named.Enabled, Delayed: scheduler != nil}
	if scheduler != nil {
		d.Minutes = minutesOf(*scheduler)
	}
	d.Status = statusOf(named)
	d.readLookups(decider)
	d.readDecision(decider, tags)
	d.readMark(decider)
	d.readRequest(decider)
	return d
}

func statusOf(d Document) string {
	if d.Trigger == nil {
		return ""
	}
	for _, transition := range d.Trigger.Transitions {
		for _, condition := range transition.Condition.inner() {
			if condition.Op == "eq" && condition.value(0) == statusAfter {
				return textOf(condition.value(1))
			}
		}
	}
	return ""
}

func minutesOf(scheduler Document) int64 {
	step, _ := scheduler.Step(stepSchedule)
	runAt, _ := step.Params["runAt"].(map[string]any)
	switch value := runAt["value"].(type) {
	case float64:
		return int64(value)
	case int64:
		return value
	}
	return 0
}

func (d *Declaration) readLookups(decider Document) {
	customer, _ := decider.Step(stepCustomer)
	_, without := to(stepDecide, customer.Transitions)
	d.RequireAssignee = !without
}

func (d *Declaration) readDecision(decider Document, tags Tags) {
	decide, _ := decider.Step(stepDecide)
	if optedOut, exists := to(stepOptedOut, decide.Transitions); exists {
		if field, is := fieldOf(optedOut.Condition.value(0)); is {
			_, d.OptOut, _ = field.Custom()
		}
	}
	if excluded, exists := to(stepExcluded, decide.Transitions); exists {
		for _, condition := range excluded.Condition.inner() {
			if exclusion, is := exclusionOf(condition, tags); is {
				d.Exclusions = append(d.Exclusions, exclusion)
			}
		}
	}
	surveyed, _ := to(stepMark, decide.Transitions)
	for _, part := range surveyed.Condition.inner() {
		if part.Op != "or" {
			continue
		}
		for _, condition := range part.inner() {
			if condition.Op == "eq" && condition.value(0) == channel {
				d.Channels = append(d.Channels, textOf(condition.value(1)))
			}
		}
	}
}

func (d *Declaration) readMark(decider Document) {
	mark, _ := decider.Step(stepMark)
	switch mark.Action {
	case actionUpdate:
		set, _ := mark.Params["custom"].(map[string]any)
		for name := range set {
			if d.SentAttribute == "" || name < d.SentAttribute {
				d.SentAttribute = name
			}
		}
	case actionAppendTags:
		if tags, _ := mark.Params["tags"].([]any); len(tags) > 0 {
			d.SentTag = textOf(tags[0])
		}
	}
}

// secret is a header whose value is a variable.
var secret = regexp.MustCompile(`^\{\{\{variables\.([^{}]*)\}\}\}$`)

func (d *Declaration) readRequest(decider Document) {
	step, _ := decider.Step(stepRequest)
	d.Request = Request{
		URL: textOf(step.Params["uri"]), Method: strings.ToLower(textOf(step.Params["method"])),
		Headers: map[string]string{}, Secrets: map[string]string{},
	}
	headers, _ := step.Params["headers"].(map[string]any)
	for name, value := range headers {
		text := textOf(value)
		if found := secret.FindStringSubmatch(text); found != nil {
			d.Request.Secrets[name] = found[1]
			continue
		}
		d.Request.Headers[name] = text
	}
	if data, exists := step.Params["data"]; exists {
		d.Request.Body = indented(data)
	}
}

func indented(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSpace(text.String())
}

// SameBody reports whether two bodies are the same but for white space and the order of
// their members.
func SameBody(a, b string) bool {
	left, err := kustomer.Data(a)
	if err != nil {
		return a == b
	}
	right, err := kustomer.Data(b)
	return err == nil && reflect.DeepEqual(plain(left), plain(right))
}

// UnusedTags are the tags of exclusions that had no id when the workflow was written.
func (d Declaration) UnusedTags(tags Tags) (names []string) {
	for _, exclusion := range d.Exclusions {
		if !exclusion.ComparesTags() {
			continue
		}
		if id := exclusion.tagID(tags); tags[id] == "" && !slices.Contains(names, exclusion.Value) {
			names = append(names, exclusion.Value)
		}
	}
	return names
}
