package decision

import (
	"cmp"
	"slices"
	"strings"

	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// place is where a trigger is evaluated: categories by their position, triggers by theirs inside the category
// (HC-4408834781594).
type place struct{ category, position int64 }

// arrange puts the active triggers into the order of evaluation. Those of one place whose order matters to each other
// make a group, because nobody knows which of them is evaluated first; every other trigger is a group of its own. In
// that case triggers are listed by title without regard to case (recorded).
func (a *Account) arrange(triggers []Trigger, categories []Category) {
	known := make(map[string]*Category, len(categories))
	for i, c := range categories {
		known[c.ID] = &categories[i]
	}
	places := make(map[*Trigger]place, len(triggers))
	var active []*Trigger
	for i := range triggers {
		t := &triggers[i]
		if !t.Active {
			continue
		}
		active = append(active, t)
		at := place{position: t.Position}
		if in := known[t.CategoryID]; in != nil {
			at.category, t.category = in.Position, &in.Name
		}
		places[t] = at
	}
	slices.SortFunc(active, func(x, y *Trigger) int {
		return cmp.Or(
			cmp.Compare(places[x].category, places[y].category), cmp.Compare(x.CategoryID, y.CategoryID), cmp.Compare(x.Position, y.Position),
			cmp.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)), rules.CompareIDs(x.ID, y.ID))
	})
	shared := positionsShared(categories)
	lacking := len(categories) > 0 && slices.ContainsFunc(active, func(t *Trigger) bool { return t.category == nil })
	tied := func(x, y *Trigger) bool {
		switch {
		case lacking && (x.category == nil || y.category == nil):
			return true
		case x.CategoryID != y.CategoryID:
			return shared && places[x].category == places[y].category
		}
		return x.Position == y.Position
	}
	a.count = len(active)
	a.group(active, tied, shared || lacking)
}

func positionsShared(categories []Category) bool {
	seen := map[int64]bool{}
	for _, c := range categories {
		if seen[c.Position] {
			return true
		}
		seen[c.Position] = true
	}
	return false
}

// group unites triggers from one of a tie to the last one whose order matters to it. Ties are neighbours, unless they
// are scattered: categories share a position, or the list lacks one.
func (a *Account) group(active []*Trigger, tied func(x, y *Trigger) bool, scattered bool) {
	effects := map[*Trigger]*rules.Effects{}
	matters := func(x, y *Trigger) bool {
		for _, t := range []*Trigger{x, y} {
			if effects[t] == nil {
				effects[t] = a.effects(t)
			}
		}
		return conflict(effects[x], effects[y])
	}
	for first := 0; first < len(active); {
		last := first
		for i := first; i <= last; i++ {
			for j := i + 1; j < len(active) && (scattered || tied(active[i], active[j])); j++ {
				if j > last && tied(active[i], active[j]) && matters(active[i], active[j]) {
					last = j
				}
			}
		}
		a.groups = append(a.groups, active[first:last+1])
		first = last + 1
	}
}

// effects are what a trigger sets and reads, a field and its tags being one thing.
func (a *Account) effects(t *Trigger) *rules.Effects {
	tags := make(map[string][]string, len(a.tagged))
	for _, f := range a.tagged {
		tags[f.ID] = f.tags()
	}
	e := rules.EffectsOf(t.Rule)
	for _, action := range t.Rule.Actions {
		if sent, notifies := rules.NotificationOf(action); notifies {
			e = e.WithReads(payload.FieldsRead(sent.Body)...)
			e.ReadsAllTags = e.ReadsAllTags || strings.Contains(sent.Body, "tags")
		}
	}
	e = e.WithFieldTags(tags)
	return &e
}

// conflict reports whether the order of two rules matters.
func conflict(x, y *rules.Effects) bool {
	both := func(set string) bool { return slices.Contains(y.SetsOther, set) }
	return x.Conflicts(y) || x.SetsOtherThat(y) || y.SetsOtherThat(x) || slices.ContainsFunc(x.SetsOther, both)
}
