package payload

import (
	"regexp"
	"slices"
	"strings"
)

// A use is how a template uses a placeholder whose values only the account knows: a custom field of the ticket, the
// title of an option, a custom field of the requester or the organization. Comments in a form that plainProse does not
// list are treated like one.
type use struct {
	name     string
	title    bool // an option's title
	checkbox bool
	bare     bool // stands outside quotes, so that only a number, true, false or null makes JSON
}

var (
	customName  = regexp.MustCompile(`\Aticket\.(ticket_field_(option_title_)?\d+|(?:requester|organization|assignee)\.custom_fields\.[\w-]+|\w*(?:comment|description)_\w+)\z`)
	doNotSend   = regexp.MustCompile(`"do_not_send"\s*:\s*"?\s*\z`)
	beforeValue = regexp.MustCompile(`[:\[,]\s*\z`)
)

// customUses finds them in the order they appear. A template that is not Liquid uses none.
func customUses(template string, checkboxFieldIDs []string) []use {
	tokens, err := scan(template)
	if err != nil {
		return nil
	}
	var uses []use
	before := ""
	for _, t := range tokens {
		if t.kind == textToken {
			before = t.markup
			continue
		}
		words, _, err := t.evaluates()
		if err != nil {
			return nil
		}
		for _, p := range paths(words) {
			u, ok := useOf(p, checkboxFieldIDs)
			if !ok {
				continue
			}
			object := t.kind == objectToken
			u.bare = object && beforeValue.MatchString(before)
			u.checkbox = u.checkbox || (object && doNotSend.MatchString(before)) || comparesWithOne(words)
			uses = merge(uses, u)
		}
		before = ""
	}
	return uses
}

func useOf(p path, checkboxFieldIDs []string) (use, bool) {
	if len(p) > 2 && strings.HasPrefix(p[1], "ticket_field_") {
		p = p[:2] // a lookup's .id or .name
	}
	m := customName.FindStringSubmatch(p.String())
	if m == nil {
		return use{}, false
	}
	id := p.fieldID()
	return use{name: p.String(), title: m[2] != "", checkbox: id != "" && slices.Contains(checkboxFieldIDs, id)}, true
}

func merge(uses []use, u use) []use {
	for i := range uses {
		if uses[i].name == u.name {
			uses[i].checkbox = uses[i].checkbox || u.checkbox
			uses[i].bare = uses[i].bare || u.bare
			return uses
		}
	}
	return append(uses, u)
}

// comparesWithOne recognizes the test of a checkbox that the vendor's documentation shows, `contains 1`, and == "1".
func comparesWithOne(words []word) bool {
	for i, w := range words[:max(len(words)-1, 0)] {
		operator := w.named("contains") || w.is("==") || w.is("!=")
		if next := words[i+1].text; operator && (next == "1" || next == "0" || next == `"1"` || next == "'1'" || next == `"0"` || next == "'0'") {
			return true
		}
	}
	return false
}
