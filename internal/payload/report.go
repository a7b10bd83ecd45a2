package payload

import (
	"encoding/json"
	"reflect"
	"slices"
)

// FieldsReported are those of [FieldsRead] that, as checkboxes, make a difference to the
// body: with each of the [Samples] it is another one when the checkbox is ticked than
// when it is not. A template that mentions a checkbox and has the same body all the same,
// or has another one for some tickets only, tells the backend of no marked ticket or not
// of every one.
func FieldsReported(template string) []string { return slices.Clone(reported(template)) }

var reported = once(func(template string) []string {
	read := FieldsRead(template)
	if len(read) == 0 {
		return nil
	}
	r, err := compile(template)
	if err != nil {
		return nil
	}
	defer r.done()
	uses := customUses(template, nil)
	return slices.DeleteFunc(read, func(id string) bool {
		return slices.ContainsFunc(troubles, func(t trouble) bool { return !r.differs(t.of(uses), "ticket.ticket_field_"+id) })
	})
})

// differs renders a sample with a checkbox that is ticked and with one that is not. The
// help desk renders them as 1 and 0.
func (r *rendering) differs(sample flat, checkbox string) bool {
	var bodies [2]string
	for i, value := range []string{"0", "1"} {
		sample[checkbox] = value
		body, err := r.render(sample.nest())
		if err != nil {
			return false
		}
		bodies[i] = body
	}
	return !sameBody(bodies[0], bodies[1])
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
