package liquid

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A word is one lexical piece of what stands between Liquid's delimiters.
type word struct {
	kind wordKind
	text string // as written; of a literal with its quotes
}

type wordKind int

const (
	nameWord wordKind = iota
	literalWord
	numberWord
	signWord
)

// jsonEscape is what HCL's jsonencode makes of Liquid's operators and quotes.
var jsonEscape = regexp.MustCompile(`\A\\(?:u003[ce]|u0026|")`)

// lex splits the markup of a tag or object into words. Liquid strings know no escapes: '\' is a string of one
// backslash.
func lex(t token) ([]word, error) {
	var words []word
	for rest := strings.TrimLeft(t.markup, whitespace); rest != ""; rest = strings.TrimLeft(rest, whitespace) {
		kind, length := nextWord(rest)
		if length == 0 {
			err := failAt(t, "%q is not a valid Liquid expression", Excerpt(rest, 30))
			err.JSONEncoded = jsonEscape.MatchString(rest)
			return nil, err
		}
		words = append(words, word{kind, rest[:length]})
		rest = rest[length:]
	}
	for _, w := range words {
		if w.kind == numberWord && !strings.Contains(w.text, ".") {
			if _, err := strconv.ParseInt(w.text, 10, 64); err != nil {
				return nil, failAt(t, "the number %s is too large; quote it", w.text)
			}
		}
	}
	return words, nil
}

// nextWord is the word that s begins with; its length is 0 when there is none.
func nextWord(s string) (kind wordKind, length int) {
	first := s[0]
	switch {
	case first == '"' || first == '\'':
		if end := strings.IndexByte(s[1:], first); end >= 0 {
			return literalWord, end + 2
		}
	case isDigit(first) || first == '-' && len(s) > 1 && isDigit(s[1]):
		length = 1 + run(s[1:], isDigit)
		if fraction := s[length:]; len(fraction) > 1 && fraction[0] == '.' && isDigit(fraction[1]) {
			length += 1 + run(fraction[1:], isDigit)
		}
		return numberWord, length
	case isLetter(first):
		length = run(s, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' })
		if length < len(s) && s[length] == '?' {
			length++
		}
		return nameWord, length
	case slices.ContainsFunc([]string{"==", "!=", "<>", "<=", ">=", ".."}, func(sign string) bool { return strings.HasPrefix(s, sign) }):
		return signWord, 2
	case strings.IndexByte("<>|:,.[]()=", first) >= 0:
		return signWord, 1
	}
	return 0, 0
}

// run is how many bytes s begins with that are of a kind.
func run(s string, of func(byte) bool) (n int) {
	for n < len(s) && of(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

func (w word) is(text string) bool { return w.kind == signWord && w.text == text }

func (w word) named(names ...string) bool {
	if w.kind != nameWord {
		return false
	}
	for _, name := range names {
		if w.text == name {
			return true
		}
	}
	return false
}

// joined writes words so that osteele/liquid reads them back: a property sits on its dot, a colon on its keyword.
func joined(words []word) string {
	var b strings.Builder
	for i, w := range words {
		glued := i == 0 || w.is(":") || words[i-1].is(".") || w.is(".")
		if !glued {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

func names(text string) word { return word{nameWord, text} }
func sign(text string) word  { return word{signWord, text} }

// splitAt cuts words at the names given (and, or), wherever they stand outside brackets and are not a property.
func splitAt(words []word, at ...string) (parts [][]word, separators []string) {
	start, depth := 0, 0
	for i, w := range words {
		switch {
		case w.is("[") || w.is("("):
			depth++
		case w.is("]") || w.is(")"):
			depth--
		case depth == 0 && w.named(at...) && (i == 0 || !words[i-1].is(".")):
			parts = append(parts, words[start:i])
			separators = append(separators, w.text)
			start = i + 1
		}
	}
	return append(parts, words[start:]), separators
}

// A Path is a chain of properties that a template reads, such as order.customer.name.
type Path []string

func (p Path) String() string { return strings.Join(p, ".") }

// paths lists what the words read from the bindings, each chain from its root on. A chain ends at an index that only
// rendering could know.
func paths(words []word) []Path {
	var found []Path
	for i := 0; i < len(words); i++ {
		if words[i].kind != nameWord || (i > 0 && (words[i-1].is(".") || words[i-1].is("|"))) {
			continue
		}
		p := Path{words[i].text}
		for j := i + 1; j < len(words); {
			switch {
			case words[j].is(".") && j+1 < len(words) && words[j+1].kind == nameWord:
				p = append(p, words[j+1].text)
				j += 2
				continue
			case words[j].is("[") && j+2 < len(words) && words[j+1].kind == literalWord && words[j+2].is("]"):
				p = append(p, unquote(words[j+1].text))
				j += 3
				continue
			}
			break
		}
		found = append(found, p)
	}
	return found
}

func unquote(literal string) string { return literal[1 : len(literal)-1] }
