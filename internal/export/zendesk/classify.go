package zendesk

import (
	"fmt"
	"slices"
	"strings"

	client "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// classify says of everything whether it belongs to surveys. Sends come first: what
// protects from them, and what they refer to, follows from them.
func (a *account) classify(wish export.Wish) *export.Inventory {
	a.recogniseReceivers(wish)
	a.recogniseSends(wish.Words)
	a.recogniseExclusions()
	chosen := a.chosen(wish.TitleContains)
	return a.inventory(chosen, wish)
}

// recogniseReceivers finds those that say by their name or address that they are for
// surveys, or that the user names.
func (a *account) recogniseReceivers(wish export.Wish) {
	for _, r := range a.receivers {
		named := func(text string) bool {
			return text == r.id || strings.Contains(strings.ToLower(r.address), strings.ToLower(text))
		}
		if word := wish.Words.In(r.title + " " + r.address); word != "" {
			r.why = fmt.Sprintf("%q is in its name or address", word)
		} else if slices.ContainsFunc(wish.Receivers, named) {
			r.why = "it was named with -receiver"
		}
	}
}

// recogniseSends finds the rules that request surveys: those that notify a receiver of
// surveys, those whose title says so, and those that look like it; then those that
// notify the same receivers.
func (a *account) recogniseSends(words export.Words) {
	for _, r := range a.rules {
		if r.native {
			r.is, r.why = native, "it sends Zendesk's own survey"
			continue
		}
		if len(r.notifies) == 0 {
			continue
		}
		for _, key := range r.notifies {
			if to := a.receivers[key]; to != nil && to.why != "" {
				r.sends("it notifies %s: %s", export.Called(to.title), to.why)
			}
		}
		if r.looksLikeSend() {
			r.sends("it notifies a receiver when a ticket was solved, unless the ticket is marked")
			for _, key := range r.notifies {
				if to := a.receivers[key]; to != nil && to.why == "" {
					to.why = export.Called(r.title) + " notifies it when a ticket was solved, unless the ticket is marked"
				}
			}
		}
	}
	for _, r := range a.rules {
		for _, key := range r.notifies {
			if to := a.receivers[key]; to != nil && to.why != "" {
				r.sends("it notifies %s, which another send notifies too", export.Called(to.title))
			}
		}
		if word := words.In(r.title); word != "" && len(r.notifies) > 0 {
			r.sends("%q is in its title", word)
		}
	}
}

// sends makes the rule a send, for the first reason that is found.
func (r *rule) sends(why string, args ...any) {
	if r.is != "" {
		return
	}
	r.is = send
	if r.noun == client.NounAutomation {
		r.is = automation
	}
	r.why = fmt.Sprintf(why, args...)
}

// looksLikeSend: it fires when a ticket was solved or closed, and not on a ticket with a
// mark, be it that of an exclusion or its own.
func (r *rule) looksLikeSend() bool {
	ends := func(c rules.Condition) bool {
		value, _ := c.Value.Text()
		switch c.Field {
		case rules.FieldHoursSinceSolved, "CLOSED":
			return true
		case rules.FieldStatus:
			return (c.Operator == "value" || c.Operator == "is" || c.Operator == "") && (value == "solved" || value == "closed")
		}
		return false
	}
	return !r.honours.Empty() && (slices.ContainsFunc(r.Conditions.All, ends) || slices.ContainsFunc(r.Conditions.Any, ends))
}

// isSend reports whether it requests surveys.
func (r *rule) isSend() bool { return r.is == send || r.is == automation }

// recogniseExclusions finds the triggers that leave a mark which a send honours.
func (a *account) recogniseExclusions() {
	for _, s := range a.rules {
		if !s.isSend() {
			continue
		}
		s.keptBy = a.honouredBy(s)
		for _, r := range a.rules {
			if r.is == "" && r.noun == client.NounTrigger && r.marks.Shares(s.keptBy) {
				r.is, r.why = exclusion, "it leaves a mark that "+export.Called(s.title)+" checks"
			}
		}
	}
}

// honouredBy are the marks that keep a send from surveying: those of its conditions, the
// checkboxes that leave such a tag, and those that its payload reports.
func (a *account) honouredBy(s *rule) rules.Marks {
	honoured := rules.Marks{Tags: s.honours.Tags, Checkboxes: slices.Clone(s.honours.Checkboxes)}
	var bodies []any
	for _, action := range s.Actions {
		if sent, notifies := rules.NotificationOf(action); notifies {
			bodies = append(bodies, sent.Body)
		}
	}
	told := idsIn(bodies...)
	for _, f := range a.fields {
		if f.Type == client.TypeCheckbox && (told[f.ID] || f.Tag != "" && slices.Contains(s.honours.Tags, f.Tag)) {
			honoured.Checkboxes = append(honoured.Checkboxes, f.ID)
		}
	}
	return honoured
}

// chosen are the rules of surveys that the user wants: those with the text in their
// title, and the exclusions that protect from such a send.
func (a *account) chosen(title string) []*rule {
	wanted := func(r *rule) bool {
		return r.is != "" && strings.Contains(strings.ToLower(r.title), strings.ToLower(title))
	}
	honoured := rules.Marks{}
	for _, r := range a.rules {
		if wanted(r) && r.isSend() {
			honoured.Tags, honoured.Checkboxes = append(honoured.Tags, r.keptBy.Tags...), append(honoured.Checkboxes, r.keptBy.Checkboxes...)
		}
	}
	return slices.DeleteFunc(slices.Clone(a.rules), func(r *rule) bool {
		return !wanted(r) && !(r.is == exclusion && r.marks.Shares(honoured))
	})
}
