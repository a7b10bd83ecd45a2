package survey

import (
	"strings"
)

// SameURL reports whether two texts mean the same account of a help desk: people and
// screens write it with and without scheme, capitals and a slash at the end.
func SameURL(a, b string) bool { return bareURL(a) == bareURL(b) }

func bareURL(text string) string {
	bare := strings.ToLower(strings.TrimSpace(text))
	if _, rest, found := strings.Cut(bare, "://"); found {
		bare = rest
	}
	return strings.TrimRight(bare, "/")
}
