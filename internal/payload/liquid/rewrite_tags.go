package liquid

import (
	"regexp"
	"slices"
	"strings"
)

func (r *rewriter) tag(t token) error {
	if block, ok := strings.CutPrefix(t.name, "end"); ok {
		return r.end(t, block)
	}
	switch t.name {
	case "if", "unless", "case", "for", "capture":
		return r.begin(t)
	case "elsif", "else", "when":
		return r.clause(t)
	case "assign", "cycle":
		words, err := r.expression(t)
		if err != nil {
			return err
		}
		if t.name == "assign" && len(words) > 0 {
			r.assigned[words[0].text] = true
		}
		r.emitTag(t, joined(words))
		return nil
	case "echo":
		return r.object(t)
	case "increment":
		return r.increment(t)
	case "break", "continue":
		r.emitTag(t, "")
		return nil
	}
	return failAt(t, "unknown tag %q; known are assign, capture, case, comment, cycle, echo, for, if, increment, liquid, raw and unless", t.name)
}

func (r *rewriter) increment(t token) error {
	if !variable.MatchString(t.markup) {
		return failAt(t, "the name to count in is missing")
	}
	r.emitFor(t, "{%\n"+countName+" "+t.markup+" %}")
	return nil
}

// variable is a name that a counter can have.
var variable = regexp.MustCompile(`\A[A-Za-z_][\w-]*\z`)

func (r *rewriter) emitTag(t token, markup string) {
	if markup != "" {
		markup = " " + markup
	}
	r.emitFor(t, "{%\n"+t.name+markup+" %}")
}

func (r *rewriter) begin(t token) error {
	r.compares = false
	markup, err := r.head(t)
	if err != nil {
		return err
	}
	name := t.name
	if name == "unless" { // osteele's unless has no elsif
		t.name, markup = "if", "("+markup+") | "+notFilter
	}
	r.emitTag(t, r.settled(markup))
	t.name = name
	block := openBlock{token: t, step: -1, compares: r.compares}
	if name == "for" {
		block.step = len(r.pieces)
		r.emit("")
	}
	r.open = append(r.open, block)
	return nil
}

func (r *rewriter) head(t token) (string, error) {
	switch t.name {
	case "for":
		return r.loop(t)
	case "capture":
		name := strings.Trim(t.markup, `"'`)
		if name == "" {
			return "", failAt(t, "the name to capture into is missing")
		}
		r.assigned[name] = true
		return name, nil
	case "case":
		words, err := r.expression(t)
		return joined(words), err
	}
	return r.condition(t)
}

func (r *rewriter) clause(t token) error {
	n := len(r.open)
	if n == 0 || !slices.Contains(clauses[r.open[n-1].token.name], t.name) || r.open[n-1].token.part != t.part {
		return failAt(t, "%s is outside the block that it belongs to", t.name)
	}
	r.complain(t)
	r.compares = false
	var markup string
	var err error
	switch t.name {
	case "elsif":
		markup, err = r.condition(t)
	case "when":
		markup, err = r.when(t)
	}
	if err != nil {
		return err
	}
	r.emitTag(t, r.settled(markup))
	r.open[n-1].compares = r.compares
	return nil
}

// settled is a condition that is false once a comparison in it failed.
func (r *rewriter) settled(markup string) string {
	if r.compares {
		return "(" + markup + ") | " + settledFilter
	}
	return markup
}

func (r *rewriter) end(t token, block string) error {
	n := len(r.open)
	if _, known := clauses[block]; !known {
		return failAt(t, "unknown tag %q", t.name)
	}
	if n == 0 || r.open[n-1].token.name != block || r.open[n-1].token.part != t.part {
		return failAt(t, "%s has no opening tag", t.name)
	}
	r.complain(t)
	if step := r.open[n-1].step; step >= 0 {
		r.pieces[step] = stepTag(r.open[n-1].size)
	}
	r.open = r.open[:n-1]
	if block == "unless" {
		t.name = "endif"
	}
	r.emitTag(t, "")
	return nil
}

// when separates its values with a comma or with or; osteele knows the comma.
func (r *rewriter) when(t token) (string, error) {
	words, err := r.expression(t)
	if err != nil {
		return "", err
	}
	parts, _ := splitAt(words, "or")
	printed := make([]string, len(parts))
	for i, part := range parts {
		printed[i] = joined(part)
	}
	return strings.Join(printed, ", "), nil
}

// loop makes the collection a list whatever it is, so that a missing one reaches the loop's else.
func (r *rewriter) loop(t token) (string, error) {
	words, err := r.expression(t)
	if err != nil {
		return "", err
	}
	if len(words) < 3 || words[0].kind != nameWord || !words[1].named("in") {
		return "", failAt(t, "a loop reads: for item in list")
	}
	end := len(words)
	for i := 3; i < len(words); i++ {
		if words[i].named("reversed") || (words[i].named("limit", "offset") && i+1 < len(words) && words[i+1].is(":")) {
			end = i
			break
		}
	}
	for i, w := range words[:end] {
		if w.is("|") && !words[i+1].named(rangeFilter, sizeFilter) {
			return "", failAt(t, "Liquid does not apply filters in a for tag; assign the list first")
		}
	}
	return joined(words[:end]) + " | " + eachFilter + " " + joined(words[end:]), nil
}

// condition applies and/or from the right, and knows blank and empty.
func (r *rewriter) condition(t token) (string, error) {
	words, err := r.expression(t)
	if err != nil {
		return "", err
	}
	for i, w := range words {
		r.compares = r.compares || isOrder(w)
		if w.is("|") && !words[i+1].named(rangeFilter, sizeFilter) {
			return "", failAt(t, "Liquid does not apply filters in a condition; assign the value first")
		}
		if w.is("<>") {
			words[i] = sign("!=")
		}
	}
	parts, operators := splitAt(words, "and", "or")
	var b strings.Builder
	for i, part := range parts {
		b.WriteString(comparison(part))
		if i < len(operators) {
			b.WriteString(" " + operators[i] + " (")
		}
	}
	b.WriteString(strings.Repeat(")", len(operators)))
	return b.String(), nil
}

func comparison(words []word) string {
	if len(words) == 1 && words[0].named("blank", "empty") {
		return "true" // a literal, not a variable
	}
	for i, w := range words {
		left, right := words[:i], words[i+1:]
		if isOrder(w) && len(left) > 0 && len(right) > 0 {
			return "(" + joined(left) + " | " + orderFilter + ": \"" + w.text + "\", " + joined(right) + ")"
		}
		if !w.is("==") && !w.is("!=") {
			continue
		}
		if len(left) == 1 && left[0].named("blank", "empty") {
			left, right = right, left
		}
		if len(right) == 1 && right[0].named("blank", "empty") {
			filter := map[string]string{"blank": blankFilter, "empty": emptyFilter}[right[0].text]
			return "(" + joined(left) + " | " + filter + ") " + w.text + " true"
		}
	}
	return joined(words)
}
