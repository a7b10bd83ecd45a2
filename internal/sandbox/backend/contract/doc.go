// Package contract is the server's side of the open contract: types and routes,
// generated from openapi/survey-backend.yaml by `make generate`.
package contract
