// Package tfcore is a small Terraform for tests: it plans and applies a
// configuration with a provider server in this process, the way Terraform's core
// does it, but a thousand times as often in the same time.
//
// It follows Terraform where that decides what a provider experiences: plans and
// applies use processes of their own, nodes run ten at a time in the order of
// references, a resource is planned once more right before it is applied,
// destroys and create_before_destroy order the rest, an object whose creation
// failed is tainted, and what a killed provider did not answer is not in state.
// A provider that breaks the protocol's promises is reported. The order is that
// of Terraform 1.11: there, an object that is removed goes before those that
// referred to it are updated, unless it has create_before_destroy.
//
// It leaves out modules, count and for_each, data sources, functions, ephemeral
// resources, actions, write-only attributes, ignore_changes, provisioners,
// deferral, blocks such as moved, import and removed, and the upgrade of
// identities. What it does otherwise than Terraform: validation is part of the
// plan and no walk of its own; apply does not upgrade state once more; what a
// provider computes inside of an attribute keeps no prior value in the proposed
// state.
//
// Configurations are Go values in the shape of Terraform's JSON syntax. The only
// expression is a reference that fills a whole string: "${type.name.attribute}".
// Nothing but tests imports this package.
package tfcore
