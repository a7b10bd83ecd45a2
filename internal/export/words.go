package export

import (
	"slices"
	"strings"
	"unicode"
)

// Words are how the names, addresses and titles of what belongs to surveys are
// recognised. They are a guess: the report says why each object was taken, and names
// what was left out.
type Words struct {
	// Parts may stand anywhere, in lower case.
	Parts []string
	// Whole are words of their own, in lower case.
	Whole []string
}

// SurveyWords are those of every survey backend.
var SurveyWords = Words{
	Parts: []string{"survey", "feedback", "satisfaction"},
	Whole: []string{"csat", "nps", "ces", "dsat", "rating", "ratings"},
}

// And has the words of both.
func (w Words) And(parts ...string) Words {
	w.Parts = slices.Concat(w.Parts, parts)
	return w
}

// In gives the first word that a text contains, "" if it contains none.
func (w Words) In(text string) string {
	text = strings.ToLower(text)
	for _, part := range w.Parts {
		if strings.Contains(text, part) {
			return part
		}
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if slices.Contains(w.Whole, word) {
			return word
		}
	}
	return ""
}
