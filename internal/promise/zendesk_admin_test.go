package promise

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// makeForeign makes somebody's own trigger.
func (z *zendesk) makeForeign(f foreign) string {
	if f.Hourly {
		return z.makeForeignAutomation(f)
	}
	trigger := map[string]any{"title": f.Title, "active": !f.Off, "conditions": map[string]any{"all": f.conditions()}, "actions": f.actions(z)}
	if f.At > 0 {
		trigger["position"] = f.At
	}
	if into := z.category(f.Category); into != "" {
		trigger["category_id"] = into
	}
	return text(member(z.must(http.MethodPost, triggersPath, map[string]any{"trigger": trigger}), "trigger")["id"])
}

func (f foreign) conditions() []any {
	all := whenSolved(f.Tag)
	if f.Honours != "" {
		all = append(all, map[string]any{"field": "current_tags", "operator": "not_includes", "value": f.Honours})
	}
	switch {
	case f.Sends && f.Adds == "":
		return all
	case f.Adds != "":
		return append(all, map[string]any{"field": "current_tags", "operator": "not_includes", "value": f.Adds})
	case f.Removes != "":
		return append(all, map[string]any{"field": "current_tags", "operator": "includes", "value": f.Removes})
	case f.Soft == "type":
		return append(all, map[string]any{"field": "type", "operator": "is_not", "value": "task"})
	}
	return append(all, map[string]any{"field": "priority", "operator": "is_not", "value": "low"})
}

func (f foreign) actions(z *zendesk) []any {
	if f.Sends {
		actions := []any{f.calls(z)}
		if f.Adds != "" {
			actions = append(actions, map[string]any{"field": "current_tags", "value": f.Adds})
		}
		return actions
	}
	switch {
	case f.Adds != "":
		return []any{map[string]any{"field": "current_tags", "value": f.Adds}}
	case f.Removes != "":
		return []any{map[string]any{"field": "remove_tags", "value": f.Removes}}
	case f.Soft == "type":
		return []any{map[string]any{"field": "type", "value": "task"}}
	}
	return []any{map[string]any{"field": "priority", "value": "low"}}
}

// category finds one by the model's word for it.
func (z *zendesk) category(word string) string {
	for _, each := range z.list("trigger_categories") {
		if id := text(each["id"]); word == "" && id == z.hand.home || word != "" && strings.HasPrefix(text(each["name"]), word) {
			return id
		}
	}
	return ""
}

func (z *zendesk) act(a adminAction) bool {
	switch a.Do {
	case shuffles:
		return z.shuffle(a)
	case adds:
		return z.add(*a.Makes)
	}
	found := z.titled(a.Title)
	if found == nil {
		return false
	}
	id, path, kind := found.id, triggersPath, "trigger"
	if slices.Contains(z.now.automations, found) {
		if path, kind = automationsPath, "automation"; !slices.Contains([]verb{deactivates, activates, deletes}, a.Do) {
			return false
		}
	}
	changes := z.changes(a, id, found)
	if changes == nil && a.Do != deletes {
		return false
	}
	z.s.box.World().Clock.Advance(time.Minute) // Zendesk's times are whole seconds
	if a.Do != extends {                       // it goes on protecting
		z.s.touch(id, a.Title)
	}
	if a.Do != drags {
		delete(z.made, id)
	}
	if a.Do == deletes {
		z.must(http.MethodDelete, path+"/"+id, nil)
		delete(z.others, id)
	} else {
		z.must(http.MethodPut, path+"/"+id, map[string]any{kind: changes})
	}
	if kind == "automation" {
		z.s.count("admin action on an automation: " + string(a.Do))
	} else if found.receiver != "" && z.others[id] {
		z.s.count("admin action on a foreign sender: " + string(a.Do))
	}
	z.now = z.look()
	z.note()
	return true
}

func (z *zendesk) shuffle(a adminAction) bool {
	id := z.category(a.Title)
	if id == "" {
		return false
	}
	z.shuffled = true
	// What is moved is nobody's mistake: the order of all that is foreign may change.
	z.order = nil
	z.moved(func() {
		z.must(http.MethodPatch, "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": a.To}})
	})
	z.note()
	return true
}

func (z *zendesk) add(made foreign) bool {
	if made.Category != "" && z.category(made.Category) == "" {
		return false
	}
	if z.titled(made.Title) != nil {
		return false
	}
	z.others[z.makeForeign(made)] = true
	switch {
	case made.Hourly:
		z.s.count("a foreign automation is added")
	case made.Sends:
		z.s.count("a foreign sender is added")
	}
	z.now = z.look()
	z.note()
	return true
}

// changes are what an admin action sends; nil when it is none of this trigger.
func (z *zendesk) changes(a adminAction, id string, found *trigger) map[string]any {
	exclusion := strings.HasPrefix(a.Title, "Exclude")
	switch a.Do {
	case drags:
		return map[string]any{"position": a.To}
	case deactivates, activates:
		return map[string]any{"active": a.Do == activates}
	case describes:
		return map[string]any{"description": fmt.Sprintf("changed %d", a.To)}
	case renames:
		managed := slices.ContainsFunc(z.s.teams, func(t *team) bool { return t.addressOf(id) != "" })
		if !managed || !exclusion {
			return nil // orphans and sends are known by their titles
		}
		return map[string]any{"title": a.Title + " changed"}
	case retags, extends:
		if !exclusion {
			return nil
		}
		is := member(z.call(http.MethodGet, triggersPath+"/"+id, nil), "trigger")
		conditions, actions := is["conditions"], is["actions"] // Zendesk replaces both
		if a.Do == retags {
			conditions = map[string]any{"all": whenSolved("nobody")}
		} else {
			all, _ := actions.([]any)
			actions = slices.Concat(all, []any{map[string]any{"field": "priority", "value": "low"}})
		}
		return map[string]any{"conditions": conditions, "actions": actions}
	case opens:
		if found.receiver == "" {
			return nil
		}
		is := member(z.call(http.MethodGet, triggersPath+"/"+id, nil), "trigger")
		all := slices.DeleteFunc(members(member(is, "conditions"), "all"), func(each map[string]any) bool {
			return each["field"] == "current_tags" && each["operator"] == "not_includes"
		})
		return map[string]any{"conditions": map[string]any{"all": all, "any": member(is, "conditions")["any"]}, "actions": is["actions"]}
	case recategorize:
		into := z.category(a.Into)
		if into == "" {
			return nil
		}
		if _, before := z.strayed[id]; !before {
			z.strayed[id] = found.category
		}
		return map[string]any{"category_id": into}
	default:
		return nil
	}
}

// moveSendsFirst applies the configuration with the exclusions where they are, and
// reports whether that was another one.
func (z *zendesk) moveSendsFirst(r run) bool {
	words := map[any]string{z.hand.home: ""}
	stands := map[string]any{}
	for _, o := range z.s.teams[r.Team].terraform.Objects() {
		if word, is := strings.CutPrefix(o.Address, categoryPrefix); is {
			words[o.ID] = word
		}
		stands[o.Address] = o.Attributes["category_id"]
	}
	first := copyOf(r.Config)
	moved := false
	for i := range first.Exclusions {
		each := &first.Exclusions[i]
		if word, known := words[stands[exclusionType+each.Name]]; known && word != each.Category {
			each.Category, moved = word, true
		}
	}
	if moved {
		z.s.announce(run{Team: r.Team, Config: first})
		z.s.apply(run{Team: r.Team, Config: first})
	}
	return moved
}

// putBack brings the triggers of a team that somebody moved to another category
// back to where they were.
func (z *zendesk) putBack(number int) bool {
	z.s.mu.Lock()
	defer z.s.mu.Unlock()
	did := false
	t := z.s.teams[number]
	for _, o := range t.terraform.Objects() {
		home, strayed := z.strayed[o.ID]
		if !strayed && z.shuffled && t.applied.homely(o.Address) {
			home, strayed = z.hand.home, true // Zendesk chose it while somebody moved categories
		}
		if strayed && home != "" && o.Attributes["category_id"] != home && z.now.byID[o.ID] != nil {
			z.s.touch(o.ID, "")
			z.must(http.MethodPut, triggersPath+"/"+o.ID, map[string]any{"trigger": map[string]any{"category_id": home}})
			delete(z.strayed, o.ID)
			did = true
		}
	}
	z.now = z.look()
	z.note()
	return did
}

// homely reports whether the trigger of an address has no category of its own.
func (s setup) homely(address string) bool {
	if name, is := strings.CutPrefix(address, exclusionType); is {
		each := s.exclusion(name)
		return each != nil && each.Category == ""
	}
	name, is := strings.CutPrefix(address, sendType)
	each := s.send(name)
	return is && each != nil && each.Category == ""
}

// clear takes what a team's state does not hold out of its categories.
func (z *zendesk) clear(number int) bool {
	z.s.mu.Lock()
	defer z.s.mu.Unlock()
	did := false
	t := z.s.teams[number]
	for _, each := range z.now.triggers {
		if each.category != "" && t.addressOf(each.category) != "" && t.addressOf(each.id) == "" {
			z.s.touch(each.id, each.title)
			z.must(http.MethodPut, triggersPath+"/"+each.id, map[string]any{"trigger": map[string]any{"category_id": z.hand.home}})
			did = true
		}
	}
	z.now = z.look()
	z.note()
	return did
}
