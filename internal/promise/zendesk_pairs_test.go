package promise

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A pair is hard if its order decides over marks: one of the two changes a tag or
// field that the other one reads, and that leads to an exclusion or a send. Which
// one has to be first nobody can tell; so the order that stands is kept.

// pair are the ids of two triggers, in no order.
type pair [2]string

func pairOf(a, b string) pair {
	if a > b {
		a, b = b, a
	}
	return pair{a, b}
}

// hardPairs are those among triggers. Ends is true of what chains lead to.
func (z *zendesk) hardPairs(triggers []*trigger, ends func(*trigger) bool) map[pair]bool {
	var setters []*trigger
	for _, each := range triggers {
		if len(each.adds)+len(each.removes) > 0 || each.receiver != "" {
			setters = append(setters, each)
		}
	}
	next := map[*trigger][]*trigger{}
	for _, x := range setters {
		for _, y := range setters {
			if x != y && x.sets().meets(y.reads) && !onlyShareTheirMark(x, y) {
				next[x] = append(next[x], y)
			}
		}
	}
	pairs := map[pair]bool{}
	leads := map[*trigger]bool{}
	for _, x := range setters {
		for y := range reach(x, next) {
			if x != y && ends(y) {
				leads[x] = true
				pairs[pairOf(x.id, y.id)] = true
			}
		}
	}
	for _, x := range setters {
		for _, y := range setters {
			related := slices.Contains(next[x], y) && (leads[y] || ends(y))
			undoes := x.adds.meets(y.removes) && (leads[x] || leads[y] || ends(x) || ends(y))
			if x != y && (related || undoes) {
				pairs[pairOf(x.id, y.id)] = true
			}
		}
	}
	return pairs
}

// ends reports whether a trigger is what chains of marks lead to.
func (z *zendesk) ends(t *trigger) bool {
	return t.receiver != "" || !z.others[t.id] && strings.HasPrefix(t.title, "Exclude")
}

// mayEnd is the same with foreign exclusions: triggers that leave what an active send reads.
func (z *zendesk) mayEnd(t *trigger) bool {
	return z.ends(t) || slices.ContainsFunc(z.now.triggers, func(send *trigger) bool {
		return send.active && send.receiver != "" && t.adds.meets(send.reads)
	})
}

func reach(from *trigger, next map[*trigger][]*trigger) map[*trigger]bool {
	found := map[*trigger]bool{}
	var walk func(*trigger)
	walk = func(x *trigger) {
		for _, y := range next[x] {
			if !found[y] {
				found[y] = true
				walk(y)
			}
		}
	}
	walk(from)
	return found
}

// onlyShareTheirMark is true of two triggers that change the same and conflict
// only in a tag that both add and both require absent.
func onlyShareTheirMark(x, y *trigger) bool {
	if !reflect.DeepEqual(x.adds, y.adds) || !reflect.DeepEqual(x.removes, y.removes) {
		return false
	}
	for subject := range x.sets() {
		if y.reads[subject] && (!x.adds[subject] || !x.refuses[subject] || !y.refuses[subject]) {
			return false
		}
	}
	return true
}

// keepsPairs expects that a write kept the order of each hard pair that was active
// before and after, unless the configuration asks for the other one. A pair that
// the content of the same write makes or ends has no order to keep.
func (z *zendesk) keepsPairs(by *running, was *snapshot) {
	if z.s.racing || z.s.disturbed {
		return // what the write was computed from may be older
	}
	are, were := z.hardPairs(activeIn(z.now, was), z.ends), z.hardPairs(activeIn(was, z.now), z.ends)
	for each := range were {
		if !are[each] {
			continue
		}
		a, b := was.byID[each[0]], was.byID[each[1]]
		if a.rank > b.rank {
			a, b = b, a
		}
		if a.category == b.category && a.position == b.position {
			continue // nobody can tell which of them was first
		}
		if by.made[b.id] {
			continue // it was last because it is new
		}
		if z.idle(by.run, a) || z.idle(by.run, b) {
			continue
		}
		z.s.count("a hard pair beside a write")
		if z.now.byID[a.id].rank < z.now.byID[b.id].rank || z.asks(by.run, b, a) || z.asksThrough(by.run, b, a, was, were) || z.guarded(a, b) || z.returned(was, a.id) || z.returned(was, b.id) {
			continue
		}
		z.s.violated("a write takes its order from a pair that shares a mark: %q (at %d) was evaluated before %q (at %d)", a.title, a.position, b.title, b.position)
	}
}

// idle reports whether a trigger is an exclusion that leads to no active send, and that a
// run replaces or leaves as it is. Nobody needs its order now, and an apply that does not
// change it cannot tell it from a trigger of somebody else.
func (z *zendesk) idle(r run, t *trigger) bool {
	if t.receiver != "" || z.leadsToASend(t, map[string]bool{}) {
		return false
	}
	team := z.s.teams[r.Team]
	address := team.addressOf(t.id)
	name := strings.TrimPrefix(address, exclusionType)
	return slices.Contains(r.Options.Replace, address) || reflect.DeepEqual(team.applied.exclusion(name), r.Config.exclusion(name))
}

// leadsToASend reports whether an active send reads what a trigger sets, or what another
// one sets that leads from it.
func (z *zendesk) leadsToASend(from *trigger, seen map[string]bool) bool {
	seen[from.id] = true
	return slices.ContainsFunc(z.now.triggers, func(t *trigger) bool {
		return t.active && !seen[t.id] && from.sets().meets(t.reads) && (t.receiver != "" || z.leadsToASend(t, seen))
	})
}

// returned reports whether a write brought a trigger back from the category into
// which a person had put it.
func (z *zendesk) returned(was *snapshot, id string) bool {
	_, strayed := z.strayed[id]
	return strayed && was.byID[id].category != z.now.byID[id].category
}

// activeIn are the triggers of a snapshot that are active there and in another one.
func activeIn(first, second *snapshot) (all []*trigger) {
	for _, each := range first.triggers {
		if other := second.byID[each.id]; each.active && other != nil && other.active {
			all = append(all, each)
		}
	}
	return all
}

// asks reports whether a configuration wants one trigger before another: it says
// so, or the first is an exclusion whose mark the second, a send, honours, unless it
// protects only from sends that list it.
func (z *zendesk) asks(r run, first, second *trigger) bool {
	if r.Config.declares(first.title, second.title) || z.categoriesAsk(r, first.category, second.category) {
		return true
	}
	return second.receiver != "" && first.receiver == "" && !z.others[first.id] && first.adds.meets(second.reads) && !z.protectsListed(first.id)
}

// protectsListed reports whether an exclusion protects only from sends that list it, by
// what was applied last and by what is applied now.
func (z *zendesk) protectsListed(id string) bool {
	team, address := z.managed(id)
	if team == elsewhere {
		return false
	}
	t := z.s.teams[team]
	was, is := t.applied.exclusion(strings.TrimPrefix(address, exclusionType)), t.applying.exclusion(strings.TrimPrefix(address, exclusionType))
	return was != nil && is != nil && was.Listed && is.Listed
}

// guarded reports whether a write moved a send to another category, behind a trigger
// that leaves a mark which it honours: fewer tickets are surveyed, and an apply cannot
// tell whether that trigger is another resource's.
func (z *zendesk) guarded(send, mark *trigger) bool {
	return send.receiver != "" && mark.receiver == "" && mark.adds.meets(send.refuses) && z.now.byID[send.id].category != send.category
}

// asksThrough reports whether a configuration wants one trigger before another
// because that one has to follow a third, which the first has to stay before, directly
// or through others: one of the orders that stand has to go.
func (z *zendesk) asksThrough(r run, first, second *trigger, was *snapshot, hard map[pair]bool) bool {
	return slices.ContainsFunc(was.triggers, func(third *trigger) bool {
		return first.rank < third.rank && hard[pairOf(first.id, third.id)] &&
			(z.asks(r, third, second) || z.asksThrough(r, third, second, was, hard))
	})
}

// categoriesAsk reports whether a category of the run's team lists another one,
// directly or not.
func (z *zendesk) categoriesAsk(r run, first, second string) bool {
	names := map[string]string{z.hand.home: ""}
	for _, o := range z.s.teams[r.Team].terraform.Objects() {
		if name, is := strings.CutPrefix(o.Address, categoryPrefix); is {
			names[o.ID] = name
		}
	}
	from, known := names[second]
	to, found := names[first]
	if !r.Config.Categories || !known || !found || from == "" {
		return false
	}
	return to == "" || slices.Contains(r.Config.categoryRelations()[from], to)
}

// declares reports whether what has one title lists, directly or not, what has
// another one.
func (s setup) declares(first, second string) bool {
	var lists func(after, follows []string) bool
	lists = func(after, follows []string) bool {
		return slices.Contains(follows, first) || slices.ContainsFunc(after, func(name string) bool {
			each := s.exclusion(name)
			return each.Title == first || lists(each.After, each.Follows)
		})
	}
	for _, each := range s.Exclusions {
		if each.Title == second && lists(each.After, each.Follows) {
			return true
		}
	}
	for _, each := range s.Sends {
		if each.Title == second && lists(each.After, each.Follows) {
			return true
		}
	}
	return false
}

// mayExclude reports whether an active trigger could mark tickets with these tags
// before a send is evaluated, or a foreign one take it from the send otherwise.
func (z *zendesk) mayExclude(send sendOf, tags []string) bool {
	has := z.mayHave(tags)
	return slices.ContainsFunc(z.now.triggers, func(t *trigger) bool {
		return t.active && t.title == send.Title && (has.meets(t.refuses) || has[field(z.hand.checkbox)])
	})
}

// mayMark is the same for an automation, which comes after all of them.
func (z *zendesk) mayMark(marks, tags []string) bool {
	has := z.mayHave(tags)
	return has[field(z.hand.checkbox)] || slices.ContainsFunc(marks, func(mark string) bool { return has[tag(mark)] })
}

// mayHave is all that a ticket with these tags may have in the end.
func (z *zendesk) mayHave(tags []string) set {
	has := set{}
	for _, each := range tags {
		has[tag(each)] = true
	}
	for grown := true; grown; {
		grown = false
		for _, each := range z.now.triggers {
			if !each.active || each.receiver != "" || slices.ContainsFunc(slices.Collect(maps.Keys(each.needs)), func(subject string) bool { return !has[subject] }) {
				continue
			}
			for subject := range each.sets() {
				grown = grown || !has[subject]
				has[subject] = true
			}
		}
	}
	return has
}

// unlisted are the protections from exclusions that the sends do not list, for
// what a team has: wherever the account's triggers leave a mark that a send
// honours, and the exclusion does not say that it protects from those that list it
// only.
func (z *zendesk) unlisted(number int) (all []protection) {
	for _, send := range z.now.triggers {
		sendTeam, sendAddress := z.managed(send.id)
		name := sendName(sendAddress)
		if name == "" && z.others[send.id] && send.receiver != "" {
			name = send.title
		}
		if !send.active || name == "" {
			continue
		}
		for _, each := range z.now.triggers {
			team, address := z.managed(each.id)
			if !each.active || each.receiver != "" || !each.adds.meets(send.refuses) || sendTeam != number && team != number || z.unmarks(each, send) {
				continue
			}
			exclusion := strings.TrimPrefix(address, exclusionType)
			if team == elsewhere {
				exclusion = each.title
			} else if z.onlyListed(team, exclusion) {
				continue
			}
			all = append(all, z.protectionsOf(each, send, protection{
				Team: team, SendTeam: sendTeam, Exclusion: exclusion, Send: name, ExclusionID: each.id, SendID: send.id, Unlisted: true,
			})...)
		}
	}
	return all
}

func (z *zendesk) standing(r run) (all []protection) {
	t := z.s.teams[r.Team]
	for _, exclusion := range r.Config.Exclusions {
		was := t.applied.exclusion(exclusion.Name)
		id := z.s.idAt(r.Team, exclusionType+exclusion.Name, "")
		is := z.now.byID[id]
		if exclusion.Off || was == nil || !reflect.DeepEqual(*was, exclusion) || is == nil || !is.active || t.tainted(id) || exclusion.Careless && slices.Contains(r.Options.Replace, exclusionType+exclusion.Name) ||
			!is.needs[tag(exclusion.Tag)] || !is.adds[exclusion.subject(z.hand.checkbox)] || len(is.refuses) > 0 {
			continue
		}
		for _, send := range r.Config.Sends {
			listed := slices.Contains(send.After, exclusion.Name)
			sendID := z.s.idAt(r.Team, sendType+send.Name, "")
			stands := z.now.byID[sendID]
			if send.Off || !r.Config.relies(send, exclusion) || listed && stands == nil {
				continue // what is declared of a new send is known
			}
			if !listed && len(r.Options.Targets) > 0 {
				continue // an exclusion that is no target is not planned
			}
			exists := slices.ContainsFunc(z.now.triggers, func(t *trigger) bool { return t.id != sendID && t.title == send.Title })
			if stands != nil && stands.active || exists || z.s.history.shared(send) {
				continue
			}
			for _, channel := range send.Channels {
				all = append(all, protection{
					Team: r.Team, SendTeam: r.Team, Exclusion: exclusion.Name, Send: send.Name, Tag: exclusion.Tag, Mark: exclusion.Mark, Channel: channel,
					ExclusionID: id, SendID: sendID, Unlisted: !listed,
				})
			}
		}
	}
	return all
}

// protectionsOf are those of an exclusion and a send for each channel and tag.
func (z *zendesk) protectionsOf(exclusion, send *trigger, made protection) (all []protection) {
	for subject := range exclusion.needs {
		for mark := range exclusion.adds {
			if isTag(subject) == "" || !send.refuses[mark] || exclusion.refuses[subject] {
				continue
			}
			made.Tag, made.Mark = isTag(subject), isTag(mark)
			for _, channel := range channels {
				if len(send.only) == 0 || send.only[text(vias[channel])] {
					made.Channel = channel
					all = append(all, made)
				}
			}
		}
	}
	return all
}

// unmarks reports whether something takes an exclusion's mark away.
func (z *zendesk) unmarks(exclusion, send *trigger) bool {
	return slices.ContainsFunc(z.now.triggers, func(t *trigger) bool {
		return t.active && t.id != send.id && (t.removes.meets(exclusion.adds) || t.removes.meets(exclusion.needs))
	})
}

// onlyListed reports whether an exclusion protects only from sends that list it.
func (z *zendesk) onlyListed(team int, name string) bool {
	t := z.s.teams[team]
	for _, config := range []setup{t.applied, t.applying, t.settled} {
		if each := config.exclusion(name); each == nil || each.Listed || each.Tag == "" {
			return true
		}
	}
	return false
}

// managed is the team whose state holds an id, and the address.
func (z *zendesk) managed(id string) (team int, address string) {
	for _, t := range z.s.teams {
		if address := t.addressOf(id); address != "" {
			return t.number, address
		}
	}
	return elsewhere, ""
}
