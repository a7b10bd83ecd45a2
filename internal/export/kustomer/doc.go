// Package kustomer says which custom attributes of a Kustomer organization belong to
// surveys, by their names: no API tells what uses an attribute. Workflows belong to them
// by their names and the addresses that they call, and Kustomer's own surveys in any case.
package kustomer
