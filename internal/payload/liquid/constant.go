package liquid

import (
	"encoding/json"
	"slices"
)

// Constant is the text of a member of the body that is the same for each of the samples, and for one of which
// nothing is known; false where there is none.
func (v *Vocabulary) Constant(template, member string) (text string, constant bool) {
	r, err := compile(template)
	if err != nil {
		return "", false
	}
	defer r.done()
	for _, o := range append(slices.Clone(r.outcomes(v.samples(template, nil))), r.of(nil)) {
		if o.err != nil {
			return "", false
		}
		var members map[string]any
		if json.Unmarshal([]byte(o.body), &members) != nil {
			continue // what breaks the body is reported elsewhere
		}
		found, isText := members[member].(string)
		if !isText || constant && found != text {
			return "", false
		}
		text, constant = found, true
	}
	return text, constant
}
