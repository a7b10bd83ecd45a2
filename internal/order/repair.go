package order

import (
	"errors"
	"slices"
)

// ErrUnsatisfiable is returned when no sequence satisfies all relations, which
// happens when they form a circle.
var ErrUnsatisfiable = errors.New("the relations form a circle: no order satisfies all of them")

// Repair returns the members whose position must change, with their new
// position, so that every relation holds; nothing when all hold already.
//
// A repair moves only the declaring member and the members that it lists,
// inside the group that they share, and takes the fewest moves. Where raising a
// listed member and lowering the declaring one cost the same, the listed one is
// raised. A move that would break one of the relations is avoided where another
// way exists. All other members keep their relative order; positions that are
// taken are used again, so that no number outside the moved stretch changes. If
// two members of the group share a position the whole group is numbered from 1.
//
// Listed members that are missing or stand in a later group are left alone:
// moving members cannot mend that (see [Layout.Standing]).
func (l Layout) Repair(relations []Relation) ([]Member, error) {
	arranged := map[string][]string{}
	for _, group := range l.groupsOf(relations) {
		sequence := idsOf(l.sequence(group))
		mended, err := mend(sequence, relations)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(sequence, mended) || l.hasBrokenTie(group, relations) {
			arranged[group] = mended
		}
	}
	var changes []Member
	for _, group := range l.groupsOf(relations) {
		if sequence, moved := arranged[group]; moved {
			changes = append(changes, l.renumber(group, sequence)...)
		}
	}
	return changes, nil
}

// RepairGroups is Repair for groups.
func (l Layout) RepairGroups(relations []Relation) ([]Group, error) {
	changes, err := l.groupsAsMembers().Repair(relations)
	groups := make([]Group, 0, len(changes))
	for _, change := range changes {
		groups = append(groups, Group{ID: change.ID, Position: change.Position})
	}
	return groups, err
}

// Enter returns the changes that bring a member into another group: directly
// before the first of the given members that stand there, else to its end. All
// other members keep their relative order.
func (l Layout) Enter(id, group string, before ...string) []Member {
	entered := l.With(Member{ID: id, Group: group, Position: l.End(group)})
	sequence := idsOf(entered.sequence(group))
	first := slices.IndexFunc(sequence, func(other string) bool { return slices.Contains(before, other) })
	if first < 0 {
		return []Member{{ID: id, Group: group, Position: l.End(group)}}
	}
	return entered.renumber(group, raise(sequence, []string{id}, sequence[first]))
}

// With returns the layout after the given members got their new places.
// Members that it does not know are added.
func (l Layout) With(changes ...Member) Layout {
	members := slices.Clone(l.Members)
	for _, change := range changes {
		if i := slices.IndexFunc(members, func(m Member) bool { return m.ID == change.ID }); i >= 0 {
			members[i] = change
		} else {
			members = append(members, change)
		}
	}
	return Layout{Groups: l.Groups, Members: members}
}

func (l Layout) groupsOf(relations []Relation) []string {
	var groups []string
	for _, relation := range relations {
		member, found := l.member(relation.ID)
		if found && len(relation.After) > 0 && !slices.Contains(groups, member.Group) {
			groups = append(groups, member.Group)
		}
	}
	return groups
}

func (l Layout) hasBrokenTie(group string, relations []Relation) bool {
	for _, relation := range relations {
		member, found := l.member(relation.ID)
		if !found || member.Group != group {
			continue
		}
		for _, listed := range relation.After {
			if l.Standing(listed, relation.ID) == Tied {
				return true
			}
		}
	}
	return false
}

// renumber hands the positions that the group uses now, smallest first, to the
// new sequence and returns the members whose position differs.
func (l Layout) renumber(group string, sequence []string) []Member {
	current := l.sequence(group)
	positions := make([]int64, 0, len(current))
	for _, member := range current {
		positions = append(positions, member.Position)
	}
	if hasTies(positions) {
		for i := range positions {
			positions[i] = int64(i) + 1
		}
		var all []Member
		for i, id := range sequence {
			all = append(all, Member{ID: id, Group: group, Position: positions[i]})
		}
		return all
	}
	var changes []Member
	for i, id := range sequence {
		if member, _ := l.member(id); member.Position != positions[i] {
			changes = append(changes, Member{ID: id, Group: group, Position: positions[i]})
		}
	}
	return changes
}

func hasTies(sorted []int64) bool {
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return true
		}
	}
	return false
}

// mend repairs one relation after the other until all hold. Raising listed
// members settles every set of relations without a circle in at most one pass a
// relation, so more passes mean a circle.
func mend(sequence []string, relations []Relation) ([]string, error) {
	for range len(relations) + 1 {
		broken := slices.IndexFunc(relations, func(r Relation) bool { return !holdsIn(sequence, r) })
		if broken < 0 {
			return sequence, nil
		}
		for _, relation := range relations[broken:] {
			sequence = mendOne(sequence, relation, relations)
		}
	}
	return nil, ErrUnsatisfiable
}

func mendOne(sequence []string, relation Relation, all []Relation) []string {
	violators := violatorsIn(sequence, relation)
	if len(violators) == 0 {
		return sequence
	}
	raised := raise(sequence, violators, relation.ID)
	lowered := lower(sequence, relation.ID, violators)
	before := brokenIn(sequence, all)
	switch {
	case len(violators) == 1 && brokenIn(raised, all) < before:
		return raised
	case brokenIn(lowered, all) < before && brokenIn(lowered, all) <= brokenIn(raised, all):
		return lowered
	default:
		return raised
	}
}

// violatorsIn returns the listed members of the same sequence that come after
// the declaring one, in the order in which they run.
func violatorsIn(sequence []string, relation Relation) []string {
	declaring := slices.Index(sequence, relation.ID)
	if declaring < 0 {
		return nil
	}
	var violators []string
	for _, id := range sequence[declaring+1:] {
		if slices.Contains(relation.After, id) {
			violators = append(violators, id)
		}
	}
	return violators
}

func holdsIn(sequence []string, relation Relation) bool {
	return len(violatorsIn(sequence, relation)) == 0
}

func brokenIn(sequence []string, relations []Relation) int {
	broken := 0
	for _, relation := range relations {
		if !holdsIn(sequence, relation) {
			broken++
		}
	}
	return broken
}

// raise puts the given members directly before the declaring one.
func raise(sequence, ids []string, before string) []string {
	rest := without(sequence, ids)
	return slices.Insert(rest, slices.Index(rest, before), ids...)
}

// lower puts the declaring member directly after the last of the others.
func lower(sequence []string, id string, others []string) []string {
	rest := without(sequence, []string{id})
	return slices.Insert(rest, slices.Index(rest, others[len(others)-1])+1, id)
}

func without(sequence, ids []string) []string {
	rest := make([]string, 0, len(sequence))
	for _, id := range sequence {
		if !slices.Contains(ids, id) {
			rest = append(rest, id)
		}
	}
	return rest
}

func idsOf(members []Member) []string {
	ids := make([]string, 0, len(members))
	for _, member := range members {
		ids = append(ids, member.ID)
	}
	return ids
}
