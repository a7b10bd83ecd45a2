package open

import (
	"cmp"
	"strings"

	"github.com/oapi-codegen/nullable"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

var agents = kind[survey.Agent]{
	noun: survey.NounAgent, path: "/agents",
	id:      func(a survey.Agent) string { return a.ID },
	version: func(a survey.Agent) string { return a.Version },
	title:   func(a survey.Agent) string { return a.Email },
	means: func(declared, a survey.Agent) bool {
		return strings.EqualFold(a.Email, declared.Email) || strings.EqualFold(a.Username, username(declared))
	},
	decode: decoder(func(a contract.Agent) survey.Agent {
		return survey.Agent{ID: a.ID, Email: a.Email, FullName: a.FullName, Username: a.Username, Active: a.Active, Version: a.Etag}
	}),
	create: func(declared survey.Agent) any {
		return contract.AgentCreate{Email: declared.Email, FullName: declared.FullName, Username: orNull(declared.Username), Active: &declared.Active}
	},
	patch: func(prior, declared survey.Agent) any {
		patch := contract.AgentUpdate{FullName: changedTo(prior.FullName, declared.FullName), Active: changedTo(prior.Active, declared.Active)}
		if !strings.EqualFold(prior.Email, declared.Email) {
			patch.Email = &declared.Email
		}
		if prior.Username != username(declared) {
			patch.Username = nullable.NewNullableWithValue(username(declared))
		}
		return unlessEmpty(patch)
	},
}

// username is the e-mail address unless another one is declared.
func username(a survey.Agent) string { return cmp.Or(a.Username, a.Email) }
