package desk

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// fieldChange makes or changes a custom field in Admin, by its name. Members that are
// not given stay as they are.
type fieldChange struct {
	Name    string    `json:"name"`
	Label   *string   `json:"label,omitempty"`
	Of      *string   `json:"of,omitempty"` // "ticket" = cases, or "customer"
	Type    *string   `json:"type,omitempty"`
	Choices *[]string `json:"choices,omitempty"`
	Active  *bool     `json:"active,omitempty"`
	Deleted bool      `json:"deleted,omitempty"`
}

// ruleChange makes or changes a rule in Admin, by its name.
type ruleChange struct {
	Name        string  `json:"name"`
	Description *string `json:"description,omitempty"`
	Enabled     *bool   `json:"enabled,omitempty"`
	Deleted     bool    `json:"deleted,omitempty"`
}

// applicationChange makes an API application in Admin, or removes one, by its name.
type applicationChange struct {
	Name    string `json:"name"`
	Removed bool   `json:"removed,omitempty"`
}

// applicationScreen is an API application in Admin, which shows its token too.
type applicationScreen struct {
	Name              string `json:"name"`
	ConsumerKey       string `json:"consumer_key"`
	ConsumerSecret    string `json:"consumer_secret"`
	AccessToken       string `json:"access_token"`
	AccessTokenSecret string `json:"access_token_secret"`
}

// admin is the site with what a person changes in Admin apart: a wrong change costs
// nothing.
func (a *account) admin() *account {
	changed := *a
	changed.made, changed.fields, changed.rules = maps.Clone(a.made), maps.Clone(a.fields), maps.Clone(a.rules)
	changed.applications = slices.Clone(a.applications)
	return &changed
}

var (
	fieldKey = regexp.MustCompile(`^[a-z0-9_]+$`)
	notKey   = regexp.MustCompile(`[^a-z0-9]+`)
)

func (a *account) changeField(change fieldChange) error {
	if change.Name == "" && change.Label != nil {
		change.Name = strings.Trim(notKey.ReplaceAllString(strings.ToLower(*change.Label), "_"), "_")
	}
	if !fieldKey.MatchString(change.Name) {
		return fmt.Errorf("custom_fields: name %q: want small letters, digits and underscores", change.Name)
	}
	of := ofCases
	set(&of, change.Of)
	before := a.fieldNamed(of, change.Name)
	switch {
	case change.Deleted && before == nil:
		return fmt.Errorf("custom_fields: there is no field %q to delete", change.Name)
	case change.Deleted:
		delete(a.fields, before.id)
		return nil
	}
	changed := customField{name: change.Name, label: change.Name, of: of, kind: typeString, active: true}
	if before != nil {
		changed = *before
	}
	set(&changed.label, change.Label)
	set(&changed.kind, change.Type)
	set(&changed.choices, change.Choices)
	set(&changed.active, change.Active)
	if err := changed.validate(); err != nil {
		return err
	}
	if before == nil {
		changed.id = a.newID(classField)
	}
	a.fields[changed.id] = &changed
	return nil
}

func (f *customField) validate() error {
	known := []string{ofCases, ofCustomers}
	switch {
	case !slices.Contains(known, f.of):
		return fmt.Errorf("custom_fields: %s: of %q: choose one of %q", f.name, f.of, known)
	case !slices.Contains(fieldTypes, f.kind):
		return fmt.Errorf("custom_fields: %s: type %q: choose one of %q", f.name, f.kind, fieldTypes)
	case f.kind != typeList && len(f.choices) > 0:
		return fmt.Errorf("custom_fields: %s: choices are for the type %q only", f.name, typeList)
	}
	return nil
}

func (a *account) changeRule(change ruleChange) error {
	var before *rule
	for _, r := range a.rules {
		if r.name == change.Name {
			before = r
		}
	}
	switch {
	case change.Name == "":
		return fmt.Errorf("rules: a rule has no name")
	case change.Deleted && before == nil:
		return fmt.Errorf("rules: there is no rule %q to delete", change.Name)
	case change.Deleted:
		delete(a.rules, before.id)
		return nil
	}
	changed := rule{name: change.Name, enabled: true, created: a.now()}
	if before != nil {
		changed = *before
	} else {
		changed.id = a.newID(classRule)
	}
	set(&changed.description, change.Description)
	set(&changed.enabled, change.Enabled)
	changed.updated = a.now()
	a.rules[changed.id] = &changed
	return nil
}

func (a *account) changeApplication(change applicationChange) error {
	at := slices.IndexFunc(a.applications, func(app *application) bool { return app.name == change.Name })
	switch {
	case change.Name == "":
		return fmt.Errorf("api_applications: an application has no name")
	case change.Removed && at < 0:
		return fmt.Errorf("api_applications: there is no application %q", change.Name)
	case change.Removed:
		a.applications = slices.Delete(a.applications, at, at+1)
	case at >= 0:
		return fmt.Errorf("api_applications: application %q exists", change.Name)
	default:
		a.applications = append(a.applications, newApplication(change.Name, a.userWithEmail(AdminEmail)))
	}
	return nil
}

// set is for members that may be left out.
func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}
