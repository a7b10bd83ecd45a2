package zendesk

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// lattices are the fields whose values have an order, lowest first.
var lattices = map[string][]string{
	"status":             {"new", "open", "pending", "hold", "solved", "closed"},
	"priority":           {"", "low", "normal", "high", "urgent"},
	"satisfaction_score": {"unoffered", "offered", "bad", "bad_with_comment", "good", "good_with_comment"},
}

// holds tells whether a condition is true of the update. A field that nobody knows is false.
func (u *update) holds(c condition) bool {
	switch c.Field {
	case "current_tags":
		return u.tagsHold(c)
	case "update_type":
		return (u.before == nil) == (c.text() == "Create")
	case "comment_is_public":
		return u.commentHolds(c.text())
	case "ticket_is_public":
		return u.ticket.isPublic() == (c.text() == "public")
	case "subject_includes_word":
		return wordsHold(c, u.ticket.Subject)
	case "description_includes_word":
		return wordsHold(c, u.ticket.Subject+" "+u.ticket.Description)
	case "comment_includes_word":
		return u.comment != nil && wordsHold(c, u.comment.Body)
	case "role", "requester_role":
		return u.roleHolds(c)
	case "in_business_hours", "within_schedule":
		// The account has no schedule: all hours are business hours, and there are no holidays.
		return c.text() != "false"
	case "on_holiday", "requester_twitter_verified":
		return c.text() == "false"
	case "recipient":
		return strings.EqualFold(c.text(), u.ticket.Recipient) == (c.Operator != "is_not")
	}
	if hourConditions[c.Field] {
		return u.hoursHold(c)
	}
	now, known := u.read(u.ticket, c.Field)
	if !known {
		return false
	}
	before := ""
	if u.before != nil {
		before, _ = u.read(u.before, c.Field)
	}
	return u.compare(c, before, now)
}

// read gives a field of a ticket as text, "" for unset.
func (u *update) read(t *ticket, field string) (value string, known bool) {
	switch field {
	case "status":
		return t.Status, true
	case "custom_status_id":
		id, _ := u.statusID(t.Status).(int64)
		return idText(id), true
	case "type":
		return t.Type, true
	case "priority":
		return t.Priority, true
	case "group_id":
		return idText(t.Group), true
	case "assignee_id":
		return idText(t.Assignee), true
	case "requester_id":
		return idText(t.Requester), true
	case "organization_id":
		return idText(t.Organization), true
	case "brand_id":
		return idText(t.Brand), true
	case "ticket_form_id":
		return idText(t.Form), true
	case "via_id":
		return strconv.Itoa(t.Via), true
	case "current_via_id":
		return strconv.Itoa(u.via), true
	case "satisfaction_score":
		return t.Satisfaction, true
	case "locale_id":
		return strconv.FormatInt(localeID(u.users[t.Requester].Locale), 10), true
	case "requester_time_zone":
		return "UTC", true
	case "requester_twitter_followers_count", "requester_twitter_statuses_count", "number_of_incidents":
		return "0", true
	case "ticket_due_date":
		if t.Due.IsZero() {
			return "", true
		}
		return t.Due.Format(time.DateOnly), true
	case "reopens":
		return strconv.Itoa(t.Reopens), true
	case "replies":
		return strconv.Itoa(u.publicReplies(t)), true
	case "agent_stations":
		return strconv.Itoa(t.AgentStations), true
	case "group_stations":
		return strconv.Itoa(t.GroupStations), true
	}
	return u.readField(t, field)
}

// readField reads custom_fields_ID and a person's custom_fields.KEY.
func (u *update) readField(t *ticket, field string) (value string, known bool) {
	if id, custom := strings.CutPrefix(field, "custom_fields_"); custom {
		f := u.fields[idOf(id)]
		if !f.works() {
			return "", false
		}
		switch value := t.Fields[f.ID].(type) {
		case bool:
			return strconv.FormatBool(value), true
		case []string:
			return strings.Join(value, " "), true
		case string:
			return value, true
		}
		if f.Type == "checkbox" {
			return "false", true
		}
		return "", true
	}
	if key, custom := strings.CutPrefix(field, "requester.custom_fields."); custom {
		return textOf(u.users[t.Requester].Fields[key]), true
	}
	if key, custom := strings.CutPrefix(field, "organization.custom_fields."); custom {
		if o := u.organizations[t.Organization]; o != nil {
			return textOf(o.Fields[key]), true
		}
		return "", true
	}
	if key, custom := strings.CutPrefix(field, "user.custom_fields."); custom {
		return textOf(u.actor.Fields[key]), true
	}
	return "", false
}

// compare applies an operator to a field's value before the update and now.
func (u *update) compare(c condition, before, now string) bool {
	changed := changedFrom(u.before != nil, before, now)
	names := func(value string) bool {
		return slices.ContainsFunc(c.words(), func(word string) bool { return u.meaning(c.Field, word) == value })
	}
	switch c.Operator {
	case "is":
		return names(now)
	case "is_not":
		return !names(now)
	case "changed":
		return changed
	case "not_changed":
		return !changed
	case "value", "changed_to":
		return changed && names(now)
	case "not_value":
		return !(changed && names(now))
	case "value_previous", "changed_from":
		return changed && names(before)
	case "not_value_previous":
		return !(changed && names(before))
	case "present":
		return now != ""
	case "not_present":
		return now == ""
	case "includes", "not_includes":
		return u.includes(c, now) == (c.Operator == "includes")
	case "includes_string", "not_includes_string":
		found := strings.Contains(strings.ToLower(now), strings.ToLower(c.text()))
		return found == (c.Operator == "includes_string")
	case "within_previous_n_days", "within_next_n_days":
		return u.withinDays(c, now)
	}
	return compareOrder(c, now)
}

// includes tells whether any of the condition's words is among the value's. A text may hold several words on both
// sides; an array is taken element by element.
func (u *update) includes(c condition, now string) bool {
	wanted := c.words()
	if _, list := c.Value.([]any); !list {
		wanted = strings.Fields(c.text())
	}
	held := append(strings.Fields(strings.ToLower(now)), now)
	return slices.ContainsFunc(wanted, func(word string) bool {
		return slices.Contains(held, strings.ToLower(u.meaning(c.Field, word))) || slices.Contains(held, word)
	})
}

// meaning resolves the words of a condition that stand for somebody, and the two documented spellings of ratings.
func (u *update) meaning(field, word string) string {
	switch {
	case word == nullValue:
		return ""
	case word == "current_user" && u.actor != noUser:
		return idText(u.actor.ID)
	case word == "requester_id" && field == "assignee_id":
		return idText(u.ticket.Requester)
	case word == "assignee_id" && field == "requester_id":
		return idText(u.ticket.Assignee)
	case field == "satisfaction_score" && word == "false":
		return "offered"
	case field == "satisfaction_score" && word == "true":
		return "unoffered"
	}
	return word
}

// compareOrder serves less_than and its like: by the field's lattice, else as numbers, else as text, which orders dates.
func compareOrder(c condition, now string) bool {
	order := strings.Compare(now, c.text())
	if lattice := lattices[c.Field]; lattice != nil {
		at, limit := slices.Index(lattice, now), slices.Index(lattice, c.text())
		if at < 0 || limit < 0 {
			return false
		}
		order = at - limit
	} else if now == "" {
		return false
	} else if number, err := strconv.ParseFloat(now, 64); err == nil {
		limit, err := strconv.ParseFloat(c.text(), 64)
		if err != nil {
			return false
		}
		order = int(max(-1, min(1, (number-limit)*1e9)))
	}
	switch c.Operator {
	case "less_than":
		return order < 0
	case "less_than_equal":
		return order <= 0
	case "greater_than":
		return order > 0
	case "greater_than_equal":
		return order >= 0
	}
	return false
}

func (u *update) withinDays(c condition, now string) bool {
	day, err := time.Parse(time.DateOnly, now)
	days, bad := strconv.Atoi(c.text())
	if err != nil || bad != nil {
		return false
	}
	today := u.now().Truncate(24 * time.Hour)
	apart := int(day.Sub(today).Hours() / 24)
	if c.Operator == "within_next_n_days" {
		return apart >= 0 && apart <= days
	}
	return apart <= 0 && -apart <= days
}

// tagsHold: includes is "any of them", not_includes is "none of them".
func (u *update) tagsHold(c condition) bool {
	wanted := normalTags(strings.Join(c.words(), " "))
	any := slices.ContainsFunc(wanted, func(tag string) bool { return slices.Contains(u.ticket.Tags, tag) })
	return any == (c.Operator == "includes" || c.Operator == "is")
}

// commentHolds is false for every value when the update has no comment.
func (u *update) commentHolds(value string) bool {
	switch {
	case u.comment == nil:
		return false
	case value == "true" || value == "requester_can_see_comment":
		return u.comment.Public
	case value == "false":
		return !u.comment.Public
	}
	return value == "not_relevant"
}

// wordsHold: includes is any of the words, is is the text as a whole; both ignore case.
func wordsHold(c condition, text string) bool {
	text = strings.ToLower(text)
	wanted := strings.ToLower(strings.Join(c.words(), " "))
	any := slices.ContainsFunc(strings.Fields(wanted), func(word string) bool { return strings.Contains(text, word) })
	switch c.Operator {
	case "includes":
		return any
	case "not_includes":
		return !any
	case "is_not":
		return !strings.Contains(text, wanted)
	}
	return strings.Contains(text, wanted)
}

// roleHolds: the value is agent, end_user or the id of a user.
func (u *update) roleHolds(c condition) bool {
	who := u.actor
	if c.Field == "requester_role" {
		who = u.users[u.ticket.Requester]
	}
	role := "end_user"
	switch {
	case who == noUser:
		role = roleOfNoUser
	case who.isAgent():
		role = "agent"
	}
	is := slices.ContainsFunc(c.words(), func(word string) bool { return word == role || word == idText(who.ID) })
	return is == (c.Operator != "is_not")
}
