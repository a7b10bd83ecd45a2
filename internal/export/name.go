package export

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// names are those that were given so far.
type names map[string]bool

// give makes a name in a space of names out of what people call the object. Two of one
// title are told apart by a number.
func (n names) give(space, title, otherwise string) string {
	name := identifier(title)
	if name == "" {
		name = identifier(otherwise)
	}
	chosen := name
	for i := 2; n[space+"."+chosen]; i++ {
		chosen = fmt.Sprintf("%s_%d", name, i)
	}
	n[space+"."+chosen] = true
	return chosen
}

// longest is a length at which an address can still be read.
const longest = 50

// identifier is a title in the form of Terraform's names: "Survey &amp; chat" is
// survey_chat.
func identifier(title string) string {
	var name strings.Builder
	blank := false
	for _, r := range norm.NFD.String(strings.ToLower(html.UnescapeString(title))) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if blank && name.Len() > 0 {
				name.WriteByte('_')
			}
			blank = false
			name.WriteRune(r)
		case !unicode.Is(unicode.Mn, r): // an accent belongs to its letter
			blank = true
		}
	}
	text := name.String()
	if len(text) > longest {
		text = strings.TrimRight(text[:longest], "_")
	}
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		text = "_" + text
	}
	return text
}
