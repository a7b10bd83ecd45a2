package evaluation

import (
	"cmp"
	"maps"
	"slices"
)

// strength says how much a demand weighs. A stronger one outranks the opposite.
type strength int

const (
	// preferred is dropped without a word where it cannot be had.
	preferred strength = iota + 1
	wanted
	declared
)

// demand is that the trigger at one index is evaluated before another.
type demand struct {
	first, second int
	strength      strength
	by            *Placement
}

// collect gathers what is asked for: by the placements, by what others are known
// to declare, and by the exclusions of the account.
func (p *planner) collect() {
	p.sort()
	for id, d := range p.heard {
		if i, exists := p.after.index[id]; exists && d.New {
			p.movable[i] = true
		}
	}
	placed := slices.Sorted(maps.Keys(p.placed))
	for _, i := range placed {
		each := p.placed[i]
		p.movable[i] = true
		if !each.Active {
			continue
		}
		for id := range follow(each.After, func(id string) []string { return p.known[id] }) {
			if l, exists := p.after.index[id]; exists {
				p.movable[l] = true
			}
		}
		for _, id := range each.After {
			// An inactive trigger has no place in a category, but the category has one.
			if l := p.after.index[id]; p.after.Triggers[l].Active || p.after.Triggers[l].CategoryID != p.after.Triggers[i].CategoryID {
				p.ask(demand{l, i, declared, each})
			}
		}
	}
	for id, after := range p.known {
		d, exists := p.after.index[id]
		for _, listed := range after {
			if l, found := p.after.index[listed]; exists && found && p.before.earlier(p.before.Triggers[l], p.before.Triggers[d]) {
				p.holding[[2]int{l, d}] = true
				p.first[l], p.second[d] = true, true
			}
		}
	}
	for _, i := range placed {
		if each := p.placed[i]; each.Active {
			p.protect(i, each)
			p.assume(each)
		}
	}
	slices.SortFunc(p.demands, func(a, b demand) int {
		return cmp.Or(-cmp.Compare(a.strength, b.strength), cmp.Compare(a.second, b.second), cmp.Compare(a.first, b.first))
	})
}

// sharesNumber reports whether an inactive trigger has the position of another
// one: then its own position says nothing.
func (p *planner) sharesNumber(i int) bool {
	t := p.before.Triggers[i]
	return slices.ContainsFunc(p.before.Triggers, func(o Trigger) bool {
		return o.ID != t.ID && o.CategoryID == t.CategoryID && o.Position == t.Position
	})
}

func (p *planner) ask(d demand) {
	pair, opposite := [2]int{d.first, d.second}, [2]int{d.second, d.first}
	if d.first == d.second || p.strength[pair] >= d.strength || d.strength < declared && p.strength[opposite] > d.strength {
		return
	}
	p.strength[pair] = d.strength
	p.first[d.first], p.second[d.second] = true, true
	p.demands = append(p.demands, d)
}

// lists are all triggers that a trigger lists, directly or through others.
func (p *planner) lists(id string) map[string]bool {
	after := func(id string) []string {
		if i, exists := p.after.index[id]; exists && p.placed[i] != nil {
			return p.placed[i].After
		}
		return p.known[id]
	}
	return follow(after(id), after)
}

// protect asks that an exclusion is evaluated before the sends that honour its mark,
// where it starts also before those that only report it, and that a send which starts,
// enters or begins to honour a mark is after the exclusions that leave it: wanted
// where these are known to protect from every send, or where categories that are yet
// to be moved will put them before it, else preferred. A send that is to be moved goes
// behind those that are known to: what hindered them so far may be before it then.
func (p *planner) protect(i int, each *Placement) {
	t := p.after.Triggers[i]
	if each.Protects {
		marks, listed := t.Rule.Marks(), p.lists(t.ID)
		for _, j := range p.senders {
			switch other := p.after.Triggers[j]; {
			case j == i || listed[other.ID]:
			case other.sendsUnless(marks):
				p.plan.Judged = true
				p.ask(demand{i, j, wanted, each})
			case p.starts(i) && other.Rule.Considers(marks): // its payload reports the mark
				p.ask(demand{i, j, preferred, each})
			}
		}
	}
	if !t.Rule.Sends() {
		return
	}
	was := p.before.Triggers[i]
	starts := p.starts(i) || was.CategoryID != t.CategoryID
	moves := starts || !p.before.Holds(each.ID, each.After)
	var candidates []int
	switch {
	case starts || each.Content != nil:
		candidates = p.exclusions
	case moves:
		candidates = p.protectors(each)
	}
	for _, j := range candidates {
		marks := p.after.Triggers[j].Rule.Marks()
		if j == i || !t.Rule.Honours(marks) {
			continue
		}
		begins := starts || !was.Rule.Honours(marks)
		switch protected := p.isProtected(each, p.after.Triggers[j].ID); {
		case protected && (begins || moves || each.Content != nil), starts && p.promised(j, i):
			p.ask(demand{j, i, wanted, each})
		case begins:
			p.ask(demand{j, i, preferred, each})
		}
	}
}

// starts reports whether a trigger is activated, by this write or by an earlier one of the
// batch.
func (p *planner) starts(i int) bool {
	each := p.placed[i]
	return !p.before.Triggers[i].Active || each != nil && each.started
}

// promised reports whether the category of a trigger shall be evaluated before that of
// another one, by relations that are yet to be had.
func (p *planner) promised(first, second int) bool {
	a, b := p.after.Triggers[first].CategoryID, p.after.Triggers[second].CategoryID
	if a == b || p.after.categoryBefore(a, b) {
		return false
	}
	after := func(id string) (listed []string) {
		for _, r := range p.moving {
			if r.ID == id {
				listed = append(listed, r.After...)
			}
		}
		return listed
	}
	return follow(after(b), after)[a]
}

// protectors are the exclusions of which more is known than what the account shows.
func (p *planner) protectors(send *Placement) []int {
	found := slices.Clone(p.heardOf)
	for _, id := range send.ProtectedBy {
		if i, exists := p.after.index[id]; exists && p.after.Triggers[i].Active && !p.after.Triggers[i].Rule.Sends() {
			found = append(found, i)
		}
	}
	return found
}

// sort tells the active triggers apart. An exclusion may do other things as well.
func (p *planner) sort() {
	for i, t := range p.after.Triggers {
		switch {
		case !t.Active:
		case t.Rule.Sends():
			p.senders = append(p.senders, i)
		case p.flow.ends[i]:
			p.exclusions = append(p.exclusions, i)
			if p.heard[t.ID].Protects {
				p.heardOf = append(p.heardOf, i)
			}
		}
	}
}

// isProtected reports whether an exclusion is known to protect from a send, listed or
// not.
func (p *planner) isProtected(send *Placement, exclusion string) bool {
	protects := slices.Contains(send.ProtectedBy, exclusion)
	if d, heard := p.heard[exclusion]; heard {
		protects = d.Protects && d.Active && !d.Deleted
	}
	return protects && !p.lists(exclusion)[send.ID]
}

// assume prefers that exclusions keep their order where one is moved of which it
// is not known what it lists itself.
func (p *planner) assume(each *Placement) {
	moved := slices.Clone(each.After)
	if t, _ := p.before.Trigger(each.ID); each.CategoryID != "" && each.CategoryID != t.CategoryID {
		moved = append(moved, each.ID)
	}
	for _, id := range moved {
		i, exists := p.after.index[id]
		if p.assumed[id] {
			continue
		}
		p.assumed[id] = true
		if !exists || !p.after.Triggers[i].Rule.OnlyMarks() {
			continue
		}
		_, heard := p.known[id] // of what it lists; never of who lists it
		for j, other := range p.after.Triggers {
			if j == i || !other.Active || !other.Rule.OnlyMarks() {
				continue
			}
			if !heard && p.before.earlier(p.before.Triggers[j], p.before.Triggers[i]) {
				p.ask(demand{j, i, preferred, each})
			} else if id == each.ID && p.before.earlier(p.before.Triggers[i], p.before.Triggers[j]) {
				p.ask(demand{i, j, preferred, each})
			}
		}
	}
}

// must reports whether a trigger has to stay before another one: it is wanted or
// declared, another trigger is known to declare it and it is true, or the order that
// stands decides about a survey and nobody asks for the opposite.
func (p *planner) must(a, b int) bool {
	if p.asks(a, b) {
		return true
	}
	heard := p.first[a] && p.second[b] && p.holding[[2]int{a, b}]
	stays := (heard || p.flow.hard(a, b) && !p.wouldProtect(b, a) && !p.ledLate(b, a)) && p.stands(a, b)
	return stays && !p.asks(b, a)
}

// asks reports whether it is wanted or declared that a trigger is before another one.
func (p *planner) asks(a, b int) bool {
	return p.first[a] && p.second[b] && p.strength[[2]int{a, b}] > preferred
}

// bond says of two triggers whether the first has to stay before the second, and
// whether that is more than an order which merely stands.
func (p *planner) bond(first, second int) bond {
	if !p.must(first, second) {
		return free
	}
	pair := [2]int{first, second}
	a, b := p.after.Triggers[first].Rule, p.after.Triggers[second].Rule
	if p.strength[pair] > preferred || p.holding[pair] || b.Sends() && !a.Sends() && b.Considers(a.Marks()) {
		return firm
	}
	return kept
}

// wouldProtect reports whether an exclusion that stands too late for a send would
// protect from it if it were earlier: nobody needs that order. One that was not heard
// of may be foreign, and stand there because somebody means it: as long as there is
// another way it stays.
func (p *planner) wouldProtect(exclusion, send int) bool {
	e, s := p.after.Triggers[exclusion], p.after.Triggers[send]
	if p.careful && !p.managed(exclusion) {
		return false
	}
	return s.Rule.Sends() && !e.Rule.Sends() && s.Rule.Considers(e.Rule.Marks()) && !p.listedOnly[e.ID]
}

// ledLate reports whether a trigger that this run created sets what another one
// reads that is evaluated before it: it stands there because new triggers come last,
// and not because anybody means it.
func (p *planner) ledLate(made, reader int) bool {
	return p.heard[p.after.Triggers[made].ID].New && p.flow.need(reader).has(p.flow.rules[made])
}

// stands reports whether a trigger is evaluated before another one as the account
// is. One that is new or has no place of its own stands behind what sets that
// which it reads, and has no other order.
func (p *planner) stands(a, b int) bool {
	if !p.after.Triggers[a].Active || !p.after.Triggers[b].Active || p.unordered[a] {
		return false
	}
	if p.unordered[b] {
		return p.after.Triggers[a].CategoryID == p.after.Triggers[b].CategoryID && p.flow.rules[a].setsWhatReads(p.flow.rules[b])
	}
	return p.before.earlier(p.before.Triggers[a], p.before.Triggers[b])
}
