package kustomer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Section is the name of the provider block's section for Kustomer.
const Section = "kustomer"

// system is what sets Kustomer's answers apart.
var system = &client.System{
	Name: "Kustomer", Section: Section,
	Address:    []string{"subdomain", "endpoint"},
	StatusPage: "status.kustomer.com",
	Read:       readRefusal,
	Remedy:     remedy,
}

// remedy says what to do about a refusal in Kustomer's terms.
func remedy(e *client.Error) string {
	switch {
	case e.Unauthorized():
		return "Kustomer refuses the API key of the provider's kustomer section: it is wrong, expired, revoked, or of another organization. Keys are made in Settings > Security > API Keys; " +
			"set kustomer.api_key (KUSTOMER_API_KEY)."
	case e.Status == http.StatusForbidden:
		return "The API key is valid but lacks a role for this. Custom attributes need org.permission.metadata.read and .update (org.admin.metadata.read and .write), Kustomer's own surveys " +
			"org.permission.satisfaction.read and .update (org.user.satisfaction.read and org.admin.satisfaction.write), " +
			"workflows org.permission.workflow.create, .read and .update (org.admin.workflow.write), tags org.admin.tag.read. The roles of a key cannot be changed: make another one in Settings > Security > API Keys."
	}
	return ""
}

// readRefusal takes in Kustomer's words as they are. "Write your error handling to
// accept both" shapes, says https://developer.kustomer.com/docs/concepts/errors:
//
//	{"errors":[{"code":"bad_request","message":"...","meta":{}}]}
//	{"errors":[{"status":"400","code":"...","title":"...","detail":"...","source":{"pointer":"/name"}}]}
func readRefusal(e *client.Error, body []byte) {
	var answer struct {
		Errors []struct {
			Code, Message, Title, Detail client.Text
			Source                       struct{ Pointer, Parameter client.Text }
		}
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	var sentences []string
	for _, entry := range answer.Errors {
		if e.Code == "" {
			e.Code = string(entry.Code)
		}
		sentence := client.FirstOf(entry.Message, entry.Detail, entry.Title)
		if place := client.FirstOf(entry.Source.Pointer, entry.Source.Parameter); place != "" && sentence != "" {
			e.AddField(strings.TrimPrefix(place, "/"), sentence)
			continue
		}
		sentences = append(sentences, sentence)
	}
	e.Message = strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), "; ")
}

// IsNotFound is [client.IsNotFound].
func IsNotFound(err error) bool { return client.IsNotFound(err) }

// IsAmbiguous is [client.IsAmbiguous].
func IsAmbiguous(err error) bool { return client.IsAmbiguous(err) }

// NoAttribute says that a klass has no attribute of an id.
func NoAttribute(id string) error {
	return &client.Error{Status: http.StatusNotFound, Message: "the metadata of the klass has no attribute " + id}
}
