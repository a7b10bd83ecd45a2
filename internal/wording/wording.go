// Package wording makes sentences of the texts that errors and diagnostics are made of. It knows no text of its own.
package wording

import "strings"

// Capital gives a text a capital letter at its beginning, if that is a letter of ASCII: not
// every system's name has one.
func Capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
