package backend

import (
	"context"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

func (s *System) wireConnector(o *object[connector]) contract.Connector {
	wire := contract.Connector{
		ID:                 o.id,
		HelpDesk:           o.settings.HelpDesk,
		URL:                o.settings.URL,
		Agents:             o.settings.Agents,
		SecretsFingerprint: s.fingerprint(o),
		SecretsChangedAt:   secretsChangedAt(o),
		Etag:               o.etag(),
		CreatedAt:          o.createdAt(),
		UpdatedAt:          o.updatedAt(),
	}
	if desk := o.settings.Desk; desk != nil {
		wire.Desk = &contract.DeskIdentity{ConsumerKey: desk["consumer_key"], AccessToken: desk["access_token"]}
	}
	wire.LastPoll = nullableOf(s.lastPoll(o.id))
	return wire
}

// secretsChangedAt is when the fingerprint became what it is.
func secretsChangedAt(o *object[connector]) time.Time {
	at := o.createdAt()
	for i := 1; i < len(o.versions); i++ {
		if o.versions[i].shown["secrets_fingerprint"] != o.versions[i-1].shown["secrets_fingerprint"] {
			at = o.versions[i].at
		}
	}
	return at
}

// ListConnectors gives a page of connectors.
func (s *System) ListConnectors(_ context.Context, r contract.ListConnectorsRequestObject) (contract.ListConnectorsResponseObject, error) {
	if r.Params.HelpDesk != nil && !r.Params.HelpDesk.Valid() {
		return nil, badParameter("help_desk %q is none of %q", *r.Params.HelpDesk, helpDesks)
	}
	data, next, err := listed(s, &s.connectors, r.Params.Limit, r.Params.Cursor, s.wireConnector, func(o *object[connector]) bool {
		return is(r.Params.HelpDesk, o.settings.HelpDesk) && is(r.Params.URL, o.settings.URL)
	})
	return contract.ListConnectors200JSONResponse{Data: data, NextCursor: next}, err
}

// CreateConnector makes a connector, and agents of whom it lists.
func (s *System) CreateConnector(_ context.Context, r contract.CreateConnectorRequestObject) (contract.CreateConnectorResponseObject, error) {
	body, err := created(s, &s.connectors, r.Body, s.wireConnector)
	return contract.CreateConnector201JSONResponse{
		Body:    body,
		Headers: contract.CreateConnector201ResponseHeaders{ETag: body.Etag, Location: "/v1/connectors/" + body.ID},
	}, err
}

// GetConnector reads a connector.
func (s *System) GetConnector(_ context.Context, r contract.GetConnectorRequestObject) (contract.GetConnectorResponseObject, error) {
	body, err := read(s, &s.connectors, r.ID, s.wireConnector)
	return contract.GetConnector200JSONResponse{Body: body, Headers: contract.GetConnector200ResponseHeaders{ETag: body.Etag}}, err
}

// UpdateConnector changes a connector.
func (s *System) UpdateConnector(_ context.Context, r contract.UpdateConnectorRequestObject) (contract.UpdateConnectorResponseObject, error) {
	body, err := updated(s, &s.connectors, r.ID, r.Params.IfMatch, r.ApplicationMergePatchPlusJSONBody, s.wireConnector)
	return contract.UpdateConnector200JSONResponse{Body: body, Headers: contract.UpdateConnector200ResponseHeaders{ETag: body.Etag}}, err
}

// DeleteConnector deletes a connector that nothing uses.
func (s *System) DeleteConnector(_ context.Context, r contract.DeleteConnectorRequestObject) (contract.DeleteConnectorResponseObject, error) {
	return contract.DeleteConnector204Response{}, removed(s, &s.connectors, r.ID, r.Params.IfMatch)
}
