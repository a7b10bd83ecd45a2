// Package export writes the Terraform configuration of an account that people built by
// hand: the subcommand "export" of the provider's program, for every Terraform and
// OpenTofu.
//
// A system (a package below this one) says which objects of its account belong to
// surveys. Their attributes come from the provider itself, which imports and reads them
// in this process as it does for a command line, so that what is written never
// disagrees with the resources. What is left here is to print that as HCL: without
// defaults, with references in place of ids, with variables in place of secrets.
//
// It knows no vendor and sends no request of its own: systems and the provider read,
// and nothing writes to an account. Start reading at [Run].
package export
