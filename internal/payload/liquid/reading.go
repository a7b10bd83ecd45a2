package liquid

import (
	"slices"
	"strings"
)

// A Reading is where a template reads a chain of properties.
type Reading struct {
	Path Path
	Line int // 1-based
}

// Readings are the chains that a template reads from what the help desk gives it, in the order in which they stand. What
// stands in a comment, in raw text or in a quoted string is not read, nor is a variable that the template or Liquid
// sets. A template that is not Liquid reads nothing.
func Readings(template string) []Reading {
	tokens, err := scan(template)
	if err != nil {
		return nil
	}
	own := map[string]bool{"forloop": true, "tablerowloop": true}
	var all []Reading
	for _, t := range tokens {
		words, sets, err := t.evaluates()
		if err != nil {
			return nil
		}
		if sets != "" {
			own[sets] = true
		}
		for _, p := range paths(words) {
			all = append(all, Reading{p, t.line})
		}
	}
	return slices.DeleteFunc(all, func(r Reading) bool {
		return own[r.Path[0]] || len(r.Path) == 1 && slices.Contains(keywords, r.Path[0])
	})
}

// keywords are the names in an expression that are no variables.
var keywords = []string{"true", "false", "nil", "null", "blank", "empty", "and", "or", "contains", "in", "reversed", "continue"}

// evaluates are the words of a token whose values it reads, and the variable that it
// sets. Nothing is known of tags that are not listed.
func (t token) evaluates() (words []word, sets string, err error) {
	switch {
	case t.kind == objectToken:
	case t.kind == textToken:
		return nil, "", nil
	case slices.Contains([]string{"capture", "increment", "decrement"}, t.name):
		name, _, _ := strings.Cut(strings.Trim(t.markup, whitespace+`"'`), " ")
		return nil, name, nil
	case !slices.Contains([]string{"if", "unless", "elsif", "case", "when", "for", "tablerow", "assign", "cycle", "echo"}, t.name):
		return nil, "", nil
	}
	if words, err = lex(t); err != nil {
		return nil, "", err
	}
	if len(words) > 1 && slices.Contains([]string{"for", "tablerow", "assign"}, t.name) {
		sets, words = words[0].text, words[1:]
	}
	var read []word
	for i, w := range words { // limit: and the names of arguments
		if w.kind != nameWord || i+1 == len(words) || !words[i+1].is(":") || i > 0 && words[i-1].is("|") {
			read = append(read, w)
		}
	}
	return read, sets, nil
}
