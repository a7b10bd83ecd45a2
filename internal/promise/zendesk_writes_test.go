package promise

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// place is where a trigger or a category stands.
type place struct {
	Category string
	Position int
	Active   bool
}

// api is the path of a request without what every path has.
func api(r *http.Request) string {
	return strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, zendeskAPI), ".json")
}

func (z *zendesk) read(by *running, request *http.Request, answer *engine.Answer) {
	if path := api(request); answer.Status() == http.StatusOK && (path == triggersPath || path == "/trigger_categories") {
		z.hear(by, decoded(content(answer)))
		z.telling.Lock()
		defer z.telling.Unlock()
		if path == triggersPath {
			z.heard[by] = len(z.writers)
		}
	}
}

// blind is about sends that were activated where they stand, by a list from before another
// workspace wrote positions. Zendesk has no conditional write, so the guide on ordering
// promises no more than a look afterwards.
func (z *zendesk) blind(title string) bool { return z.blindly[title] != nil }

func (z *zendesk) forget() { clear(z.blindly) }

// noteBlind remembers the sends that a write activated like that.
func (z *zendesk) noteBlind(by *running, was *snapshot) {
	z.telling.Lock()
	missed := slices.ContainsFunc(z.writers[z.heard[by]:], func(other *running) bool { return other != by })
	z.writers = append(z.writers, by)
	z.telling.Unlock()
	maps.DeleteFunc(z.blindly, func(_ string, run *running) bool { return run == by })
	for _, each := range z.now.triggers {
		if before := was.byID[each.id]; missed && z.s.racing && each.active && each.receiver != "" && before != nil && !before.active {
			z.blindly[each.title] = by
		}
	}
}

// hear remembers where a list says that triggers or categories stand.
func (z *zendesk) hear(by *running, answer map[string]any) {
	z.telling.Lock()
	defer z.telling.Unlock()
	if z.told[by] == nil {
		z.told[by] = map[string]place{}
	}
	for _, each := range slices.Concat(members(answer, "triggers"), members(answer, "trigger_categories")) {
		z.told[by][text(each["id"])] = place{text(each["category_id"]), whole(each["position"]), each["active"] == true}
	}
}

func whole(number any) int {
	written, _ := number.(json.Number)
	n, _ := written.Int64()
	return int(n)
}

// asked expects that a write is about what the team made, and that it leaves
// other people's triggers in the relative order that they have in the list it was
// computed from.
func (z *zendesk) asked(by *running, request *http.Request, body []byte) {
	path, sent := api(request), decoded(body)
	one, isOne := strings.CutPrefix(path, triggersPath+"/")
	category, isCategory := strings.CutPrefix(path, "/trigger_categories/")
	switch {
	case request.Method == http.MethodPost && (path == triggersPath || path == "/trigger_categories"):
	case request.Method == http.MethodPost && path == "/trigger_categories/jobs":
		items := member(member(sent, "job"), "items")
		z.askedToPlace(by, members(items, "trigger_categories"))
		z.askedToPlace(by, members(items, "triggers"))
	case request.Method == http.MethodPut && path == "/triggers/update_many":
		z.askedToPlace(by, members(sent, "triggers"))
	case isOne && (request.Method == http.MethodPut || request.Method == http.MethodDelete):
		z.mustBeOwn(by, request, one)
		z.s.rewritten(one)
	case isCategory && (request.Method == http.MethodPatch || request.Method == http.MethodDelete):
		z.mustBeOwn(by, request, category)
	case slices.ContainsFunc(laterPaths, func(each string) bool {
		id, isOne := strings.CutPrefix(path, each+"/")
		if isOne && request.Method != http.MethodPost {
			z.mustBeOwn(by, request, id)
		}
		return isOne && request.Method != http.MethodPost || path == each && request.Method == http.MethodPost
	}):
	default:
		z.s.violated("nobody expects such a write: %s %s", request.Method, path)
	}
}

func (z *zendesk) mustBeOwn(by *running, request *http.Request, id string) {
	if !z.mayTouch(by.run, id) {
		z.s.violated("a write is about what the team did not make: %s %s, %s", request.Method, request.URL.Path, id)
	}
}

// mayTouch reports whether something is a team's own. A send that another team
// makes too may be adopted while it is inactive, which two of them may do at the
// same moment.
func (z *zendesk) mayTouch(r run, id string) bool {
	t := z.s.teams[r.Team]
	made := t.made
	if made[id] || z.others[id] || t.addressOf(id) != "" {
		return !z.others[id]
	}
	found := member(z.call(http.MethodGet, triggersPath+"/"+id, nil), "trigger")
	if found == nil {
		return true // it is gone, and the write will be told so
	}
	made[id] = slices.ContainsFunc(r.Config.Sends, func(each sendOf) bool {
		return each.Title == found["title"] && (found["active"] == false || z.s.racing && z.s.history.shared(each))
	})
	return made[id]
}

func (z *zendesk) askedToPlace(by *running, items []map[string]any) {
	var moved []string
	wanted := map[string]place{}
	z.telling.Lock()
	defer z.telling.Unlock()
	listed := z.told[by]
	for _, item := range items {
		id := text(item["id"])
		if len(item) > 2 || item["position"] == nil {
			z.s.rewritten(id)
		}
		if z.mayTouch(by.run, id) {
			continue
		}
		if stands := z.now.byID[id]; stands != nil && !stands.active && !listed[id].Active {
			z.s.violated("a write is about an inactive trigger that the team did not make: %q, %v", stands.title, item)
		}
		for name := range item {
			if name != "id" && name != "position" {
				z.s.violated("a write changes more than the position of what the team did not make: %v", item)
			}
		}
		moved, wanted[id] = append(moved, id), place{Category: listed[id].Category, Position: whole(item["position"])}
	}
	for i, a := range moved {
		for _, b := range moved[i+1:] {
			was := cmp.Compare(listed[a].Position, listed[b].Position)
			will := cmp.Compare(wanted[a].Position, wanted[b].Position)
			movable := z.movable[z.title(a)] || z.movable[z.title(b)]
			if !movable && wanted[a].Category == wanted[b].Category && was != 0 && was != will {
				z.s.violated("a write asks for another order of foreign triggers than the list it was computed from: %s, %s", a, b)
			}
		}
	}
}

func (z *zendesk) title(id string) string {
	if stands := z.now.byID[id]; stands != nil {
		return stands.title
	}
	return ""
}

// wrote notes what the answer to a write made or ended.
func (z *zendesk) wrote(by *running, request *http.Request, answer *engine.Answer) {
	was := z.now
	z.now = z.look()
	z.keepsPairs(by, was)
	z.noteBlind(by, was)
	for id := range z.strayed {
		if was.byID[id] != nil && z.now.byID[id] != nil && z.returned(was, id) {
			delete(z.strayed, id)
		}
	}
	if answer.Status() >= http.StatusBadRequest {
		return
	}
	path := api(request)
	switch request.Method {
	case http.MethodPost:
		told := decoded(content(answer))
		for _, kind := range []string{"trigger", "trigger_category", "automation", "webhook", "target"} {
			if made := member(told, kind); made != nil {
				z.s.teams[by.run.Team].made[text(made["id"])], by.made[text(made["id"])] = true, true
				z.born(by, made)
			}
		}
	case http.MethodPut:
		if id, isOne := strings.CutPrefix(path, triggersPath+"/"); isOne {
			delete(z.made, id)
		}
	case http.MethodDelete:
		if id, isOne := strings.CutPrefix(path, triggersPath+"/"); isOne {
			z.s.ended(by.run, id)
		}
		if id, isCategory := strings.CutPrefix(path, "/trigger_categories/"); isCategory {
			z.deletedWith(by, was, id)
		}
	}
	if slices.ContainsFunc(laterPaths, func(each string) bool { return strings.HasPrefix(path, each) }) {
		z.wroteLater(by, request)
	}
}

// deletedWith takes note of the foreign triggers that went with a category: a person put
// them into it after the run had seen it empty, and Zendesk has no delete that asks for
// an empty category.
func (z *zendesk) deletedWith(by *running, was *snapshot, category string) {
	z.telling.Lock()
	defer z.telling.Unlock()
	for _, each := range was.triggers {
		if told, listed := z.told[by][each.id]; each.category == category && z.others[each.id] && (!listed || told.Category != category) {
			z.s.count("a trigger that somebody put into a category while it was deleted")
			delete(z.known, each.id)
			delete(z.others, each.id)
		}
	}
}

// born remembers what a send was created from.
func (z *zendesk) born(by *running, made map[string]any) {
	for _, send := range by.run.Config.Sends {
		if made["title"] == send.Title {
			z.made[text(made["id"])] = birth{contentOf(by.run.Config, send), send.Category}
		}
	}
	for _, each := range by.run.Config.Automations {
		if made["title"] == each.Title {
			z.made[text(made["id"])] = birth{content: each.content()}
		}
	}
}
