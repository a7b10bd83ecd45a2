package zendesk

import (
	"slices"
	"strings"
)

// Tickets says for people which tickets match: by their tags where nothing but the
// status is asked besides.
func (c Conditions) Tickets() string {
	asked := slices.DeleteFunc(slices.Clone(c.All), func(each Condition) bool { return each.Field == FieldStatus })
	if len(asked) != 1 || len(c.Any) > 0 || asked[0].Field != FieldTags || asked[0].Operator != "includes" {
		return "the tickets that it matches"
	}
	return "tickets tagged " + strings.Join(Tags(asked[0].Value), " or ")
}
