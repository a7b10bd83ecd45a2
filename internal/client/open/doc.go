// Package open is the client of every survey backend that speaks the open contract
// (openapi/survey-backend.yaml). It offers the backend as a [survey.Backend] that is
// managed: connectors, surveys, trigger distributions and agents.
//
// The bodies are those of package contract, which is generated from the document; how
// they are sent, repeated and shared is the matter of package client. A create carries
// an idempotency key, and a change or delete the entity tag of the object as it was
// read, so that nothing is made twice and nobody's change is overwritten.
//
// Start reading at client.go; store.go has what all four kinds have in common.
package open
