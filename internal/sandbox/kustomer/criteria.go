package kustomer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
)

// criterion compares one attribute: {"conversation_status": {"equals": "done"}}.
type criterion struct {
	path     attributePath
	operator string
	value    any
}

// audience are criteria of a search, or of a satisfaction survey.
type audience struct{ and, or, not []criterion }

// operators are those that criteria know.
var operators = []string{
	"equals", "not_equals", "gt", "gte", "lt", "lte", "in", "not_in", "contains", "not_contains", "set", "not_set",
}

// size is how much an audience asks for; more is more specific.
func (a audience) size() int { return len(a.and) + len(a.or) + len(a.not) }

// kinds are those of the objects that it looks at.
func (a audience) kinds() []string {
	var kinds []string
	for _, c := range slices.Concat(a.and, a.or, a.not) {
		kinds = append(kinds, c.path.kind)
	}
	return kinds
}

// read reads and, or and not of an object; each is a list of criteria or one.
func (a *audience) read(r *reader) {
	a.and, a.or, a.not = r.criteria("and"), r.criteria("or"), r.criteria("not")
}

func (r *reader) criteria(name string) []criterion {
	if !r.sent.Sent(name) {
		return nil
	}
	var steps []map[string]map[string]any
	if json.Unmarshal(r.sent[name], &steps) != nil {
		step := map[string]map[string]any{}
		if !r.decode(name, &step, nullable, "a list of criteria") {
			return nil
		}
		steps = append(steps, step)
	}
	var all []criterion
	for _, step := range steps {
		for _, attribute := range slices.Sorted(maps.Keys(step)) {
			path, ok := pathOf(attribute)
			if !ok {
				r.fail(name, "holds the unknown attribute %q", attribute)
			}
			for operator, value := range step[attribute] {
				if !slices.Contains(operators, operator) {
					r.fail(name, "holds the unknown operator %q", operator)
				}
				all = append(all, criterion{path, operator, r.inZone(value)})
			}
		}
	}
	return all
}

// inZone makes a moment of a day without a time: its begin in the time zone of the
// search, which is GMT when none is given.
func (r *reader) inZone(value any) any {
	text, _ := value.(string)
	zone, err := time.LoadLocation(r.sent.Text("timeZone"))
	if err != nil {
		r.fail("timeZone", "is unknown")
		return value
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return stamp(day)
	}
	return value
}

// holds tells whether all of and, one of or and none of not hold.
func (a audience) holds(of records) bool {
	matches := func(c criterion) bool { return c.holds(of) }
	return !slices.ContainsFunc(a.and, func(c criterion) bool { return !c.holds(of) }) &&
		(len(a.or) == 0 || slices.ContainsFunc(a.or, matches)) && !slices.ContainsFunc(a.not, matches)
}

func (c criterion) holds(of records) bool {
	values := slices.DeleteFunc(c.path.values(of), func(value any) bool { return value == nil || value == "" })
	some := func(test func(value any) bool) bool { return slices.ContainsFunc(values, test) }
	switch c.operator {
	case "set":
		return len(values) > 0
	case "not_set":
		return len(values) == 0
	case "equals":
		return some(func(value any) bool { return compare(value, c.value) == 0 })
	case "not_equals":
		return !some(func(value any) bool { return compare(value, c.value) == 0 })
	case "in", "not_in":
		listed, _ := c.value.([]any)
		is := some(func(value any) bool {
			return slices.ContainsFunc(listed, func(one any) bool { return compare(value, one) == 0 })
		})
		return is == (c.operator == "in")
	case "contains", "not_contains":
		is := some(func(value any) bool {
			return strings.Contains(strings.ToLower(fmt.Sprint(value)), strings.ToLower(fmt.Sprint(c.value)))
		})
		return is == (c.operator == "contains")
	}
	return some(func(value any) bool { return inOrder(compare(value, c.value), c.operator) })
}

func inOrder(by int, operator string) bool {
	switch operator {
	case "gt":
		return by > 0
	case "gte":
		return by >= 0
	case "lt":
		return by < 0
	default:
		return by <= 0
	}
}

// attributePath is where an attribute of a search stands: the kind of object, and
// the members to go through.
type attributePath struct {
	kind    string
	members []string
}

// searched are the members of each kind that a search knows, besides custom ones.
var searched = map[string][]string{
	"customer": {"id", "name", "emails.email", "externalId", "tags", "locale", "createdAt", "updatedAt", "modifiedAt", "lastActivityAt"},
	"conversation": {
		"id", "name", "externalId", "status", "subStatus", "priority", "direction", "channels", "tags", "assignedUsers", "assignedTeams",
		"messageCount", "noteCount", "outboundMessageCount", "doneCount", "reopenCount", "satisfaction", "locked", "ended",
		"satisfactionLevel.status", "satisfactionLevel.rating", "satisfactionLevel.score", "createdAt", "updatedAt", "modifiedAt",
		"lastActivityAt", "lastMessageAt", "lastMessageDirection", "firstDone.createdAt", "lastDone.createdAt", "lastDone.createdBy",
		"firstMessageIn.channel", "lastMessageIn.channel", "firstMessageIn.sentAt", "lastMessageIn.sentAt", "firstMessageOut.sentAt", "lastMessageOut.sentAt",
	},
	"message": {"id", "externalId", "channel", "app", "direction", "preview", "subject", "status", "sentAt", "createdAt", "updatedAt"},
	"note":    {"id", "externalId", "body", "createdAt", "updatedAt"},
}

// otherNames are those that are not the member's own in snake case.
var otherNames = map[string]string{
	"customer_email": "customer_emails_email", "message_body": "message_preview", "conversation_channel": "conversation_channels",
}

// pathOf reads conversation_updated_at, or conversation_custom_scoreNum.
func pathOf(name string) (path attributePath, ok bool) {
	if other, known := otherNames[name]; known {
		name = other
	}
	kind, rest, _ := strings.Cut(name, "_")
	if custom, is := strings.CutPrefix(rest, "custom_"); is {
		return attributePath{kind, []string{"custom", custom}}, searched[kind] != nil && suffixOf(custom) >= 0
	}
	for _, member := range searched[kind] {
		if snake(member) == rest {
			return attributePath{kind, strings.Split(member, ".")}, true
		}
	}
	return path, false
}

func snake(member string) string {
	var name strings.Builder
	for _, letter := range member {
		switch {
		case letter == '.':
			name.WriteRune('_')
		case unicode.IsUpper(letter):
			name.WriteRune('_')
			name.WriteRune(unicode.ToLower(letter))
		default:
			name.WriteRune(letter)
		}
	}
	return name.String()
}

// values gives what stands at the path in all objects of its kind; lists are
// taken apart.
func (p attributePath) values(of records) []any {
	var all []any
	for _, one := range of[p.kind] {
		if p.members[0] == "id" {
			all = append(all, one["id"])
			continue
		}
		all = append(all, walk(one["attributes"], p.members)...)
	}
	return all
}

func walk(value any, members []string) []any {
	switch value := value.(type) {
	case []string:
		var all []any
		for _, item := range value {
			all = append(all, item)
		}
		return all
	case []object:
		var all []any
		for _, item := range value {
			all = append(all, walk(item, members)...)
		}
		return all
	case object:
		if len(members) > 0 {
			return walk(value[members[0]], members[1:])
		}
	case *float64:
		if value == nil {
			return nil
		}
		return []any{*value}
	}
	return []any{value}
}

// compare orders two values: moments and days by time, numbers by size, all else
// by its text.
func compare(a, b any) int {
	if left, is := momentOf(a); is {
		if right, is := momentOf(b); is {
			return left.Compare(right)
		}
	}
	if left, is := numberOf(a); is {
		if right, is := numberOf(b); is {
			return cmp.Compare(left, right)
		}
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func numberOf(value any) (float64, bool) {
	switch value := value.(type) {
	case int:
		return float64(value), true
	case float64:
		return value, true
	}
	return 0, false
}

func momentOf(value any) (time.Time, bool) {
	text, _ := value.(string)
	moment, err := time.Parse(time.RFC3339, text)
	return moment, err == nil
}
