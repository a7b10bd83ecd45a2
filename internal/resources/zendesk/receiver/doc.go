// Package receiver is what webhooks and targets, which receive survey requests, and
// the sends that notify them have to know of each other.
//
// An active send without a receiver is worse than none: a ticket that is solved then
// gets its sent_tag and no survey, ever. So no receiver is deleted while an active
// trigger or automation notifies it, and a plan that would have to do that says how
// to do it in order.
package receiver
