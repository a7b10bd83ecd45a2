// Package evaluation keeps the triggers of a help desk in the right order: an
// exclusion is evaluated before every send that it protects from, and no write of
// ours lets a survey out on the way there.
//
// # A trigger that was dragged
//
// Noticed: a resource's Read asks [Reconciler.Satisfied] whether a repair would
// change anything, and shows the answer as order_satisfied. Repaired: its Update
// calls [Reconciler.Settle]; queue.go collects what is under way into a batch, takes
// the lock of the account and calls run (loop.go), whose steps read, plan and write.
// Verified: the vendor's answer to the write is put into the snapshot, and the next
// step plans again; the batch ends when that plan is empty.
//
// # Words
//
// A trigger leaves a mark if it adds a tag or ticks a checkbox. A trigger honours a
// mark if one of its conditions keeps it from acting on a marked ticket. An exclusion
// leaves marks that sends honour; a send notifies a webhook or a target. A
// [Placement] says where one managed trigger has to end up. Its content is what the
// trigger does, its conditions and actions; until the new content is written, the
// order has to be right for the old one and for the new one. What an exclusion should
// be evaluated before and no repair can reach is a [Gap]: an error where the placement
// that asks for it is strict, otherwise a warning.
//
// # The two halves
//
//	Snapshot   the account as it was read: triggers, categories, and when
//	   |
//	   |  Plan(placements)            plan.go, within.go, categories.go
//	   |     which relations are asked for (demand.go) and which order has to stay
//	   |     (flow.go, rule.go); one relation after the other, with the fewest moves
//	   |     for each (arrange.go); the numbers (numbers.go); what is refused, and
//	   |     why (errors.go)
//	   v
//	Plan       one write, refusals, gaps
//	   |
//	   |  loop.go: read, plan, write, compare; content.go: what the triggers do;
//	   |     deactivate.go: the way back; outcome.go: how each placement ended
//	   v
//	Account    what the client of a help desk does for it (account.go)
//
// The relations, strongest first. One outranks the opposite of those below it:
//
//	relation    from                               if it cannot be had
//	declared    evaluate_after of the placement,   refused, with the titles
//	            or known of another trigger and
//	            true so far
//	wanted      an exclusion with protects = "all" refused if the placement that
//	            and a send that honours its mark   asks is strict, else a Gap
//	standing    the order in the account, where    what would have to pass is
//	            one sets what the other reads and  refused, unless one of the two
//	            it ends in a survey (flow.go)      above asks for it
//	preferred   exclusions keep their order; a     left, silently
//	            new send goes behind exclusions
//
// How a batch gets written:
//
//	queue --> glance --> only content changes and all stands right: write it, done
//	            |
//	            v
//	          read --> plan --> refused: the placement ends with the error
//	            ^        |----> it depends on what may be old: read that again
//	            |        |----> empty, and content to write: write it
//	            |        |----> empty: done
//	            |        v
//	            |      write --> as planned: the next plan is empty
//	            |        v
//	            +----- not as planned: deactivate what this batch activated and what
//	                   stands too early for a trigger that it lists, rest, and again
//
// After three writes that did not come to hold (attempts; content that is written
// starts a new count) each trigger is asked for by its id, and what is still wrong
// ends with an error. What this batch activated is inactive then.
//
// A read is one of these: Snapshot costs a request only after [Account.Forget] or
// at the start; Renew is one request for what changed last; Reread asks for one
// trigger; complete asks for what a list lacks. Before something moves or is refused,
// what it depends on was read after the batch began or wrote last. Where nothing has
// to be written an older list will do.
//
// Categories move by [Reconciler.SettleCategory], which drives the same steps for one
// relation of categories, and by each later write of triggers, until it holds.
//
// Whoever writes an order holds the lock of the account from the read to the answer.
// The questions of a plan (Satisfied, Check, Open, ...) take what was read last.
//
// The package knows no HTTP, and of Terraform only the names of attributes in its
// messages.
package evaluation
