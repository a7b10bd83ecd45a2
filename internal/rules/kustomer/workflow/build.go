package workflow

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
)

// The ids of the steps. The first three are what bodies refer to.
const (
	stepConversation = "conversation"
	stepCustomer     = "customer"
	stepAgent        = "agent"
	stepDecide       = "decide"
	stepSurveyed     = "surveyed"
	stepOptedOut     = "opted-out"
	stepExcluded     = "excluded"
	stepMark         = "mark"
	stepMarked       = "marked"
	stepRequest      = "request"
	stepSchedule     = "schedule"
	triggerID        = "1"
)

// Decider is the workflow that looks everything up, decides and sends.
func (d Declaration) Decider(tags Tags) Document {
	document := Document{Name: d.DeciderName(), Description: describe(d.Description), Enabled: d.Enabled}
	if d.Delayed {
		document.Trigger = &Trigger{
			ID: triggerID, Callable: true, Schema: inputs(), Meta: titled("Called after the delay", ""),
			Transitions: []Transition{next(stepConversation, always(), "Always")},
		}
	} else {
		document.Trigger = d.onStatus(stepConversation)
	}
	document.Steps = append(d.lookups(), d.decide(tags)...)
	document.Steps = append(document.Steps, d.sends()...)
	return document
}

// Shell is a scheduler before the workflow exists that it is to call.
func (d Declaration) Shell() Document {
	return Document{Name: d.Name, Description: describe(d.Description), Steps: []Step{}}
}

// Scheduler is the workflow that calls the decider after the delay.
func (d Declaration) Scheduler(callable string) Document {
	return Document{
		Name: d.Name, Description: describe(d.Description), Enabled: d.Enabled, Trigger: d.onStatus(stepSchedule),
		Steps: []Step{{
			ID: stepSchedule, Action: actionSchedule, AppVersion: appScheduler, Params: scheduleAfter(d.Minutes, callable),
			Meta: titled("Wait", "Calls the workflow that decides, after the delay."), Transitions: []Transition{},
		}},
	}
}

func (d Declaration) onStatus(target string) *Trigger {
	return &Trigger{
		ID: triggerID, EventName: eventUpdate, AppVersion: appKustomer, Meta: titled("Conversation changed", ""),
		Transitions: []Transition{next(target, group("and", compare("eq", statusAfter, d.Status), compare("neq", statusBefore, d.Status)), "Became "+d.Status)},
	}
}

// lookups are the steps before the decision.
func (d Declaration) lookups() []Step {
	toAgent := next(stepAgent, group("and", compare("exists", customerID), compare("exists", firstAssigned)), "Assigned")
	afterCustomer, afterAgent := []Transition{toAgent}, next(stepDecide, compare("exists", agentID), "Found")
	if !d.RequireAssignee {
		afterCustomer = append(afterCustomer, next(stepDecide, group("and", compare("exists", customerID), compare("dne", firstAssigned)), "Not assigned"))
		afterAgent = next(stepDecide, always(), "Always")
	}
	return []Step{
		action(stepConversation, actionFindConversation, findConversation(), "Conversation", "The conversation as it is now.", next(stepCustomer, compare("exists", conversationID), "Found")),
		action(stepCustomer, actionFindCustomer, findCustomer(), "Customer", "", afterCustomer...),
		action(stepAgent, actionFindUser, findAgent(), "Agent", "The first assigned user.", afterAgent),
	}
}

// decide is the step whose transitions decide, and the steps where those end that are not
// surveyed.
func (d Declaration) decide(tags Tags) []Step {
	decide := action(stepDecide, "", nil, "Decide", "The first of the transitions that holds is taken.")
	steps := []Step{}
	end := func(id string, condition Condition, title string) {
		decide.Transitions = append(decide.Transitions, next(id, condition, title))
		steps = append(steps, action(id, "", nil, title, "No survey is requested."))
	}
	if d.SentAttribute != "" {
		end(stepSurveyed, compare("true", custom(d.SentAttribute).Reference()), "Surveyed already")
	}
	if d.OptOut != "" {
		end(stepOptedOut, compare("true", custom(d.OptOut).Reference()), "Opted out")
	}
	if len(d.Exclusions) > 0 {
		end(stepExcluded, d.excluded(tags), "Excluded")
	}
	decide.Transitions = append(decide.Transitions, next(stepMark, d.surveyable(), "To be surveyed"))
	return append([]Step{decide}, steps...)
}

func (d Declaration) excluded(tags Tags) Condition {
	conditions := make([]Condition, len(d.Exclusions))
	for i, exclusion := range d.Exclusions {
		conditions[i] = exclusion.condition(tags)
	}
	return group("or", conditions...)
}

// surveyable holds for the conversations to survey, as they are now.
func (d Declaration) surveyable() Condition {
	channels := make([]Condition, len(d.Channels))
	for i, name := range d.Channels {
		channels[i] = compare("eq", channel, name)
	}
	return group("and", compare("eq", status, d.Status), group("or", channels...), compare("exists", firstEmail))
}

// sends are the mark and the request.
func (d Declaration) sends() []Step {
	var steps []Step
	if d.SentAttribute != "" {
		mark := action(stepMark, actionUpdate, setAttribute(d.SentAttribute), "Mark as surveyed", "Before the request: a run that fails later requests no second survey.", next(stepRequest, always(), "Always"))
		mark.ErrorCases = runAgain()
		steps = append(steps, mark)
	} else {
		steps = append(steps,
			action(stepMark, actionAppendTags, appendTag(d.SentTag), "Mark as surveyed", "Before the request: a run that fails later requests no second survey.", next(stepMarked, always(), "Always")),
			action(stepMarked, actionFindConversation, findConversation(), "Marked", "A conversation that had the tag before has as many tags as before.", next(stepRequest, tagAdded(), "Not surveyed before")))
	}
	return append(steps, action(stepRequest, actionRequest, d.Request.params(), "Request the survey", ""))
}

func (r Request) params() map[string]any {
	headers := map[string]any{}
	for name, value := range r.Headers {
		headers[name] = value
	}
	for name, id := range r.Secrets {
		headers[name] = variable(id)
	}
	params := map[string]any{"method": r.Method, "uri": r.URL, "headers": headers}
	if data, err := kustomer.Data(r.Body); err == nil {
		params["data"] = data
	}
	return params
}

func action(id, name string, params map[string]any, title, text string, transitions ...Transition) Step {
	step := Step{ID: id, Action: name, Params: params, Meta: titled(title, text), Transitions: append([]Transition{}, transitions...)}
	if name != "" {
		step.AppVersion = appKustomer
	}
	return step
}

func next(target string, condition Condition, title string) Transition {
	return Transition{Target: target, Condition: condition, Meta: map[string]any{"name": title}}
}

func titled(title, text string) map[string]any {
	meta := map[string]any{"displayName": title}
	if text != "" {
		meta["description"] = text
	}
	return meta
}
