package liquid

import "slices"

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
	outcomes := r.outcomes(samples)
	with := func(i int, checkbox, value string) outcome {
		if samples[i].filled[checkbox] == value {
			return outcomes[i]
		}
		return r.of(samples[i].with(checkbox, value))
	}
	return slices.DeleteFunc(slices.Clone(checkboxes), func(checkbox string) bool {
		for i := range samples {
			if !with(i, checkbox, v.Unticked).differs(with(i, checkbox, v.Ticked)) {
				return true
			}
		}
		return false
	})
}
