package stellaconnect

import (
	"net/url"
	"strings"
	"time"
)

// Everything in this file is a guess where the description of User Management v2 is
// silent. It documents the paths, the members of an employee, and the words of the filter
// by status; no answer has a member for the status.

// clockTolerance is by how much a token is dated back, so that a clock that is ahead of
// Stella Connect's by less does no harm. The documentation asks for "a valid IAT claim".
const clockTolerance = 10 * time.Second

// deactivated is the query that gives those employees, and nobody else, who are not
// active. A profile that is not approved, or not complete, is taken for an active one:
// another person has to approve it, and activating it does not.
func deactivated() url.Values {
	query := everybody()
	query.Set("status", "deactivated")
	return query
}

// everybody is the query for employees of any status, in the largest pages.
func everybody() url.Values { return url.Values{"number_of_employees": {"500"}} }

// names are the first name and the last name of a full name: it is split at the last space.
// A name of one word has no last name.
func names(full string) (first, last string) {
	at := strings.LastIndex(full, " ")
	if at < 0 {
		return full, ""
	}
	return full[:at], full[at+1:]
}

// fullName is the name of both parts.
func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
