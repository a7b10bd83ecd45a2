package liquid

import (
	"maps"
	"slices"
)

// Reported are those of the checkboxes, given as placeholders, that make a difference to the body: with each of the
// samples it is another one when the checkbox is ticked than when it is not, and so it is with each text that the
// template compares with, and with one that it does not, in each placeholder that its tags read, such as the name of a
// brand. A template that mentions a checkbox and has the same body all the same, or has another one for some samples
// only, tells nobody of a tick or not of every one.
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
	named := samples[0].named(template)
	return slices.DeleteFunc(slices.Clone(checkboxes), func(checkbox string) bool {
		for i := range samples {
			if !with(i, checkbox, v.Unticked).differs(with(i, checkbox, v.Ticked)) {
				return true
			}
		}
		return slices.ContainsFunc(named, func(values tree) bool {
			return !r.of(values.with(checkbox, v.Unticked)).differs(r.of(values.with(checkbox, v.Ticked)))
		})
	})
}

// named are the sample with each of the texts that a template compares with, in each of the placeholders that its tags
// read, and with a text of none of them. What is empty is a sample of its own.
func (s sample) named(template string) (trees []tree) {
	tokens, _ := scan(template) // one that is no Liquid was refused before
	texts, placeholders := map[string]bool{"~": true}, map[string]bool{}
	for _, t := range tokens {
		words, _, err := t.evaluates()
		if t.kind != tagToken || err != nil {
			continue
		}
		for _, w := range words {
			if w.kind == literalWord && len(w.text) > len(`""`) && slices.Contains([]string{"if", "unless", "elsif", "when"}, t.name) {
				texts[unquote(w.text)] = true
			}
		}
		for _, p := range paths(words) {
			if placeholder, value := s.read(p); placeholder == p.String() {
				_, isText := value.(string)
				placeholders[placeholder] = isText
			}
		}
	}
	for _, placeholder := range slices.Sorted(maps.Keys(placeholders)) {
		for _, text := range slices.Sorted(maps.Keys(texts)) {
			if placeholders[placeholder] {
				trees = append(trees, s.with(placeholder, text))
			}
		}
	}
	return trees
}
