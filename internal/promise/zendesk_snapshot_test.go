package promise

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// trigger is one as the account shows it. Tags and fields are subjects, "tag vip"
// and "field 7", so that both are one kind of thing.
type trigger struct {
	id, title, category string
	position            int
	rank                int // in the order of evaluation
	active              bool
	adds, removes       set
	reads               set // of its conditions and of what its payload asks for
	needs, refuses      set // the tags without which, and with which, it does not match; and fields
	only                set // channels; empty is all
	receiver            string
	content             string // all but its place, as JSON
}

type set map[string]bool

func (s set) meets(other set) bool {
	for each := range s {
		if other[each] {
			return true
		}
	}
	return false
}

// sets are the subjects that a trigger changes.
func (t *trigger) sets() set {
	all := set{}
	for _, each := range []set{t.adds, t.removes} {
		for subject := range each {
			all[subject] = true
		}
	}
	return all
}

// snapshot is the account at one moment.
type snapshot struct {
	triggers   []*trigger     // in the order of evaluation
	categories []string       // ids, in their order
	places     map[string]int // their positions
	names      map[string]string
	byID       map[string]*trigger
	// automations and receivers are read where the history has such.
	automations []*trigger
	receivers   map[string]receiver
}

func tag(name string) string { return "tag " + name }
func field(id string) string { return "field " + id }
func isTag(subject string) string {
	name, is := strings.CutPrefix(subject, "tag ")
	if !is {
		return ""
	}
	return name
}

// look reads the account.
func (z *zendesk) look() *snapshot {
	now := &snapshot{places: map[string]int{}, names: map[string]string{}, byID: map[string]*trigger{}, receivers: map[string]receiver{}}
	if z.later {
		z.lookLater(now)
	}
	for _, each := range z.list("trigger_categories") {
		id := text(each["id"])
		now.categories = append(now.categories, id)
		now.names[id], now.places[id] = text(each["name"]), whole(each["position"])
	}
	for rank, each := range z.list("triggers") {
		made := readTrigger(each)
		made.rank = rank
		now.triggers = append(now.triggers, made)
		now.byID[made.id] = made
	}
	return now
}

var placeholder = regexp.MustCompile(`ticket_field_(\d+)`)

func readTrigger(from map[string]any) *trigger {
	t := &trigger{
		id: text(from["id"]), title: text(from["title"]), position: whole(from["position"]), active: from["active"] == true,
		adds: set{}, removes: set{}, reads: set{}, needs: set{}, refuses: set{}, only: set{},
	}
	if from["category_id"] != nil {
		t.category = text(from["category_id"])
	}
	for _, group := range []string{"all", "any"} {
		for _, each := range members(member(from, "conditions"), group) {
			t.readCondition(text(each["field"]), text(each["operator"]), each["value"], group == "any")
		}
	}
	for _, each := range members(from, "actions") {
		t.readAction(text(each["field"]), each["value"])
	}
	delete(from, "position")
	delete(from, "updated_at")
	content, err := json.Marshal(from)
	if err != nil {
		panic(err)
	}
	t.content = string(content)
	return t
}

func (t *trigger) readCondition(name, operator string, value any, either bool) {
	number, custom := strings.CutPrefix(name, "custom_fields_")
	switch {
	case name == "current_tags":
		for _, each := range strings.Fields(text(value)) {
			t.reads[tag(each)] = true
			switch {
			case operator == "not_includes":
				t.refuses[tag(each)] = true
			case !either:
				t.needs[tag(each)] = true
			}
		}
	case custom:
		t.reads[field(number)] = true
		if (operator == "is_not") == (text(value) == "true") {
			t.refuses[field(number)] = true
		}
	case name == "via_id":
		t.only[text(value)] = true
	}
}

func (t *trigger) readAction(name string, value any) {
	number, custom := strings.CutPrefix(name, "custom_fields_")
	switch {
	case name == "current_tags", name == "remove_tags":
		for _, each := range strings.Fields(text(value)) {
			if name == "current_tags" {
				t.adds[tag(each)] = true
			} else {
				t.removes[tag(each)] = true
			}
		}
	case custom:
		t.adds[field(number)] = true
	case name == "notification_webhook", name == "notification_target":
		parts, _ := value.([]any)
		if len(parts) > 0 {
			t.receiver = text(parts[0])
		}
		for _, found := range placeholder.FindAllStringSubmatch(fmt.Sprint(parts...), -1) {
			t.reads[field(found[1])] = true
		}
	}
}

// foreigners are the contents of foreign triggers and categories by id, and their
// order: in each category, and that of the categories.
func (z *zendesk) foreigners() (contents map[string]string, order map[string][]string) {
	contents, order = map[string]string{}, map[string][]string{}
	for _, each := range z.now.triggers {
		if z.others[each.id] {
			contents[each.id] = each.content
			if !z.movable[each.title] && each.active { // inactive ones are not counted
				order[each.category] = append(order[each.category], each.id)
			}
		}
	}
	for _, each := range z.now.automations {
		if z.others[each.id] {
			contents[each.id] = each.content
		}
	}
	for id, each := range z.now.receivers {
		if z.others[id] {
			contents[id] = each.content
		}
	}
	for _, id := range z.now.categories {
		if z.others[id] {
			contents[id] = z.now.names[id]
			order["categories"] = append(order["categories"], id)
		}
	}
	return contents, order
}

// listed are the titles of foreign triggers that a configuration of the history
// lists: these a repair may move.
func (z *zendesk) listed() map[string]bool {
	titles := map[string]bool{}
	for team := range channelsOf {
		for _, config := range z.s.history.configured(team) {
			for _, title := range config.follows() {
				titles[title] = true
			}
		}
	}
	return titles
}

// note remembers what is other people's, as it is now.
func (z *zendesk) note() { z.known, z.order = z.foreigners() }

func (z *zendesk) inspect(when string) {
	z.now = z.look()
	contents, order := z.foreigners()
	for id, was := range z.known {
		if is := contents[id]; is != was {
			z.s.violated("something foreign was changed: %s it is %q, it was %q", when, is, was)
		}
	}
	if z.s.racing {
		z.order = order
	}
	for group, was := range z.order {
		if is := order[group]; !slices.Equal(is, was) {
			z.s.violated("the foreign triggers of a category run in another order: %s %v, before %v", when, is, was)
		}
	}
}

func (z *zendesk) before(id, other string) bool {
	a, b := z.now.byID[id], z.now.byID[other]
	return a != nil && b != nil && a.rank < b.rank
}

func (z *zendesk) objects() (all []object) {
	for _, each := range z.now.triggers {
		if !z.others[each.id] {
			all = append(all, object{"trigger", each.title, each.id, each.active})
		}
	}
	for _, id := range z.now.categories {
		if !z.others[id] {
			all = append(all, object{"trigger category", z.now.names[id], id, true})
		}
	}
	for _, each := range z.now.automations {
		if !z.others[each.id] {
			all = append(all, object{"automation", each.title, each.id, each.active})
		}
	}
	for id, each := range z.now.receivers {
		if !z.others[id] {
			all = append(all, object{"receiver", each.title, id, each.active})
		}
	}
	return all
}

// titled is the one trigger or automation of a title; of two nobody could tell which
// was meant.
func (z *zendesk) titled(title string) (found *trigger) {
	for _, each := range slices.Concat(z.now.triggers, z.now.automations) {
		if each.title == title {
			if found != nil {
				return nil
			}
			found = each
		}
	}
	return found
}
