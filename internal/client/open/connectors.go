package open

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// connectors keeps what is secret in them out of logs and errors.
func connectors(hidden *transport.Redactor) kind[survey.Connector] {
	hide := func(c survey.Connector) {
		for _, secret := range c.Secrets {
			hidden.Add(secret)
		}
	}
	return kind[survey.Connector]{
		noun: survey.NounConnector, path: "/connectors",
		id:      func(c survey.Connector) string { return c.ID },
		version: func(c survey.Connector) string { return c.Version },
		title:   func(c survey.Connector) string { return c.URL },
		means: func(declared, c survey.Connector) bool {
			return c.HelpDesk == declared.HelpDesk && survey.SameURL(c.URL, declared.URL)
		},
		decode: decoder(readConnector),
		create: func(declared survey.Connector) any {
			hide(declared)
			return createConnector(declared)
		},
		patch: func(prior, declared survey.Connector) any {
			hide(declared)
			return patchConnector(prior, declared)
		},
		shown: func(declared survey.Connector) survey.Connector {
			declared.Secrets = nil
			return declared
		},
	}
}

func readConnector(c contract.Connector) survey.Connector {
	read := survey.Connector{
		ID: c.ID, HelpDesk: string(c.HelpDesk), URL: c.URL, SecretsFingerprint: c.SecretsFingerprint, Agents: c.Agents,
		Connected: true, Version: c.Etag,
	}
	if poll, err := c.LastPoll.Get(); err == nil && poll.At.After(c.UpdatedAt) {
		read.PollFailure = orZero(poll.Error)
	}
	if c.Desk != nil {
		read.Public = map[string]string{"consumer_key": c.Desk.ConsumerKey, "access_token": c.Desk.AccessToken}
	}
	return read
}

func createConnector(declared survey.Connector) contract.ConnectorCreate {
	made := contract.ConnectorCreate{HelpDesk: contract.HelpDesk(declared.HelpDesk), URL: declared.URL}
	if declared.Agents != nil {
		made.Agents = &declared.Agents
	}
	switch made.HelpDesk {
	case contract.Kustomer:
		made.Kustomer = &contract.KustomerCredential{APIKey: secret(declared, "api_key")}
	case contract.Zendesk:
		made.Zendesk = &contract.ZendeskCredential{AccessToken: secret(declared, "access_token")}
	case contract.Desk:
		made.Desk = &contract.DeskCredential{
			ConsumerKey: declared.Public["consumer_key"], ConsumerSecret: secret(declared, "consumer_secret"),
			AccessToken: declared.Public["access_token"], AccessTokenSecret: secret(declared, "access_token_secret"),
		}
	}
	return made
}

// patchConnector leaves alone what is not declared: agents that are nil, and secrets.
func patchConnector(prior, declared survey.Connector) any {
	patch := contract.ConnectorUpdate{
		HelpDesk: changedTo(contract.HelpDesk(prior.HelpDesk), contract.HelpDesk(declared.HelpDesk)),
		URL:      changedTo(prior.URL, declared.URL),
	}
	if declared.Agents != nil && !slices.Equal(slices.Sorted(slices.Values(prior.Agents)), slices.Sorted(slices.Values(declared.Agents))) {
		patch.Agents = &declared.Agents
	}
	switch contract.HelpDesk(declared.HelpDesk) {
	case contract.Kustomer:
		patch.Kustomer = unlessZero(contract.KustomerCredentialUpdate{APIKey: secret(declared, "api_key")})
	case contract.Zendesk:
		patch.Zendesk = unlessZero(contract.ZendeskCredentialUpdate{AccessToken: secret(declared, "access_token")})
	case contract.Desk:
		patch.Desk = unlessZero(contract.DeskCredentialUpdate{
			ConsumerKey: changedTo(prior.Public["consumer_key"], declared.Public["consumer_key"]), ConsumerSecret: secret(declared, "consumer_secret"),
			AccessToken: changedTo(prior.Public["access_token"], declared.Public["access_token"]), AccessTokenSecret: secret(declared, "access_token_secret"),
		})
	}
	return unlessEmpty(patch)
}

// secret is one of a declaration's secrets, nil where it stays as it is stored.
func secret(declared survey.Connector, name string) *string {
	if text, given := declared.Secrets[name]; given {
		return &text
	}
	return nil
}

// unlessZero is a member of a patch, or nil for one without members of its own.
func unlessZero[V comparable](member V) *V { return changedTo(*new(V), member) }
