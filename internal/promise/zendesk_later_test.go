package promise

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

const (
	automationType  = "surveytrigger_zendesk_send_automation."
	webhookType     = "surveytrigger_zendesk_webhook."
	targetType      = "surveytrigger_zendesk_http_target."
	automationsPath = "/automations"
)

// laterPaths are what automations and receivers are written at.
var laterPaths = []string{automationsPath, "/webhooks", "/targets"}

func (zendeskDesk) isReceiver(address string) bool {
	return strings.HasPrefix(address, webhookType) || strings.HasPrefix(address, targetType)
}

func (zendeskDesk) receiver(r receiverOf) string { return r.address() }

func (r receiverOf) address() string {
	if r.Target {
		return targetType + r.Name
	}
	return webhookType + r.Name
}

// addLater adds the automations and receivers of a setup to its resources.
func (s setup) addLater(config tfcore.Configuration, p props, team int) {
	for _, each := range s.Receivers {
		name, url := fmt.Sprintf("Surveys %d", team+1), p.endpoint
		if each.Version > 0 {
			url += fmt.Sprintf("?version=%d", each.Version)
		}
		attributes := map[string]any{"name": name, "endpoint": url}
		if each.Target {
			attributes = map[string]any{"title": name, "url": url}
		}
		config[each.address()] = tfcore.Resource{Attributes: attributes, CreateBeforeDestroy: !each.Careless}
	}
	for _, each := range s.Automations {
		attributes := map[string]any{"title": each.Title, "active": !each.Off, "hours_since_solved": each.Hours, "sent_tag": each.Sent}
		s.notify(attributes, p, each.Name)
		if len(each.Honours) > 0 {
			attributes["exclude_tags"] = anys(each.Honours)
		}
		if len(each.Former) > 0 || each.Forgets {
			attributes["former_sent_tags"] = append([]any{}, anys(each.Former)...)
		}
		config[automationType+each.Name] = tfcore.Resource{Attributes: attributes}
	}
}

// notify adds what a send of a name notifies.
func (s setup) notify(attributes map[string]any, p props, name string) {
	attributes["payload"] = strings.Replace(p.payload, sendPlaceholder, name, 1)
	switch own := s.receiver(); {
	case own == nil:
		attributes["webhook_id"] = p.webhook
	case own.Target:
		attributes["target_id"] = theID(own.address())
	default:
		attributes["webhook_id"] = theID(own.address())
	}
}

// receiver is a webhook or target as the account shows it.
type receiver struct {
	title, content string
	active         bool
}

// lookLater reads automations and receivers.
func (z *zendesk) lookLater(now *snapshot) {
	for _, each := range z.list("automations") {
		now.automations = append(now.automations, readTrigger(each))
	}
	for _, kind := range []string{"webhooks", "targets"} {
		for _, each := range z.list(kind) {
			read := receiver{title: fmt.Sprint(each["name"], each["title"]), active: each["status"] == "active" || each["active"] == true}
			delete(each, "updated_at")
			content, err := json.Marshal(each)
			if err != nil {
				panic(err)
			}
			read.content = string(content)
			now.receivers[text(each["id"])] = read
		}
	}
}

// notifiers are the active triggers and automations, and those of one receiver.
func (n *snapshot) notifiers(of string) (all []*trigger) {
	for _, each := range slices.Concat(n.triggers, n.automations) {
		if each.active && each.receiver != "" && (of == "" || each.receiver == of) {
			all = append(all, each)
		}
	}
	return all
}

func (z *zendesk) deaf(number int) (titles []string) {
	for _, each := range z.now.notifiers("") {
		to, there := z.now.receivers[each.receiver]
		if z.later && z.s.teams[number].addressOf(each.id) != "" && (!there || !to.active) {
			titles = append(titles, each.title)
		}
	}
	return titles
}

func (z *zendesk) senders() (titles []string) {
	for _, each := range z.now.notifiers("") {
		if z.others[each.id] {
			titles = append(titles, each.title)
		}
	}
	return titles
}

// unanswered reports whether a configuration has another sent_tag than the state, and
// says nothing about the tickets that have the former one: a provider has to refuse it.
func (z *zendesk) unanswered(number int, will automationOf) bool {
	for _, o := range z.s.teams[number].terraform.Objects() {
		if o.Address == automationType+will.Name && !o.Deposed && !o.Tainted {
			was := text(o.Attributes["sent_tag"])
			return was != will.Sent && !will.Forgets && !slices.Contains(will.Former, was)
		}
	}
	return false
}

// laterObstacles are those that automations and receivers meet.
func (z *zendesk) laterObstacles(r run) (all []obstacle) {
	for _, each := range r.Config.Automations {
		if z.unanswered(r.Team, each) {
			all = append(all, obstacle{why: fmt.Sprintf("%q has another sent_tag, and former_sent_tags does not say what to do", each.Title)})
		}
	}
	t := z.s.teams[r.Team]
	for _, o := range t.terraform.Objects() {
		kind, name, _ := strings.Cut(o.Address, ".")
		if !z.s.desk.isReceiver(o.Address) || !z.goes(r, o) {
			continue
		}
		for _, each := range z.now.notifiers(o.ID) {
			own := t.addressOf(each.id) != ""
			switch {
			case !own:
				z.s.count("a receiver that others notify")
				all = append(all, obstacle{
					why:    fmt.Sprintf("%q notifies %s, which is to be deleted", each.title, o.Address),
					remedy: func() bool { return z.end(each) },
				})
			case !r.Options.Destroy && z.s.history.careless(r.Team, name):
				z.s.count("a receiver that would go too early")
				all = append(all, obstacle{
					why:    fmt.Sprintf("%q notifies the %s %s, which would be deleted first", each.title, kind, name),
					remedy: func() bool { return z.keepReceivers(r) },
				})
			}
		}
	}
	return all
}

// goes reports whether a run deletes or replaces a receiver of its state.
func (z *zendesk) goes(r run, o tfObject) bool {
	stays := slices.ContainsFunc(r.Config.Receivers, func(each receiverOf) bool { return each.address() == o.Address })
	return !stays || o.Deposed || o.Tainted || r.Options.Destroy || slices.Contains(r.Options.Replace, o.Address)
}

// end is what a person does about somebody's trigger or automation that notifies what
// has to go.
func (z *zendesk) end(each *trigger) bool {
	z.s.mu.Lock()
	defer z.s.mu.Unlock()
	if !z.others[each.id] {
		return false
	}
	return z.act(adminAction{Do: deactivates, Title: each.title})
}

// keepReceivers applies the configuration as an error advises: with what would be
// deleted too early, and create_before_destroy.
func (z *zendesk) keepReceivers(r run) bool {
	kept := copyOf(r.Config)
	var gone []receiverOf
	for _, o := range z.s.teams[r.Team].terraform.Objects() {
		_, name, _ := strings.Cut(o.Address, ".")
		if z.s.desk.isReceiver(o.Address) && !o.Deposed && !kept.hasReceiver(name) {
			gone = append(gone, z.s.history.receiverNamed(r.Team, name))
		}
	}
	if kept.Receivers = slices.Concat(gone, kept.Receivers); len(r.Config.Receivers) == 0 {
		kept.ByHand = true
	}
	for i := range kept.Receivers {
		kept.Receivers[i].Careless = false
	}
	z.s.announce(run{Team: r.Team, Config: kept})
	return z.s.apply(run{Team: r.Team, Config: kept}).OK()
}

// sameReceiver reports whether an orphan notifies what a run's sends will.
func (z *zendesk) sameReceiver(orphan *trigger, r run) bool {
	own := r.Config.receiver()
	if own == nil {
		return orphan.receiver == z.hand.webhook
	}
	for _, o := range z.s.teams[r.Team].terraform.Objects() {
		if o.Address == own.address() && !o.Deposed {
			return o.ID == orphan.receiver && !z.goes(r, o)
		}
	}
	return false
}

// automationDuplicates are like those of triggers.
func (z *zendesk) automationDuplicates(r run) (all []obstacle) {
	t := z.s.teams[r.Team]
	for _, will := range r.Config.Automations {
		var orphans []*trigger
		for _, each := range z.now.automations {
			if each.title == will.Title && t.addressOf(each.id) == "" {
				orphans = append(orphans, each)
			}
		}
		for _, each := range orphans {
			if same := z.made[each.id].content == will.content() && z.sameReceiver(each, r); each.active || len(orphans) > 1 || !same {
				all = append(all, obstacle{why: fmt.Sprintf("%s has the title %q, too", each.id, each.title), duplicate: each.id, remedy: func() bool { return false }})
			}
		}
	}
	return all
}

// content is what the account is told of an automation.
func (a automationOf) content() string { return fmt.Sprint(a.Hours, a.Honours, a.Sent, a.Former) }

// wroteLater counts what a write was about, and lets an hour pass.
func (z *zendesk) wroteLater(by *running, request *http.Request) {
	path := api(request)
	kind := strings.Split(path, "/")[1]
	z.s.count("a write of " + kind + ": " + request.Method)
	if own := by.run.Config.receiver(); request.Method == http.MethodDelete && own != nil {
		switch {
		case slices.Contains(by.run.Options.Replace, own.address()):
			z.s.count("a receiver that is replaced")
		case kind == "targets" && !own.Target:
			z.s.count("a target that gives way to a webhook")
		case kind != "automations":
			z.s.count("a receiver at another address")
		}
	}
	z.s.hour("in the hour after " + request.Method + " " + path)
}

// automation are the members of somebody's own automation.
func (f foreign) automation() map[string]any {
	all := []any{
		map[string]any{"field": "status", "operator": "is", "value": "solved"}, map[string]any{"field": "SOLVED", "operator": "is", "value": "1"},
	}
	for _, each := range []string{f.Adds, f.Honours} {
		if each != "" {
			all = append(all, map[string]any{"field": "current_tags", "operator": "not_includes", "value": each})
		}
	}
	return map[string]any{"title": f.Title, "active": !f.Off, "conditions": map[string]any{"all": all}}
}

// ours is the receiver that the first team's sends notify, or the one made by hand.
func (z *zendesk) ours() (id, field string) {
	for _, o := range z.s.teams[0].terraform.Objects() {
		if z.s.desk.isReceiver(o.Address) && !o.Deposed && len(z.now.notifiers(o.ID)) > 0 {
			if strings.HasPrefix(o.Address, targetType) {
				return o.ID, "notification_target"
			}
			return o.ID, "notification_webhook"
		}
	}
	return z.hand.webhook, "notification_webhook"
}

// calls is the action by which somebody's own trigger or automation asks for surveys.
func (f foreign) calls(z *zendesk) any {
	id, field := z.ours()
	return map[string]any{"field": field, "value": []string{id, strings.Replace(z.hand.payload, sendPlaceholder, f.Title, 1)}}
}

// makeForeignAutomation makes somebody's own automation.
func (z *zendesk) makeForeignAutomation(f foreign) string {
	automation := f.automation()
	automation["actions"] = f.actions(z)
	return text(member(z.must(http.MethodPost, automationsPath, map[string]any{"automation": automation}), "automation")["id"])
}
