package backend

import (
	"context"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// agent is what can be written of an agent.
type agent struct {
	Email    string  `json:"email"`
	FullName string  `json:"full_name"`
	Username *string `json:"username,omitempty"` // never nil in a stored agent
	Active   bool    `json:"active"`
}

func (s *System) agentRules() rules[agent] {
	return rules[agent]{
		defaults: func() agent { return agent{Active: true} },
		complete: func(a *agent) {
			if a.Username == nil {
				a.Username = &a.Email
			}
		},
		wrong: func(now agent, before *agent) (v []contract.MemberError) {
			found := (*verdict)(&v)
			found.email("/email", now.Email)
			if before != nil {
				unchanged(found, "/email", now.Email, before.Email)
			}
			found.length("/full_name", now.FullName, longestName)
			found.optional("/username", now.Username, longestName)
			return v
		},
		taken: s.takenByAgent,
		inUse: s.agentListed,
		shown: func(o *object[agent]) map[string]any { return membersOf(o.settings) },
		changed: func(_, after *object[agent]) {
			if after != nil && after.settings.Active {
				s.invite(after)
			}
		},
	}
}

// takenByAgent refuses an e-mail address or a user name that another agent has.
func (s *System) takenByAgent(id string, now agent) error {
	for _, o := range s.agents.objects {
		var what string
		switch {
		case o.id == id:
			continue
		case strings.EqualFold(o.settings.Email, now.Email):
			what = "e-mail address " + now.Email
		case strings.EqualFold(*o.settings.Username, *now.Username):
			what = "user name " + *now.Username
		default:
			continue
		}
		other := contract.Reference{Kind: contract.ReferenceKindAgent, ID: o.id, Name: o.settings.Email}
		return conflict(contract.ProblemCodeDuplicate, []contract.Reference{other}, "The %s is that of %s.", what, o.id)
	}
	return nil
}

// agentListed refuses to delete an agent whom a connector lists.
func (s *System) agentListed(o *object[agent]) error {
	var users []contract.Reference
	for _, connected := range s.connectors.objects {
		if connected.settings.lists(o.settings.Email) {
			users = append(users, contract.Reference{Kind: contract.ReferenceKindConnector, ID: connected.id, Name: connected.settings.URL})
		}
	}
	if len(users) == 0 {
		return nil
	}
	return conflict(contract.ProblemCodeInUse, users, "Agent %s is listed by %s. Remove the e-mail address %s there first.",
		o.id, names(users), o.settings.Email)
}

// invite mails an agent how to log in, once.
func (s *System) invite(o *object[agent]) {
	if _, done := s.invited[o.id]; done {
		return
	}
	email := s.world.Outbox.Add(engine.Email{
		Kind:    engine.InvitationEmail,
		From:    s.Name(),
		To:      o.settings.Email,
		Subject: "You are invited to the survey backend",
		Body:    "Log in as " + *o.settings.Username + " to see how customers rate your work.",
	})
	s.invited[o.id] = email.At
}

func (s *System) wireAgent(o *object[agent]) contract.Agent {
	wire := contract.Agent{
		ID:        o.id,
		Email:     o.settings.Email,
		FullName:  o.settings.FullName,
		Username:  *o.settings.Username,
		Active:    o.settings.Active,
		Etag:      o.etag(),
		CreatedAt: o.createdAt(),
		UpdatedAt: o.updatedAt(),
	}
	wire.InvitedAt.SetNull()
	if at, done := s.invited[o.id]; done {
		wire.InvitedAt.Set(at)
	}
	return wire
}

// ListAgents gives a page of agents.
func (s *System) ListAgents(_ context.Context, r contract.ListAgentsRequestObject) (contract.ListAgentsResponseObject, error) {
	data, next, err := listed(s, &s.agents, r.Params.Limit, r.Params.Cursor, s.wireAgent, func(o *object[agent]) bool {
		return isFolded(r.Params.Email, o.settings.Email) && isFolded(r.Params.Username, *o.settings.Username) &&
			(r.Params.ConnectorID == nil || s.connectorLists(*r.Params.ConnectorID, o.settings.Email))
	})
	return contract.ListAgents200JSONResponse{Data: data, NextCursor: next}, err
}

func isFolded(filter *string, value string) bool {
	return filter == nil || strings.EqualFold(*filter, value)
}

// CreateAgent makes an agent and invites it.
func (s *System) CreateAgent(_ context.Context, r contract.CreateAgentRequestObject) (contract.CreateAgentResponseObject, error) {
	body, err := created(s, &s.agents, r.Body, s.wireAgent)
	return contract.CreateAgent201JSONResponse{
		Body:    body,
		Headers: contract.CreateAgent201ResponseHeaders{ETag: body.Etag, Location: "/v1/agents/" + body.ID},
	}, err
}

// GetAgent reads an agent.
func (s *System) GetAgent(_ context.Context, r contract.GetAgentRequestObject) (contract.GetAgentResponseObject, error) {
	body, err := read(s, &s.agents, r.ID, s.wireAgent)
	return contract.GetAgent200JSONResponse{Body: body, Headers: contract.GetAgent200ResponseHeaders{ETag: body.Etag}}, err
}

// UpdateAgent changes an agent.
func (s *System) UpdateAgent(_ context.Context, r contract.UpdateAgentRequestObject) (contract.UpdateAgentResponseObject, error) {
	body, err := updated(s, &s.agents, r.ID, r.Params.IfMatch, r.ApplicationMergePatchPlusJSONBody, s.wireAgent)
	return contract.UpdateAgent200JSONResponse{Body: body, Headers: contract.UpdateAgent200ResponseHeaders{ETag: body.Etag}}, err
}

// DeleteAgent deletes an agent whom no connector lists.
func (s *System) DeleteAgent(_ context.Context, r contract.DeleteAgentRequestObject) (contract.DeleteAgentResponseObject, error) {
	return contract.DeleteAgent204Response{}, removed(s, &s.agents, r.ID, r.Params.IfMatch)
}
