// Package functions holds the provider-defined functions. They are thin: each turns Terraform's values into Go's, asks
// a package under payload, and turns its problems into function errors that name the argument and the path inside it.
//
// Terraform does not call a function with unknown arguments unless the parameter allows them. Where one does, whatever is
// known is checked all the same and the result is unknown; what a function checks has to be checked again where its
// result is used.
//
// Start reading at [All]; value.go has the only conversion.
package functions
