// Package kustomer says which custom attributes of a Kustomer organization belong to
// surveys, by their names: no API tells what uses an attribute. Kustomer's own surveys
// belong to them in any case.
package kustomer
