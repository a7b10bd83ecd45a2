package kustomer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/memo"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
)

// Check says what is wrong with a body, and what cannot be verified, each at the path
// of its member; the path of the whole body is "". A body without errors is a JSON
// object for every conversation.
func Check(body string) (errs, warnings argument.Problems) {
	found := checked(body)
	return slices.Clone(found.errs), slices.Clone(found.warnings)
}

type findings struct{ errs, warnings argument.Problems }

var checked = memo.Of(func(body string) (f findings) {
	data, err := Data(body)
	if err != nil {
		f.errs.Add("", err.Error())
		return f
	}
	all, problems := members(data)
	f.errs = problems
	for _, m := range all {
		for _, p := range m.parts {
			if err := p.readable(); err != nil {
				f.errs.Add(m.path, err.Error())
			} else if doubt := p.doubt(); doubt != "" {
				f.warnings.Add(m.path, doubt)
			}
		}
	}
	return f
})

// readable says why a path can lead nowhere.
func (p part) readable() error {
	if p.path == "" {
		return nil
	}
	root, rest, _ := strings.Cut(p.path, ".")
	step, attribute, _ := strings.Cut(rest, ".")
	switch {
	case root == "variables":
		return fmt.Errorf("%s would send a secret of the workflow in the body: use secret_headers_wo", p.source())
	case meant[p.path] != "":
		return fmt.Errorf("%s is a placeholder of Zendesk: write {{{%s}}}", p.source(), meant[p.path])
	case root != "steps":
		return fmt.Errorf("%s does not exist: references begin with steps, such as {{{steps.customer.name}}}", p.source())
	case step == "1":
		return nil
	case documented[step] == nil:
		return fmt.Errorf("%s names a step that the workflow does not have: %s", p.source(), argument.UnknownKey("step", step, Steps))
	case attribute == "":
		return fmt.Errorf("%s is the whole %s: name one of its attributes", p.source(), step)
	}
	return p.custom(step, attribute)
}

// custom looks at the name of a custom attribute, and at objects inside a text.
func (p part) custom(step, attribute string) error {
	first, rest, deeper := strings.Cut(attribute, ".")
	if first == "custom" && !attributeName.MatchString(rest) {
		return fmt.Errorf("%s does not exist: the name of a custom attribute ends in its type, such as Str, Num or Bool", p.source())
	}
	under, exists := documented[step].Member(first)
	if exists && under != nil && !p.whole && !deeper {
		if first == "emails" || first == "phones" {
			return fmt.Errorf(`%s is a list of objects and would read "[object Object]": write {{{%s.0.%s}}}`, p.source(), p.path, strings.TrimSuffix(first, "s"))
		}
		return fmt.Errorf(`%s is an object and would read "[object Object]": name one of its members`, p.source())
	}
	return nil
}

// doubt says what cannot be verified about a part.
func (p part) doubt() string {
	switch {
	case p.call != "":
		return fmt.Sprintf("%s can be evaluated by Kustomer only: what it sends cannot be verified", p.source())
	case p.path == "":
		return ""
	case p.escaped:
		return fmt.Sprintf("{{%s}} is escaped for HTML: O'Neil is sent as O&#x27;Neil. Write {{{%s}}}", p.path, p.path)
	case strings.HasPrefix(p.path, "steps.1."):
		return fmt.Sprintf("%s is the event, or with delay_minutes what the workflow was called with: steps.conversation has the conversation as it is when the request is sent", p.source())
	}
	return p.undocumented()
}

// undocumented says that an attribute is in none of the vendor's examples.
func (p part) undocumented() string {
	attribute, near := Undocumented(p.path)
	if attribute == "" {
		return ""
	}
	step, _, _ := strings.Cut(strings.TrimPrefix(p.path, "steps."), ".")
	if isList(near) && strings.HasPrefix(attribute, near+".") {
		return fmt.Sprintf("%s names a member of a list: write %s.%s.0 for its first item", p.source(), step, near)
	}
	text := fmt.Sprintf("Kustomer does not document an attribute %q of the %s, and one that does not exist is sent as nothing", attribute, step)
	if near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return text
}

// Undocumented is what stands after the step in a path such as steps.customer.vip, from its
// beginning to where Kustomer documents nothing of that name, and the documented attribute
// that may be meant, "" where none is near. Both are "" for a path that is documented or
// custom, and for a whole step.
func Undocumented(path string) (attribute, near string) {
	names := strings.Split(path, ".")[1:]
	if len(names) < 2 {
		return "", ""
	}
	first := names[1]
	under, exists := documented[names[0]].Member(first)
	switch {
	case !exists:
		near = spelling.Nearest(first, slices.Sorted(maps.Keys(documented[names[0]].Members)))
		if spelling.Distance(first, near) > spelling.MaxSlip {
			near = ""
		}
		return first, near
	case len(names) == 2 || under != nil:
	case !isList(first):
		return strings.Join(names[1:], "."), "" // a single value
	case !listItem.MatchString(names[2]):
		return strings.Join(names[1:], "."), first
	}
	return "", ""
}

// Object reports whether a path such as steps.customer.emails leads to an object or to a
// list of objects, neither of which is a value. Item is the path to the value of the first
// item of a list.
func Object(path string) (is bool, item string) {
	names := strings.Split(path, ".")[1:]
	if len(names) < 2 {
		return len(names) == 1 && documented[names[0]] != nil, ""
	}
	under, _ := documented[names[0]].Member(names[1])
	switch {
	case under == nil:
		return false, ""
	case under.Own == nil:
		return len(names) == 2, ""
	}
	value := "email"
	if _, has := under.Members[value]; !has {
		value = "phone"
	}
	isItem := len(names) == 3 && listItem.MatchString(names[2]) && names[2] != "length"
	return len(names) == 2 || isItem, strings.Join(names[:2], ".") + ".0." + value
}

// meant are the references for what bodies of Zendesk say, so that one who brings such
// a body along is told what to write.
var meant = map[string]string{
	"ticket.id":               "steps.conversation.id",
	"ticket.title":            "steps.conversation.name",
	"ticket.status":           "steps.conversation.status",
	"ticket.priority":         "steps.conversation.priority",
	"ticket.external_id":      "steps.conversation.externalId",
	"ticket.requester.id":     "steps.customer.id",
	"ticket.requester.name":   "steps.customer.name",
	"ticket.requester.email":  "steps.customer.emails.0.email",
	"ticket.requester.locale": "steps.customer.locale",
	"ticket.requester.phone":  "steps.customer.phones.0.phone",
	"ticket.assignee.id":      "steps.agent.id",
	"ticket.assignee.name":    "steps.agent.name",
	"ticket.assignee.email":   "steps.agent.email",
}
