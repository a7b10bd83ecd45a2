// Package evaluation keeps the triggers of a help desk in the right order: an
// exclusion is evaluated before every send that it protects from, and no write of
// ours lets a survey out on the way there.
//
// Words: a trigger leaves a *mark* if it adds a tag or ticks a checkbox. A trigger
// *honours* a mark if one of its conditions keeps it from acting on a marked
// ticket. An *exclusion* does nothing but leave marks; a *send* notifies a webhook
// or a target. A [Placement] says where one managed trigger has to end up; its
// *content* is what the trigger does, its conditions and actions, and while that
// is being changed the old and the new form count both. A placement is *strict*
// if what its exclusion cannot protect from is an error; otherwise that is a
// [Gap], which is left as it is and told.
//
// It has a pure half and one loop.
//
//	Snapshot   the account as it was read: triggers, categories, and when
//	   |
//	   |  Plan(placements)            plan.go, within.go, categories.go
//	   |     which relations are asked for (declared, wanted, preferred) and
//	   |     which order must stay (demand.go, flow.go); the smallest moves
//	   |     (arrange.go);
//	   |     the numbers (numbers.go); what is refused, and why (errors.go)
//	   v
//	Plan       one write, refusals, gaps
//	   |
//	   |  loop.go: read, plan, write, compare; content.go: what the triggers do;
//	   |     deactivate.go: the way back; outcome.go: how each placement ended
//	   v
//	Account    what the client of a help desk does for it (account.go)
//
// A relation is one of these. A stronger one outranks the opposite of a weaker
// one, also where the opposite follows by way of other triggers:
//
//	relation    from                               if it cannot be had
//	declared    evaluate_after of the placement    refused, with the titles
//	wanted      an exclusion with protects = "all" refused if the placement is
//	            before a send that honours its     strict, else a Gap
//	            mark
//	standing    the order in the account, where    nothing passes; who asks for
//	            one sets what the other reads and  the opposite is refused
//	            it ends in a survey (flow.go)
//	preferred   exclusions keep their order; a     left, silently
//	            new send goes last
//
// How a change gets written:
//
//	            +--- not as planned: rest, read again (3 attempts) ---+
//	            v                                                     |
//	queue --> read --> plan --> (stale: read again) --> write --> compare
//	            ^        |                                            |
//	            |        +-- empty, content to write --> write it     | as planned
//	            |        +-- empty, nothing to write --> done         |
//	            +-----------------------------------------------------+
//
// So the proof is always the next plan: it is empty, in what was read after the
// last write. What this run activated and the comparison finds too early is
// deactivated at once (deactivate.go) and activated again by the repair; if that
// fails it stays inactive and the error says so. A change of content alone is
// looked at trigger by trigger first (glance.go).
//
// A batch is all changes that are under way together (queue.go). Whoever computes
// positions holds the lock of the account until they are written.
//
// The package knows no HTTP and no Terraform. A trigger that was dragged in the
// admin screen is noticed by [Reconciler.Satisfied], which a resource's Read asks
// and shows as order_satisfied; repaired by [Reconciler.Settle], which its Update
// calls; and verified in the step of loop.go.
package evaluation
