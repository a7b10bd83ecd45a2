// Package kustomer holds the language of Kustomer's objects: the names and types of
// custom attributes, channels, the roles of API keys, and what Kustomer can express.
//
// It is pure: no HTTP, no Terraform. Start at [CheckName] for attributes and at
// [Missing] for roles.
package kustomer
