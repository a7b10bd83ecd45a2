package zendesk

import (
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// do carries out one action. The actions of what this account does not have (schedules, skills, text messages, side
// conversations) do nothing, as in an account that never set them up.
func (u *update) do(act action) {
	if act.Value == nullValue {
		act.Value = ""
	}
	t, text := u.ticket, textOf(act.Value)
	switch act.Field {
	case "status":
		u.setStatus(t, text)
	case "custom_status_id":
		for _, status := range u.statuses {
			if idText(status.ID) == text {
				u.setStatus(t, status.Category)
			}
		}
	case "type":
		t.Type = text
	case "priority":
		t.Priority = text
	case "group_id":
		u.setGroup(t, idOf(text))
	case "assignee_id":
		u.setAssignee(t, idOf(u.meaning("assignee_id", text)))
	case "brand_id":
		t.Brand = idOf(text)
	case "ticket_form_id":
		t.Form = idOf(text)
	case "subject":
		t.Subject = u.liquid(text)
	case "locale_id":
		u.users[t.Requester].Locale = localeOf(idOf(text))
	case "satisfaction_score":
		if t.Satisfaction == "unoffered" {
			t.Satisfaction = text
		}
	case "current_tags":
		u.changeTags(t, mergedTags(t.Tags, normalTags(u.liquid(text))))
	case "set_tags":
		u.changeTags(t, normalTags(u.liquid(text)))
	case "remove_tags":
		u.changeTags(t, without(t.Tags, normalTags(u.liquid(text))))
	default:
		u.doNotice(act)
	}
}

func (u *update) doNotice(act action) {
	items, _ := act.Value.([]any)
	parts := append(texts(items), "", "", "")
	switch act.Field {
	case "notification_webhook":
		queued := len(u.deliveries)
		if u.notifyWebhook(items); len(u.deliveries) > queued {
			u.recordExternal(items)
		}
	case "notification_target":
		u.notifyTarget(items)
	case "notification_user":
		u.notify(u.recipients(parts[0]), parts[1], parts[2])
	case "notification_group":
		group := idOf(parts[0])
		if parts[0] == "group_id" {
			group = u.ticket.Group
		}
		u.notify(slices.DeleteFunc(byID(u.users), func(who *user) bool {
			return !who.isAgent() || group == 0 || who.DefaultGroup != group
		}), parts[1], parts[2])
	default:
		if key, person := strings.CutPrefix(act.Field, "requester.custom_fields."); person {
			u.users[u.ticket.Requester].setField(key, parts[0]+textOf(act.Value))
		}
		if key, held := strings.CutPrefix(act.Field, "organization.custom_fields."); held && u.organizations[u.ticket.Organization] != nil {
			u.organizations[u.ticket.Organization].setField(key, parts[0]+textOf(act.Value))
		}
		id, custom := strings.CutPrefix(act.Field, "custom_fields_")
		if f := u.fields[idOf(id)]; custom && f.works() {
			if value, known := f.readValue(act.Value); known {
				u.setField(u.ticket, f, value)
			}
		}
	}
}

// recipients resolves the first element of notification_user.
func (u *update) recipients(word string) []*user {
	id := idOf(word)
	switch word {
	case "requester_id", "requester_and_ccs":
		id = u.ticket.Requester
	case "assignee_id":
		id = u.ticket.Assignee
	case "current_user":
		id = u.actor.ID
	case "all_agents":
		return slices.DeleteFunc(byID(u.users), func(who *user) bool { return !who.isAgent() })
	}
	if who := u.users[id]; who != nil {
		return []*user{who}
	}
	return nil
}

// notify sends everybody an e-mail.
func (u *update) notify(people []*user, subject, body string) {
	ids := []int64{}
	for _, who := range people {
		u.mail(who, subject, body)
		ids = append(ids, who.ID)
	}
	if len(ids) > 0 {
		u.record(object{"type": "Notification", "subject": subject, "body": body, "recipients": ids})
	}
}

// mail puts an e-mail into the world's outbox; nobody without an address gets one. What asks for a rating is the
// account's own survey, whichever rule sends it.
func (u *update) mail(who *user, subject, body string) {
	if who.Email == "" {
		return
	}
	kind := engine.NotificationEmail
	if asksForRating(body) {
		kind = engine.NativeCSATEmail
	}
	u.world.Outbox.Add(engine.Email{
		Kind: kind, From: "zendesk", To: who.Email, Subject: u.liquid(subject), Body: u.liquid(body),
		TicketID: idText(u.ticket.ID),
	})
}
