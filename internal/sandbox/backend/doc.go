// Package backend simulates a survey backend that speaks the open contract,
// openapi/survey-backend.yaml: connectors, surveys, trigger distributions, agents
// and responses under /v1.
//
// It is written from that document, and shares nothing but the document with any
// client. Routes, parameters and the shapes of requests and answers are generated
// from it (package contract); what the document says in words is here. It refuses
// to know how a help desk is polled: it stores a connector and never tries it.
//
// Start at kind.go, which creates, changes and deletes an object of any kind by
// the rules that hold for all; each kind has a file of its own with the rules
// that hold for it alone.
package backend
