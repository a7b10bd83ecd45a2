package promise

import (
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
)

// zendeskDesk is Zendesk, for histories.
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
	made.Settings["native_csat"] = pick(a, []string{"absent", "absent", "automation", "trigger"})
	for i := range a.IntN(5) {
		each := a.foreign(i + 1)
		each.At, each.Category = a.IntN(4), pick(a, append([]string{""}, made.Categories...))
		made.Foreign = append(made.Foreign, each)
	}
	if a.senders && a.chance(60) {
		made.Foreign = append(made.Foreign, a.sender(1))
	}
	if made.Settings["renumber"] == false && a.chance(50) { // inactive triggers that share a position
		at := 1 + a.IntN(3)
		for i := range 2 + a.IntN(2) {
			made.Foreign = append(made.Foreign, foreign{Title: fmt.Sprintf("Inactive %d", i+1), Tag: "never", At: at, Off: true})
		}
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

// props are what somebody made by hand before a history begins.
type props struct {
	webhook, checkbox string
	endpoint          string // of the webhook
	home              string // the category that the account had; "" without categories
	payload           string
	foreign           map[string]string // ids by title
}

// zendesk is an account in a simulation.
type zendesk struct {
	s      *simulation
	hand   props
	others map[string]bool     // ids of foreign triggers and categories
	known  map[string]string   // what they are, by id
	order  map[string][]string // of their ids, by category
	now    *snapshot
	// strayed are the categories of triggers that somebody put into another one.
	strayed  map[string]string
	shuffled bool            // somebody moved a category
	movable  map[string]bool // titles of foreign triggers that a configuration lists: these a repair may move
	later    bool            // the history has automations or receivers
	// made is what triggers and automations were created as, by id, until somebody changes them.
	made map[string]birth

	telling sync.Mutex
	told    map[*running]map[string]place // where a run's last list says that triggers and categories stand
	writers []*running                    // of each write so far
	heard   map[*running]int              // how many writes there were when a run listed triggers last
	blindly map[string]*running           // see blind, by title
}

// vias are Zendesk's numbers of the channels.
var vias = map[string]int{"email": 4, "web_form": 0, "chat": 29}

const (
	zendeskAPI   = "/zendesk/api/v2"
	triggersPath = "/triggers"
	surveyPath   = "/v1/auth" // of the survey backend
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
	z := &zendesk{s: s, others: map[string]bool{}, strayed: map[string]string{}, made: map[string]birth{}, told: map[*running]map[string]place{}, heard: map[*running]int{}, blindly: map[string]*running{}}
	z.later = s.history.later()
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
	begun := s.history.Start
	if s.call(http.MethodPost, "/_sandbox/zendesk", begun.Settings) == nil {
		panic(fmt.Sprintf("the settings %v were refused", begun.Settings))
	}
	webhook := z.must(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella Connect", "endpoint": stella + surveyPath, "http_method": "POST", "request_format": "json",
		"status": "active", "subscriptions": []string{"conditional_ticket_events"},
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": productionKey}},
	}})
	field := z.must(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Do not send"}})
	s.authorize = func(r *http.Request) { r.SetBasicAuth("connect", productionKey) }
	z.hand = props{webhook: text(member(webhook, "webhook")["id"]), endpoint: stella + surveyPath, checkbox: text(member(field, "ticket_field")["id"]), foreign: map[string]string{}}
	if categories := z.list("trigger_categories"); len(categories) > 0 {
		z.hand.home = text(categories[0]["id"])
	}
	z.hand.payload = surveyPayload(z.hand.checkbox)
	for _, each := range begun.Categories {
		z.must(http.MethodPost, "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": each}})
	}
	z.plainMails()
	z.now = z.look()
	for _, each := range begun.Foreign {
		z.hand.foreign[each.Title] = z.makeForeign(each)
	}
	for i := range begun.Crowd {
		z.makeForeign(foreign{Title: fmt.Sprintf("One of many %d", i+1), Tag: "never"})
	}
	for _, kind := range []string{"triggers", "trigger_categories", "automations", "webhooks"} {
		for _, each := range z.list(kind) {
			z.others[text(each["id"])] = true
		}
	}
	z.movable = z.listed()
	z.now = z.look()
	z.note()
	return z
}

// plainMails takes the placeholders out of the mails that the account's own triggers
// send: nobody reads them, and rendering them for every ticket takes its time. A few
// conditions cannot be written as they are read; none of these triggers is about a
// solve.
func (z *zendesk) plainMails() {
	for _, each := range z.list("triggers") {
		mails := false
		for _, act := range members(each, "actions") {
			if parts, _ := act["value"].([]any); text(act["field"]) == "notification_user" && len(parts) > 0 {
				act["value"], mails = []any{parts[0], "Your request", "Thank you."}, true
			}
		}
		if mails {
			z.call(http.MethodPut, triggersPath+"/"+text(each["id"]), map[string]any{"trigger": map[string]any{"conditions": each["conditions"], "actions": each["actions"]}})
		}
	}
}

func (z *zendesk) provider(base string) map[string]any {
	return map[string]any{"zendesk": map[string]any{"subdomain": "acme", "endpoint": base + "/zendesk", "access_token": z.s.key}}
}

func (z *zendesk) ticket(channel, status string, tags []string) (string, []string) {
	z.s.people++
	made := z.must(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": status, "via_id": vias[channel], "tags": tags,
		"requester":      map[string]any{"name": "Carla Customer", "email": fmt.Sprintf("customer%d@customer.example", z.s.people)},
		"assignee_email": "ana.agent@example.com",
	}})
	return text(member(made, "ticket")["id"]), texts(member(made, "ticket")["tags"])
}

func (z *zendesk) update(ticket string, changes map[string]any) []string {
	return texts(member(z.must(http.MethodPut, "/tickets/"+ticket, map[string]any{"ticket": changes}), "ticket")["tags"])
}

// texts are those of a list in an answer.
func texts(list any) (all []string) {
	each, _ := list.([]any)
	for _, one := range each {
		all = append(all, text(one))
	}
	return all
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
	if kind == "trigger_categories" && !(zendeskDesk{}).categories(z.s.history.Start) {
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

// sendPlaceholder stands in the payload where the name of the send comes: a survey
// tells which send asked for it.
const sendPlaceholder = "NAME-OF-THE-SEND"

func surveyPayload(checkbox string) string {
	template, _, err := stellaconnect.Parse("email", checkbox, nil)
	if err != nil {
		panic(err)
	}
	text, err := template.Template()
	if err != nil {
		panic(err)
	}
	return strings.Replace(text, "{", `{"brand": "`+sendPlaceholder+`",`, 1)
}
