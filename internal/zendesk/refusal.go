package zendesk

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strings"

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
	e := &Error{Status: status, RequestLine: line, Location: secrets.Redact(header.Get("Location"))}
	if page, ok := htmlPage(body); ok {
		e.html, e.foreign, e.Message = true, true, oneLine(secrets.Redact(page))
		return e
	}
	clean := []byte(secrets.Redact(string(body)))
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description text            `json:"description"`
		Message     text            `json:"message"`
		OAuth       text            `json:"error_description"`
		Details     json.RawMessage `json:"details"`
		Errors      json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(clean, &answer) != nil {
		e.foreign = len(bytes.TrimSpace(clean)) > 0
		e.Message = oneLine(string(clean))
		return e
	}
	e.readError(answer.Error)
	e.readErrors(answer.Errors)
	e.readDetails(answer.Details)
	for _, words := range []text{answer.Description, answer.Message, answer.OAuth} {
		if words != "" && e.Message == "" {
			e.Message = oneLine(string(words))
		}
	}
	return e
}

// readError reads "error": a word, a sentence or an object.
func (e *Error) readError(raw json.RawMessage) {
	var word string
	if json.Unmarshal(raw, &word) == nil {
		e.Code = oneLine(word)
		return
	}
	var object struct{ Code, Title, Message, Description text }
	if json.Unmarshal(raw, &object) == nil {
		e.Code = oneLine(string(object.Title))
		e.Message = oneLine(string(object.Message + object.Description))
	}
}

// readErrors reads "errors": one entry each, with the place it is about.
func (e *Error) readErrors(raw json.RawMessage) {
	var words []string
	if json.Unmarshal(raw, &words) == nil {
		e.Message = oneLine(strings.Join(words, "; "))
		return
	}
	var entries []struct {
		Code, Title, Detail text
		Source              struct{ Pointer, Parameter text }
		TriggerID           text `json:"trigger_id"`
		CategoryID          text `json:"trigger_category_id"`
	}
	if json.Unmarshal(raw, &entries) != nil {
		return
	}
	var sentences []string
	for _, entry := range entries {
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
		sentence = oneLine(sentence)
		if place := firstOf(entry.TriggerID, entry.CategoryID, entry.Source.Pointer, entry.Source.Parameter); place != "" {
			e.addField(place, sentence)
		} else {
			sentences = append(sentences, sentence)
		}
	}
	if e.Message == "" {
		e.Message = strings.Join(sentences, "; ")
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
			var plain text
			switch {
			case json.Unmarshal(entry, &object) == nil:
				plain = text(firstOf(object.Description, object.Error))
			case json.Unmarshal(entry, &plain) != nil:
				plain = text(entry)
			}
			e.addField(field, oneLine(string(plain)))
		}
	}
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
	if title == nil || strings.TrimSpace(string(title[1])) == "" {
		return "an HTML page without a title instead of JSON", true
	}
	return `an HTML page titled "` + html.UnescapeString(oneLine(string(title[1]))) + `" instead of JSON`, true
}

// oneLine makes a text fit for one line and bounds it.
func oneLine(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if len(words) > errorTextMax {
		words = strings.ToValidUTF8(words[:errorTextMax], "") + "..."
	}
	return words
}
