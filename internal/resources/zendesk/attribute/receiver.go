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
			"The payload of a send goes into the body of the request, and a request by GET is sent without one: the backend learns neither the ticket nor the customer. Survey backends expect POST.")
	}
}

// WarnOfFormat is for a receiver that is told that the body is XML.
func WarnOfFormat(notes *lifecycle.Notes, at path.Path, format types.String) {
	if text := format.ValueString(); text == "xml" || text == "application/xml" {
		notes.Warn(at, "The payload of a send is JSON",
			"The backend is told that the body is XML, but the payload of a send renders to JSON: it cannot be read. Use %q.", strings.Replace(text, "xml", "json", 1))
	}
}
