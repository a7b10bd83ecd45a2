package promise

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// zendeskDesk tells stories of Zendesk.
type zendeskDesk struct{}

func (zendeskDesk) start(a *author) start {
	made := start{Settings: map[string]any{}}
	if a.chance(25) {
		made.Settings["renumber"] = false
	}
	if a.chance(20) {
		made.Settings["ignore_position_on_create"] = true
	}
	if a.chance(20) {
		made.Settings["wide_ids"] = true
	}
	if a.chance(15) {
		made.Settings["categories_enabled"] = false
	} else {
		for i := range max(0, a.IntN(4)-1) {
			made.Categories = append(made.Categories, fmt.Sprintf("Foreign category %d", i+1))
		}
	}
	made.Settings["native_csat"] = pick(a, []string{"absent", "automation", "trigger"})
	for i := range a.IntN(4) {
		made.Foreign = append(made.Foreign, foreign{
			Title: fmt.Sprintf("Foreign %d", i+1), At: a.IntN(4), Fires: a.chance(30), Category: pick(a, append([]string{""}, made.Categories...)),
		})
	}
	if a.chance(3) {
		made.Crowd = 100 + a.IntN(20)
	}
	return made
}

func (zendeskDesk) categories(of start) bool { return of.Settings["categories_enabled"] == nil }

const (
	exclusionType  = "surveytrigger_zendesk_exclusion_trigger."
	sendType       = "surveytrigger_zendesk_send_trigger."
	categoryPrefix = "surveytrigger_zendesk_trigger_category."
)

func theID(address string) string { return "${" + address + ".id}" }

// categoryName is how a team calls its category.
func categoryName(team int, category string) string { return fmt.Sprintf("%s %d", category, team+1) }

func (zendeskDesk) resources(p props, s setup, team int) tfcore.Configuration {
	config := tfcore.Configuration{}
	if s.Categories {
		home := []any{}
		if p.home != "" {
			home = append(home, p.home)
		}
		config[categoryPrefix+"guards"] = tfcore.Resource{Attributes: map[string]any{"name": categoryName(team, "guards"), "evaluate_after": home}}
		config[categoryPrefix+"surveys"] = tfcore.Resource{Attributes: map[string]any{
			"name": categoryName(team, "surveys"), "evaluate_after": append([]any{theID(categoryPrefix + "guards")}, home...),
		}}
	}
	for _, each := range s.Exclusions {
		mark := map[string]any{"tag": each.Mark}
		if each.Mark == "" {
			mark = map[string]any{"checkbox_field_id": p.checkbox}
		}
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, each.After)
		attributes["mark"] = mark
		attributes["conditions"] = map[string]any{"all": whenSolved(each.Tag)}
		config[exclusionType+each.Name] = tfcore.Resource{Attributes: attributes, CreateBeforeDestroy: !each.Careless}
	}
	for _, each := range s.Sends {
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, each.After)
		attributes["channels"], attributes["webhook_id"], attributes["payload"] = []any{each.Channel}, p.webhook, p.payload
		if tags := s.marks(each); len(tags) > 0 {
			attributes["exclude_tags"] = tags
		}
		if each.Once {
			attributes["sent_tag"] = "surveyed_" + each.Name
		}
		config[sendType+each.Name] = tfcore.Resource{Attributes: attributes}
	}
	return config
}

func (s setup) common(title, category, note string, off bool, after []string) map[string]any {
	attributes := map[string]any{"title": title, "active": !off}
	if category != "" && s.Categories {
		attributes["category_id"] = theID(categoryPrefix + category)
	}
	if note != "" {
		attributes["description"] = note
	}
	listed := []any{}
	for _, name := range after {
		listed = append(listed, theID(exclusionType+name))
	}
	if len(listed) > 0 {
		attributes["evaluate_after"] = listed
	}
	return attributes
}

// whenSolved are the conditions of solved tickets that have a tag; "" is any.
func whenSolved(tag string) []any {
	conditions := []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}}
	if tag != "" {
		conditions = append(conditions, map[string]any{"field": "current_tags", "operator": "includes", "value": tag})
	}
	return conditions
}

// zendesk is an account in a simulation.
type zendesk struct {
	s      *simulation
	hand   props
	others map[string]bool     // ids of foreign triggers and categories
	known  map[string]string   // what they are, by id
	order  map[string][]string // of their ids, by category
	// strayed are the categories of triggers that somebody put into another one.
	strayed  map[string]string
	shuffled bool // somebody dragged a category
}

// vias are Zendesk's numbers of the channels.
var vias = map[string]int{"email": 4, "web_form": 0, "chat": 29}

const (
	zendeskAPI   = "/zendesk/api/v2"
	triggersPath = "/triggers"
)

func (z *zendesk) call(method, path string, body any) map[string]any {
	return z.s.call(method, zendeskAPI+path, body)
}

// must is a call that cannot be refused.
func (z *zendesk) must(method, path string, body any) map[string]any {
	answer := z.call(method, path, body)
	if answer == nil {
		z.s.violated("Zendesk refuses what a person does: %s %s %v", method, path, body)
	}
	return answer
}

func (zendeskDesk) open(s *simulation) account {
	z := &zendesk{s: s, others: map[string]bool{}, strayed: map[string]string{}}
	var stella, productionKey string
	for _, variable := range s.box.Environment("http://127.0.0.1") {
		switch variable.Name {
		case "ZENDESK_ACCESS_TOKEN":
			s.key = variable.Value
		case "STELLA_CONNECT_ENDPOINT":
			stella = variable.Value
		case "STELLA_CONNECT_PRODUCTION_KEY":
			productionKey = variable.Value
		}
	}
	sc := s.scenario
	if s.call(http.MethodPost, "/_sandbox/zendesk", sc.Start.Settings) == nil {
		panic(fmt.Sprintf("the settings %v were refused", sc.Start.Settings))
	}
	webhook := z.must(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella Connect", "endpoint": stella + "/v1/auth", "http_method": "POST", "request_format": "json",
		"status": "active", "subscriptions": []string{"conditional_ticket_events"},
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": productionKey}},
	}})
	field := z.must(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Do not send"}})
	z.hand = props{webhook: text(member(webhook, "webhook")["id"]), checkbox: text(member(field, "ticket_field")["id"])}
	if categories := z.list("trigger_categories"); len(categories) > 0 {
		z.hand.home = text(categories[0]["id"])
	}
	template, _, err := payload.ParseStellaConnect("email", z.hand.checkbox, nil)
	if err == nil {
		z.hand.payload, err = template.Template()
	}
	if err != nil {
		panic(err)
	}
	for _, each := range sc.Start.Categories {
		z.must(http.MethodPost, "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": each}})
	}
	for _, each := range sc.Start.Foreign {
		z.makeForeign(each)
	}
	for i := range sc.Start.Crowd {
		z.makeForeign(foreign{Title: fmt.Sprintf("One of many %d", i+1)})
	}
	for _, kind := range []string{"triggers", "trigger_categories"} {
		for _, each := range z.list(kind) {
			z.others[text(each["id"])] = true
		}
	}
	z.note()
	return z
}

func (z *zendesk) props() props { return z.hand }

func (z *zendesk) provider(base string) map[string]any {
	return map[string]any{"zendesk": map[string]any{"subdomain": "acme", "endpoint": base + "/zendesk", "access_token": z.s.key}}
}

func (z *zendesk) ticket(channel, status string, tags []string) string {
	z.s.people++
	made := z.must(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": status, "via_id": vias[channel], "tags": tags,
		"requester":      map[string]any{"name": "Carla Customer", "email": fmt.Sprintf("customer%d@customer.example", z.s.people)},
		"assignee_email": "ana.agent@example.com",
	}})
	return text(member(made, "ticket")["id"])
}

func (z *zendesk) update(ticket string, changes map[string]any) {
	z.must(http.MethodPut, "/tickets/"+ticket, map[string]any{"ticket": changes})
}

// text is an id or a title of an answer.
func text(value any) string { return fmt.Sprint(value) }

func member(of map[string]any, name string) map[string]any {
	inner, _ := of[name].(map[string]any)
	return inner
}

func members(of map[string]any, name string) (objects []map[string]any) {
	list, _ := of[name].([]any)
	for _, each := range list {
		if object, is := each.(map[string]any); is {
			objects = append(objects, object)
		}
	}
	return objects
}

// list is a whole list, in the order of evaluation.
func (z *zendesk) list(kind string) (all []map[string]any) {
	if kind == "trigger_categories" && !z.s.desk.categories(z.s.scenario.Start) {
		return nil
	}
	for page := 1; ; page++ {
		path := "/" + kind
		if kind == "triggers" {
			path += fmt.Sprintf("?per_page=100&page=%d", page)
		}
		answer := z.call(http.MethodGet, path, nil)
		all = append(all, members(answer, kind)...)
		if answer["next_page"] == nil || kind != "triggers" {
			return all
		}
	}
}

// makeForeign makes somebody's own trigger: one that never fires, or that fires
// at every solved ticket and changes what nobody here looks at.
func (z *zendesk) makeForeign(f foreign) string {
	tag := "never"
	if f.Fires {
		tag = ""
	}
	trigger := map[string]any{
		"title": f.Title, "conditions": map[string]any{"all": append(whenSolved(tag), map[string]any{"field": "priority", "operator": "is_not", "value": "low"})},
		"actions": []any{map[string]any{"field": "priority", "value": "low"}},
	}
	if f.At > 0 {
		trigger["position"] = f.At
	}
	if into := z.category(f.Category); into != "" {
		trigger["category_id"] = into
	}
	return text(member(z.must(http.MethodPost, triggersPath, map[string]any{"trigger": trigger}), "trigger")["id"])
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

// note remembers what is other people's, as it is now.
func (z *zendesk) note() { z.known, z.order = z.foreigners() }

// foreigners are the contents of foreign triggers and categories by id, and their
// order: in each category, and that of the categories.
func (z *zendesk) foreigners() (contents map[string]string, order map[string][]string) {
	contents, order = map[string]string{}, map[string][]string{}
	for _, kind := range []string{"triggers", "trigger_categories"} {
		for _, each := range z.list(kind) {
			id, group := text(each["id"]), text(each["category_id"])
			if !z.others[id] {
				continue
			}
			order[group] = append(order[group], id)
			delete(each, "position")
			delete(each, "updated_at")
			data, err := json.Marshal(each)
			if err != nil {
				panic(err)
			}
			contents[id] = string(data)
		}
	}
	return contents, order
}

func (z *zendesk) inspect(when string) {
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

func (z *zendesk) objects() (all []object) {
	for _, each := range z.list("triggers") {
		if id := text(each["id"]); !z.others[id] {
			all = append(all, object{"trigger", text(each["title"]), id, each["active"] == true})
		}
	}
	for _, each := range z.list("trigger_categories") {
		if id := text(each["id"]); !z.others[id] {
			all = append(all, object{"trigger category", text(each["name"]), id, true})
		}
	}
	return all
}

// titled is the one trigger of a title; of two nobody could tell which was meant.
func (z *zendesk) titled(title string) (found map[string]any) {
	for _, each := range z.list("triggers") {
		if each["title"] == title {
			if found != nil {
				return nil
			}
			found = each
		}
	}
	return found
}

func (z *zendesk) act(d deed) bool {
	switch d.Do {
	case shuffles:
		id := z.category(d.Title)
		if id == "" {
			return false
		}
		z.s.forget()
		z.shuffled = true
		z.must(http.MethodPatch, "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": d.To}})
		z.note()
		return true
	case adds:
		if d.Into != "" && z.category(d.Into) == "" {
			return false
		}
		z.others[z.makeForeign(foreign{Title: d.Title, At: d.To, Category: d.Into, Fires: d.Fires})] = true
		z.note()
		return true
	}
	found := z.titled(d.Title)
	if found == nil {
		return false
	}
	id := text(found["id"])
	changes := z.changes(d, id, found)
	if changes == nil && d.Do != deletes {
		return false
	}
	z.s.box.World().Clock.Advance(time.Minute) // Zendesk's times are whole seconds
	if !z.others[id] {
		z.s.touch(id, d.Title)
	}
	if d.Do == deletes {
		z.must(http.MethodDelete, triggersPath+"/"+id, nil)
		delete(z.others, id)
	} else {
		z.must(http.MethodPut, triggersPath+"/"+id, map[string]any{"trigger": changes})
	}
	z.note()
	return true
}

// changes are what a deed sends; nil when it is none of this trigger.
func (z *zendesk) changes(d deed, id string, found map[string]any) map[string]any {
	exclusion := strings.HasPrefix(d.Title, "Exclude")
	switch d.Do {
	case drags:
		return map[string]any{"position": d.To}
	case switchesOff, switchesOn:
		return map[string]any{"active": d.Do == switchesOn}
	case describes:
		return map[string]any{"description": fmt.Sprintf("by hand %d", d.To)}
	case renames:
		managed := slices.ContainsFunc(z.s.teams, func(t *team) bool { return t.addressOf(id) != "" })
		if !managed || !exclusion {
			return nil // leftovers and sends are known by their titles
		}
		return map[string]any{"title": d.Title + " by hand"}
	case retags:
		if !exclusion {
			return nil
		}
		return map[string]any{"conditions": map[string]any{"all": whenSolved("nobody")}, "actions": found["actions"]} // Zendesk replaces both
	case recategorize:
		into := z.category(d.Into)
		if into == "" {
			return nil
		}
		if _, before := z.strayed[id]; !before {
			z.strayed[id] = text(found["category_id"])
		}
		return map[string]any{"category_id": into}
	default:
		return nil
	}
}

func (z *zendesk) heed(r run, _, text string) bool {
	switch {
	case strings.Contains(text, "cannot move from the category"):
		return z.moveSendsFirst(r)
	case strings.Contains(text, "The evaluation order cannot be established"):
		return z.putBack(r.Team)
	case strings.Contains(text, "still holds these triggers"):
		return z.clear()
	default:
		return false
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
		way := run{Team: r.Team, Config: first}
		z.s.followAdvice(way, z.s.apply(way, true))
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
			home, strayed = z.hand.home, true // Zendesk chose it while somebody dragged categories
		}
		if strayed && home != "" && o.Attributes["category_id"] != home {
			z.s.touch(o.ID, "")
			z.must(http.MethodPut, triggersPath+"/"+o.ID, map[string]any{"trigger": map[string]any{"category_id": home}})
			delete(z.strayed, o.ID)
			did = true
		}
	}
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

// clear takes other people's triggers out of the teams' categories.
func (z *zendesk) clear() bool {
	z.s.mu.Lock()
	defer z.s.mu.Unlock()
	did := false
	for _, each := range z.list("triggers") {
		if id := text(each["id"]); z.others[id] && !z.others[text(each["category_id"])] {
			z.must(http.MethodPut, triggersPath+"/"+id, map[string]any{"trigger": map[string]any{"category_id": z.hand.home}})
			did = true
		}
	}
	z.note()
	return did
}

// excuses is true of two refusals: an exclusion cannot move behind a send that
// looks at its mark and does not list it, or that another team has too; and a
// category in which others' triggers stand cannot be deleted.
func (z *zendesk) excuses(r run, address, text string) bool {
	if strings.Contains(text, "still holds these triggers") {
		return true
	}
	if !strings.Contains(text, "cannot move from the category") {
		return false
	}
	return !slices.ContainsFunc(r.Config.Sends, func(send sendOf) bool {
		return strings.Contains(text, fmt.Sprintf("%q in ", send.Title)) && slices.Contains(send.After, strings.TrimPrefix(address, exclusionType)) &&
			!z.s.scenario.shared(send)
	})
}
