package decision

import (
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// asks answers conditions about one update. Before is nil for a ticket that is created.
type asks struct {
	ticket *Ticket
	before *state
}

// verdict tells whether a rule acts on the ticket as it is now: all of "all" hold and, if there are any, at least one
// of "any". The condition is the first that fails; where none fails, the first that is undecided.
func (a asks) verdict(now *state, conditions rules.Conditions) (acts truth, because *rules.Condition) {
	acts = yes
	for i := range conditions.All {
		switch c := &conditions.All[i]; a.decided(now, *c) {
		case no:
			return no, c
		case maybe:
			if acts == yes {
				acts, because = maybe, c
			}
		}
	}
	if len(conditions.Any) == 0 {
		return acts, because
	}
	var unsure *rules.Condition
	for i := range conditions.Any {
		switch c := &conditions.Any[i]; a.decided(now, *c) {
		case yes:
			return acts, because
		case maybe:
			if unsure == nil {
				unsure = c
			}
		}
	}
	switch {
	case unsure == nil:
		return no, &conditions.Any[0]
	case acts == yes:
		return maybe, unsure
	}
	return acts, because
}

// decided is holds where that is known, else what the user says.
func (a asks) decided(now *state, c rules.Condition) truth {
	holds := a.holds(now, c)
	if holds == maybe && len(a.ticket.Conditions) > 0 {
		if by, decided := a.ticket.Conditions[Text(c)]; decided {
			return sure(by)
		}
	}
	return holds
}

// holds tells whether a condition is true. What the ticket does not tell is undecided: who updated it, comments,
// schedules, times, people's own fields, and every field that is not known here.
func (a asks) holds(now *state, c rules.Condition) truth {
	switch c.Field {
	case rules.FieldTags:
		return now.tagged(c)
	case fieldOfSubject:
		return now.data[fieldSubject].words(c)
	case fieldOfComment:
		if a.before == nil && a.ticket.Description != nil {
			return told(*a.ticket.Description).words(c)
		}
		return maybe
	case rules.FieldStatus, rules.FieldChannel, fieldType, fieldPriority, fieldGroup, fieldAssignee, fieldRequester, fieldBrand, fieldForm,
		fieldLocale, fieldStatusID, fieldUpdate, fieldUpdateVia, rules.FieldSatisfaction:
		return a.compared(c, a.was(func(s *state) value { return s.data[c.Field] }), now.data[c.Field], now)
	}
	id, custom := strings.CutPrefix(c.Field, fieldOfCustom)
	field, listed := now.account.fields[id]
	if !custom || !listed || field.Inactive {
		return maybe
	}
	was, is := a.was(func(s *state) value { return s.field(id) }), now.field(id)
	switch field.Type {
	case typeCheckbox, typeTagger, typeMultiselect:
		return a.compared(c, was, is, now)
	}
	return a.ofText(c, was, is, now)
}

// was is a value before the update, nil where there was no ticket.
func (a asks) was(read func(*state) value) *value {
	if a.before == nil {
		return nil
	}
	v := read(a.before)
	return &v
}

// tagged: includes is "any of them", not_includes is "none of them".
func (s *state) tagged(c rules.Condition) truth {
	if c.Operator != "includes" && c.Operator != "not_includes" {
		return maybe
	}
	found := no
	for _, tag := range s.account.tagsAsked(c.Value) {
		found = max(found, s.tag(tag))
	}
	return found.unless(c.Operator == "not_includes")
}

// tagsAsked are the tags of a condition, which is asked again and again.
func (a *Account) tagsAsked(v rules.Value) []string {
	text, single := v.Text()
	if !single {
		return tagsOf(v)
	}
	tags, known := a.asked[text]
	if !known {
		tags = tagsOf(v)
		a.asked[text] = tags
	}
	return tags
}

// tagsOf are the tags of a value in lower case, as Zendesk stores them.
func tagsOf(v rules.Value) (tags []string) {
	for _, text := range valuesOf(v) {
		for _, tag := range rules.Tags(rules.Text(text)) {
			tags = append(tags, strings.ToLower(tag))
		}
	}
	return tags
}

// words: includes finds any of the words, is finds the text. Whether a part of a word counts is not documented.
func (v value) words(c rules.Condition) truth {
	operator, negated := strings.CutPrefix(c.Operator, "not_")
	if c.Operator == "is_not" {
		operator, negated = "is", true
	}
	wanted := strings.ToLower(strings.Join(valuesOf(c.Value), " "))
	parts := []string{wanted}
	if operator == "includes" {
		parts = strings.Fields(wanted)
	}
	if !v.known || operator != "is" && operator != "includes" {
		return maybe
	}
	found := no
	for _, part := range parts {
		found = max(found, contains(strings.ToLower(v.text), part))
	}
	return found.unless(negated)
}

func contains(text, part string) truth {
	whole := func(s string) string { return " " + strings.Join(strings.FieldsFunc(s, isNoLetter), " ") + " " }
	switch {
	case !strings.Contains(text, part):
		return no
	case strings.Contains(whole(text), whole(part)):
		return yes
	}
	return maybe
}

func isNoLetter(r rune) bool {
	return strings.ContainsRune(" \t\r\n.,;:!?\"'()[]{}<>/\\|-_+*=&%$#@~`", r)
}
