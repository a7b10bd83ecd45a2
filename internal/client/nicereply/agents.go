package nicereply

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// agents are feedback objects, found by e-mail address or username. They alone can be
// created.
type agents struct{ listed[survey.Agent] }

func newAgents(core *client.Core) agents {
	unseen := &unseen{}
	return agents{newListed(core, client.Kind[survey.Agent]{
		Noun: survey.NounAgent, Path: "/feedback-objects",
		ID:     func(a survey.Agent) string { return a.ID },
		Title:  func(a survey.Agent) string { return a.Username },
		Decode: func(raw json.RawMessage) (survey.Agent, error) { return decodeAgent(raw, unseen) },
	}, unseen, func(declared, a survey.Agent) bool {
		return strings.EqualFold(a.Email, declared.Email) || strings.EqualFold(a.Username, username(declared))
	})}
}

// decodeAgent reads a feedback object:
// https://cdn.nicereply.com/s/api/latest/reference/feedback-objects
func decodeAgent(raw json.RawMessage, unseen *unseen) (survey.Agent, error) {
	var wire struct {
		ID, Username, Email client.Text
		FullName            client.Text `json:"full_name"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return survey.Agent{}, err
	}
	archived := false
	members, err := open(raw, unseen)
	members.into(&archived, agentArchived, "active")
	return survey.Agent{
		ID: string(wire.ID), Email: string(wire.Email), FullName: string(wire.FullName), Username: string(wire.Username), Active: !archived,
	}, err
}

// Create makes an active agent, once: see [client.List.Create]. Any other one is the
// work of a person.
//
// https://cdn.nicereply.com/s/api/latest/reference/feedback-objects/create
func (a agents) Create(ctx context.Context, declared survey.Agent) (*survey.Agent, error) {
	if len(a.Steps(declared, nil)) > 0 {
		return nil, a.refuse()
	}
	body := map[string]string{"full_name": declared.FullName, "username": username(declared), "email": declared.Email}
	same := func(made survey.Agent) bool {
		return strings.EqualFold(made.Email, declared.Email) && made.FullName == declared.FullName
	}
	return a.list.Create(ctx, username(declared), same, body)
}

// Steps are the clicks that change an agent.
func (a agents) Steps(declared survey.Agent, shown *survey.Agent) []string {
	return rules.AgentSteps(declared, shown, a.Hidden())
}

// Ending are the clicks that end it.
func (a agents) Ending(prior survey.Agent) []string { return rules.AgentEnding(prior) }

// username is the e-mail address unless another one is declared.
func username(a survey.Agent) string { return cmp.Or(a.Username, a.Email) }
