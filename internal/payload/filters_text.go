package payload

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	newline = regexp.MustCompile(`\r?\n`)
	// entity is what escape_once leaves alone.
	entity    = regexp.MustCompile(`&(?:[a-zA-Z]+|#\d+);|["'<>&]`)
	htmlNoise = regexp.MustCompile(`(?is)<script.*?</script>|<!--.*?-->|<style.*?</style>|<.*?>`)
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
	first, width := utf8.DecodeRuneInString(s)
	if width == 0 {
		return s
	}
	return string(unicode.ToTitle(first)) + strings.ToLower(s[width:])
}

var htmlEscapes = strings.NewReplacer(`&`, "&amp;", `<`, "&lt;", `>`, "&gt;", `"`, "&quot;", `'`, "&#39;")

func escapeHTML(s string) string { return htmlEscapes.Replace(s) }

func escapeHTMLOnce(s string) string {
	return entity.ReplaceAllStringFunc(s, func(m string) string {
		if len(m) > 1 {
			return m
		}
		return escapeHTML(m)
	})
}

func stripHTML(s string) string { return htmlNoise.ReplaceAllString(s, "") }

func urlEncode(in any, _ []any) (any, error) {
	if in == nil {
		return nil, nil
	}
	return url.QueryEscape(text(in)), nil
}

func urlDecode(in any, _ []any) (any, error) {
	if in == nil {
		return nil, nil
	}
	s, err := url.QueryUnescape(text(in))
	if err != nil || !utf8.ValidString(s) {
		return nil, errors.New("not a URL-encoded text")
	}
	return s, nil
}

func slice(in any, args []any) (any, error) {
	width := 1
	if len(args) > 1 {
		width = integer(args[1])
	}
	if items, ok := in.([]any); ok {
		from, to := window(len(items), integer(args[0]), width)
		return items[from:to:to], nil
	}
	runes := []rune(text(in))
	from, to := window(len(runes), integer(args[0]), width)
	return string(runes[from:to]), nil
}

// window cuts [start, start+width) to what n items have; a negative start counts from the end.
func window(n, start, width int) (from, to int) {
	if start < 0 {
		start += n
	}
	if start < 0 || start > n || width < 0 {
		return 0, 0
	}
	return start, start + min(width, n-start)
}

func truncate(in any, args []any) (any, error) {
	width, ellipsis := cutArguments(args, 50)
	runes := []rune(text(in))
	if len(runes) <= width {
		return string(runes), nil
	}
	keep := max(width-utf8.RuneCountInString(ellipsis), 0)
	return string(runes[:keep]) + ellipsis, nil
}

func truncateWords(in any, args []any) (any, error) {
	count, ellipsis := cutArguments(args, 15)
	count = max(count, 1)
	words := strings.Fields(text(in))
	if len(words) <= count {
		return text(in), nil
	}
	return strings.Join(words[:count], " ") + ellipsis, nil
}

func cutArguments(args []any, standard int) (int, string) {
	ellipsis := "..."
	if len(args) > 0 {
		standard = integer(args[0])
	}
	if len(args) > 1 {
		ellipsis = text(args[1])
	}
	return standard, ellipsis
}
