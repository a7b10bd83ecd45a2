package zendesk

import (
	"slices"
	"strings"
	"time"
)

const (
	// mostTargetFailures in a row switch a target off (HC-4408835069978).
	mostTargetFailures = 21
	// keptTargetFailures are told of each target.
	keptTargetFailures = 25
)

// target is the older way to call somebody, which webhooks replaced: an HTTP target (reference, section 2.2). The other
// types are not simulated.
type target struct {
	ID          int64
	Type        string
	Title       string
	Active      bool
	URL         string
	Method      string // lower case
	ContentType string
	Username    string
	Password    string // never returned
	Created     time.Time
	InARow      int // failures since the last success
	Failures    []targetFailure
}

// targetFailure is one failed call as /target_failures tells it.
type targetFailure struct {
	id       int64
	answered outcome
	request  string
	inARow   int
	at       time.Time
}

var targetTypes = []string{"http_target", "url_target_v2"} // two names of one thing

var targetMethods = []string{"get", "patch", "put", "post", "delete"}

var targetContentTypes = []string{"application/json", "application/xml", "application/x-www-form-urlencoded"}

func (c *call) renderTarget(t *target) object {
	return object{
		"id": t.ID, "url": c.link("/targets/" + idText(t.ID) + ".json"), "type": t.Type, "title": t.Title, "active": t.Active,
		"target_url": t.URL, "method": t.Method, "content_type": t.ContentType, "username": t.Username, "password": nil,
		"created_at": stamp(t.Created),
	}
}

// draftTarget gives wish with what was sent, or what is wrong with it. What is not sent stays.
func (a *account) draftTarget(wish target, sent members) (*target, *reply) {
	found := &problems{}
	switch {
	case wish.ID == 0:
		wish.Type = sent.text("type")
	case sent.sent("type") && sent.text("type") != wish.Type:
		found.add("type", "Type: cannot be changed")
	}
	for name, to := range map[string]*string{
		"title": &wish.Title, "target_url": &wish.URL, "method": &wish.Method, "content_type": &wish.ContentType,
	} {
		if sent.has(name) {
			*to = sent.text(name)
		}
	}
	wish.Method = strings.ToLower(wish.Method)
	wish.writeLogin(sent)
	if sent.sent("active") {
		if reactivationForgives && sent.flag("active") && !wish.Active {
			wish.InARow = 0
		}
		wish.Active = sent.flag("active")
	}
	wish.check(found)
	if bad := found.reply(); bad != nil {
		return nil, bad
	}
	return &wish, nil
}

func (t *target) writeLogin(sent members) {
	if sent.has("username") {
		t.Username = sent.text("username")
		if usernameWipesPassword {
			t.Password = ""
		}
	}
	if sent.has("password") {
		t.Password = sent.text("password")
	}
}

func (t *target) check(found *problems) {
	if strings.TrimSpace(t.Title) == "" {
		found.reasons = append(found.reasons, blank("title", "Title"))
	}
	switch {
	case t.Type == "":
		found.reasons = append(found.reasons, blank("type", "Type"))
	case !slices.Contains(targetTypes, t.Type):
		found.add("type", "Type: %s is not valid", t.Type)
	}
	switch {
	case t.URL == "":
		found.reasons = append(found.reasons, blank("target_url", "Target url"))
	case addressOf(t.URL) == nil:
		found.add("target_url", "Target url: %s is not a valid URL", t.URL)
	}
	switch {
	case t.Method == "":
		found.reasons = append(found.reasons, blank("method", "Method"))
	case !slices.Contains(targetMethods, t.Method):
		found.add("method", "Method: %s is not valid", t.Method)
	}
	bare := t.Method == "get" || t.Method == "delete"
	switch {
	case t.ContentType == "" && !bare:
		found.reasons = append(found.reasons, blank("content_type", "Content type"))
	case t.ContentType != "" && !slices.Contains(targetContentTypes, t.ContentType):
		found.add("content_type", "Content type: %s is not valid", t.ContentType)
	}
}

func (a *account) checkTargetAction(read action, found *problems) {
	items, ok := read.Value.([]any)
	if !ok || len(items) == 0 {
		found.add("actions", "Action \"notification_target\": value must be a list of target id and body")
		return
	}
	switch to := a.targets[idOf(textOf(items[0]))]; {
	case to == nil:
		found.add("actions", "Action \"notification_target\": target %q does not exist", textOf(items[0]))
	case !to.Active:
		found.add("actions", "Action \"notification_target\": target %q is inactive", textOf(items[0]))
	}
}

func (a *account) targetIsUsed(t *target) bool {
	names := func(act action) bool {
		items, ok := act.Value.([]any)
		return ok && act.Field == "notification_target" && len(items) > 0 && idOf(textOf(items[0])) == t.ID
	}
	return slices.ContainsFunc(a.rules(), func(rule *trigger) bool { return rule.Active && slices.ContainsFunc(rule.Actions, names) })
}
