package liquid

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// An outcome is what a template became.
type outcome struct {
	body string
	err  error
}

func (r *rendering) of(values tree) outcome {
	body, err := r.render(values)
	return outcome{body, err}
}

// outcomes are those of the samples; a template that cannot be rendered for the everyday one is not for the others. They
// are kept for the next question about the same samples.
func (r *rendering) outcomes(samples []sample) []outcome {
	known := make([]sample, len(samples))
	for i, s := range samples {
		known[i] = sample{Trouble: s.Trouble, filled: s.filled} // trees are large
	}
	same := func(a, b sample) bool { return a.Trouble == b.Trouble && maps.Equal(a.filled, b.filled) }
	if slices.EqualFunc(known, r.known, same) {
		return r.became
	}
	r.known, r.became = known, []outcome{r.of(samples[0].tree)}
	for _, s := range samples[1:] {
		next := r.became[0]
		if next.err == nil {
			next = r.of(s.tree)
		}
		r.became = append(r.became, next)
	}
	return r.became
}

// judge says what is wrong with a body, if it is.
func (o outcome) judge() (Breakage, bool) {
	if o.err != nil {
		return Breakage{Message: o.err.Error()}, false
	}
	message, offset := objectProblem(o.body)
	if message == "" {
		return Breakage{}, true
	}
	return Breakage{Message: message, Snippet: around(o.body, offset)}, false
}

// differs reports whether both are bodies in which a backend does not read the same.
func (o outcome) differs(other outcome) bool {
	if o.err != nil || other.err != nil || o.body == other.body {
		return false
	}
	var left, right any
	if json.Unmarshal([]byte(o.body), &left) != nil || json.Unmarshal([]byte(other.body), &right) != nil {
		return true
	}
	return !reflect.DeepEqual(left, right)
}

// objectProblem says why rendered is no JSON object, and at which byte; empty when it is one.
func objectProblem(rendered string) (message string, offset int) {
	if !utf8.ValidString(rendered) {
		return "it is not valid UTF-8", 0
	}
	if strings.TrimSpace(rendered) == "" {
		return "it is empty", 0
	}
	var value any
	err := json.Unmarshal([]byte(rendered), &value)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return syntax.Error(), int(syntax.Offset)
	case err != nil:
		return err.Error(), 0
	}
	if _, ok := value.(map[string]any); !ok {
		return "it is valid JSON, but not an object", 0
	}
	return "", 0
}

// around shows the rendered text at a byte's two sides, on one line and whole characters only.
func around(rendered string, offset int) string {
	from, to := max(offset-50, 0), min(offset+30, len(rendered))
	text := strings.ToValidUTF8(rendered[from:to], "")
	text = strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\t", " ").Replace(text)
	if from > 0 {
		text = "…" + text
	}
	if to < len(rendered) {
		text += "…"
	}
	return text
}
