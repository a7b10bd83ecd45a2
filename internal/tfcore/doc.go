// Package tfcore is a small Terraform for tests: it plans and applies a
// configuration with a provider server in this process, the way Terraform's core
// does it, but a thousand times as often in the same time.
//
// It follows Terraform 1.11 where that decides what a provider experiences:
//
//   - Plans and applies use processes of their own, nodes run ten at a time in the
//     order of references, a resource is planned once more right before it is
//     applied.
//   - Destroys and create_before_destroy order the rest. A cycle fails the plan.
//     -target leaves a target and what comes before it: the old object of a
//     dependency that is replaced with create_before_destroy stays deposed.
//   - A destroy follows a normal plan, which refreshes state and can fail.
//   - An object whose creation failed is tainted. What a killed provider did not
//     answer is not in state, and an object whose update got no answer loses its
//     private memory.
//   - A provider that violates the protocol is reported.
//
// The tests compare all this with the real command line: random histories of
// faults, kills, targets and replacements in this package, and the provider
// itself in package promise.
//
// It leaves out modules, count and for_each, data sources, functions, ephemeral
// resources, actions, ignore_changes, provisioners,
// deferral, blocks such as moved, import and removed, and the upgrade of
// identities. What it does otherwise than Terraform: validation is part of the
// plan and no walk of its own; apply does not upgrade state once more; what a
// provider computes inside of an attribute keeps no prior value in the proposed
// state; identities, which Terraform has from 1.12 on, are kept.
//
// Configurations are Go values in the shape of Terraform's JSON syntax. The only
// expression is a reference that fills a whole string: "${type.name.attribute}".
// Nothing but tests imports this package.
package tfcore
