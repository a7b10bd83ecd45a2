package decision

import (
	"cmp"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// act does a rule's actions in their order, and gives what they send.
func (a asks) act(s *state, rule rules.Rule) (sent []message) {
	for i := range rule.Actions {
		if action := &rule.Actions[i]; action.Field == rules.ActionNotifyHook || action.Field == rules.ActionNotifyTarget {
			if one, notifies := a.message(s, *action); notifies {
				sent = append(sent, one)
			}
		} else {
			a.change(s, *action)
		}
	}
	return sent
}

// change does an action that sends nothing to a receiver. Those that no condition can see do nothing.
func (a asks) change(s *state, action rules.Action) {
	text, single := action.Value.Text()
	if text == rules.NullValue {
		text = ""
	}
	whole := single || action.Value.IsNone()
	if ofTags(action.Field) {
		s.at.tags++
	} else {
		s.at.data++
	}
	switch action.Field {
	case rules.FieldStatus:
		a.setStatus(s, told(text))
	case fieldStatusID:
		a.setStatus(s, value{filled: true})
		s.data[fieldStatusID] = told(text)
	case fieldType, fieldPriority, fieldBrand, fieldForm, fieldLocale:
		s.data[action.Field] = told(text)
	case fieldGroup:
		a.setGroup(s, text)
	case fieldAssignee:
		a.setAssignee(s, text)
	case rules.FieldSatisfaction:
		s.data[action.Field] = value{filled: true}
	case fieldSubject:
		delete(s.data, fieldSubject)
		if rendered, sure := a.rendered(s, text); sure && whole {
			s.data[fieldSubject] = told(rendered)
		}
	case rules.ActionAddTags, actionSetTags, actionRemoveTags:
		a.changeTags(s, action)
	default:
		if id, custom := strings.CutPrefix(action.Field, fieldOfCustom); custom {
			a.setCustom(s, id, action.Value)
		}
	}
}

// ofTags reports whether a condition or an action is about tags or custom fields, which are one thing.
func ofTags(field string) bool {
	return field == rules.FieldTags || field == actionSetTags || field == actionRemoveTags || strings.HasPrefix(field, fieldOfCustom)
}

func (a asks) setStatus(s *state, to value) {
	if to.known && s.data[rules.FieldStatus] == to {
		return
	}
	s.data[rules.FieldStatus] = to
	delete(s.data, fieldStatusID)
}

// setGroup: an assignee has to be a member of the group, so another group may clear the assignee, and another assignee
// bring a group.
func (a asks) setGroup(s *state, id string) {
	if s.data[fieldGroup] != told(id) {
		s.data[fieldGroup] = told(id)
		delete(s.data, fieldAssignee)
	}
}

// setAssignee: a new ticket may become open when it is assigned.
func (a asks) setAssignee(s *state, id string) {
	to := told(id)
	switch id {
	case "current_user", fieldRequester:
		to = value{}
	}
	if to.known && s.data[fieldAssignee] == to {
		return
	}
	s.data[fieldAssignee] = to
	if id == "" {
		return
	}
	delete(s.data, fieldGroup)
	if s.data[rules.FieldStatus].is(opened) != no {
		a.setStatus(s, value{filled: true})
	}
}

func (a asks) changeTags(s *state, action rules.Action) {
	text, single := action.Value.Text()
	if !single {
		text = strings.Join(valuesOf(action.Value), " ")
	}
	rendered, sure := a.rendered(s, text)
	tags := tagsOf(rules.Text(rendered))
	switch action.Field {
	case actionRemoveTags:
		if !sure {
			s.anyTags(false, true)
			return
		}
		s.removeTags(tags)
	case actionSetTags:
		for tag := range s.tags {
			s.tags[tag] = no
		}
		s.others = no
		fallthrough
	default:
		if !sure {
			s.anyTags(true, s.options())
			return
		}
		s.addTags(tags)
	}
}

// options reports whether a tag that comes may take another one away, as the options of a drop-down do.
func (s *state) options() bool {
	for _, f := range s.account.tagged {
		if f.Type == typeTagger {
			return true
		}
	}
	return false
}

// setCustom sets a custom field. Whether the values of a multiselect replace or add is not documented.
func (a asks) setCustom(s *state, id string, v rules.Value) {
	text, single := v.Text()
	list, _ := v.Texts()
	f := s.account.fields[id]
	if f.Type == typeMultiselect {
		before := s.clone()
		s.setField(id, cmp.Or(text, strings.Join(list, " ")), true)
		for _, tag := range f.tags() {
			if s.tags[tag] == no && before.tag(tag) != no {
				s.tags[tag] = maybe
			}
		}
		return
	}
	if text == rules.NullValue {
		text = ""
	}
	rendered, sure := a.rendered(s, text)
	s.setField(id, rendered, sure && (single || v.IsNone()))
}
