package evaluation

import (
	"fmt"
	"slices"
	"sync"
)

// flow is which triggers set what others read, in one snapshot.
//
// A trigger that sets what another one reads may not pass it, nor the other way
// round. That matters where it can end in a survey or in none: the reader is an
// exclusion or a send, or leads to one. Every other pair may change places.
type flow struct {
	rules  []*analysis
	traces []trace
	// ends are the exclusions and sends, relevant those and what leads to one.
	ends, relevant []bool
	setters        map[string][]int // of each fact
	// unknown are those that may set any tag. What leads to them, and to whoever reads
	// any tag, is the same in every chain.
	unknown             []int
	ofUnknown, ofAnyTag func() *need
	needs               []*need          // those that were asked for
	known               map[string]*need // the same by what is read
}

// trace are the masks of one rule that tell most pairs apart, kept together: a repair
// compares millions of pairs.
type trace struct {
	sets, concerns      uint64 // concerns is what it reads or sets, and of an end all that leads to any end
	softSets, softReads uint64
}

// need is a set of facts: those that are read, and those that decide whether these are
// set.
type need struct {
	facts map[string]bool
	tags  bool // at least one of them is a tag
	mask  uint64
	rest  *need // further facts that it shares with others; nil for none
}

func (n *need) includes(fact string) bool {
	return n.facts[fact] || n.rest != nil && n.rest.facts[fact]
}

func (n *need) has(a *analysis) bool {
	if n == nil || a.setsMask&n.mask == 0 {
		return false
	}
	if n.tags && a.setsUnknownTags() {
		return true
	}
	return slices.ContainsFunc(a.sets, n.includes)
}

// flowOf analyzes the triggers of a snapshot that are active, or are about to be.
// Managed are known to be managed.
func flowOf(s *Snapshot, managed func(int) bool) *flow {
	n := len(s.Triggers)
	f := &flow{rules: make([]*analysis, n), traces: make([]trace, n), ends: make([]bool, n), relevant: make([]bool, n), setters: map[string][]int{}, needs: make([]*need, n), known: map[string]*need{}}
	f.ofUnknown, f.ofAnyTag = sync.OnceValue(f.followUnknown), sync.OnceValue(f.followAnyTag)
	considered := map[string]bool{}
	for i, t := range s.Triggers {
		a := t.Rule.analyzed()
		if f.rules[i] = a; !t.Active {
			continue
		}
		for _, fact := range a.sets {
			f.setters[fact] = append(f.setters[fact], i)
		}
		if a.setsUnknownTags() {
			f.unknown = append(f.unknown, i)
		}
		if a.effects.Notifies {
			for _, fact := range slices.Concat(marksFacts(a.honours), fieldFacts(a.mentioned)) {
				considered[fact] = true
			}
		}
	}
	var reads []string
	readsAny := false
	for i, a := range f.rules {
		if f.ends[i] = s.Triggers[i].Active && a.ends(considered, managed(i)); f.ends[i] {
			reads = append(reads, a.reads...)
			readsAny = readsAny || a.effects.ReadsAllTags
		}
	}
	all, other := f.follow(reads, readsAny), bits{}
	for i, a := range f.rules {
		f.relevant[i] = s.Triggers[i].Active && (f.ends[i] || all.has(a))
		f.traces[i] = trace{a.setsMask, a.setsMask | a.readsMask, other.of(a.effects.SetsOther), other.of(a.effects.ReadsOther)}
		if f.ends[i] {
			f.traces[i].concerns |= all.mask
		}
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

// need is that of an exclusion or a send, nil of any other trigger.
func (f *flow) need(i int) *need {
	if !f.ends[i] || f.needs[i] != nil {
		return f.needs[i]
	}
	a := f.rules[i]
	key := fmt.Sprint(a.effects.ReadsAllTags, a.reads)
	if f.known[key] == nil {
		f.known[key] = f.follow(a.reads, a.effects.ReadsAllTags)
	}
	f.needs[i] = f.known[key]
	return f.needs[i]
}

// follow follows the chains backwards from what is read.
func (f *flow) follow(reads []string, readsAny bool) *need {
	n := &need{}
	switch readsAny = n.chain(f, reads) || readsAny; {
	case readsAny:
		n.rest = f.ofAnyTag()
	case n.tags && len(f.unknown) > 0:
		n.rest = f.ofUnknown()
	default:
		return n
	}
	n.tags, n.mask = n.tags || n.rest.tags, n.mask|n.rest.mask
	return n
}

// chain takes in facts and what leads to them, by triggers of which it is known what
// they set. It reports whether one of them reads any tag.
func (n *need) chain(f *flow, queue []string) (readsAny bool) {
	n.facts = map[string]bool{}
	for queue = slices.Clone(queue); len(queue) > 0; queue = queue[1:] {
		fact := queue[0]
		if n.facts[fact] {
			continue
		}
		n.facts[fact] = true
		n.tags, n.mask = n.tags || fact[0] == 't', n.mask|maskOf([]string{fact})
		for _, i := range f.setters[fact] {
			queue = append(queue, f.rules[i].reads...)
			readsAny = readsAny || f.rules[i].effects.ReadsAllTags
		}
	}
	return readsAny
}

// followUnknown are the needs of those that may set any tag.
func (f *flow) followUnknown() *need {
	reads, readsAny := f.readsOfUnknown()
	n := &need{}
	if n.chain(f, reads) || readsAny {
		return f.ofAnyTag()
	}
	return n
}

// anyTag is the fact that stands for tags of which nothing more is known.
const anyTag = "t:"

// followAnyTag are the needs of whoever reads any tag.
func (f *flow) followAnyTag() *need {
	reads, _ := f.readsOfUnknown()
	reads = append(reads, anyTag)
	for fact := range f.setters {
		if fact[0] == 't' {
			reads = append(reads, fact)
		}
	}
	n := &need{}
	n.chain(f, reads)
	return n
}

func (f *flow) readsOfUnknown() (reads []string, readsAny bool) {
	for _, i := range f.unknown {
		reads = append(reads, f.rules[i].reads...)
		readsAny = readsAny || f.rules[i].effects.ReadsAllTags
	}
	return reads, readsAny
}

// hard reports whether the order of two triggers decides about a survey.
func (f *flow) hard(x, y int) bool {
	if !f.relevant[x] && !f.relevant[y] {
		return false
	}
	if m, n := &f.traces[x], &f.traces[y]; m.sets&n.concerns|n.sets&m.concerns == 0 {
		return false
	}
	a, b := f.rules[x], f.rules[y]
	chained := f.need(y).has(a) || f.need(x).has(b) ||
		f.relevant[y] && a.setsWhatReads(b) || f.relevant[x] && b.setsWhatReads(a) || a.undoes(b)
	return chained && !a.effects.Interchangeable(&b.effects)
}

// bits are those of the ticket's other data than tags and custom fields, by name. The
// last of the 64 is for all that are left: an account has fewer kinds.
type bits map[string]uint64

func (b bits) of(names []string) (mask uint64) {
	for _, name := range names {
		if b[name] == 0 {
			b[name] = 1 << min(len(b), 63)
		}
		mask |= b[name]
	}
	return mask
}

// soft reports whether one sets, besides tags and custom fields, what the other
// one reads.
func (f *flow) soft(x, y int) bool {
	a, b := &f.traces[x], &f.traces[y]
	return a.softSets&b.softReads|b.softSets&a.softReads != 0
}

func (a *analysis) setsWhatReads(b *analysis) bool {
	return a.setsMask&b.readsMask != 0 && a.effects.SetsWhatReads(&b.effects)
}

// undoes reports whether one adds what the other removes.
func (a *analysis) undoes(b *analysis) bool {
	return a.setsMask&b.setsMask != 0 && (a.effects.Undoes(&b.effects) || b.effects.Undoes(&a.effects))
}
