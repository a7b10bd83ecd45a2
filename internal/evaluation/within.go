package evaluation

import (
	"cmp"
	"maps"
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// acrossCategories looks at what moving triggers within their categories cannot
// repair.
func (p *planner) acrossCategories() (string, error) {
	for _, i := range slices.Sorted(maps.Keys(p.placed)) {
		each := p.placed[i]
		if each.CategoryID == "" || each.CategoryID == p.before.Triggers[i].CategoryID || !each.Active || !p.before.Triggers[i].Active {
			continue
		}
		if other, broken := p.exposed(i); broken {
			return each.ID, p.exposedError(i, other)
		}
	}
	for _, d := range slices.Clone(p.demands) {
		first, second := p.after.Triggers[d.first], p.after.Triggers[d.second]
		if first.CategoryID == second.CategoryID {
			continue
		}
		p.plan.Crosses = true
		if p.after.categoryBefore(first.CategoryID, second.CategoryID) {
			continue
		}
		if err := p.give(d, nil); err != nil {
			return d.by.ID, err
		}
	}
	return "", nil
}

// exposed finds a trigger of another category that a trigger would pass when it
// moves into its category, and must not.
func (p *planner) exposed(i int) (int, bool) {
	t := p.after.Triggers[i]
	for j, other := range p.after.Triggers {
		if other.CategoryID == t.CategoryID || !other.Active {
			continue
		}
		if p.stands(i, j) && p.must(i, j) && !p.after.earlier(t, other) || p.stands(j, i) && p.must(j, i) && !p.after.earlier(other, t) {
			return j, true
		}
	}
	return 0, false
}

// give handles a demand that cannot be had: a declared one refuses its placement,
// and so does a wanted one that is strict or that would activate a send before its
// exclusion; any other one is given up.
func (p *planner) give(d demand, blocked *blockage) error {
	if d.strength == declared {
		return p.orderError(d, blocked)
	}
	delete(p.strength, [2]int{d.first, d.second})
	p.demands = slices.DeleteFunc(p.demands, func(each demand) bool { return each.first == d.first && each.second == d.second })
	if d.strength == preferred {
		return nil
	}
	gap := Gap{Exclusion: p.after.Triggers[d.first], Send: p.after.Triggers[d.second]}
	if blocked != nil {
		gap.Blocked = &[2]Trigger{p.after.Triggers[blocked.first], p.after.Triggers[blocked.second]}
	}
	if p.placed[d.second] == d.by && p.starts(d.second) {
		e := &OrderError{text: gap.Describe(p.after), remedy: gap.Remedy(), Protection: true, Send: gap.Send.ID}
		if p.promised(d.first, d.second) {
			e.remedy = p.after.remedyOfMove(gap.Exclusion.CategoryID, gap.Send.CategoryID)
		}
		return e
	}
	if d.by.Strict && !slices.Contains(d.by.Tolerated, gap.Send.ID) {
		return &OrderError{text: gap.Describe(p.after), remedy: gap.Remedy(), Protection: true, Send: gap.Send.ID}
	}
	p.plan.Gaps = append(p.plan.Gaps, gap)
	return nil
}

// withinCategories puts the triggers of each category in order that a placement
// or a demand is about.
func (p *planner) withinCategories() (string, error) {
	for _, category := range p.touched() {
		sequence, unplaced := p.after.lineUp(category, p.before)
		a := newLayout(sequence, constraints{bond: p.bond, movable: func(i int) bool { return p.movable[i] }, soft: p.flow.soft})
		l := line{before: sequence, unplaced: unplaced, whole: p.loses(category)}
		if id, err := p.enter(a, sequence[len(sequence)-unplaced:]); err != nil {
			return id, err
		}
		for _, d := range slices.Clone(p.demands) {
			if !a.has(d.first) || !a.has(d.second) {
				continue
			}
			first, second := p.after.Triggers[d.first], p.after.Triggers[d.second]
			l.tied = l.tied || d.strength > preferred && first.Position == second.Position && first.Position != entering
			if a.at[d.first] < a.at[d.second] {
				continue
			}
			listed, declaring := p.together(a, d), p.earliest(a, d)
			p.careful = true
			blocked := a.putBefore(listed, declaring)
			if p.careful = false; blocked != nil {
				blocked = a.putBefore(listed, declaring)
			}
			if blocked == nil {
				continue
			}
			if err := p.give(d, blocked); err != nil {
				return d.by.ID, err
			}
		}
		l.after = a.sequence
		p.lines = append(p.lines, l)
	}
	return "", nil
}

// together are the triggers of a demand and of its like that go up in one step:
// all that the same trigger declares.
func (p *planner) together(a *layout, d demand) []int {
	if d.strength != declared {
		return []int{d.first}
	}
	var listed []int
	for _, each := range p.demands {
		if a.has(each.first) && each.second == d.second && each.strength == declared {
			listed = append(listed, each.first)
		}
	}
	return listed
}

// earliest is the first of the triggers that have to be after the same exclusion.
func (p *planner) earliest(a *layout, d demand) int {
	second := d.second
	if d.strength != wanted {
		return second
	}
	for _, each := range p.demands {
		if a.has(each.second) && each.first == d.first && each.strength == wanted && a.at[each.second] < a.at[second] {
			second = each.second
		}
	}
	return second
}

// enter puts triggers that come from another category, so far the last, before
// those that they have to stay before.
func (p *planner) enter(a *layout, newcomers []int) (string, error) {
	for _, i := range newcomers {
		if p.after.Triggers[i].Position != entering {
			continue
		}
		for _, j := range slices.Clone(a.sequence[:a.at[i]]) {
			if a.at[j] < a.at[i] && p.must(i, j) {
				if blocked := a.putBefore([]int{i}, j); blocked != nil {
					return p.after.Triggers[i].ID, p.orderError(demand{i, j, declared, p.placed[i]}, blocked)
				}
			}
		}
	}
	return "", nil
}

// touched are the categories that have to be looked at, in the order of their ids.
func (p *planner) touched() []string {
	var categories []string
	add := func(i int) {
		if id := p.after.Triggers[i].CategoryID; !slices.Contains(categories, id) {
			categories = append(categories, id)
		}
	}
	for _, d := range p.demands {
		add(d.first)
		add(d.second)
	}
	for i, each := range p.placed {
		if each.Active || p.after.Triggers[i].Position == entering {
			add(i)
		}
	}
	slices.SortFunc(categories, rules.CompareIDs)
	return categories
}

// write lists what has to be sent: every trigger whose place or activity is to
// change, in the order in which they will be evaluated. What stays where it is
// goes without a position: it may have been shifted since the list was read.
func (p *planner) write() {
	position := map[int]int64{}
	for _, l := range p.lines {
		for i, at := range l.renumber(func(i int) int64 { return p.after.Triggers[i].Position }) {
			position[i] = at
			p.plan.Moves = p.plan.Moves || p.after.Triggers[i].Position == entering || !l.appends(i)
		}
	}
	for i := range p.placed { // an inactive one has no place in a line
		if t := p.after.Triggers[i]; t.Position == entering && !t.Active {
			position[i] = p.before.End(t.CategoryID)
			p.plan.Moves = true
		}
	}
	var target []Trigger
	for i, t := range p.after.Triggers {
		at, moves := position[i]
		if moves {
			t.Position = at
		}
		if moves || t.Active != p.before.Triggers[i].Active {
			target = append(target, t)
		}
	}
	slices.SortFunc(target, func(a, b Trigger) int {
		if a.CategoryID == b.CategoryID && a.Position != b.Position {
			return cmp.Compare(a.Position, b.Position)
		}
		return cmp.Or(rules.CompareIDs(a.CategoryID, b.CategoryID), rules.CompareIDs(a.ID, b.ID))
	})
	for _, t := range target {
		i := p.after.index[t.ID]
		was := p.before.Triggers[i]
		place := TriggerPlace{ID: t.ID}
		if _, moves := position[i]; moves {
			place.Position = &t.Position
		}
		if t.CategoryID != was.CategoryID {
			place.CategoryID = &t.CategoryID
		}
		if t.Active != was.Active {
			place.Active = &t.Active
		}
		p.plan.Triggers = append(p.plan.Triggers, place)
	}
	p.plan.target = p.after.with(nil, target...)
}

// loses reports whether a trigger leaves the category: a server that closes the
// hole shifts numbers while others are written, so all of them are.
func (p *planner) loses(category string) bool {
	for i := range p.placed {
		if p.before.Triggers[i].CategoryID == category && p.after.Triggers[i].CategoryID != category {
			return true
		}
	}
	return false
}
