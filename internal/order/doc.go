// Package order answers two questions about rules that a help desk evaluates
// from first to last: does this rule run after those, and what is the smallest
// move that makes it so?
//
// It is pure. It knows groups (trigger categories) that run as blocks by their
// own position, and members (triggers) that run inside their group by theirs.
// It knows nothing of titles, activity or requests. Start at [Layout].
package order
