// Package inuse looks for what still uses an object that a plan or an apply ends: the sends
// of a webhook, the triggers that a "do not send" checkbox means something to. Other
// workspaces and people in the admin screen make some of them, so that neither a reference
// nor an order of Terraform protects them.
//
// [Left] is for the apply, which refuses what cannot be taken back. The plan's warnings are
// those of each kind of object; [Field] has those of ticket fields.
package inuse
