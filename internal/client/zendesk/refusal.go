package zendesk

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// errorTextMax bounds each of the vendor's texts in an error, in bytes.
const errorTextMax = 16 << 10

// refusal reads the vendor's words out of an answer that is not 2xx. Zendesk has
// four shapes, and its edge answers with web pages:
//
//	{"error":"RecordInvalid","description":"...","details":{"title":[{"description":"..."}]}}
//	{"error":{"title":"Forbidden","message":"..."}}
//	{"errors":[{"code":"...","title":"...","detail":"...","source":{"pointer":"..."}}]}
//	{"status":"failed","errors":[{"code":"...","title":"...","trigger_id":"..."}]}
func refusal(line string, status int, header http.Header, body []byte, secrets *transport.Redactor) *Error {
	e := &Error{Status: status, RequestLine: line, Location: header.Get("Location")}
	e.read(body)
	e.tidy(secrets)
	if e.silent() { // rather all of it than nothing
		e.Message = oneLine(secrets.Redact(string(body)))
	}
	return e
}

// read takes in the vendor's words as they are.
func (e *Error) read(body []byte) {
	if page, ok := htmlPage(body); ok {
		e.html, e.foreign, e.Message = true, true, page
		return
	}
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description text            `json:"description"`
		Message     text            `json:"message"`
		OAuth       text            `json:"error_description"`
		Details     json.RawMessage `json:"details"`
		Errors      json.RawMessage `json:"errors"`
	}
	readable := json.Unmarshal(body, &answer) == nil
	if readable {
		e.readError(answer.Error)
		e.readErrors(answer.Errors)
	}
	e.foreign = e.silent() && len(bytes.TrimSpace(body)) > 0
	if readable {
		e.readDetails(answer.Details)
		if e.Message == "" {
			e.Message = firstOf(answer.Description, answer.Message, answer.OAuth)
		}
	}
}

// silent is true as long as nothing was understood.
func (e *Error) silent() bool { return e.Code == "" && e.Message == "" && len(e.Fields) == 0 }

// tidy makes the vendor's words fit for people. Secrets go first: they are known
// as they were sent.
func (e *Error) tidy(secrets *transport.Redactor) {
	words := func(text string) string { return oneLine(secrets.Redact(text)) }
	e.Code, e.Message, e.Location = words(e.Code), words(e.Message), words(e.Location)
	fields := e.Fields
	e.Fields = nil
	for field, texts := range fields {
		for _, text := range texts {
			e.addField(words(field), words(text))
		}
	}
}

// readError reads "error": a word, a sentence or an object.
func (e *Error) readError(raw json.RawMessage) {
	var word string
	if json.Unmarshal(raw, &word) == nil {
		e.Code = word
		return
	}
	var object struct{ Code, Title, Message, Description text }
	if json.Unmarshal(raw, &object) == nil {
		e.Code = string(object.Title)
		e.Message = firstOf(object.Message, object.Description)
	}
}

// readErrors reads "errors": one entry each, with the place it is about.
func (e *Error) readErrors(raw json.RawMessage) {
	var entries []json.RawMessage
	switch {
	case json.Unmarshal(raw, &entries) == nil:
	case bytes.HasPrefix(raw, []byte(`"`)):
		entries = []json.RawMessage{raw}
	default:
		e.readDetails(raw)
		return
	}
	var sentences []string
	for _, raw := range entries {
		var entry struct {
			Code, Title, Detail text
			Source              struct{ Pointer, Parameter text }
			TriggerID           text `json:"trigger_id"`
			CategoryID          text `json:"trigger_category_id"`
		}
		if json.Unmarshal(raw, &entry) != nil {
			sentences = append(sentences, plain(raw))
			continue
		}
		if e.Code == "" {
			e.Code = string(entry.Code)
		}
		sentence := string(entry.Title)
		if entry.Detail != "" && entry.Detail != entry.Title {
			sentence = strings.TrimPrefix(sentence+": "+string(entry.Detail), ": ")
		}
		if sentence == "" {
			sentence = string(entry.Code)
		}
		if place := firstOf(entry.TriggerID, entry.CategoryID, entry.Source.Pointer, entry.Source.Parameter); place != "" {
			e.addField(place, sentence)
		} else {
			sentences = append(sentences, sentence)
		}
	}
	if e.Message == "" {
		e.Message = strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), "; ")
	}
}

// readDetails reads "details": texts or objects with a description, per field.
func (e *Error) readDetails(raw json.RawMessage) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return
	}
	for field, raw := range fields {
		var entries []json.RawMessage
		if json.Unmarshal(raw, &entries) != nil {
			entries = []json.RawMessage{raw}
		}
		for _, entry := range entries {
			var object struct{ Description, Error text }
			if json.Unmarshal(entry, &object) == nil {
				e.addField(field, firstOf(object.Description, object.Error))
			} else {
				e.addField(field, plain(entry))
			}
		}
	}
}

// plain is a scalar's text, or the JSON of anything else.
func plain(raw json.RawMessage) string {
	var word text
	if json.Unmarshal(raw, &word) != nil {
		return string(raw)
	}
	return string(word)
}

func (e *Error) addField(field, words string) {
	if e.Fields == nil {
		e.Fields = map[string][]string{}
	}
	e.Fields[field] = append(e.Fields[field], words)
}

func firstOf(candidates ...text) string {
	for _, candidate := range candidates {
		if candidate != "" {
			return string(candidate)
		}
	}
	return ""
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
