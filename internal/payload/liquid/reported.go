package liquid

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Reported are those of the checkboxes, given as placeholders, that make a difference to the body: with each of the
// samples it is another one when the checkbox is ticked than when it is not. A template that mentions a checkbox and has
// the same body all the same, or has another one for some samples only, tells nobody of a tick or not of every one.
func (v *Vocabulary) Reported(template string, checkboxes []string) []string {
	if len(checkboxes) == 0 {
		return nil
	}
	r, err := compile(template)
	if err != nil {
		return nil
	}
	defer r.done()
	samples := v.samples(template, nil)
	return slices.DeleteFunc(slices.Clone(checkboxes), func(checkbox string) bool {
		return slices.ContainsFunc(samples, func(s sample) bool {
			return !r.differs(s.with(checkbox, v.Unticked), s.with(checkbox, v.Ticked))
		})
	})
}

// differs reports whether both give a body, and the bodies are not the same.
func (r *rendering) differs(one, other tree) bool {
	a, err := r.render(one)
	if err != nil {
		return false
	}
	b, err := r.render(other)
	return err == nil && !sameBody(a, b)
}

// sameBody reports whether a backend reads the same in both.
func sameBody(a, b string) bool {
	if a == b {
		return true
	}
	var left, right any
	if json.Unmarshal([]byte(a), &left) != nil || json.Unmarshal([]byte(b), &right) != nil {
		return false
	}
	return reflect.DeepEqual(left, right)
}
