package decision

import (
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// render renders a template with the ticket as far as it is known.
func (a asks) render(s *state, template string) (liquid.Partial, error) {
	if !isLiquid(template) {
		return liquid.RenderKnown(template, nil, nil)
	}
	bindings := map[string]any{}
	for _, read := range liquid.Readings(template) {
		path := read.Path
		for len(path) > 1 && slices.Contains(liquid.OfEverything, path[len(path)-1]) {
			path = path[:len(path)-1]
		}
		if text, known := a.placeholder(s, path.String()); known {
			bind(bindings, path, text)
		}
	}
	return liquid.RenderKnown(template, bindings, func(p liquid.Path) bool {
		_, known := a.placeholder(s, p.String())
		return known
	})
}

// rendered is the value of an action, if all of it is known.
func (a asks) rendered(s *state, text string) (rendered string, sure bool) {
	if !isLiquid(text) {
		return text, true
	}
	part, err := a.render(s, text)
	return part.String(), err == nil && part.Complete()
}

func isLiquid(text string) bool { return strings.Contains(text, "{{") || strings.Contains(text, "{%") }

func bind(bindings map[string]any, path liquid.Path, text string) {
	at := bindings
	for _, name := range path[:len(path)-1] {
		under, _ := at[name].(map[string]any)
		if under == nil {
			under = map[string]any{}
			at[name] = under
		}
		at = under
	}
	at[path[len(path)-1]] = text
}

// placeholder gives what Zendesk puts in for a placeholder (HC-4408886858138), if the ticket tells it. Dates, links, ids,
// comments and whoever updates the ticket are unknown.
func (a asks) placeholder(s *state, name string) (text string, known bool) {
	name, ofTicket := strings.CutPrefix(name, "ticket.")
	if !ofTicket {
		return "", false
	}
	if id, field := strings.CutPrefix(name, "ticket_field_option_title_"); field {
		return s.titles(id)
	}
	if id, field := strings.CutPrefix(name, "ticket_field_"); field {
		return s.shown(id)
	}
	if member, found := strings.CutPrefix(name, "requester."); found {
		return a.ticket.Requester.member(member)
	}
	if member, found := strings.CutPrefix(name, "assignee."); found {
		return a.assignee(s, member)
	}
	switch t := a.ticket; name {
	case "title":
		return s.data[fieldSubject].text, s.data[fieldSubject].known
	case "description":
		return given(t.Description)
	case "tags":
		return s.tagText()
	case "organization.tags":
		return joined(t.Requester.OrganizationTags)
	case "status":
		return t.inWords(s.data[rules.FieldStatus], "")
	case "priority":
		return t.inWords(s.data[fieldPriority], "")
	case "ticket_type":
		return t.inWords(s.data[fieldType], "Ticket")
	case "brand.name":
		return t.Brand.as(s.data[fieldBrand])
	case "group.name":
		return t.Group.as(s.data[fieldGroup])
	case "ticket_form":
		return t.Form.as(s.data[fieldForm])
	}
	return "", false
}

func given(text *string) (string, bool) {
	if text == nil {
		return "", false
	}
	return *text, true
}

// joined is how tags are printed: that blanks stand between them is not documented.
func joined(tags *[]string) (string, bool) {
	if tags == nil {
		return "", false
	}
	return strings.Join(slices.Sorted(slices.Values(*tags)), " "), true
}

func (s *state) tagText() (string, bool) {
	var there []string
	for _, tag := range slices.Sorted(maps.Keys(s.tags)) {
		switch s.tags[tag] {
		case yes:
			there = append(there, tag)
		case maybe:
			return "", false
		}
	}
	return strings.Join(there, " "), s.others == no
}

// inWords is a status, priority or type: its word in English, with a capital. Other languages have other words.
func (t *Ticket) inWords(v value, none string) (string, bool) {
	language := t.Requester.Language
	switch {
	case !v.known:
		return "", false
	case v.text == "" && none == "":
		return "", true
	case language == nil || !strings.HasPrefix(language.Code, "en"):
		return "", false
	case v.text == "":
		return none, true
	case v.text == "hold":
		return "On-hold", true
	}
	return strings.ToUpper(v.text[:1]) + v.text[1:], true
}

// as is the name of what the ticket was told to have, while it has it.
func (n *Named) as(v value) (string, bool) {
	switch {
	case v == told(""):
		return "", true
	case n == nil || v != told(n.ID):
		return "", false
	}
	return n.Name, true
}

func (p *Person) member(name string) (string, bool) {
	switch name {
	case "name":
		return given(p.Name)
	case "email":
		return given(p.Email)
	case "first_name", "last_name":
		if p.Name == nil {
			return "", false
		}
		// Where a name of more than two words is cut is not documented.
		words := strings.Fields(*p.Name)
		if len(words) != 2 {
			return "", false
		}
		return words[map[string]int{"last_name": 1}[name]], true
	}
	return "", false
}

func (r *Requester) member(name string) (string, bool) {
	switch {
	case name == "tags":
		return joined(r.Tags)
	case name == "locale" && r.Language != nil:
		return r.Language.Code, true
	case name == "language" && r.Language != nil:
		return r.Language.Name, true
	}
	return r.Person.member(name)
}

// assignee: nobody's members are blank.
func (a asks) assignee(s *state, member string) (string, bool) {
	switch is := s.data[fieldAssignee]; {
	case is == told(""):
		return "", true
	case a.ticket.Assignee == nil || is.same == "":
		return "", false
	}
	return a.ticket.Assignee.member(member)
}

// shown is the value of a custom field: 1 or 0 for a checkbox, tags for options.
func (s *state) shown(id string) (string, bool) {
	v := s.field(id)
	if f, listed := s.account.fields[id]; !v.known || !listed || f.Type != typeCheckbox {
		return v.text, v.known
	}
	return map[string]string{"true": "1", "false": "0"}[v.text], true
}

func (s *state) titles(id string) (string, bool) {
	f, v := s.account.fields[id], s.field(id)
	titles := make([]string, 0, len(f.Options))
	for _, option := range f.Options {
		if slices.Contains(strings.Fields(v.text), option) {
			titles = append(titles, f.Titles[option])
		}
	}
	return strings.Join(titles, ", "), v.known && len(f.Options) > 0
}
