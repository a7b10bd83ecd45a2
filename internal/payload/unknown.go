package payload

import (
	"regexp"
	"slices"
	"strings"
)

// A Placeholder is a chain of properties that a template reads.
type Placeholder struct {
	Name  string // ticket.asignee.email
	Lines []int  // where it stands in the template, 1-based
	// Object and Member are the place in it that is not documented: "ticket" and
	// "asignee". Object is "" for the root of the chain.
	Object, Member string
	// Meant is the placeholder that was most likely meant, "" where no documented name
	// or more than one is close.
	Meant string
	// Certain says that the vendor documents every member of Object, so that there is
	// no doubt about what was meant.
	Certain bool
}

var customField = regexp.MustCompile(`\Aticket_field_(?:option_title_)?(\d+)\z`)

// UnknownPlaceholders are those that the vendor does not document, each once, in the
// order of their first appearance: they render to nothing. Custom fields, dynamic
// content, and variables that the template or Liquid itself sets are no such ones. A
// template that is not Liquid has none.
func UnknownPlaceholders(template string) []Placeholder {
	reads, err := readings(template)
	if err != nil {
		return nil
	}
	var unknown []Placeholder
	for _, each := range reads {
		if i := slices.IndexFunc(unknown, func(p Placeholder) bool { return p.Name == each.path.String() }); i >= 0 {
			unknown[i].Lines = append(unknown[i].Lines, each.line)
		} else if p, found := each.path.undocumented(); found {
			p.Lines = []int{each.line}
			unknown = append(unknown, p)
		}
	}
	for i := range unknown {
		unknown[i].Lines = slices.Compact(unknown[i].Lines)
	}
	return unknown
}

// TicketFields are the placeholders of custom ticket fields, of their values and of the
// titles of their options, each once. Only the account knows which exist.
func TicketFields(template string) (fields []TicketField) {
	reads, err := readings(template)
	if err != nil {
		return nil
	}
	for _, each := range reads {
		p := each.path
		if len(p) < 2 || p[0] != "ticket" || !customField.MatchString(p[1]) {
			continue
		}
		field := TicketField{Name: p[:2].String(), ID: customField.FindStringSubmatch(p[1])[1], Line: each.line}
		if !slices.ContainsFunc(fields, func(f TicketField) bool { return f.Name == field.Name }) {
			fields = append(fields, field)
		}
	}
	return fields
}

// A TicketField is a placeholder of a custom ticket field.
type TicketField struct {
	Name string // ticket.ticket_field_option_title_360001
	ID   string // of the field
	Line int    // where it stands first
}

// A KeyedField is a placeholder of a custom field of a person or an organization.
type KeyedField struct {
	Name         string // ticket.requester.custom_fields.plan
	Key          string // plan
	Organization bool   // it is a field of organizations, not of users
	Line         int    // where it stands first
}

// KeyedFields are the placeholders of custom fields of people and organizations, each once. Only the account knows
// which exist.
func KeyedFields(template string) (fields []KeyedField) {
	reads, err := readings(template)
	if err != nil {
		return nil
	}
	for _, each := range reads {
		field, found := each.path.keyed()
		if found && !slices.ContainsFunc(fields, func(f KeyedField) bool { return f.Name == field.Name }) {
			field.Line = each.line
			fields = append(fields, field)
		}
	}
	return fields
}

// keyed finds the key that a chain reads of a person or an organization.
func (p path) keyed() (KeyedField, bool) {
	at := documented[p[0]]
	for i, name := range p[1:] {
		if i+2 == len(p) || at == nil {
			break
		}
		if of := at == personShape || at == organizationShape; of && name == "custom_fields" && !slices.Contains(ofEverything, p[i+2]) {
			return KeyedField{Name: p[:i+3].String(), Key: p[i+2], Organization: at == organizationShape}, true
		}
		at, _ = at.member(name)
	}
	return KeyedField{}, false
}

// undocumented finds the first step of a chain that the vendor does not document.
func (p path) undocumented() (unknown Placeholder, found bool) {
	at, exists := documented[p[0]]
	if !exists {
		return p.unknown(0, &shape{members: documented}), true
	}
	for i, name := range p[1:] {
		under, exists := at.member(name)
		switch {
		case at != nil && at.any:
			return Placeholder{}, false
		case slices.Contains(ofEverything, name) && !exists:
			return Placeholder{}, false
		case !exists:
			return p.unknown(i+1, at), true
		}
		at = under
	}
	return Placeholder{}, false
}

// unknown describes the step that is not documented.
func (p path) unknown(step int, under *shape) Placeholder {
	unknown := Placeholder{Name: p.String(), Object: p[:step].String(), Member: p[step]}
	if near := under.near(p[step]); len(near) == 1 && distance(p[step], near[0]) < len(p[step]) {
		meant := slices.Clone(p)
		meant[step] = near[0]
		unknown.Meant, unknown.Certain = meant.String(), under.complete
	}
	return unknown
}

// reading is where a template reads a chain.
type reading struct {
	path path
	line int
}

// readings are the chains that a template reads from what the help desk gives it.
func readings(template string) ([]reading, error) {
	tokens, err := scan(template)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{"forloop": true, "tablerowloop": true}
	var all []reading
	for _, t := range tokens {
		words, sets, err := t.evaluates()
		if err != nil {
			return nil, err
		}
		if sets != "" {
			own[sets] = true
		}
		for _, p := range paths(words) {
			all = append(all, reading{p, t.line})
		}
	}
	return slices.DeleteFunc(all, func(r reading) bool {
		return own[r.path[0]] || len(r.path) == 1 && slices.Contains(keywords, r.path[0])
	}), nil
}

// keywords are the names in an expression that are no variables.
var keywords = []string{"true", "false", "nil", "null", "blank", "empty", "and", "or", "contains", "in", "reversed", "continue"}

// evaluates are the words of a token whose values it reads, and the variable that it
// sets. Nothing is known of tags that are not listed.
func (t token) evaluates() (words []word, sets string, err error) {
	switch {
	case t.kind == objectToken:
	case t.kind == textToken:
		return nil, "", nil
	case slices.Contains([]string{"capture", "increment", "decrement"}, t.name):
		name, _, _ := strings.Cut(strings.Trim(t.markup, whitespace+`"'`), " ")
		return nil, name, nil
	case !slices.Contains([]string{"if", "unless", "elsif", "case", "when", "for", "tablerow", "assign", "cycle", "echo"}, t.name):
		return nil, "", nil
	}
	if words, err = lex(t); err != nil {
		return nil, "", err
	}
	if len(words) > 1 && slices.Contains([]string{"for", "tablerow", "assign"}, t.name) {
		sets, words = words[0].text, words[1:]
	}
	var read []word
	for i, w := range words { // limit: and the names of arguments
		if w.kind != nameWord || i+1 == len(words) || !words[i+1].is(":") || i > 0 && words[i-1].is("|") {
			read = append(read, w)
		}
	}
	return read, sets, nil
}
