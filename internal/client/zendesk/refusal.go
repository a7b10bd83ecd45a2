package zendesk

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// readRefusal takes in Zendesk's words as they are. It has four shapes:
//
//	{"error":"RecordInvalid","description":"...","details":{"title":[{"description":"..."}]}}
//	{"error":{"title":"Forbidden","message":"..."}}
//	{"errors":[{"code":"...","title":"...","detail":"...","source":{"pointer":"..."}}]}
//	{"status":"failed","errors":[{"code":"...","title":"...","trigger_id":"..."}]}
func readRefusal(e *Error, body []byte) {
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description client.Text     `json:"description"`
		Message     client.Text     `json:"message"`
		OAuth       client.Text     `json:"error_description"`
		Details     json.RawMessage `json:"details"`
		Errors      json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	readError(e, answer.Error)
	readErrors(e, answer.Errors)
	e.Foreign = e.Silent() // what follows is not Zendesk's alone: proxies write it too
	readDetails(e, answer.Details)
	if e.Message == "" {
		e.Message = client.FirstOf(answer.Description, answer.Message, answer.OAuth)
	}
}

// readError reads "error": a word, a sentence or an object.
func readError(e *Error, raw json.RawMessage) {
	var word string
	if json.Unmarshal(raw, &word) == nil {
		e.Code = word
		return
	}
	var object struct{ Code, Title, Message, Description client.Text }
	if json.Unmarshal(raw, &object) == nil {
		e.Code = string(object.Title)
		e.Message = client.FirstOf(object.Message, object.Description)
	}
}

// readErrors reads "errors": one entry each, with the place it is about.
func readErrors(e *Error, raw json.RawMessage) {
	var entries []json.RawMessage
	switch {
	case json.Unmarshal(raw, &entries) == nil:
	case bytes.HasPrefix(raw, []byte(`"`)):
		entries = []json.RawMessage{raw}
	default:
		readDetails(e, raw)
		return
	}
	var sentences []string
	for _, raw := range entries {
		var entry struct {
			Code, Title, Detail client.Text
			Source              struct{ Pointer, Parameter client.Text }
			TriggerID           client.Text `json:"trigger_id"`
			CategoryID          client.Text `json:"trigger_category_id"`
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
		if place := client.FirstOf(entry.TriggerID, entry.CategoryID, entry.Source.Pointer, entry.Source.Parameter); place != "" {
			e.AddField(place, sentence)
		} else {
			sentences = append(sentences, sentence)
		}
	}
	if e.Message == "" {
		e.Message = strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), "; ")
	}
}

// readDetails reads "details": texts or objects with a description, per field.
func readDetails(e *Error, raw json.RawMessage) {
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
			var object struct{ Description, Error client.Text }
			if json.Unmarshal(entry, &object) == nil {
				e.AddField(field, client.FirstOf(object.Description, object.Error))
			} else {
				e.AddField(field, plain(entry))
			}
		}
	}
}

// plain is a scalar's text, or the JSON of anything else.
func plain(raw json.RawMessage) string {
	var word client.Text
	if json.Unmarshal(raw, &word) != nil {
		return string(raw)
	}
	return string(word)
}
