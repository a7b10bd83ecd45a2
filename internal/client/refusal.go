package client

import (
	"bytes"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// errorTextMax bounds each of the vendor's texts in an error, in bytes.
const errorTextMax = 16 << 10

// Refusal reads the vendor's words out of an answer that is not 2xx, or that says
// in its body that nothing was done. Line is what was asked: "GET /api/v2/triggers".
func (c *Connection) Refusal(line string, answer *Answer) *Error {
	e := c.System.Understand(answer.Status, answer.Body)
	e.RequestLine, e.Location, e.Served = line, answer.Header.Get("Location"), c.served.Load()
	if theirs, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		e.Skew = time.Until(theirs)
	}
	e.tidy(c.Secrets)
	if e.Silent() { // rather all of it than nothing
		e.Message = oneLine(c.Secrets.Redact(string(answer.Body)))
	}
	return e
}

// Understand takes in the vendor's words as they are: an error that nobody but the
// program may see, because secrets may be in it.
func (s *System) Understand(status int, body []byte) *Error {
	e := &Error{Status: status, system: s}
	if page, ok := htmlPage(body); ok {
		e.Page, e.Foreign, e.Message = true, true, page
		return e
	}
	s.Read(e, body)
	said := len(bytes.TrimSpace(body)) > 0
	e.Foreign = said && (e.Foreign || e.Silent())
	return e
}

// Silent is true as long as nothing was understood.
func (e *Error) Silent() bool { return e.Code == "" && e.Message == "" && len(e.Fields) == 0 }

// tidy makes the vendor's words fit for people. Secrets go first: they are known
// as they were sent.
func (e *Error) tidy(secrets *transport.Redactor) {
	words := func(text string) string { return oneLine(secrets.Redact(text)) }
	e.Code, e.Message, e.Location = words(e.Code), words(e.Message), words(e.Location)
	fields := e.Fields
	e.Fields = nil
	for field, texts := range fields {
		for _, text := range texts {
			e.AddField(words(field), words(text))
		}
	}
}

// AddField adds the vendor's words about a field or object.
func (e *Error) AddField(field, words string) {
	if e.Fields == nil {
		e.Fields = map[string][]string{}
	}
	e.Fields[field] = append(e.Fields[field], words)
}

var (
	htmlStart = regexp.MustCompile(`(?i)^\s*(<!--[\s\S]*?-->\s*)*(<!doctype html|<html|<head|<body)`)
	htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
)

// htmlPage names a web page instead of printing it.
func htmlPage(body []byte) (string, bool) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if !htmlStart.Match(body) {
		return "", false
	}
	title := htmlTitle.FindSubmatch(body)
	if title == nil || len(bytes.TrimSpace(title[1])) == 0 {
		return "an HTML page without a title instead of JSON", true
	}
	return `an HTML page titled "` + strings.TrimSpace(html.UnescapeString(string(title[1]))) + `" instead of JSON`, true
}

// oneLine makes a text fit for one line of a terminal and bounds it.
func oneLine(text string) string {
	unfit := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	var line strings.Builder
	for word := range strings.FieldsFuncSeq(strings.ToValidUTF8(text, "\uFFFD"), unfit) {
		if line.Len() > 0 {
			line.WriteByte(' ')
		}
		if line.WriteString(word); line.Len() > errorTextMax {
			return strings.ToValidUTF8(line.String()[:errorTextMax], "") + "..."
		}
	}
	return line.String()
}
