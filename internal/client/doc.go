// Package client is what the clients of all vendors have in common; each client is
// a package under it.
//
// A client embeds a [Core]: one account, the connection to it, and what this run
// manages there. Each kind of object is a [Kind], which knows the vendor's paths
// and envelopes, with a [List].
//
//   - Reads are shared: a [List] is read once and then kept in step with the
//     vendor's answers to writes.
//   - Creates are never repeated blindly, see [List.Create].
//   - Every error is an [*Error]; ask [IsNotFound] and its like, not the status. What
//     sets a vendor's refusals apart stands in its [System].
//   - Requests are strict, answers are lenient: [Text], [Whole] and [Number] read and
//     write what vendors write in several ways.
//   - Which object belongs to which resource of this run is the matter of [Ownership].
//   - A [Credential] signs requests: a fixed one, or one that buys tokens.
//
// The package knows HTTP and JSON, no vendor and nothing of Terraform.
package client
