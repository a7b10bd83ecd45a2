// Package contract is the client's side of the open contract: types and requests,
// generated from openapi/survey-backend.yaml by `make generate`. Answers are
// decoded by whoever sends the requests.
package contract
