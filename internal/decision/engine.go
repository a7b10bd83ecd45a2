package decision

import (
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// mode is how Zendesk goes on after a trigger changed a ticket. Which one is real is not documented.
type mode int

const (
	// restarting checks again from the first trigger on, without those that fired.
	restarting mode = iota
	// onePass goes on with the next trigger.
	onePass
)

// part is what one trigger does in one update.
type part struct {
	*Trigger
	fired    truth
	because  *rules.Condition // why it is not sure that it fires, or sure that it does not
	messages []message
	turn     int // its place among those that fire, from 1

	acts    truth // as it was found last
	certain bool  // it fires, whichever others of its tie fire before
	checked clock // of the ticket when it was found not to act
}

// run is one update while its triggers are evaluated. The states of all worlds that are possible are one: every trigger
// that may fire is taken to fire in one world and not in the other, and what differs afterwards is not known.
type run struct {
	asks

	mode   mode
	now    *state
	groups [][]*part
	turns  int
}

func (a *Account) play(t *Ticket, how mode) *run {
	before, now := a.start(t)
	r := &run{asks: asks{t, before}, mode: how, now: now, groups: make([][]*part, 0, len(a.groups))}
	parts, all := make([]part, 0, a.count), make([]*part, 0, a.count)
	for _, group := range a.groups {
		for _, trigger := range group {
			parts = append(parts, part{Trigger: trigger, checked: clock{-1, -1}})
			all = append(all, &parts[len(parts)-1])
		}
		r.groups = append(r.groups, all[len(all)-len(group):])
	}
	for r.pass() && how == restarting {
	}
	return r
}

// pass evaluates all groups in their order. With restarting it ends as soon as the ticket changed, and says so.
//
// Why a single state is enough while restarting: each world comes to where its first trigger acts that has not fired
// yet. A trigger that may act, before the first that surely does, is in some worlds the next one to fire: its effect is
// taken in until that changes nothing. Then whichever of them fire, the first that surely acts fires in every world.
func (r *run) pass() (again bool) {
	for at, group := range r.groups {
		var changed bool
		if len(group) == 1 {
			changed = r.evaluate(group[0])
		} else {
			changed = r.tied(at)
		}
		if changed && r.mode == restarting {
			return true
		}
	}
	return false
}

// evaluate lets a trigger fire if it acts, where every world has come to it, and reports whether that changed what is
// known.
func (r *run) evaluate(p *part) (changed bool) {
	acts := r.acts(p)
	switch {
	case acts == no:
		return false
	case acts == yes && p.fired == no:
		r.fire(p, yes, r.act(r.now, p.Rule))
		return true
	}
	return r.mayFire(p, acts)
}

// tied evaluates triggers of which nobody knows the order. What each of them may do is taken in until that changes
// nothing; then those fire that act whichever others fire before.
func (r *run) tied(at int) (changed bool) {
	for _, p := range r.groups[at] {
		if p.fired == no && r.acts(p) == yes {
			acts, because := r.actsAfter(p, at)
			p.because, p.certain = because, acts == yes
		}
	}
	for again := true; again; {
		again = false
		for _, p := range r.groups[at] {
			if r.acts(p) != no {
				again = r.mayFire(p, maybe) || again
			}
		}
		if changed = changed || again; changed && r.mode == restarting {
			return true
		}
	}
	return r.fireCertain(at) || changed
}

// fireCertain ends a tie. What a trigger left is there unless another one of them that undoes it was last.
func (r *run) fireCertain(at int) (changed bool) {
	var certain, last []*part
	for _, p := range slices.Concat(r.before(at)...) {
		switch {
		case p.fired == maybe && p.certain:
			certain = append(certain, p)
			last = append(last, p)
		case p.fired == maybe:
			last = append(last, p)
		}
	}
	for _, p := range certain {
		r.act(r.now, p.Rule)
		r.fire(p, yes, p.messages)
	}
	if len(certain) == 0 {
		return false
	}
	after := r.now.clone()
	for _, p := range last {
		world := after.clone()
		r.act(world, p.Rule)
		r.now.or(world)
	}
	return true
}

// before are the groups of which a trigger may fire before one of a tie does.
func (r *run) before(at int) [][]*part {
	if r.mode == restarting {
		return r.groups[:at+1]
	}
	return r.groups[at : at+1]
}

// actsAfter tells whether a trigger acts whichever others fire before it.
func (r *run) actsAfter(p *part, at int) (acts truth, because *rules.Condition) {
	now := r.now.clone()
	for changed := true; changed; {
		changed = false
		for _, other := range slices.Concat(r.before(at)...) {
			if acts, _ := r.verdict(now, other.Rule.Conditions); other == p || other.fired == yes || acts == no {
				continue
			}
			world := now.clone()
			r.act(world, other.Rule)
			changed = now.or(world) || changed
		}
	}
	return r.verdict(now, p.Rule.Conditions)
}

// acts tells whether a trigger that has not surely fired acts on the ticket as it is now.
func (r *run) acts(p *part) truth {
	conditions := p.Rule.Conditions
	if p.fired == yes || p.checked == r.now.at || r.stillFails(p) {
		p.checked = r.now.at // most triggers, most of the time
		return no
	}
	acts, because := r.verdict(r.now, conditions)
	p.acts = acts
	if p.fired == no && because != nil {
		p.because = because
	}
	if acts == no {
		p.checked = r.now.at
	}
	return acts
}

// stillFails reports whether the condition that failed still does; most often nothing changed that it asks for.
func (r *run) stillFails(p *part) bool {
	switch {
	case p.because == nil || p.fired != no || p.acts != no || len(p.Rule.Conditions.Any) > 0:
		return false
	case ofTags(p.because.Field) && p.checked.tags == r.now.at.tags, !ofTags(p.because.Field) && p.checked.data == r.now.at.data:
		return true
	}
	return r.decided(r.now, *p.because) == no
}

// mayFire takes in the worlds in which a trigger fires now. One that surely acts has fired in all others.
func (r *run) mayFire(p *part, acts truth) (changed bool) {
	world := r.now.clone()
	messages := r.act(world, p.Rule)
	changed = r.now.or(world)
	r.fire(p, acts, messages)
	if !changed {
		p.checked = r.now.at
	}
	return changed
}

func (r *run) fire(p *part, fired truth, messages []message) {
	if p.fired == no {
		r.turns++
		p.turn = r.turns
		p.messages = messages
	}
	for i := range p.messages {
		p.messages[i] = p.messages[i].or(messages[i])
	}
	if p.fired = fired; fired == yes {
		p.because = nil
	}
}

// marks are the tags and ticked checkboxes that the run surely left.
func (r *run) marks() (marks rules.Marks) {
	_, start := r.now.account.start(r.ticket)
	for tag, is := range r.now.tags {
		if is == yes && start.tag(tag) == no {
			marks.Tags = append(marks.Tags, tag)
		}
	}
	for id, f := range r.now.account.fields {
		if f.Type == typeCheckbox && r.now.field(id) == told("true") && start.field(id) == told("false") {
			marks.Checkboxes = append(marks.Checkboxes, id)
		}
	}
	slices.Sort(marks.Tags)
	slices.Sort(marks.Checkboxes)
	return marks
}
