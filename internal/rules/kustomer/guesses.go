package kustomer

import (
	"slices"
	"strings"
)

// What follows is believed, not documented. Each guess has this one place.

// verbs end a role that allows one kind of operation.
var verbs = []string{"read", "write", "create", "update", "delete"}

// covers guesses that a role stands for all finer ones below it: org.user.read for
// org.user.conversation.read, and org.user for both. Keys with the four roles of the
// article alone are seen to work.
func covers(held, asked string) bool {
	base, verb := held, ""
	if at := strings.LastIndex(held, "."); at >= 0 && slices.Contains(verbs, held[at+1:]) {
		base, verb = held[:at], held[at:]
	}
	return held == asked || (asked == base || strings.HasPrefix(asked, base+".")) && strings.HasSuffix(asked, verb)
}

// Which requests a survey backend sends is not documented either: ConnectorOperations
// are what the workflow that the article describes cannot do without, and the custom
// attribute of the rating, which may have to be created.
