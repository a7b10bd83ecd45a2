package liquid

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

func replaceTimes(n int) func(any, []any) (any, error) {
	return func(in any, args []any) (any, error) {
		replacement := ""
		if len(args) > 1 {
			replacement = text(args[1])
		}
		s, old := text(in), text(args[0])
		if n < 0 && grown(s, old, replacement) > MaxRendered {
			return nil, errWork
		}
		return gsub(s, old, replacement, n), nil
	}
}

// grown is the most that gsub can make of s.
func grown(s, old, replacement string) int {
	per := len(replacement)
	if strings.ContainsAny(replacement, "&0`'") && strings.Contains(replacement, `\`) {
		per += strings.Count(replacement, `\`) * len(s)
	}
	return len(s) + strings.Count(s, old)*per
}

// gsub is Ruby's String#gsub (sub when n is 1) with a string for a pattern, which is what replace and remove call.
// The pattern is literal, the replacement is not: two backslashes become one, \0 and \& are the match, \` and \' what
// stands before and after it, \1 to \9 are groups that a string pattern does not have. Any other backslash stays.
func gsub(s, old, replacement string, n int) string {
	var b strings.Builder
	for pos := 0; n != 0; n-- {
		i := strings.Index(s[pos:], old)
		if i < 0 {
			b.WriteString(s[pos:])
			return b.String()
		}
		start, end := pos+i, pos+i+len(old)
		b.WriteString(s[pos:start])
		expand(&b, replacement, s, start, end)
		pos = end
		if old == "" { // matches between any two characters
			if pos == len(s) {
				return b.String()
			}
			_, width := utf8.DecodeRuneInString(s[pos:])
			b.WriteString(s[pos : pos+width])
			pos += width
		}
		if n == 1 {
			b.WriteString(s[pos:])
		}
	}
	return b.String()
}

func expand(b *strings.Builder, replacement, s string, start, end int) {
	for i := 0; i < len(replacement); i++ {
		if replacement[i] != '\\' || i+1 == len(replacement) {
			b.WriteByte(replacement[i])
			continue
		}
		i++
		switch c := replacement[i]; {
		case c == '\\':
			b.WriteByte('\\')
		case c == '0' || c == '&':
			b.WriteString(s[start:end])
		case c == '`':
			b.WriteString(s[:start])
		case c == '\'':
			b.WriteString(s[end:])
		case c >= '1' && c <= '9':
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
}

// split is String#split: a single space means any run of whitespace, ignoring what leads; empty pieces at the end are
// dropped; no separator means characters.
func split(s, separator string) []any {
	var pieces []string
	switch separator {
	case " ":
		pieces = strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(whitespace, r) })
	default:
		pieces = strings.Split(s, separator)
	}
	for len(pieces) > 0 && pieces[len(pieces)-1] == "" {
		pieces = pieces[:len(pieces)-1]
	}
	out := make([]any, len(pieces))
	for i, piece := range pieces {
		out[i] = piece
	}
	return out
}

func capitalize(s string) string {
	_, width := utf8.DecodeRuneInString(s)
	if width == 0 {
		return s
	}
	return cases.Title(language.Und).String(s[:width]) + cases.Lower(language.Und, cases.HandleFinalSigma(false)).String(s[width:])
}

var htmlEscapes = strings.NewReplacer(`&`, "&amp;", `<`, "&lt;", `>`, "&gt;", `"`, "&quot;", `'`, "&#39;")

func truncate(in any, args []any) (any, error) {
	width, ellipsis := 50, "..."
	if len(args) > 0 {
		width = integer(args[0])
	}
	if len(args) > 1 {
		ellipsis = text(args[1])
	}
	runes := []rune(text(in))
	if len(runes) <= width {
		return string(runes), nil
	}
	keep := max(width-utf8.RuneCountInString(ellipsis), 0)
	return string(runes[:keep]) + ellipsis, nil
}
