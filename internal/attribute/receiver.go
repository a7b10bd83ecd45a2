package attribute

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// WarnOfMethod is for a receiver that is called with a method without a body: what a
// send has to say stands in the body.
func WarnOfMethod(notes *lifecycle.Notes, at path.Path, method types.String) {
	if strings.EqualFold(method.ValueString(), "GET") {
		notes.Warn(at, "GET requests have no body",
			"The payload of a send is the body of the request, but a GET request is sent without a body: the backend gets neither the ticket nor the customer. Use POST, which survey backends expect.")
	}
}

// WarnOfFormat is for a receiver that is told that the body is XML.
func WarnOfFormat(notes *lifecycle.Notes, at path.Path, format types.String) {
	if text := format.ValueString(); text == "xml" || text == "application/xml" {
		notes.Warn(at, "The payload of a send is JSON",
			"The request declares its body as XML, but the payload of a send renders to JSON: the backend cannot read it. Use %q.", strings.Replace(text, "xml", "json", 1))
	}
}
