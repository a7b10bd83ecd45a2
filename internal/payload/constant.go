package payload

import "encoding/json"

// Constant is the text of a member of the body that is the same for each of the
// [Samples], and for a ticket of which nothing is known; false where there is none.
func Constant(template, member string) (text string, constant bool) {
	r, err := compile(template)
	if err != nil {
		return "", false
	}
	defer r.done()
	samples := []flat{{}}
	uses := customUses(template, nil)
	for _, t := range troubles {
		samples = append(samples, t.of(uses))
	}
	for _, sample := range samples {
		body, err := r.render(sample.nest())
		if err != nil {
			return "", false
		}
		var members map[string]any
		if json.Unmarshal([]byte(body), &members) != nil {
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
