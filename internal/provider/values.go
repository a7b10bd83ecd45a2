package provider

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// values are the attributes of a section by their names: as configured, else as the
// environment has them. What is not known yet is configured and empty.
type values struct {
	text       map[string]string
	configured map[string]bool
	// unknown names an attribute that is not known yet, with its section; "" for none.
	unknown string
}

func (v values) isConfigured(attribute string) bool { return v.configured[attribute] }

// all are the values of some attributes.
func (v values) all(attributes []string) []string {
	found := make([]string, 0, len(attributes))
	for _, attribute := range attributes {
		found = append(found, v.text[attribute])
	}
	return found
}

// host gives what requests go to. A subdomain names the account of an endpoint only
// where both are set in the same place: else state would name one that was not asked.
func (v values) host() (account, root string) {
	account, root = v.text[subdomain], v.text[endpoint]
	if account == "" || root == "" || v.configured[subdomain] == v.configured[endpoint] {
		return account, root
	}
	return "", root
}

// read takes the attributes out of a section.
func (s system) read(object types.Object) values {
	read := values{text: map[string]string{}, configured: map[string]bool{}}
	for _, each := range s.variables {
		read.text[each.attribute] = os.Getenv(each.name)
	}
	read.add(s.section, "", object)
	return read
}

// add adds what an attribute of the section configures.
func (v *values) add(section, at string, value attr.Value) {
	if value.IsNull() {
		return
	}
	v.configured[at], v.text[at] = true, ""
	if value.IsUnknown() {
		if v.unknown == "" {
			v.unknown = strings.TrimSuffix(section+"."+at, ".")
		}
		return
	}
	switch value := value.(type) {
	case types.Object:
		members := value.Attributes()
		for _, name := range slices.Sorted(maps.Keys(members)) {
			v.add(section, strings.TrimPrefix(at+"."+name, "."), members[name])
		}
	case types.String:
		v.text[at] = value.ValueString()
	case types.Int64:
		v.text[at] = value.String()
	}
}
