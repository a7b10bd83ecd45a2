package zendesk

import (
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	// mostTargetFailures in a row deactivate a target (HC-4408835069978).
	mostTargetFailures = 21
	// keptTargetFailures are told of each target.
	keptTargetFailures = 25
)

// target is the older way to tell somebody, which webhooks replaced: by HTTP, by a bare URL or by e-mail (reference,
// section 2.2). The types that belong to other products are not simulated.
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
	Attribute   string // of a URL target: the name under which the message goes into the query
	Email       string // of an e-mail target
	Subject     string // of an e-mail target
	Created     time.Time
	InARow      int // failures since the last success
	Failures    []targetFailure
}

// targetFailure is one failed call as /target_failures tells it.
type targetFailure struct {
	id       int64
	answered engine.Result
	request  string
	inARow   int
	at       time.Time
}

const (
	urlTarget   = "url_target"
	emailTarget = "email_target"
)

var (
	httpTargets = []string{"http_target", "url_target_v2"} // two names of one thing
	targetTypes = append([]string{urlTarget, emailTarget}, httpTargets...)
)

var targetMethods = []string{"get", "patch", "put", "post", "delete"}

var targetContentTypes = []string{"application/json", "application/xml", "application/x-www-form-urlencoded"}

func (c *call) renderTarget(t *target) object {
	one := object{
		"id": t.ID, "url": c.link("/targets/" + idText(t.ID) + ".json"), "type": t.Type, "title": t.Title, "active": t.Active,
		"created_at": stamp(t.Created),
	}
	if t.Type == emailTarget {
		one["email"], one["subject"] = t.Email, t.Subject
		return one
	}
	one["target_url"], one["method"], one["username"], one["password"] = t.URL, t.Method, t.Username, nil
	if t.Type == urlTarget {
		one["attribute"] = t.Attribute
	} else {
		one["content_type"] = t.ContentType
	}
	return one
}

// draftTarget gives wish with what was sent, or what is wrong with it. What is not sent stays.
func (a *account) draftTarget(wish target, sent members) (*target, *reply) {
	found := &problems{}
	switch {
	case wish.ID == 0:
		wish.Type = sent.Text("type")
	case sent.Sent("type") && sent.Text("type") != wish.Type:
		found.add("type", "Type: cannot be changed")
	}
	for name, to := range map[string]*string{
		"title": &wish.Title, "target_url": &wish.URL, "method": &wish.Method, "content_type": &wish.ContentType,
		"attribute": &wish.Attribute, "email": &wish.Email, "subject": &wish.Subject,
	} {
		if sent.Has(name) {
			*to = sent.Text(name)
		}
	}
	wish.Method = strings.ToLower(wish.Method)
	wish.writeLogin(sent)
	if sent.Sent("active") {
		if reactivationForgives && sent.Flag("active") && !wish.Active {
			wish.InARow = 0
		}
		wish.Active = sent.Flag("active")
	}
	wish.check(found)
	if bad := found.reply(); bad != nil {
		return nil, bad
	}
	return &wish, nil
}

func (t *target) writeLogin(sent members) {
	if sent.Has("username") {
		t.Username = sent.Text("username")
		if usernameWipesPassword {
			t.Password = ""
		}
	}
	if sent.Has("password") {
		t.Password = sent.Text("password")
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
	case t.Type == emailTarget:
		t.checkEmail(found)
	default:
		t.checkCall(found)
	}
}

func (t *target) checkEmail(found *problems) {
	if !strings.Contains(t.Email, "@") {
		found.add("email", "Email: %s is not valid", t.Email)
	}
	if t.Subject == "" {
		found.reasons = append(found.reasons, blank("subject", "Subject"))
	}
}

func (t *target) checkCall(found *problems) {
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
	case t.Type == urlTarget:
		if t.Attribute == "" {
			found.reasons = append(found.reasons, blank("attribute", "Attribute"))
		}
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
