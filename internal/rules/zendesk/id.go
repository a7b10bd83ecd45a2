package zendesk

import "cmp"

// CompareIDs orders decimal ids by their number.
func CompareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
