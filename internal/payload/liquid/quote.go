package liquid

import (
	"encoding/json"
	"errors"
	"strings"
)

// Escape is the filter chain that puts a value into a JSON string in Ruby's Liquid as well as in Go's. Ruby's
// replace is gsub, where two backslashes in the replacement become one: doubling backslashes would silently do
// nothing there, so they are dropped.
const Escape = `remove: '\' | replace: '"', '\"' | strip_newlines`

// JSONString is a text as JSON, with <, > and & as they are: escaped, they would break Liquid's operators.
func JSONString(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// Quote is a text with Liquid in it as a JSON string: what is not Liquid is escaped as JSON, and each placeholder with
// [Escape], unless it ends in that chain already. Tags such as {% if %} stay as they are. Refers says that the text
// holds Liquid.
func Quote(text string) (quoted string, refers bool, err error) {
	refers = delimiter(text) < len(text)
	tokens, err := scan(text)
	if err != nil {
		return "", refers, err
	}
	var b strings.Builder
	b.WriteString(`"`)
	for _, t := range tokens {
		switch {
		case t.part > 0:
			return "", refers, errors.New("a liquid tag is not supported: write its tags one by one, as in {% if … %}")
		case t.kind == objectToken:
			b.WriteString(escaped(t))
		case t.kind == tagToken:
			b.WriteString(t.source)
		case delimiter(t.source) < len(t.source):
			return "", refers, errors.New("raw blocks are not supported: write the whole body as a string instead")
		default:
			plain := JSONString(t.source)
			b.WriteString(plain[1 : len(plain)-1])
		}
	}
	b.WriteString(`"`)
	return b.String(), refers, nil
}

// escaped is the placeholder with the escape chain at its end.
func escaped(t token) string {
	if strings.HasSuffix(t.markup, Escape) {
		return t.source
	}
	open, end := "{{ ", " }}"
	if strings.HasPrefix(t.source, "{{-") {
		open = "{{- "
	}
	if strings.HasSuffix(t.source, "-}}") {
		end = " -}}"
	}
	return open + t.markup + " | " + Escape + end
}
