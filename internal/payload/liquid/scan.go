package liquid

import (
	"fmt"
	"regexp"
	"strings"
)

// A token is one piece of a template as Ruby's Liquid cuts it. Comments are gone, raw blocks have become text, and
// the whitespace that a dash asks to drop has been dropped.
type token struct {
	kind   tokenKind
	source string // as written, for messages
	line   int    // 1-based line where it starts
	name   string // of a tag: if, for, assign
	markup string // what stands between the delimiters, without the tag's name; for text, the text
	part   int    // the liquid tag that it stands in, counted from 1; 0 for none
}

type tokenKind int

const (
	textToken tokenKind = iota
	objectToken
	tagToken
)

// A TemplateError is a template that no Liquid could run, or that ours refuses to: an unknown tag, a tag that is
// never closed, a rendering without end.
type TemplateError struct {
	Line    int    // 1-based; 0 when the template as a whole is at fault
	Source  string // the tag or object as written; may be empty
	Message string
	// JSONEncoded says that Liquid's own signs stand there as jsonencode writes them.
	JSONEncoded bool
}

// Error says where, what was written there, and what is wrong with it.
func (e *TemplateError) Error() string {
	switch {
	case e.Line == 0:
		return e.Message
	case e.Source == "":
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	default:
		return fmt.Sprintf("line %d: %s: %s", e.Line, Excerpt(e.Source, 80), e.Message)
	}
}

func failAt(t token, format string, args ...any) *TemplateError {
	return &TemplateError{Line: t.line, Source: t.source, Message: fmt.Sprintf(format, args...)}
}

var (
	tagMarkup  = regexp.MustCompile(`(?s)\A(\w+)\s*(.*)\z`)
	endRaw     = regexp.MustCompile(`\{%-?\s*endraw\s*-?%\}`)
	anyComment = regexp.MustCompile(`(?s)\{%-?\s*(comment|endcomment)\b.*?%\}`)
)

// whitespace is what Ruby's strip and its \s call white: ASCII only. A no-break or an ideographic space is a letter
// like any other there; Go's unicode.IsSpace would eat it.
const whitespace = " \t\n\v\f\r"

type scanner struct {
	template string
	pos      int
	line     int
	trim     bool // the token before ended in a dash
	parts    int  // liquid tags so far
	tokens   []token
}

// scan cuts a template where Ruby's Liquid cuts it: `{%` runs to the first `%}`, and `{{` to the first `}`, even
// inside a quoted string.
func scan(template string) ([]token, error) {
	s := &scanner{template: template, line: 1}
	for s.pos < len(template) {
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	return s.tokens, nil
}

func (s *scanner) next() error {
	rest := s.template[s.pos:]
	if start := delimiter(rest); start > 0 {
		s.text(rest[:start], start)
		return nil
	}
	if rest[1] == '{' {
		return s.object(rest)
	}
	return s.tag(rest)
}

// delimiter is where the next {{ or {% stands; the length of rest when there is none.
func delimiter(rest string) int {
	for i := 0; ; i++ {
		brace := strings.IndexByte(rest[i:], '{')
		if i += brace; brace < 0 || i+1 == len(rest) {
			return len(rest)
		}
		if rest[i+1] == '{' || rest[i+1] == '%' {
			return i
		}
	}
}

// text adds a piece of text and moves on by width bytes of the template.
func (s *scanner) text(text string, width int) {
	t := token{kind: textToken, source: text, markup: text, line: s.line}
	if s.trim {
		t.markup = strings.TrimLeft(t.markup, whitespace)
	}
	s.tokens = append(s.tokens, t)
	s.advance(width, false)
}

func (s *scanner) advance(width int, trim bool) {
	s.line += strings.Count(s.template[s.pos:s.pos+width], "\n")
	s.pos += width
	s.trim = trim
}

// inside takes the delimiters and their dashes off, and drops the whitespace before a leading dash.
func (s *scanner) inside(source string) (inner string, trimRight bool) {
	inner = source[2 : len(source)-2]
	if strings.HasPrefix(inner, "-") {
		inner = inner[1:]
		if n := len(s.tokens); n > 0 && s.tokens[n-1].kind == textToken {
			s.tokens[n-1].markup = strings.TrimRight(s.tokens[n-1].markup, whitespace)
		}
	}
	if trimRight = strings.HasSuffix(inner, "-"); trimRight {
		inner = inner[:len(inner)-1]
	}
	return strings.Trim(inner, whitespace), trimRight
}

func (s *scanner) object(rest string) error {
	end := strings.Index(rest, "}")
	if end < 0 || !strings.HasPrefix(rest[end:], "}}") {
		return failAt(token{line: s.line, source: firstLine(rest)},
			"{{ is not closed: Liquid ends it at the first }, which must be }}, even inside quotes")
	}
	source := rest[:end+2]
	markup, trimRight := s.inside(source)
	s.tokens = append(s.tokens, token{kind: objectToken, source: source, line: s.line, markup: markup})
	s.advance(len(source), trimRight)
	return nil
}

func (s *scanner) tag(rest string) error {
	end := strings.Index(rest, "%}")
	if end < 2 {
		return failAt(token{line: s.line, source: firstLine(rest)}, "{%% is not closed with %%}")
	}
	source := rest[:end+2]
	t := token{kind: tagToken, source: source, line: s.line}
	inner, trimRight := s.inside(source)
	m := tagMarkup.FindStringSubmatch(inner)
	if m == nil {
		return failAt(t, "no tag name after {%%")
	}
	t.name, t.markup = m[1], m[2]
	switch t.name {
	case "comment":
		return s.comment(t)
	case "raw":
		return s.raw(t, len(source), trimRight)
	case "liquid":
		if err := s.lines(t); err != nil {
			return err
		}
		s.advance(len(source), trimRight)
		return nil
	}
	s.tokens = append(s.tokens, t)
	s.advance(len(source), trimRight)
	return nil
}

// lines adds the tags of a liquid tag, one a line and without delimiters. Its blocks end inside it.
func (s *scanner) lines(whole token) error {
	s.parts++
	depth := 0 // of comments
	before, inner, _ := strings.Cut(whole.source, "liquid")
	line := whole.line + strings.Count(before, "\n")
	for at, written := range strings.Split(strings.TrimSuffix(strings.TrimSuffix(inner, "%}"), "-"), "\n") {
		t := token{kind: tagToken, source: strings.Trim(written, whitespace), line: line + at, part: s.parts}
		if t.source == "" || strings.HasPrefix(t.source, "#") {
			continue
		}
		m := tagMarkup.FindStringSubmatch(t.source)
		switch {
		case m != nil && m[1] == "comment":
			depth++
		case m != nil && m[1] == "endcomment" && depth > 0:
			depth--
		case depth > 0:
		case m == nil:
			return failAt(t, "no tag name at the start of the line")
		default:
			t.name, t.markup = m[1], m[2]
			s.tokens = append(s.tokens, t)
		}
	}
	if depth > 0 {
		return failAt(whole, "the comment is not closed with endcomment")
	}
	return nil
}

// raw turns the block's body into text: Liquid looks at nothing in it but its end.
func (s *scanner) raw(open token, width int, trimRight bool) error {
	at := endRaw.FindStringIndex(s.template[s.pos+width:])
	if at == nil {
		return failAt(open, "the raw block is not closed with {%% endraw %%}")
	}
	s.advance(width, trimRight)
	if at[0] > 0 {
		s.text(s.template[s.pos:s.pos+at[0]], at[0])
	}
	end := s.template[s.pos : s.pos+at[1]-at[0]]
	_, trimRight = s.inside(end)
	s.advance(len(end), trimRight)
	return nil
}

// comment skips to the matching end. What stands inside need not be Liquid at all.
func (s *scanner) comment(open token) error {
	depth, at := 0, 0
	rest := s.template[s.pos:]
	for m := anyComment.FindStringSubmatchIndex(rest); m != nil; m = anyComment.FindStringSubmatchIndex(rest[at:]) {
		name := rest[at+m[2] : at+m[3]]
		at += m[1]
		if name == "comment" {
			depth++
		} else if depth--; depth == 0 {
			s.advance(at, strings.HasSuffix(rest[:at], "-%}"))
			return nil
		}
	}
	return failAt(open, "the comment is not closed with {%% endcomment %%}")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// Excerpt shortens s to about n characters, on one line.
func Excerpt(s string, n int) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}
