package desk

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Section is the name of the provider block's section for Desk.com.
const Section = "desk"

// Ended is what there is to say of a host where no Desk.com answers.
const Ended = "Desk.com ended on 13 March 2020: no account at desk.com answers any more. Declare the same for Zendesk or Kustomer (the guide \"Nicereply with Desk.com\" changes one input of a module), " +
	"and remove from state what was in Desk.com, with terraform state rm or a removed block."

// system is what sets Desk.com's answers apart.
var system = &client.System{
	Name: "Desk.com", Section: Section,
	Address: []string{"subdomain", "endpoint"},
	Ended:   Ended + " If a proxy or the sandbox is meant to answer in its place, check endpoint in the provider's desk section (DESK_ENDPOINT).",
	Read:    readRefusal,
	Remedy:  remedy,
}

// remedy says what to do about a refusal in Desk.com's terms.
func remedy(e *client.Error) string {
	switch {
	case e.Unauthorized():
		return RefusalOf(e).Words + " Compare it with Admin > Settings > API in Desk.com, where the page of the API application shows all four, and set consumer_key, consumer_secret, access_token and access_token_secret of the provider's " +
			"desk section (DESK_CONSUMER_KEY and so on)."
	case e.Status == http.StatusForbidden:
		return "The credential is valid, but its user may not do this. Custom fields, rules and labels are an administrator's: use the access token of one."
	case e.Status == http.StatusMethodNotAllowed:
		return "Desk.com's API cannot do this: only a person can, in Admin."
	}
	return ""
}

// readRefusal takes in Desk.com's words as they are. Recorded:
//
//	{"message":"Resource Not Found"}
//	{"message":"Validation Failed","errors":{"_links":{"topic":["blank"]}}}
func readRefusal(e *client.Error, body []byte) {
	var answer struct {
		Message client.Text
		Errors  json.RawMessage
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	e.Message = string(answer.Message)
	addFields(e, "", answer.Errors)
}

// addFields adds words that stand in objects within objects, by the innermost name that is
// a member's.
func addFields(e *client.Error, field string, raw json.RawMessage) {
	var inner map[string]json.RawMessage
	if json.Unmarshal(raw, &inner) == nil {
		for _, name := range slices.Sorted(maps.Keys(inner)) {
			addFields(e, strings.TrimPrefix(field+"."+name, "."), inner[name])
		}
		return
	}
	field = strings.TrimPrefix(field, "_links.")
	var word client.Text
	var words []client.Text
	switch {
	case json.Unmarshal(raw, &words) == nil:
	case json.Unmarshal(raw, &word) == nil:
		words = []client.Text{word}
	}
	for _, each := range words {
		e.AddField(field, string(each))
	}
}
