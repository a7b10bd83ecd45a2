package promise

import (
	"fmt"
	"slices"
)

// wish is what a run's configuration makes of the account: which triggers stand
// in which categories, and what has to be before what.
type wish struct {
	z          *zendesk
	config     setup
	categories []string // in their order, when the configuration's relations hold
	nodes      map[string]node
	exclusions map[string]node // by name
	sends      map[string]node
	edges      map[[2]string]string // from what is first to what is later: why
	missing    []string
	failed     set // the ids of what a run made and could not put in order
}

const whyDeclared = "declared"

type node struct{ key, category string }

// newWish is what a run wants. Movable are the titles of foreign triggers that may move.
func newWish(z *zendesk, r run, movable []string) *wish {
	w := &wish{
		z: z, config: r.Config, nodes: map[string]node{}, exclusions: map[string]node{}, sends: map[string]node{}, edges: map[[2]string]string{}, failed: set{},
	}
	t := z.s.teams[r.Team]
	at := map[string]string{}
	for _, o := range t.terraform.Objects() {
		if !o.Deposed {
			at[o.Address] = o.ID
		}
		w.failed[o.ID] = w.failed[o.ID] || o.Tainted
	}
	w.arrange(at)
	for _, each := range z.now.triggers {
		w.nodes[each.id] = node{each.id, each.category}
	}
	for _, each := range r.Config.Exclusions {
		w.exclusions[each.Name] = w.enter(at, exclusionType+each.Name, each.Category)
	}
	for _, each := range r.Config.Sends {
		w.sends[each.Name] = w.enter(at, sendType+each.Name, each.Category)
	}
	w.keepForeign(t, movable)
	w.keepPairs()
	w.followSetters()
	w.declare()
	return w
}

// arrange puts the team's categories where their relations want them.
func (w *wish) arrange(at map[string]string) {
	w.categories = slices.Clone(w.z.now.categories)
	if !w.config.Categories {
		return
	}
	id := func(name string) string {
		if name == "" {
			return w.z.hand.home
		}
		if id := at[categoryPrefix+name]; id != "" && slices.Contains(w.z.now.categories, id) {
			return id
		}
		return "new " + name
	}
	for _, name := range w.config.ranks()[1:] {
		if !slices.Contains(w.categories, id(name)) {
			w.categories = append(w.categories, id(name))
		}
	}
	for _, name := range w.config.ranks()[1:] {
		for _, listed := range w.config.categoryRelations()[name] {
			from, to := slices.Index(w.categories, id(name)), slices.Index(w.categories, id(listed))
			if from < to {
				w.categories = slices.Insert(w.categories, to+1, id(name))
				w.categories = slices.Delete(w.categories, from, from+1)
			}
		}
	}
}

// group is the place of a category; without categories there is one.
func (w *wish) group(category string) int { return slices.Index(w.categories, category) }

// tied reports whether two categories have the same position: which of them is
// evaluated first, nobody can tell.
func (w *wish) tied(category, other string) bool {
	now := w.z.now.places
	return now[category] > 0 && now[category] == now[other]
}

// enter adds what is configured at an address.
func (w *wish) enter(at map[string]string, address, category string) node {
	entered := node{key: at[address]}
	stands := w.z.now.byID[entered.key]
	if stands == nil {
		entered.key = "new " + address
	}
	switch {
	case category != "" && w.config.Categories:
		entered.category = at[categoryPrefix+category]
		if w.group(entered.category) < 0 {
			entered.category = "new " + category
		}
	case stands != nil:
		entered.category = stands.category
	case len(w.z.now.categories) > 0:
		entered.category = w.z.now.categories[0]
	}
	w.nodes[entered.key] = entered
	return entered
}

// edge adds that one trigger has to be before another.
func (w *wish) edge(first, later, why string) {
	if _, asked := w.edges[[2]string{later, first}]; !asked && first != later {
		w.edges[[2]string{first, later}] = why
	}
}

// declare adds what the configuration lists, and that exclusions go before sends
// that honour their marks. It outranks what stands.
func (w *wish) declare() {
	drop := func(first, later node, why string) {
		delete(w.edges, [2]string{later.key, first.key})
		w.edge(first.key, later.key, why)
	}
	for _, exclusion := range w.config.Exclusions {
		if exclusion.Off {
			continue
		}
		for _, send := range w.config.Sends {
			if !send.Off && w.config.relies(send, exclusion) {
				drop(w.exclusions[exclusion.Name], w.sends[send.Name], "wanted")
			}
		}
		for _, send := range w.z.now.triggers {
			if !exclusion.Listed && send.active && send.receiver != "" && send.refuses[exclusion.subject(w.z.hand.checkbox)] && !w.ours(send.id) {
				drop(w.exclusions[exclusion.Name], w.nodes[send.id], "wanted by another team")
			}
		}
	}
	for _, each := range w.config.Exclusions {
		for _, name := range each.After {
			drop(w.exclusions[name], w.exclusions[each.Name], whyDeclared)
		}
		w.follow(each.Follows, w.exclusions[each.Name], drop)
	}
	for _, each := range w.config.Sends {
		w.follow(each.Follows, w.sends[each.Name], drop)
		for _, name := range each.After {
			drop(w.exclusions[name], w.sends[each.Name], whyDeclared)
		}
	}
}

func (w *wish) follow(titles []string, by node, drop func(first, later node, why string)) {
	for _, title := range titles {
		id, made := w.z.hand.foreign[title]
		listed, stands := w.nodes[id]
		switch {
		case !made: // the history does not have it any more
		case !stands:
			w.missing = append(w.missing, fmt.Sprintf("%q is not in the account", title))
		default:
			drop(listed, by, whyDeclared)
		}
	}
}

func (w *wish) ours(id string) bool {
	for _, each := range w.config.Sends {
		if w.sends[each.Name].key == id {
			return true
		}
	}
	return false
}

// keepForeign adds that what the team does not have and what may not move stays in its
// order.
func (w *wish) keepForeign(t *team, movable []string) {
	listed := map[string]bool{}
	for _, title := range movable {
		listed[w.z.hand.foreign[title]] = true
	}
	last := map[string]string{}
	for _, each := range w.z.now.triggers {
		if t.addressOf(each.id) != "" || listed[each.id] {
			continue
		}
		if before := last[each.category]; before != "" {
			w.edge(before, each.id, "others'")
		}
		last[each.category] = each.id
	}
}

// keepPairs adds the order of hard pairs that stands, with what the configuration
// writes as well as what is there.
func (w *wish) keepPairs() {
	stands := slices.DeleteFunc(slices.Clone(w.z.now.triggers), func(t *trigger) bool { return !t.active && !w.starts(t.id) })
	written := slices.Clone(stands)
	for i, each := range written {
		written[i] = w.written(each)
	}
	for _, triggers := range [][]*trigger{stands, written} {
		for each := range w.z.hardPairs(triggers, w.z.ends) {
			a, b := w.z.now.byID[each[0]], w.z.now.byID[each[1]]
			if a.rank > b.rank {
				a, b = b, a
			}
			// The order of categories does not outrank that of an exclusion and a send.
			kept := b.receiver != "" && a.receiver == "" && a.adds.meets(b.reads) && !w.config.declares(b.title, a.title)
			// Nor does an exclusion ask for the sends that do not list it, if it says so.
			only := w.exclusionOf(b.id)
			kept = kept || a.receiver != "" && only != nil && only.Listed && !w.config.declares(b.title, a.title)
			if !kept && w.z.asks(run{Config: w.config}, b, a) || w.unplaced(a) || w.unplaced(b) {
				continue
			}
			w.edge(a.id, b.id, "a pair that shares a mark")
		}
	}
}

// exclusionOf is what the configuration says of an exclusion that is in the account.
func (w *wish) exclusionOf(id string) *exclusionOf {
	for _, each := range w.config.Exclusions {
		if w.exclusions[each.Name].key == id {
			return &each
		}
	}
	return nil
}

// unplaced reports whether an inactive trigger has no order to keep: it is new, or its
// number is another one's too.
func (w *wish) unplaced(t *trigger) bool {
	return !t.active && (w.failed[t.id] || slices.ContainsFunc(w.z.now.triggers, func(o *trigger) bool {
		return o.id != t.id && o.category == t.category && o.position == t.position
	}))
}

// starts reports whether the configuration activates an exclusion that is in the
// account.
func (w *wish) starts(id string) bool {
	return slices.ContainsFunc(w.config.Exclusions, func(e exclusionOf) bool { return !e.Off && w.exclusions[e.Name].key == id })
}

// followSetters adds that an exclusion which starts comes behind what sets the tag that it
// reads: it may go before a send only with what it lists.
func (w *wish) followSetters() {
	for _, exclusion := range w.config.Exclusions {
		entered := w.exclusions[exclusion.Name]
		if is := w.z.now.byID[entered.key]; is != nil && is.active {
			continue
		}
		for _, each := range w.z.now.triggers {
			if each.active && each.id != entered.key && each.adds[tag(exclusion.Tag)] && each.category == entered.category {
				w.edge(each.id, entered.key, "it sets what that reads")
			}
		}
	}
}

// written is a trigger with what the configuration makes of it.
func (w *wish) written(was *trigger) *trigger {
	is := *was
	is.adds, is.reads = copyOf(was.adds), copyOf(was.reads)
	for _, each := range w.config.Exclusions {
		if w.exclusions[each.Name].key == was.id {
			is.adds[each.subject(w.z.hand.checkbox)] = true
			is.reads[tag(each.Tag)] = true
		}
	}
	for _, each := range w.config.Sends {
		if w.sends[each.Name].key == was.id {
			for _, mark := range w.config.marks(each) {
				is.reads[tag(mark)] = true
			}
		}
	}
	return &is
}

// contradictions are what cannot be satisfied together.
func (w *wish) contradictions() (all []string) {
	all = w.missing
	next := map[string][]string{}
	for each, why := range w.edges {
		first, later := w.nodes[each[0]], w.nodes[each[1]]
		switch a, b := w.group(first.category), w.group(later.category); {
		case a != b && w.tied(first.category, later.category):
			all = append(all, fmt.Sprintf("%s has to be before %s (%s), and their categories share a position", w.title(each[0]), w.title(each[1]), why))
		case a > b:
			all = append(all, fmt.Sprintf("%s has to be before %s (%s), which stands in an earlier category", w.title(each[0]), w.title(each[1]), why))
		case a == b:
			next[each[0]] = append(next[each[0]], each[1])
		}
	}
	if inCycle := cycle(next); inCycle != "" {
		all = append(all, fmt.Sprintf("%s has to be before itself", w.title(inCycle)))
	}
	slices.Sort(all)
	return all
}

// leads reports whether one trigger has to be before another one of its category, by way
// of others.
func (w *wish) leads(from, to string) bool {
	reached := map[string]bool{from: true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for each := range w.edges {
			if each[0] != queue[0] || reached[each[1]] || w.nodes[each[1]].category != w.nodes[from].category {
				continue
			}
			if each[1] == to {
				return true
			}
			reached[each[1]] = true
			queue = append(queue, each[1])
		}
	}
	return false
}

func (w *wish) title(key string) string {
	if stands := w.z.now.byID[key]; stands != nil {
		return fmt.Sprintf("%q (%s)", stands.title, key)
	}
	return key
}

// cycle is a key that leads back to itself; "" when there is none.
func cycle(next map[string][]string) string {
	state := map[string]int{} // 1: on the way, 2: done
	var walk func(string) string
	walk = func(key string) string {
		state[key] = 1
		for _, later := range next[key] {
			if state[later] == 1 {
				return later
			}
			if state[later] == 0 {
				if found := walk(later); found != "" {
					return found
				}
			}
		}
		state[key] = 2
		return ""
	}
	for key := range next {
		if state[key] == 0 {
			if found := walk(key); found != "" {
				return found
			}
		}
	}
	return ""
}
