package zendesk

import (
	"slices"
	"strings"
)

// Effects are what a business rule sets on a ticket and what it reads there, so
// that a caller can tell of two rules whether their order matters. Tags are
// lower-case, as Zendesk stores them. The methods need every list sorted and
// without duplicates, as [EffectsOf] and the With methods make them.
//
// Only the rule's own conditions and actions count. What a payload renders is
// for the caller to add with [Effects.WithReads] and ReadsAllTags, and that a
// ticket field and its tags are one thing with [Effects.WithFieldTags].
type Effects struct {
	AddsTags, RemovesTags []string
	// SetsAllTags: every tag outside AddsTags may be removed, because set_tags
	// replaces them all, or because the removed tag is a placeholder.
	SetsAllTags bool
	// AddsAnyTag: a placeholder adds tags that only the ticket can tell.
	AddsAnyTag bool
	SetsFields []string // ids of custom ticket fields
	// SetsOther and ReadsOther are the ticket's other data, named like the
	// condition that reads it; see dataOf for what is one thing.
	SetsOther []string

	ReadsTags    []string
	ReadsAllTags bool
	ReadsFields  []string // ids of custom ticket fields
	ReadsOther   []string

	// NeedsAbsent and NeedsUnticked are the marks, tags and ids of checkboxes,
	// with which the rule does not run; see [HonouredBy].
	NeedsAbsent, NeedsUnticked []string
	// Notifies reports whether a webhook or a target is called.
	Notifies bool

	// values are what SetsFields are set to. A field that is missing here may
	// get any value.
	values map[string]Value
}

// EffectsOf returns what the conditions of a rule read and its actions set.
func EffectsOf(rule Rule) Effects {
	var e Effects
	for _, condition := range rule.Conditions.All {
		e.read(condition)
	}
	needed := HonouredBy(rule.Conditions.All)
	e.NeedsAbsent, e.NeedsUnticked = lowered(needed.Tags), needed.Checkboxes
	for _, condition := range rule.Conditions.Any {
		e.read(condition)
	}
	for _, action := range rule.Actions {
		e.set(action)
	}
	e.sort()
	return e
}

// The actions that take tags away, in Zendesk's words; [ActionAddTags] adds.
const (
	actionSetTags    = "set_tags"
	actionRemoveTags = "remove_tags"
)

func (e *Effects) read(condition Condition) {
	id, custom := strings.CutPrefix(condition.Field, customFieldPrefix)
	switch {
	case condition.Field == FieldTags:
		tags := tagsIn(condition.Value)
		e.ReadsTags = append(e.ReadsTags, tags...)
		e.ReadsAllTags = e.ReadsAllTags || len(tags) == 0 // such as "changed"
	case custom:
		e.ReadsFields = append(e.ReadsFields, id)
	case isStatusClock(condition):
		e.ReadsOther = append(e.ReadsOther, FieldStatus)
	default:
		e.ReadsOther = append(e.ReadsOther, dataOf(condition.Field))
	}
}

func (e *Effects) set(action Action) {
	id, custom := strings.CutPrefix(action.Field, customFieldPrefix)
	switch field := action.Field; {
	case field == ActionNotifyHook || field == ActionNotifyTarget:
		e.Notifies = true
	case field == ActionAddTags:
		e.addTags(action.Value)
	case field == actionSetTags:
		// What earlier actions of the rule added goes too, also by a field's tag.
		e.RemovesTags = append(e.RemovesTags, e.AddsTags...)
		e.values = nil
		e.addTags(action.Value)
		e.SetsAllTags = true
	case field == actionRemoveTags:
		e.RemovesTags = append(e.RemovesTags, tagsIn(action.Value)...)
		e.SetsAllTags = e.SetsAllTags || hasPlaceholder(action.Value)
	case custom:
		e.setField(id, action.Value)
	case !isMessage(field):
		e.SetsOther = append(e.SetsOther, dataOf(field))
		e.SetsOther = append(e.SetsOther, alsoSets[field]...)
	}
}

func (e *Effects) addTags(value Value) {
	e.AddsTags = append(e.AddsTags, tagsIn(value)...)
	e.AddsAnyTag = e.AddsAnyTag || hasPlaceholder(value)
}

// setField keeps the value of a field that is set once, to one text that is no
// placeholder. Multiselects are set with lists, of which Zendesk does not say
// whether they replace or add.
func (e *Effects) setField(id string, value Value) {
	_, single := value.Text()
	if again := slices.Contains(e.SetsFields, id); again || !single || hasPlaceholder(value) {
		delete(e.values, id)
	} else {
		if e.values == nil {
			e.values = map[string]Value{}
		}
		e.values[id] = value
	}
	e.SetsFields = append(e.SetsFields, id)
}

// sameData gives names that conditions and actions have for one and the same thing,
// or for what follows from it. Source: Zendesk's "Conditions reference" and
// "Actions reference".
var sameData = map[string]string{
	fieldCustomStatus:        FieldStatus,
	"reopens":                FieldStatus,
	"agent_stations":         "assignee_id",
	"assigned_at":            "assignee_id",
	"group_stations":         "group_id",
	"subject":                "subject_includes_word",
	FieldDescription:         "subject_includes_word",
	"set_schedule":           "schedule_id",
	"within_schedule":        "schedule_id",
	"in_business_hours":      "schedule_id",
	"on_holiday":             "schedule_id",
	"comment_value":          "comment_is_public",
	"comment_value_html":     "comment_is_public",
	"comment_mode_is_public": "comment_is_public",
	"reply_public":           "comment_is_public",
	"reply_internal":         "comment_is_public",
	"comment_includes_word":  "comment_is_public",
	"replies":                "comment_is_public",
}

// alsoSets are what Zendesk changes together with an action's own field: an
// assignee must be a member of the ticket's group, so each may clear or fill the
// other. That assigning a new ticket also opens it is left out: it would relate
// every assignment to every rule that asks for a status.
var alsoSets = map[string][]string{"group_id": {"assignee_id"}, "assignee_id": {"group_id"}}

// dataOf is the name under which a condition's or an action's field is compared
// with those of other rules. Fields of the person who acts are those of the
// requester, who may be the same person.
func dataOf(field string) string {
	if key, acting := strings.CutPrefix(field, "user.custom_fields."); acting {
		return "requester.custom_fields." + key
	}
	if name, found := sameData[field]; found {
		return name
	}
	return field
}

// isMessage: these actions write to people or systems and change no data that a
// condition reads.
func isMessage(field string) bool {
	return strings.HasPrefix(field, "notification_") || strings.HasPrefix(field, "side_conversation") || field == "tweet_requester"
}

// hasPlaceholder: Zendesk renders Liquid in the values of actions.
func hasPlaceholder(value Value) bool {
	text, single := value.Text()
	if single {
		return strings.Contains(text, "{{") || strings.Contains(text, "{%")
	}
	return slices.ContainsFunc(value.list, hasPlaceholder)
}

// tagsIn lists the tags of a condition or an action as Zendesk stores them,
// without those that a placeholder renders.
func tagsIn(value Value) []string {
	if hasPlaceholder(value) {
		return nil
	}
	var tags []string
	for _, element := range value.list {
		tags = append(tags, tagsIn(element)...)
	}
	for _, tag := range Tags(value) {
		tags = append(tags, strings.ToLower(tag))
	}
	return tags
}

// And are the effects of a rule that may act as one or as the other, such as one
// that is being changed: what both need is not known of it.
func (e *Effects) And(y *Effects) Effects {
	both := e.clone()
	others := y.lists()
	for i, list := range both.lists() {
		*list = append(*list, *others[i]...)
	}
	both.SetsAllTags, both.AddsAnyTag = e.SetsAllTags || y.SetsAllTags, e.AddsAnyTag || y.AddsAnyTag
	both.ReadsAllTags, both.Notifies = e.ReadsAllTags || y.ReadsAllTags, e.Notifies || y.Notifies
	both.NeedsAbsent, both.NeedsUnticked = nil, nil
	for id, value := range both.values {
		if other, known := y.values[id]; contains(y.SetsFields, id) && !(known && other.Equal(value)) {
			delete(both.values, id)
		}
	}
	both.sort()
	return both
}

func (e *Effects) lists() []*[]string {
	return []*[]string{
		&e.AddsTags, &e.RemovesTags, &e.SetsFields, &e.SetsOther, &e.ReadsTags, &e.ReadsFields, &e.ReadsOther,
		&e.NeedsAbsent, &e.NeedsUnticked,
	}
}

func (e *Effects) sort() {
	for _, list := range e.lists() {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}
