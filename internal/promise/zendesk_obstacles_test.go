package promise

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// birth is what a trigger was created as.
type birth struct{ content, category string }

// obstacles are found in the account, the state and the configuration alone, never
// in what a provider says.
func (z *zendesk) obstacles(r run) (all []obstacle) {
	all = append(z.fullCategories(r), z.duplicates(r)...) // a destroy plans the configuration first, and fails with it
	all = append(all, z.automationDuplicates(r)...)
	all = append(all, z.laterObstacles(r)...)
	for _, each := range r.Config.overlapping() {
		if r.Config.within(each[0], each[1]) || r.Config.within(each[1], each[0]) {
			all = append(all, obstacle{why: fmt.Sprintf("%q and %q are about the same tickets", each[0].Title, each[1].Title)})
		}
	}
	for _, each := range doubles(z.s.teams[r.Team]) {
		all = append(all, obstacle{why: fmt.Sprintf("%s and %s hold one object", each[0].Address, each[1].Address)})
	}
	w := newWish(z, r, r.Config.follows())
	all = append(all, z.lateSends(r, w)...)
	all = append(all, z.onTheWay(w)...)
	all = append(all, z.cannotStart(r, w)...)
	all = append(all, z.freed(r, w)...)
	all = append(all, z.heldByForeign(r, w)...)
	all = append(all, z.raised(r, w)...)
	for _, why := range w.contradictions() {
		all = append(all, obstacle{why: why, remedy: func() bool { return z.putBack(r.Team) }})
	}
	if was := z.s.teams[r.Team].applied; was.Categories && r.Config.Categories && was.Order != r.Config.Order {
		// On the way from one order to the other what is written first may have to
		// wait for what is written last.
		all = append(all, obstacle{why: "the categories change their order", passing: true, remedy: func() bool { return true }})
	}
	return all
}

// fullCategories are those that are to be deleted while they hold what the team
// does not manage.
func (z *zendesk) fullCategories(r run) (all []obstacle) {
	t := z.s.teams[r.Team]
	for _, o := range t.terraform.Objects() {
		if !strings.HasPrefix(o.Address, categoryPrefix) || r.Config.Categories && !r.Options.Destroy && !o.Tainted && !o.Deposed {
			continue
		}
		for _, each := range z.now.triggers {
			if each.category == o.ID && t.addressOf(each.id) == "" {
				all = append(all, obstacle{why: fmt.Sprintf("%q stands in the category %s", each.title, o.ID), remedy: func() bool { return z.clear(r.Team) }})
			}
		}
	}
	return all
}

// duplicates are triggers that have the title of a send and are not the team's: an
// inactive one that equals what would be created is adopted, so it is none.
func (z *zendesk) duplicates(r run) (all []obstacle) {
	t := z.s.teams[r.Team]
	for _, send := range r.Config.Sends {
		var orphans []*trigger
		for _, each := range z.now.triggers {
			if each.title == send.Title && t.addressOf(each.id) == "" {
				orphans = append(orphans, each)
			}
		}
		for _, each := range orphans {
			if each.active || len(orphans) > 1 || !z.equals(each, send, r) || z.s.heldByOther(r.Team, each.id) || z.s.beingMade(r.Team, each.id) {
				all = append(all, obstacle{why: fmt.Sprintf("%s has the title %q, too", each.id, each.title), duplicate: each.id, remedy: func() bool { return false }})
			}
		}
	}
	return all
}

// beingMade reports whether another team that applies at the same time made it: its
// state may not know yet.
func (s *simulation) beingMade(number int, id string) bool {
	return s.racing && slices.ContainsFunc(s.teams, func(t *team) bool { return t.number != number && t.made[id] })
}

// equals reports whether an orphan was created from what a configuration has, and
// is still that.
func (z *zendesk) equals(orphan *trigger, send sendOf, r run) bool {
	made, known := z.made[orphan.id]
	there := made.category == "" || !r.Config.Categories
	if send.Category != "" && r.Config.Categories {
		_, address := z.managed(orphan.category)
		there = address == categoryPrefix+send.Category
	}
	return known && there && z.sameReceiver(orphan, r) && made.content == contentOf(r.Config, send)
}

// contentOf is what the account is told of a send.
func contentOf(config setup, send sendOf) string {
	return fmt.Sprint(send.Channels, config.marks(send), send.Sent, send.Note)
}

// lateSends are active sends that would be evaluated before an exclusion that moves
// to another category, because they stand in an earlier one.
func (z *zendesk) lateSends(r run, w *wish) (all []obstacle) {
	for _, exclusion := range r.Config.Exclusions {
		to := w.exclusions[exclusion.Name]
		for _, send := range z.now.triggers {
			relies := send.receiver != "" && send.active && send.reads[exclusion.subject(z.hand.checkbox)]
			if was := z.s.teams[r.Team].applied.exclusion(exclusion.Name); was != nil { // until it is written, what it was counts too
				relies = relies || send.receiver != "" && send.active && send.reads[was.subject(z.hand.checkbox)]
			}
			if !exclusion.Off && relies && w.group(send.category) < w.group(to.category) {
				all = append(all, obstacle{
					why:    fmt.Sprintf("%q would be evaluated after %q, which checks its mark", exclusion.Title, send.title),
					remedy: func() bool { return z.moveSendsFirst(r) },
				})
			}
		}
	}
	return all
}

// cannotStart are exclusions that would be activated behind a send which honours their
// mark: what they have to follow stands behind it and is not theirs to move. That the
// send moves behind them later in the same run they cannot know.
func (z *zendesk) cannotStart(r run, w *wish) (all []obstacle) {
	for _, exclusion := range r.Config.Exclusions {
		key := w.exclusions[exclusion.Name].key
		if is := z.now.byID[key]; exclusion.Off || is != nil && is.active {
			continue
		}
		for each, why := range w.edges {
			first := z.now.byID[each[0]]
			if each[1] != key || why == whyDeclared || first == nil {
				continue
			}
			for _, send := range z.now.triggers {
				if send.active && send.receiver != "" && send.reads[exclusion.subject(z.hand.checkbox)] && send.rank < first.rank {
					all = append(all, obstacle{
						why:    fmt.Sprintf("%q has to follow %q, which is evaluated after %q", exclusion.Title, first.title, send.title),
						remedy: func() bool { return z.putBack(r.Team) },
					})
				}
			}
		}
	}
	return all
}

// freed are exclusions that cannot go before a send because a trigger in between has
// to stay before them, and that can when another exclusion, which lists that one or is
// it, has raised it. Nothing of theirs changes in the run that does, so they do not
// hear of it.
func (z *zendesk) freed(r run, w *wish) (all []obstacle) {
	hard := z.hardPairs(activeIn(z.now, z.now), z.mayEnd)
	var lists func(by exclusionOf, t *trigger) bool // titles may be shared
	lists = func(by exclusionOf, t *trigger) bool {
		return z.hand.foreign[t.title] == t.id && slices.Contains(by.Follows, t.title) || slices.ContainsFunc(by.After, func(name string) bool {
			return w.exclusions[name].key == t.id || lists(*r.Config.exclusion(name), t)
		})
	}
	raised := func(by exclusionOf, t *trigger) bool {
		return !by.Off && (w.exclusions[by.Name].key == t.id || lists(by, t))
	}
	for _, exclusion := range r.Config.Exclusions {
		is := z.now.byID[w.exclusions[exclusion.Name].key]
		if exclusion.Off || exclusion.Listed || is == nil || !is.active {
			continue
		}
		for _, between := range z.now.triggers {
			hinders := between.active && between.rank < is.rank && between.category == is.category && hard[pairOf(between.id, is.id)] && !raised(exclusion, between)
			late := func(send *trigger) bool {
				return send.active && send.receiver != "" && send.refuses[exclusion.subject(z.hand.checkbox)] && send.category == is.category && send.rank < between.rank
			}
			other := func(by exclusionOf) bool { return by.Name != exclusion.Name && raised(by, between) }
			if hinders && slices.ContainsFunc(z.now.triggers, late) && slices.ContainsFunc(r.Config.Exclusions, other) {
				all = append(all, obstacle{why: fmt.Sprintf("%q has to stay before %q, until another exclusion raises it", between.title, exclusion.Title), passing: true})
			}
		}
	}
	return all
}

// raised are exclusions that a new one, which lists them, raises before a send, and with
// that before a foreign trigger which they list themselves. Nothing of theirs changes in
// the run that does, so the new one cannot know what they list.
func (z *zendesk) raised(r run, w *wish) (all []obstacle) {
	applied := z.s.teams[r.Team].applied
	for _, made := range r.Config.Exclusions {
		if made.Off || made.Listed || z.now.byID[w.exclusions[made.Name].key] != nil {
			continue
		}
		early := func(send, than *trigger) bool {
			return send.active && send.receiver != "" && send.refuses[made.subject(z.hand.checkbox)] && send.category == than.category && send.rank < than.rank
		}
		for _, name := range made.After {
			listed := r.Config.exclusion(name)
			is, was := z.now.byID[w.exclusions[name].key], applied.exclusion(name)
			if is == nil || was == nil || !reflect.DeepEqual(*was, *listed) {
				continue
			}
			for _, title := range listed.Follows {
				first := z.now.byID[z.hand.foreign[title]]
				if first != nil && first.rank < is.rank && slices.ContainsFunc(z.now.triggers, func(send *trigger) bool { return early(send, first) }) {
					all = append(all, obstacle{why: fmt.Sprintf("a new exclusion raises %q, which has to follow %q", is.title, title), passing: true})
				}
			}
		}
	}
	return all
}

// heldByForeign are exclusions that stand before one which they list, and that can only
// be put in order by moving a foreign trigger which they do not list. Another exclusion
// may list it, but its write does not put these in order.
func (z *zendesk) heldByForeign(r run, w *wish) (all []obstacle) {
	for _, exclusion := range r.Config.Exclusions {
		is := z.now.byID[w.exclusions[exclusion.Name].key]
		if exclusion.Off || is == nil {
			continue
		}
		var moved []string // what it lists, directly or through others
		for queue := []string{exclusion.Name}; len(queue) > 0; queue = queue[1:] {
			by := *r.Config.exclusion(queue[0])
			moved, queue = append(moved, by.Follows...), append(queue, by.After...)
		}
		for _, name := range exclusion.After {
			listed := z.now.byID[w.exclusions[name].key]
			if listed != nil && listed.category == is.category && is.rank < listed.rank && newWish(z, r, moved).leads(is.id, listed.id) {
				all = append(all, obstacle{
					why:    fmt.Sprintf("%q has to follow %q, and foreign triggers hold both", is.title, listed.title),
					remedy: func() bool { return z.putBack(r.Team) },
				})
			}
		}
	}
	return all
}

// onTheWay are triggers that cannot move to another category before a second one
// does, because one of the two sets what the other one reads. Where Terraform writes
// the first one first, several applies are needed.
func (z *zendesk) onTheWay(w *wish) (all []obstacle) {
	place := func(category string) int { return slices.Index(z.now.categories, category) }
	targets := map[string]string{}
	for _, entered := range w.exclusions {
		targets[entered.key] = entered.category
	}
	for _, entered := range w.sends {
		targets[entered.key] = entered.category
	}
	for each := range z.hardPairs(activeIn(z.now, z.now), z.mayEnd) {
		for i, id := range each {
			moves, other := z.now.byID[id], z.now.byID[each[1-i]]
			to := targets[id]
			if to == "" || to == moves.category || to == other.category || place(to) < 0 || targets[other.id] == other.category {
				continue
			}
			if first := moves.rank < other.rank; first != (place(to) < place(other.category)) {
				all = append(all, obstacle{why: fmt.Sprintf("%q would pass %q, which moves too", moves.title, other.title), passing: true})
			}
		}
	}
	return all
}

// subject is what an exclusion changes.
func (e exclusionOf) subject(checkbox string) string {
	if e.Mark == "" {
		return field(checkbox)
	}
	return tag(e.Mark)
}
