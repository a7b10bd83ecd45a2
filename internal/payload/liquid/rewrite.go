package liquid

import (
	"slices"
	"strconv"
	"strings"
)

// A rewriter says in the words of osteele/liquid what a template means in Ruby's Liquid. Where the two read the same
// text differently, the text changes here:
//
//   - Ruby applies and/or from the right: `a and b or c` is `a and (b or c)`.
//   - Ruby trims whitespace in the template's text, at parse time; osteele also trims what values rendered to.
//   - blank and empty are literals in Ruby, unknown variables in osteele.
//   - `for … else` renders its else for a missing collection too, and a map iterates in a random order in Go.
//   - {% include %} would read a file of this machine.
//   - The property size of a text counts bytes in osteele, and a text that is compared with a number is an error in Ruby.
//   - {% echo %}, {% increment %} and {% liquid %} do not exist in osteele.
//
// Each rewritten tag or object starts on a line of its own (a line break right after its opening delimiter is white
// space to the parser), so that an error's line number names one token of the original.
type rewriter struct {
	out      strings.Builder
	line     int
	origin   map[int]token // by line of out
	literals map[string]any
	open     []openBlock
	pieces   []string // what out will be made of; a loop's step is filled in at its end
	compares bool     // the condition that was read last compares by order
	assigned map[string]bool
}

type openBlock struct {
	token token
	step  int // index of the loop's step tag in pieces; -1 for other blocks
	size  int // bytes of source inside the loop so far
	// compares says that the condition of the clause so far compares by order.
	compares bool
}

// clauses maps each block to the tags that may stand in it besides any other content.
var clauses = map[string][]string{
	"if":      {"elsif", "else"},
	"unless":  {"elsif", "else"},
	"case":    {"when", "else"},
	"for":     {"else"},
	"capture": nil,
}

func rewrite(template string) (*rewriter, error) {
	tokens, err := scan(template)
	if err != nil {
		return nil, err
	}
	r := &rewriter{line: 1, origin: map[int]token{}, literals: map[string]any{}, assigned: map[string]bool{}}
	for _, t := range tokens {
		if err := r.token(t); err != nil {
			return nil, err
		}
	}
	if n := len(r.open); n > 0 {
		name := r.open[n-1].token.name
		return nil, failAt(r.open[n-1].token, "the %s block is not closed with {%% end%s %%}", name, name)
	}
	for _, piece := range r.pieces {
		r.out.WriteString(piece)
	}
	return r, nil
}

func (r *rewriter) token(t token) error {
	for i := range r.open {
		r.open[i].size += len(t.source)
	}
	switch t.kind {
	case objectToken:
		return r.object(t)
	case tagToken:
		return r.tag(t)
	}
	// Only a raw block can have left a delimiter in a text; but a brace at a text's end must not meet the next piece's.
	text := delimiters.Replace(t.markup)
	if cut, ok := strings.CutSuffix(text, "{"); ok {
		text = cut + `{{ "{" }}`
	}
	r.emit(text)
	return nil
}

var delimiters = strings.NewReplacer("{{", `{{ "{{" }}`, "{%", `{{ "{%" }}`)

func (r *rewriter) emit(text string) {
	r.pieces = append(r.pieces, text)
	r.line += strings.Count(text, "\n")
}

func (r *rewriter) emitFor(t token, text string) {
	r.origin[r.line] = t
	r.emit(text)
}

func (r *rewriter) object(t token) error {
	words, err := r.expression(t)
	if err != nil || len(words) == 0 { // Ruby renders {{ }} as nothing
		return err
	}
	// osteele's scanner does not look past a line break inside {{ }}.
	for i, w := range words {
		if w.kind == literalWord && strings.Contains(w.text, "\n") {
			name := "__literal" + strconv.Itoa(len(r.literals))
			r.literals[name] = unquote(w.text)
			words[i] = names(name)
		}
	}
	r.emitFor(t, "{{\n"+joined(words)+" | "+outFilter+" }}")
	return nil
}

// expression lexes a value with its filters, drops those that pass their input on and turns ranges into bounded lists.
func (r *rewriter) expression(t token) ([]word, error) {
	words, err := lex(t)
	if err != nil {
		return nil, err
	}
	for i, w := range words {
		if w.is("|") && (i+1 == len(words) || words[i+1].kind != nameWord) {
			return nil, failAt(t, "a filter's name is missing after |")
		}
	}
	words, err = ranges(t, withoutUnknown(words))
	return sizes(words), err
}

// withoutUnknown drops filters that do not exist, with their arguments: Ruby's Liquid passes the input on.
func withoutUnknown(words []word) []word {
	kept, unknown := make([]word, 0, len(words)), false
	for i, w := range words {
		if w.is("|") {
			_, known := filters[words[i+1].text]
			unknown = !known
		}
		if !unknown {
			kept = append(kept, w)
		}
	}
	return kept
}

// ranges rewrites (a..b) to a filter of ours: osteele would make a list as long as memory lasts.
func ranges(t token, words []word) ([]word, error) {
	var out []word
	for i := 0; i < len(words); i++ {
		if !words[i].is("(") {
			out = append(out, words[i])
			continue
		}
		dots, end := -1, -1
		for j := i + 1; j < len(words) && end < 0; j++ {
			switch {
			case words[j].is(".."):
				dots = j
			case words[j].is(")"):
				end = j
			case words[j].is("("):
				return nil, failAt(t, "Liquid does not support nested parentheses")
			}
		}
		if dots < i+2 || end < dots+2 {
			return nil, failAt(t, "Liquid uses parentheses for ranges only, as in (1..3)")
		}
		out = append(out, sign("("), word{numberWord, "0"}, sign("|"), names(rangeFilter), sign(":"))
		out = append(out, words[i+1:dots]...)
		out = append(out, sign(","))
		out = append(out, words[dots+1:end]...)
		out = append(out, sign(")"))
		i = end
	}
	return out, nil
}

// sizes rewrites a chain that ends in .size to a filter of ours.
func sizes(words []word) []word {
	var out []word
	for i, w := range words {
		ends := i+1 == len(words) || !words[i+1].is(".") && !words[i+1].is("[")
		if !ends || !w.named("size") || i == 0 || !words[i-1].is(".") {
			out = append(out, w)
			continue
		}
		dot := len(out) - 1
		start := chainStart(out[:dot])
		chain := slices.Clone(out[start:dot])
		out = append(append(append(out[:start], sign("(")), chain...), sign("|"), names(sizeFilter), sign(")"))
	}
	return out
}

// chainStart is where the chain of properties begins that the words end with.
func chainStart(words []word) int {
	depth := 0
	for i := len(words) - 1; i >= 0; i-- {
		switch w := words[i]; {
		case w.is("]") || w.is(")"):
			depth++
			continue
		case w.is("["):
			depth--
			continue // the chain before it
		case w.is("("):
			depth--
		}
		if depth == 0 && !words[i].is(".") && (i == 0 || !words[i-1].is(".")) {
			return i
		}
	}
	return 0
}
