package kustomer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Suffix ends the name of a custom attribute and decides its type.
type Suffix struct{ End, Type string }

// Suffixes are all that Kustomer documents. The type of an attribute never changes.
//
// https://developer.kustomer.com/docs/concepts/custom-attributes
var Suffixes = []Suffix{
	{"Str", "a text of at most 1,024 characters"},
	{"Txt", "a text of several lines"},
	{"Num", "a number"},
	{"At", "a date and time"},
	{"Bool", "true or false"},
	{"Url", "a URL"},
	{"Id", "a reference to another object"},
}

// SuffixStr ends the only attributes that can have options.
const SuffixStr = "Str"

// SuffixBool ends those that are true or false.
const SuffixBool = "Bool"

// SuffixOf gives the suffix of an attribute's name; false when it has none.
func SuffixOf(name string) (Suffix, bool) {
	at := slices.IndexFunc(Suffixes, func(s Suffix) bool { return strings.HasSuffix(name, s.End) && len(name) > len(s.End) })
	if at < 0 {
		return Suffix{}, false
	}
	return Suffixes[at], true
}

var camelCase = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)

// CheckName says what is wrong with the name of an attribute.
func CheckName(name string) error {
	if _, found := SuffixOf(name); !found {
		var ends []string
		for _, suffix := range Suffixes {
			ends = append(ends, fmt.Sprintf("%s (%s)", suffix.End, suffix.Type))
		}
		return fmt.Errorf("%q does not end in a suffix, which decides the type: %s. Write, for example, %q", name, strings.Join(ends, ", "), example(name))
	}
	if !camelCase.MatchString(name) {
		return fmt.Errorf("%q is not in camel case: it begins with a small letter and holds only letters and digits, as in %q", name, "doNotSendSurveyBool")
	}
	return nil
}

// example is a name with a suffix that is close to what was written.
func example(name string) string {
	for _, suffix := range Suffixes {
		if bare := len(name) - len(suffix.End); bare > 0 && strings.EqualFold(name[bare:], suffix.End) {
			return name[:bare] + suffix.End
		}
	}
	return "doNotSendSurveyBool"
}

// DisplayName is the one that Kustomer gives an attribute without one: of
// totalOrdersNum it is "Total Orders".
//
// https://developer.kustomer.com/api/core-resources/update-custom-attribute-metadata
func DisplayName(name string) string {
	suffix, _ := SuffixOf(name)
	var title strings.Builder
	for i, letter := range strings.TrimSuffix(name, suffix.End) {
		switch {
		case i == 0:
			letter = unicode.ToUpper(letter)
		case unicode.IsUpper(letter):
			title.WriteRune(' ')
		}
		title.WriteRune(letter)
	}
	return title.String()
}

// maxOption is how long the value of a Str attribute can be.
const maxOption = 1024

// CheckOption says what is wrong with an option of a Str attribute.
func CheckOption(option string) error {
	switch length := len([]rune(option)); {
	case length == 0:
		return fmt.Errorf("an option is empty")
	case length > maxOption:
		return fmt.Errorf("an option has %d characters, and a Str attribute holds at most %d", length, maxOption)
	}
	return nil
}

// Klasses are the kinds of objects of every account that have custom attributes.
var Klasses = []string{"company", "conversation", "customer", "message", "user"}

// kobject begins the metadata of a klass of the account's own.
const kobject = "kobject."

// CheckKlass says what is wrong with the name of a klass.
func CheckKlass(klass string) error {
	if own, isOwn := strings.CutPrefix(klass, kobject); isOwn && own != "" && !strings.ContainsAny(own, "/? #") || slices.Contains(Klasses, klass) {
		return nil
	}
	return fmt.Errorf("%q is none of %s, and not %q with the name of a klass of the account's own, as in %q", klass, strings.Join(Klasses, ", "), kobject, kobject+"order")
}
