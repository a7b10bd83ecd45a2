package nicereply

import (
	"encoding/json"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// system is what sets Nicereply's answers apart.
var system = &client.System{
	Name: "Nicereply", Section: Section,
	Address: []string{"endpoint"},
	Read:    readRefusal,
	Remedy:  remedy,
}

// readRefusal reads a refusal however it is written: the reference documents only the
// statuses.
func readRefusal(e *client.Error, body []byte) {
	var wire struct {
		Message, Error, Title, Detail json.RawMessage
		Errors                        json.RawMessage
	}
	if json.Unmarshal(body, &wire) != nil {
		return
	}
	var texts []client.Text
	for _, raw := range []json.RawMessage{wire.Message, wire.Detail, wire.Error, wire.Title} {
		var text client.Text
		if len(raw) > 0 && json.Unmarshal(raw, &text) == nil {
			texts = append(texts, text)
		}
	}
	e.Message = client.FirstOf(texts...)
	var byField map[string]json.RawMessage
	if json.Unmarshal(wire.Errors, &byField) == nil {
		for field, raw := range byField {
			for _, words := range wordsOf(raw) {
				e.AddField(field, words)
			}
		}
		return
	}
	for _, words := range wordsOf(wire.Errors) {
		e.AddField("request", words)
	}
}

// wordsOf are one text or several.
func wordsOf(raw json.RawMessage) (words []string) {
	var one client.Text
	var several []client.Text
	switch {
	case json.Unmarshal(raw, &one) == nil:
		return []string{string(one)}
	case json.Unmarshal(raw, &several) == nil:
		for _, each := range several {
			words = append(words, string(each))
		}
	}
	return words
}

// remedy says what to do about a refusal in Nicereply's terms.
func remedy(e *client.Error) string {
	if e.Status == http.StatusUnauthorized {
		return "Nicereply refuses nicereply.email and nicereply.api_token (NICEREPLY_EMAIL and NICEREPLY_API_TOKEN). They are the e-mail address of the account and its API token; " +
			"the API keys of the API's first version do not work here."
	}
	return ""
}
