package order

import (
	"cmp"
	"slices"
)

// Member is a rule and where it stands. In an account without groups Group is
// the same for every member, usually "".
type Member struct {
	ID       string
	Group    string
	Position int64
}

// Group is a block of members that is evaluated as a whole.
type Group struct {
	ID       string
	Position int64
}

// Layout is where everything stands at one moment. The zero value is empty.
type Layout struct {
	Groups  []Group
	Members []Member
}

// Relation says that a member runs after others.
type Relation struct {
	ID    string
	After []string
}

// Standing says how a listed member stands to the one that declares it.
type Standing int

// The standings, best first.
const (
	// Earlier is what every relation asks for.
	Earlier Standing = iota
	// Later is in the same group and after the declaring member.
	Later
	// Tied is in the same group and at the same position: vendors do not say
	// which of the two runs first, so it counts as not earlier.
	Tied
	// LaterGroup is in a group that runs later, or of which that cannot be told:
	// the groups share a position, or one of them is not in the layout. Moving
	// members cannot mend it.
	LaterGroup
	// Missing is not in the layout.
	Missing
)

// Standing tells how listed stands to declaring. A declaring member that is not
// in the layout makes everything Missing.
func (l Layout) Standing(listed, declaring string) Standing {
	a, aFound := l.member(listed)
	b, bFound := l.member(declaring)
	switch {
	case !aFound || !bFound:
		return Missing
	case a.Group != b.Group:
		if l.groupRunsEarlier(a.Group, b.Group) {
			return Earlier
		}
		return LaterGroup
	case a.Position < b.Position:
		return Earlier
	case a.Position == b.Position:
		return Tied
	default:
		return Later
	}
}

// Holds reports whether every listed member exists and runs earlier. A
// relation that lists nothing holds.
func (l Layout) Holds(relation Relation) bool {
	return !slices.ContainsFunc(relation.After, func(listed string) bool {
		return l.Standing(listed, relation.ID) != Earlier
	})
}

// Crosses reports whether the members stand in more than one group.
func (l Layout) Crosses() bool {
	return slices.ContainsFunc(l.Members, func(m Member) bool { return m.Group != l.Members[0].Group })
}

// GroupsHold is Holds for groups: every listed group exists and has a smaller
// position.
func (l Layout) GroupsHold(relation Relation) bool {
	return l.groupsAsMembers().Holds(relation)
}

func (l Layout) member(id string) (Member, bool) {
	i := slices.IndexFunc(l.Members, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return Member{}, false
	}
	return l.Members[i], true
}

func (l Layout) groupRunsEarlier(id, other string) bool {
	at := func(id string) int {
		return slices.IndexFunc(l.Groups, func(g Group) bool { return g.ID == id })
	}
	a, b := at(id), at(other)
	return a >= 0 && b >= 0 && l.Groups[a].Position < l.Groups[b].Position
}

// sequence returns the members of one group in the order in which they run.
// Members at the same position keep the order of the layout.
func (l Layout) sequence(group string) []Member {
	var members []Member
	for _, member := range l.Members {
		if member.Group == group {
			members = append(members, member)
		}
	}
	slices.SortStableFunc(members, func(a, b Member) int { return cmp.Compare(a.Position, b.Position) })
	return members
}

func (l Layout) groupsAsMembers() Layout {
	members := make([]Member, 0, len(l.Groups))
	for _, group := range l.Groups {
		members = append(members, Member{ID: group.ID, Position: group.Position})
	}
	return Layout{Members: members}
}

// End is the position after the last member of a group, where a member that
// enters the group goes. Positions start at 1.
func (l Layout) End(group string) int64 {
	end := int64(0)
	for _, member := range l.Members {
		if member.Group == group {
			end = max(end, member.Position)
		}
	}
	return end + 1
}
