package surveydecision

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/decision"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// names finds what the names in a configuration mean. Only lists that a name asks for are read.
type names struct {
	client *zendesk.Client
	fields []zendesk.TicketField
}

func (n names) ticket(ctx context.Context, m *ticketModel) (t decision.Ticket, err error) {
	via, err := rules.Channel(m.Channel).ViaID()
	if err != nil {
		return t, lifecycle.At(atTicket.AtName("channel"), "Not a channel", "%s.", err)
	}
	t = decision.Ticket{
		ViaID: via, Status: or(m.Status, "solved"), Before: or(m.StatusBefore, "open"), New: m.New != nil && *m.New, Tags: m.Tags,
		Type: m.Type, Priority: m.Priority, Subject: m.Subject, Description: m.Description, Conditions: m.Conditions,
	}
	if a := m.Assignee; a != nil {
		t.Assignee = &decision.Person{Name: a.Name, Email: a.Email}
	}
	if r := m.Requester; r != nil {
		t.Requester = decision.Requester{Person: decision.Person{Name: r.Name, Email: r.Email}, Tags: r.Tags, OrganizationTags: r.OrganizationTags}
		if t.Requester.Language, err = n.language(ctx, r.Language); err != nil {
			return t, err
		}
	}
	for _, each := range []struct {
		attribute, noun string
		given           *string
		list            func(*zendesk.Client, context.Context) ([]zendesk.Named, error)
		found           **decision.Named
	}{
		{"brand", "brand", m.Brand, (*zendesk.Client).Brands, &t.Brand},
		{"group", "group", m.Group, (*zendesk.Client).Groups, &t.Group},
		{"form", "ticket form", m.Form, (*zendesk.Client).TicketForms, &t.Form},
	} {
		if each.given == nil {
			continue
		}
		if *each.found = (&decision.Named{}); *each.given == "" {
			continue
		}
		objects, err := each.list(n.client, ctx)
		if err != nil {
			return t, err
		}
		candidates := make([]lifecycle.Named, 0, len(objects))
		for _, object := range objects {
			candidates = append(candidates, lifecycle.Named{ID: object.ID, Name: object.Name, Inactive: !object.Active})
		}
		one, err := n.find(candidates, atTicket.AtName(each.attribute), each.noun, "name", *each.given)
		if err != nil {
			return t, err
		}
		*each.found = &decision.Named{ID: one.ID, Name: one.Name}
	}
	t.Fields, err = n.values(m.Fields)
	return t, err
}

func or(given *string, otherwise string) string {
	if given == nil {
		return otherwise
	}
	return *given
}

// find takes a name, or else an id.
func (n names) find(candidates []lifecycle.Named, at path.Path, noun, key, given string) (lifecycle.Named, error) {
	named := func(c lifecycle.Named) bool { return c.Name == given }
	if i := slices.IndexFunc(candidates, func(c lifecycle.Named) bool { return c.ID == given }); i >= 0 && !slices.ContainsFunc(candidates, named) {
		return candidates[i], nil
	}
	return lifecycle.FindNamed(n.client.Account(), candidates, at, noun, key, given)
}

func (n names) language(ctx context.Context, given *string) (*decision.Language, error) {
	if given == nil {
		return nil, nil
	}
	locales, err := n.client.Locales(ctx)
	if err != nil {
		return nil, err
	}
	candidates := make([]lifecycle.Named, 0, len(locales))
	for _, l := range locales {
		if strings.EqualFold(l.Code, *given) {
			return &decision.Language{ID: l.ID, Code: l.Code, Name: l.Name}, nil
		}
		candidates = append(candidates, lifecycle.Named{ID: l.ID, Name: l.Name})
	}
	one, err := n.find(candidates, atTicket.AtName("requester").AtName("language"), "language", "name", *given)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(locales, func(l zendesk.Locale) bool { return l.ID == one.ID })
	return &decision.Language{ID: one.ID, Code: locales[i].Code, Name: one.Name}, nil
}

// values finds the custom fields, and checks that each may have the value.
func (n names) values(given map[string]string) (map[string]string, error) {
	values := make(map[string]string, len(given))
	var candidates []lifecycle.Named
	for _, f := range n.fields {
		if f.Custom() {
			candidates = append(candidates, lifecycle.Named{ID: f.ID, Name: f.Title, Inactive: !f.Active})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		at := atTicket.AtName("fields").AtMapKey(key)
		one, err := n.find(candidates, at, "custom ticket field", "title", key)
		if err != nil {
			return nil, err
		}
		if _, twice := values[one.ID]; twice {
			return nil, lifecycle.At(at, "Two values for one ticket field", "The ticket field %q (%s) stands in fields by its title and by its id. Keep one of them.", one.Name, one.ID)
		}
		i := slices.IndexFunc(n.fields, func(f zendesk.TicketField) bool { return f.ID == one.ID })
		if values[one.ID], err = valueFor(n.fields[i], given[key]); err != nil {
			return nil, lifecycle.At(at, "Not a value of this ticket field", "The ticket field %q (%s) %s.", one.Name, one.ID, err)
		}
	}
	return values, nil
}

func valueFor(f zendesk.TicketField, text string) (string, error) {
	var options []string
	for _, option := range f.Options {
		options = append(options, option.Value)
	}
	switch {
	case f.Type == zendesk.TypeCheckbox:
		if text = cmp.Or(text, "false"); text != "true" && text != "false" {
			return "", fmt.Errorf("is a checkbox: it is true or false, not %q", text)
		}
	case len(options) > 0:
		for _, value := range strings.Fields(text) {
			if !slices.Contains(options, value) {
				return "", fmt.Errorf("has no option with the tag %q: use %s", value, attribute.Choices(options))
			}
		}
	}
	return text, nil
}
