// Package openapi has the tools for the open contract, openapi/survey-backend.yaml:
// the settings with which oapi-codegen writes our code from it, and tests of the
// document itself. It is a module of its own, so that none of it enters the
// provider's.
package openapi
