package nicereply

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// connectors are the integrations that are connected, found by help desk and URL. What
// they activate are agents of the account: each shows all active ones.
type connectors struct {
	listed[survey.Connector]
	agents agents
}

func newConnectors(core *client.Core, agents agents) connectors {
	unseen := &unseen{}
	return connectors{newListed(core, client.Kind[survey.Connector]{
		Noun: survey.NounConnector, Path: "/integrations",
		ID:     func(c survey.Connector) string { return c.ID },
		Title:  func(c survey.Connector) string { return c.URL },
		Decode: func(raw json.RawMessage) (survey.Connector, error) { return decodeIntegration(raw, unseen) },
	}, unseen, func(declared, c survey.Connector) bool {
		isURL := c.URL == "" || survey.SameURL(c.URL, declared.URL)
		return c.Connected && c.HelpDesk == declared.HelpDesk && isURL
	}, "desk", "kustomer", "zendesk"), agents}
}

// decodeIntegration reads an integration:
// https://cdn.nicereply.com/s/api/latest/reference/integrations
func decodeIntegration(raw json.RawMessage, unseen *unseen) (survey.Connector, error) {
	members, err := open(raw, unseen)
	if err != nil {
		return survey.Connector{}, err
	}
	var id, app, url client.Text
	connected := true
	members.into(&id, member{"id"}, "")
	members.into(&app, integrationHelpDesk, "help_desk")
	members.into(&url, integrationURL, "url")
	members.into(&connected, integrationConnected, "")
	read := survey.Connector{HelpDesk: helpDesk(app), URL: string(url), Connected: connected}
	read.ID = cmp.Or(string(id), read.HelpDesk)
	return read, nil
}

// Get looks in the list, the only request for integrations. One that is not connected
// is no connector.
func (c connectors) Get(ctx context.Context, id string) (*survey.Connector, error) {
	found, err := c.listed.Get(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case !found.Connected:
		return nil, c.missing(id, "is not connected")
	}
	found.Agents, err = c.activeAgents(ctx)
	return found, err
}

// Find looks in the list.
func (c connectors) Find(ctx context.Context, declared survey.Connector) ([]survey.Connector, error) {
	found, err := c.listed.Find(ctx, declared)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	active, err := c.activeAgents(ctx)
	for i := range found {
		found[i].Agents = active
	}
	return found, err
}

// FindNow reads the lists again.
func (c connectors) FindNow(ctx context.Context, declared survey.Connector) ([]survey.Connector, error) {
	c.list.Forget()
	c.agents.list.Forget()
	return c.Find(ctx, declared)
}

// activeAgents are their e-mail addresses, sorted.
func (c connectors) activeAgents(ctx context.Context) ([]string, error) {
	all, err := c.agents.list.All(ctx)
	emails := []string{}
	for _, each := range all {
		if each.Active {
			emails = append(emails, each.Email)
		}
	}
	slices.Sort(emails)
	return emails, err
}

// Steps are the clicks that connect a help desk.
func (c connectors) Steps(declared survey.Connector, shown *survey.Connector) []string {
	return rules.ConnectorSteps(declared, shown, c.Hidden())
}

// Ending are the clicks that disconnect it.
func (c connectors) Ending(prior survey.Connector) []string { return rules.ConnectorEnding(prior) }
