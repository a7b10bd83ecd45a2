package liquid

import (
	"regexp"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
)

// An Object is what may stand under a placeholder. The nil one is a value: a text, a number, a list.
type Object struct {
	// Complete says that the vendor documents every member, so that a name which is close to one of them and is none
	// is a slip.
	Complete bool
	// Any says that the members are the account's own; Own, that those named so are.
	Any     bool
	Own     *regexp.Regexp
	Members map[string]*Object
}

// Values are members that have none themselves.
func Values(names ...string) map[string]*Object {
	members := make(map[string]*Object, len(names))
	for _, name := range names {
		members[name] = nil
	}
	return members
}

// Member is what stands under a name.
func (o *Object) Member(name string) (under *Object, exists bool) {
	if o == nil {
		return nil, false
	}
	if o.Own != nil && o.Own.MatchString(name) {
		return &Object{Any: true}, true // it may have members of its own
	}
	under, exists = o.Members[name]
	return under, exists || o.Any
}

// near are the documented names within a slip of a name.
func (o *Object) near(name string) (names []string) {
	if o == nil {
		return nil
	}
	for known := range o.Members {
		if spelling.Distance(name, known) <= spelling.MaxSlip {
			names = append(names, known)
		}
	}
	return names
}
