package liquid

import (
	"slices"
	"strconv"
	"strings"
)

// A Partial is a template rendered with some of its placeholders unknown. What depends on one of them is a gap: the
// placeholder, a whole block whose condition reads it, or what reads a variable that was made of it.
type Partial struct {
	rendered string
	gaps     []gap
}

// A gap is a part of the template that was not rendered, as it was written.
type gap struct {
	source string
	silent bool // it prints nothing: it sets a variable
}

// The private characters that stand around a gap's number while the rest is rendered.
const gapOpens, gapCloses = "\uE000", "\uE001"

// Complete reports whether nothing is unknown.
func (p Partial) Complete() bool { return len(p.gaps) == 0 }

// String is the text with each gap as it was written.
func (p Partial) String() string {
	return p.filled(func(g gap) string { return g.source })
}

// With is the text with a value in each gap that prints something.
func (p Partial) With(value string) string {
	return p.filled(func(g gap) string {
		if g.silent {
			return ""
		}
		return value
	})
}

// Mentions reports whether a word stands in a gap, so that the whole text may say more about it.
func (p Partial) Mentions(word string) bool {
	return slices.ContainsFunc(p.gaps, func(g gap) bool { return strings.Contains(g.source, word) })
}

func (p Partial) filled(with func(gap) string) string {
	if p.Complete() {
		return p.rendered
	}
	var b strings.Builder
	for rest := p.rendered; ; {
		before, after, found := strings.Cut(rest, gapOpens)
		b.WriteString(before)
		number, after, closed := strings.Cut(after, gapCloses)
		if !found || !closed {
			return b.String()
		}
		if i, err := strconv.Atoi(number); err == nil && i < len(p.gaps) {
			b.WriteString(with(p.gaps[i]))
		}
		rest = after
	}
}

// RenderKnown is [Render] where only some bindings are known. Known is asked for each chain that the template reads. It
// is an error where the unknown reaches what cannot be left out: a loop that it ends, or the lines of a liquid tag.
func RenderKnown(template string, bindings map[string]any, known func(Path) bool) (Partial, error) {
	tokens, err := scan(template)
	if err != nil {
		return Partial{}, err
	}
	a := abridging{known: known, unsure: map[string]bool{}, own: map[string]bool{"forloop": true, "tablerowloop": true}}
	if err := a.read(tokens); err != nil {
		return Partial{}, err
	}
	if !slices.ContainsFunc(a.reads, a.depends) {
		text, err := Render(template, bindings)
		return Partial{rendered: text}, err
	}
	if err := a.write(tokens); err != nil {
		return Partial{}, err
	}
	text, err := Render(a.out.String(), bindings)
	return Partial{rendered: text, gaps: a.gaps}, err
}

// abridging makes the template in which the gaps are out of the way. It does not look at the order of things: a
// variable that is unsure anywhere is unsure everywhere.
type abridging struct {
	known  func(Path) bool
	own    map[string]bool // the variables that the template sets
	unsure map[string]bool // those of them that depend on something unknown
	reads  [][]Path        // by token
	sets   []string
	ends   map[int]int // the last token of the block that a token opens

	out  strings.Builder
	gaps []gap
}

var blocks = []string{"if", "unless", "case", "for", "tablerow", "capture"}

func (a *abridging) read(tokens []token) error {
	a.ends = map[int]int{}
	var open []int
	for i, t := range tokens {
		words, sets, err := t.evaluates()
		if err != nil {
			return err
		}
		if sets != "" {
			a.own[sets] = true
		}
		a.reads, a.sets = append(a.reads, paths(words)), append(a.sets, sets)
		switch {
		case t.kind != tagToken:
		case slices.Contains(blocks, t.name):
			open = append(open, i)
		case strings.HasPrefix(t.name, "end") && slices.Contains(blocks, t.name[len("end"):]):
			if len(open) == 0 {
				return failAt(t, "it ends no block")
			}
			a.ends[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return failAt(tokens[open[0]], "it is not closed")
	}
	for before := -1; before != len(a.unsure); {
		before = len(a.unsure)
		for i, t := range tokens {
			if t.kind == tagToken {
				a.spread(tokens, i)
			}
		}
	}
	return nil
}

// spread finds the variables that one tag makes unsure.
func (a *abridging) spread(tokens []token, at int) {
	end, block := a.ends[at]
	switch {
	case !block && a.sets[at] != "" && a.depends(a.reads[at]), tokens[at].name == "capture" && a.holdsGap(at, end):
		a.unsure[a.sets[at]] = true
	case block && a.branches(tokens, at, end):
		for _, name := range a.sets[at : end+1] {
			if name != "" {
				a.unsure[name] = true
			}
		}
	}
}

// depends reports whether one of the chains is not known.
func (a *abridging) depends(read []Path) bool {
	return slices.ContainsFunc(read, func(p Path) bool {
		switch {
		case a.own[p[0]]:
			return a.unsure[p[0]]
		case len(p) == 1 && slices.Contains(keywords, p[0]):
			return false
		}
		for len(p) > 1 && slices.Contains(OfEverything, p[len(p)-1]) && !a.known(p) {
			p = p[:len(p)-1]
		}
		return !a.known(p)
	})
}

// branches reports whether a block's own tags depend on something unknown.
func (a *abridging) branches(tokens []token, at, end int) bool {
	for i := at; i < end; i++ {
		if inner, block := a.ends[i]; block && i > at {
			i = inner
			continue
		}
		if own := i == at || tokens[i].kind == tagToken && slices.Contains([]string{"elsif", "when"}, tokens[i].name); own && a.depends(a.reads[i]) {
			return true
		}
	}
	return false
}

func (a *abridging) holdsGap(from, to int) bool {
	return slices.ContainsFunc(a.reads[from:to+1], a.depends)
}

// write writes the template without its gaps.
func (a *abridging) write(tokens []token) error {
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		end, block := a.ends[i]
		switch {
		case t.part > 0:
			return failAt(t, "it stands in a liquid tag, and the template depends on something unknown")
		case block && (a.branches(tokens, i, end) || t.name == "capture" && a.holdsGap(i, end)):
			for _, inner := range tokens[i : end+1] {
				if slices.Contains([]string{"break", "continue", "cycle", "increment", "decrement"}, inner.name) {
					return failAt(inner, "it depends on something unknown")
				}
			}
			a.leave(tokens[i:end+1], t.name == "capture")
			i = end
		case t.kind == textToken && strings.ContainsAny(t.markup, "{"):
			a.out.WriteString("{% raw %}" + t.markup + "{% endraw %}")
		case t.kind == textToken:
			a.out.WriteString(t.markup)
		case a.depends(a.reads[i]):
			a.leave(tokens[i:i+1], t.kind == tagToken && t.name == "assign")
		case t.kind == objectToken:
			a.out.WriteString("{{ " + t.markup + " }}")
		default:
			a.out.WriteString("{% " + t.name + " " + t.markup + " %}")
		}
	}
	return nil
}

// leave leaves tokens as they are written.
func (a *abridging) leave(tokens []token, silent bool) {
	var source strings.Builder
	for _, t := range tokens {
		source.WriteString(t.source)
	}
	a.out.WriteString(gapOpens + strconv.Itoa(len(a.gaps)) + gapCloses)
	a.gaps = append(a.gaps, gap{source.String(), silent})
}
