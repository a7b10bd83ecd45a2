package liquid

import (
	"regexp"
	"slices"
	"strings"
)

// A use is how a template uses a custom placeholder.
type use struct {
	Custom
	checkbox bool
	bare     bool // stands outside quotes, so that only a number, true, false or null makes JSON
}

var (
	beforeValue = regexp.MustCompile(`[:\[,]\s*\z`)
	member      = regexp.MustCompile(`"(\w+)"\s*:\s*"?\s*\z`)
)

// uses finds them in the order they appear. A template that is not Liquid uses none.
func (v *Vocabulary) uses(template string, checkboxes []string) []use {
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
			custom, is := v.Custom(p)
			if !is {
				continue
			}
			u := use{Custom: custom}
			object := t.kind == objectToken
			u.bare = object && beforeValue.MatchString(before)
			u.checkbox = slices.Contains(checkboxes, custom.Placeholder) || object && v.flagged(before) || v.comparesCheckbox(words)
			uses = merge(uses, u)
		}
		before = ""
	}
	return uses
}

// flagged is true where the text ends in one of the flags.
func (v *Vocabulary) flagged(before string) bool {
	name := member.FindStringSubmatch(before)
	return name != nil && slices.Contains(v.Flags, name[1])
}

func merge(uses []use, u use) []use {
	for i := range uses {
		if uses[i].Placeholder == u.Placeholder {
			uses[i].checkbox = uses[i].checkbox || u.checkbox
			uses[i].bare = uses[i].bare || u.bare
			return uses
		}
	}
	return append(uses, u)
}

// comparesCheckbox recognizes the test of a checkbox: == "1" or `contains 1`.
func (v *Vocabulary) comparesCheckbox(words []word) bool {
	for i, w := range words[:max(len(words)-1, 0)] {
		value := strings.Trim(words[i+1].text, `"'`)
		if (w.named("contains") || w.is("==") || w.is("!=")) && (value == v.Ticked || value == v.Unticked) {
			return true
		}
	}
	return false
}
