package open

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
)

// system is what sets the answers of the contract apart. An action may bring an address
// and a token of its own: then they are what the reader has to correct.
func system(ofAction bool) *client.System {
	section, address, token := Section, "endpoint", "survey_backend.token (SURVEY_BACKEND_TOKEN)"
	if ofAction {
		section, address, token = "", "url", "api_key_wo in the action"
	}
	return &client.System{
		Name: "the survey backend", Section: section,
		Address: []string{address},
		Read:    readProblem,
		// Somebody in between also answers 404, but not with this code.
		Objectless: func(e *client.Error) bool { return e.Code != string(contract.ProblemCodeNotFound) },
		Remedy:     func(e *client.Error) string { return remedy(e, token) },
	}
}

// readProblem reads an application/problem+json.
func readProblem(e *client.Error, body []byte) {
	var problem contract.Problem
	if json.Unmarshal(body, &problem) != nil {
		return
	}
	e.Code, e.Message = string(problem.Code), problem.Detail
	if e.Message == "" {
		e.Message = problem.Title
	}
	e.Foreign = problem.Code == ""
	if problem.Errors != nil {
		for _, each := range *problem.Errors {
			e.AddField(attribute(each.Pointer), each.Detail)
		}
	}
	if problem.Code == contract.ProblemCodeStale {
		e.Message = stale(problem)
	}
}

// stale says what was changed outside Terraform.
func stale(problem contract.Problem) string {
	if problem.Changes == nil || len(*problem.Changes) == 0 {
		return problem.Detail
	}
	var changes []string
	for _, each := range *problem.Changes {
		changes = append(changes, changed(each))
	}
	when := ""
	if problem.ChangedAt != nil {
		when = " at " + problem.ChangedAt.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("changed outside Terraform%s: %s; nothing was overwritten", when, strings.Join(changes, ", "))
}

func changed(change contract.Change) string {
	name := attribute(change.Pointer)
	if name == "secrets_fingerprint" {
		return "a secret"
	}
	shown := func(value any, err error) string {
		text, _ := json.Marshal(value)
		if err != nil {
			return "null"
		}
		return string(text)
	}
	return fmt.Sprintf("%s from %s to %s", name, shown(change.From.Get()), shown(change.To.Get()))
}

// attribute is what a member of a body is called in a configuration. A pointer is as
// in RFC 6901: "/write_back/custom_field". A place in a list is that of the whole list.
func attribute(pointer string) string {
	unescaped := strings.NewReplacer("~1", "/", "~0", "~")
	var names []string
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if name != "" && strings.Trim(name, "0123456789-") == "" {
			break
		}
		names = append(names, unescaped.Replace(name))
	}
	path := strings.Join(names, ".")
	switch path {
	case "kustomer.api_key", "desk.consumer_secret", "desk.access_token_secret", "zendesk.access_token":
		return path + "_wo"
	}
	return path
}

// remedy says what to do about a problem in the contract's terms. The token is where it
// is set.
func remedy(e *client.Error, token string) string {
	switch contract.ProblemCode(e.Code) {
	case contract.ProblemCodeInUse:
		return "Remove what uses it, or let that use another one, and apply again. Terraform deletes before it changes what stays: if the same apply does both, " +
			"change what uses it in an apply before, or add lifecycle { create_before_destroy = true } to this one's resource in an apply before."
	case contract.ProblemCodeDuplicate:
		return "Import the object that exists (terraform import), or declare another one."
	case contract.ProblemCodeInactive:
		return "Set active = true in the trigger distribution's resource and apply, then test it again."
	}
	if e.Status == http.StatusUnauthorized {
		return "The survey backend refuses " + token + ": it has expired, was revoked, or is that of another backend."
	}
	return ""
}
