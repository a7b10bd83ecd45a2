package kustomer

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// suffix is the end of a custom attribute's name, which decides its type: what
// the metadata calls the type (see guesses.go), and what a value must be. Null
// clears every one.
type suffix struct {
	end, kind, wants string
	takes            func(value any) bool
}

var suffixes = []suffix{
	{"Str", kindStr, "a string of at most 1024 characters", isShort},
	{"Txt", kindTxt, "a string", isText},
	{"Num", kindNum, "a number", isNumber},
	{"At", kindAt, "an ISO 8601 date-time", isMoment},
	{"Bool", kindBool, "a boolean", isBool},
	{"Url", kindURL, "a URL", isURL},
	{"Id", kindID, "an id", isText},
	{"Tree", kindTree, "a string", isText},
}

// attributeName is camelCase; the suffix is looked at apart.
var attributeName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// maxShort is the length of a Str in characters.
const maxShort = 1024

func isText(value any) bool { _, ok := value.(string); return ok }

func isShort(value any) bool {
	text, ok := value.(string)
	return ok && utf8.RuneCountInString(text) <= maxShort
}

func isNumber(value any) bool { _, ok := value.(float64); return ok }

func isBool(value any) bool { _, ok := value.(bool); return ok }

func isMoment(value any) bool {
	text, ok := value.(string)
	_, err := time.Parse(time.RFC3339, text)
	return ok && err == nil
}

func isURL(value any) bool {
	text, ok := value.(string)
	address, err := url.Parse(text)
	return ok && err == nil && address.Scheme != "" && address.Host != ""
}

// suffixOf gives the place in [suffixes] of a name's suffix, -1 for a name that
// has none or is not camelCase.
func suffixOf(name string) int {
	if !attributeName.MatchString(name) {
		return -1
	}
	return slices.IndexFunc(suffixes, func(s suffix) bool { return strings.HasSuffix(name, s.end) })
}

// custom reads the values of custom attributes of a klass into those that there
// are. Whole replaces all of them.
func (c *call) custom(r *reader, klass string, to *map[string]any, whole bool) {
	sent := map[string]json.RawMessage{}
	if !r.decode("custom", &sent, nullable, "an object") {
		return
	}
	values := map[string]any{}
	if !whole {
		maps.Copy(values, *to)
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		var value any
		_ = json.Unmarshal(sent[name], &value)
		if bad := c.checkValue(klass, name, value); bad != "" {
			r.fail("custom."+name, "%s", bad)
			return
		}
		values[name] = value
		if value == nil {
			delete(values, name)
		}
	}
	*to = values
}

// checkValue says what is wrong with the value of a custom attribute, "" if
// nothing is.
func (a *account) checkValue(klass, name string, value any) string {
	at := suffixOf(name)
	switch {
	case at < 0:
		return "has an invalid custom attribute suffix"
	case value == nil:
		return ""
	case suffixes[at].end == "Id" && !a.hasAttribute(klass, name):
		return "must be configured in the metadata of " + klass + " before it is used"
	case !suffixes[at].takes(value):
		return "must be " + suffixes[at].wants + " or null"
	case enumerationIsEnforced && !a.allows(klass, name, value):
		return "must be a value of the attribute's enumeration"
	}
	return ""
}
