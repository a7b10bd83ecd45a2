// Package evaluation keeps the triggers of a help desk in the right order: an
// exclusion is evaluated before every send that it protects from, and no write of
// ours lets a survey out on the way there.
//
// It has a pure half and one loop.
//
//	Snapshot   the account as it was read: triggers, categories, and when
//	   |
//	   |  Plan(placements)            plan.go, within.go, categories.go
//	   |     which relations are asked for (declared, wanted, preferred) and
//	   |     which order must stay (flow.go); the smallest moves (arrange.go);
//	   |     the numbers (numbers.go); what is refused, and why (errors.go)
//	   v
//	Plan       one write, refusals, gaps
//	   |
//	   |  loop.go: read, plan, write, verify, deactivate
//	   v
//	Account    what the client of a help desk does for it (account.go)
//
// A relation is one of these; a stronger one outranks the opposite of a weaker
// one between the same two triggers:
//
//	relation    from                               if it cannot be had
//	declared    evaluate_after of the placement    refused, with the titles
//	wanted      an exclusion with protects = "all" refused if the placement is
//	            before a send that honours its     strict, else a [Gap]
//	            mark
//	standing    the order in the account, where    nothing passes; who asks for
//	            one sets what the other reads and  the opposite is refused
//	            it ends in a survey (flow.go)
//	preferred   exclusions keep their order; a     left, silently
//	            new send goes last
//
// What happens to a placement:
//
//	            +--------------- not as it was planned ---------------+
//	            v                                                     |
//	queue --> read --> plan --> (stale: read again) --> write --> verify --> done
//	            ^        |                                ^  |
//	            |        +-- content to write: in order --+  +-- found early:
//	            |            with both forms, or inactive        deactivated
//	            +------------------ content written
//
// Only what was read after the last write is fresh. A batch is all changes that
// are under way together (queue.go). Whoever computes positions holds the lock of
// the account until they are written.
//
// The package knows no HTTP and no Terraform. To see how a trigger that was
// dragged in the admin screen is noticed, start at [Reconciler.Satisfied]; how it
// is repaired and verified, at [Reconciler.Settle] and the step in loop.go.
package evaluation
