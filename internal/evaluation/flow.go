package evaluation

import (
	"fmt"
	"slices"
)

// flow is which triggers set what others read, in one snapshot.
//
// A trigger that sets what another one reads may not pass it, nor the other way
// round. That matters where it can end in a survey or in none: the reader is an
// exclusion or a send, or leads to one. Every other pair may change places.
type flow struct {
	rules []*analysis
	// needs are, for an exclusion or a send, the facts that it reads and those
	// that decide whether these are set; nil for every other trigger.
	needs []*need
	// relevant are exclusions, sends and what leads to one.
	relevant []bool
}

// need is a set of facts.
type need struct {
	facts map[string]bool
	tags  bool // at least one of them is a tag
	mask  uint64
}

func (n *need) has(a *analysis) bool {
	if n == nil || a.setsMask&n.mask == 0 {
		return false
	}
	if n.tags && a.setsUnknownTags() {
		return true
	}
	return slices.ContainsFunc(a.sets, func(fact string) bool { return n.facts[fact] })
}

// flowOf analyzes the triggers of a snapshot that are active, or are about to be.
// Managed are known to be managed.
func flowOf(s *Snapshot, managed func(int) bool) *flow {
	f := &flow{rules: make([]*analysis, len(s.Triggers)), needs: make([]*need, len(s.Triggers)), relevant: make([]bool, len(s.Triggers))}
	setters, considered := map[string][]int{}, map[string]bool{}
	var ofUnknownTags []int
	for i, t := range s.Triggers {
		a := t.Rule.analyzed()
		if f.rules[i] = a; !t.Active {
			continue
		}
		for _, fact := range a.sets {
			setters[fact] = append(setters[fact], i)
		}
		if a.setsUnknownTags() {
			ofUnknownTags = append(ofUnknownTags, i)
		}
		if a.effects.Notifies {
			for _, fact := range slices.Concat(marksFacts(a.honours), fieldFacts(a.mentioned)) {
				considered[fact] = true
			}
		}
	}
	known := map[string]*need{}
	all := &need{facts: map[string]bool{}}
	for i, a := range f.rules {
		if !s.Triggers[i].Active || !a.ends(considered, managed(i)) {
			continue
		}
		key := fmt.Sprint(a.effects.ReadsAllTags, a.reads)
		if known[key] == nil {
			known[key] = f.need(a, setters, ofUnknownTags)
			all.join(known[key])
		}
		f.needs[i] = known[key]
	}
	for i, a := range f.rules {
		f.relevant[i] = s.Triggers[i].Active && (f.needs[i] != nil || all.has(a))
	}
	return f
}

// ends reports whether a chain ends here: at a send, or at an exclusion, which
// leaves a mark that a send considers, or is managed and does nothing but leave marks,
// whether or not there is a send already.
func (a *analysis) ends(considered map[string]bool, managed bool) bool {
	return a.effects.Notifies || a.onlyMarks && managed ||
		slices.ContainsFunc(marksFacts(a.marks), func(fact string) bool { return considered[fact] })
}

func (n *need) join(other *need) {
	for fact := range other.facts {
		n.facts[fact] = true
	}
	n.tags, n.mask = n.tags || other.tags, n.mask|other.mask
}

// anyTag is the fact that stands for tags of which nothing more is known.
const anyTag = "t:"

// need follows the chains backwards from what is read.
func (f *flow) need(reader *analysis, setters map[string][]int, ofUnknownTags []int) *need {
	n := &need{facts: map[string]bool{}}
	var queue []string
	enqueue := func(a *analysis) {
		queue = append(queue, a.reads...)
		if a.effects.ReadsAllTags {
			queue = append(queue, anyTag)
			for fact := range setters {
				if fact[0] == 't' {
					queue = append(queue, fact)
				}
			}
		}
	}
	for enqueue(reader); len(queue) > 0; queue = queue[1:] {
		fact := queue[0]
		if n.facts[fact] {
			continue
		}
		n.facts[fact] = true
		from := setters[fact]
		if fact[0] == 't' {
			n.tags = true
			from = slices.Concat(from, ofUnknownTags)
		}
		for _, i := range from {
			enqueue(f.rules[i])
		}
	}
	for fact := range n.facts {
		n.mask |= maskOf([]string{fact})
	}
	return n
}

// hard reports whether the order of two triggers decides about a survey.
func (f *flow) hard(x, y int) bool {
	if !f.relevant[x] && !f.relevant[y] {
		return false
	}
	a, b := f.rules[x], f.rules[y]
	chained := f.needs[y].has(a) || f.needs[x].has(b) ||
		f.relevant[y] && a.setsWhatReads(b) || f.relevant[x] && b.setsWhatReads(a) || a.undoes(b)
	return chained && !a.effects.Interchangeable(&b.effects)
}

// soft reports whether one sets, besides tags and custom fields, what the other
// one reads. It may be mistaken for it where names share a bit of the mask: it only
// decides between two moves that are as good.
func (f *flow) soft(x, y int) bool {
	a, b := f.rules[x], f.rules[y]
	return a.softSets&b.softReads != 0 || b.softSets&a.softReads != 0
}

func (a *analysis) setsWhatReads(b *analysis) bool {
	return a.setsMask&b.readsMask != 0 && a.effects.SetsWhatReads(&b.effects)
}

// undoes reports whether one adds what the other removes.
func (a *analysis) undoes(b *analysis) bool {
	return a.setsMask&b.setsMask != 0 && (a.effects.Undoes(&b.effects) || b.effects.Undoes(&a.effects))
}
