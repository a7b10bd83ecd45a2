// Package evaluation keeps the triggers of a help desk in the right order: an
// exclusion is evaluated before every send that it protects from, and no write of
// ours lets a survey out on the way there. It knows no HTTP, and of Terraform only the
// names of attributes in its messages.
//
// # A trigger that was dragged in the admin screen
//
// Noticed: the Read of each active trigger that asks for an order, whichever was dragged
// (Common.Show, resources/zendesk/trigger/common.go), calls [Reconciler.Satisfied]
// (reconciler.go), which plans a repair of this one trigger: one with evaluate_after, or an
// exclusion with protects = "all". The answer is order_satisfied, false if the repair would
// write something or would be refused. A [Gap], which no repair can reach, leaves it true.
// A trigger that was dragged into another category is a difference of category_id where
// that is configured; where it is not, it stays there, and what it breaks is refused.
//
// Repaired: the plan is order_satisfied = true, and therefore Terraform calls its
// Update (resources/zendesk/trigger/update.go), which calls [Reconciler.Settle]
// (queue.go). It may move this trigger, all that it lists, directly or through others,
// managed or not, and what this run created (collect, demand.go). startBatch
// (queue.go) takes the lock of the account, and then all placements that wait, as one
// batch. run (loop.go) repeats step (loop.go): read, plan, write.
//
// Verified: write (loop.go) calls [Account.Place], which puts the vendor's answer into
// the snapshot. The next step plans from that, without another read unless somebody
// else is at work, and an empty plan ends the batch (finish, outcome.go). A position
// that is not the one that was written is no failure: the list is read again after a
// rest, and planned again (reached, outcome.go).
//
// Failed: giveUp (outcome.go) ends a placement that three writes did not make hold,
// refuse and judge (outcome.go) end those that cannot be had or are rejected, with an
// error that says why. What is active then:
//
//   - A trigger that was active before the batch stays active where it stands. It does
//     what it did since it was dragged; inactive, an exclusion would protect from nothing
//     and a send would survey nobody. The next plan shows the difference again.
//   - A trigger that the batch activated is deactivated (deactivateFailed,
//     deactivate.go). If that fails the error says so ([MayBeActive]).
//   - A send that was deactivated until its new content is written stays inactive, and
//     the error says so (fail, outcome.go).
//
// # Words
//
// A trigger leaves a mark if it adds a tag or ticks a checkbox. A trigger honours a
// mark if one of its conditions keeps it from acting on a marked ticket. An exclusion
// leaves marks that sends honour; a send notifies a webhook or a target.
//
// A [Placement] says where one managed trigger has to end up. Its content is what the
// trigger does, its conditions and actions. An active trigger gets new content after
// its place: until then the order has to be right for the old content and for the new
// one. An inactive trigger gets it before it is activated. What is known of other
// triggers was declared in this process ([Knowledge]) or is remembered by the resource
// that is placed (Known of a [Placement]; only Update passes that).
//
// A [Gap] is a send that an exclusion should be evaluated before, where no repair can
// reach that. It is a warning. There is an error instead if the send would be
// activated there, or if the placement is strict: the exclusion begins, or begins to
// mean that send. To activate a trigger where it stands is a write, but not a move.
//
// # The two halves
//
//	Snapshot   the account as it was read: triggers, categories, and when
//	   |
//	   |  Plan(placements, knowledge, relations of categories)   plan.go
//	   |     the relations that are asked for   demand.go
//	   |     the order that has to stay         flow.go, rule.go
//	   |     one relation after the other, with the fewest moves for each
//	   |                                        within.go, categories.go, arrange.go
//	   |     the numbers                        numbers.go
//	   |     what is refused, and why           errors.go
//	   |     what changes places all the same   swaps.go
//	   v
//	Plan       one write, refusals, gaps
//	   |
//	   |  read, plan, write, compare            loop.go, glance.go
//	   |     what the triggers do               content.go
//	   |     how each placement ended           outcome.go
//	   |     the way back                       deactivate.go
//	   v
//	Account    what the client of a help desk does for it (account.go)
//
// The relations, strongest first. One outranks the opposite of those below it:
//
//	relation    from                                 if it cannot be had
//	declared    evaluate_after of the placement      refused, with the titles
//	wanted      an exclusion with protects = "all",  refused if a send would start
//	            placed or known, and a send that     there, or if the placement that
//	            honours its mark; where the send     asks is strict, else a Gap
//	            starts, also an exclusion that a
//	            category waits to be moved behind
//	holding     what another trigger is known to     kept: what would have to pass
//	            list, where it is true so far        is refused, or a Gap
//	standing    the order in the account, where      the same
//	            one sets what the other reads and
//	            it ends in a survey (flow.go)
//	preferred   exclusions keep their order; a send  left, silently
//	            that starts goes behind those whose
//	            mark it honours
//	soft        the order in the account, where      left: a [Swap], which is logged, and
//	            one sets what the other reads and    a warning of the plan where the
//	            it is no tag or custom field         reader is an exclusion
//
// # How a batch gets written
//
//	queue --> glance --> only content changes, all stands right: written, done
//	            |
//	            v
//	  +-----> read ----> this batch activated it, and it stands before a trigger
//	  |         |        that it lists: deactivated             deactivateEarly
//	  |         v
//	  |       plan ----> depends on what may be old: read again freshen
//	  |         |------> refused: it ends with the error        refuse
//	  |         |------> empty, and content to write: written   writeContent
//	  |         |------> empty: done                            finish
//	  |         |------> after three writes: all end            giveUp
//	  |         v
//	  |       write ---> rejected: what the vendor names ends,  judge
//	  |         |        or all if nothing is named; not where
//	  |         |        it names a trigger that makes room
//	  +---------+        otherwise the next step; after a rest, if the write
//	                     failed or not all stands as planned
//
// The writes are counted again when content was written, and one that is rejected for
// some placements is not counted for the others. giveUp looks at each placement alone;
// where the last write was answered well it asks for each trigger by its id, because
// the list may lag behind.
//
// Whoever writes an order holds the lock of the account from the read to the answer.
// Before something moves or is refused, the lists that this depends on were read after
// the batch began and after its last write; before something is activated where it
// stands or content is written, at least the categories, if their order matters, and
// what changed last were (freshen, loop.go). The questions of a plan (Satisfied,
// Check, Open, ...) take what was read last. What a batch activated is read once more
// while somebody else creates triggers of the account (company.go).
//
// Categories move by [Reconciler.SettleCategory] (settle_category.go), which repeats
// step for one relation of categories. One that a trigger hinders is tried again with
// each later write of triggers.
package evaluation
