package promise

import (
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

func (zendeskDesk) addresses(s setup, team int) []string {
	return slices.Sorted(maps.Keys(props{}.resources(s, team)))
}

func (z *zendesk) resources(s setup, team int) tfcore.Configuration { return z.hand.resources(s, team) }

func (p props) resources(s setup, team int) tfcore.Configuration {
	config := tfcore.Configuration{}
	if s.Categories {
		for name, after := range s.categoryRelations() {
			listed := []any{}
			for _, other := range after {
				if other != "" {
					listed = append(listed, theID(categoryPrefix+other))
				} else if p.home != "" {
					listed = append(listed, p.home)
				}
			}
			config[categoryPrefix+name] = tfcore.Resource{Attributes: map[string]any{"name": categoryName(team, name), "evaluate_after": listed}}
		}
	}
	for _, each := range s.Exclusions {
		mark := map[string]any{"tag": each.Mark}
		if each.Mark == "" {
			mark = map[string]any{"checkbox_field_id": p.checkbox}
		}
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, p.listed(each.After, each.Follows))
		attributes["mark"] = mark
		attributes["conditions"] = map[string]any{"all": whenSolved(each.Tag)}
		if each.Listed {
			attributes["protects"] = "listed"
		}
		config[exclusionType+each.Name] = tfcore.Resource{Attributes: attributes, CreateBeforeDestroy: !each.Careless}
	}
	for _, each := range s.Sends {
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, p.listed(each.After, each.Follows))
		s.notify(attributes, p, each.Name)
		attributes["channels"] = anys(each.Channels)
		if tags := s.marks(each); len(tags) > 0 {
			attributes["exclude_tags"] = anys(tags)
		}
		if each.Sent != "" {
			attributes["sent_tag"] = each.Sent
		}
		config[sendType+each.Name] = tfcore.Resource{Attributes: attributes}
	}
	s.addLater(config, p, team)
	return config
}

func (zendeskDesk) send(name string) string { return sendType + name }

// sendName is the name of a send at an address; "" for anything else.
func sendName(address string) string {
	name, is := strings.CutPrefix(address, sendType)
	if !is {
		return ""
	}
	return name
}

func (zendeskDesk) guard(exclusion, _ string) string { return exclusionType + exclusion }

// replaceable: a category would have to be emptied first.
func (zendeskDesk) replaceable(address string) bool {
	return !strings.HasPrefix(address, categoryPrefix)
}

// categoryRelations are the categories that each of a team's two lists.
func (s setup) categoryRelations() map[string][]string {
	relations := map[string][]string{guards: {""}, surveys: {""}}
	switch s.Order {
	case guardsFirst:
		relations[surveys] = []string{guards, ""}
	case surveysFirst:
		relations[guards] = []string{surveys, ""}
	case unrelated:
	}
	return relations
}

func anys(texts []string) (all []any) {
	for _, each := range texts {
		all = append(all, each)
	}
	return all
}

// listed are references to exclusions and the ids of other people's triggers.
func (p props) listed(names, titles []string) (listed []any) {
	for _, name := range names {
		listed = append(listed, theID(exclusionType+name))
	}
	for _, title := range titles {
		if id := p.foreign[title]; id != "" {
			listed = append(listed, id)
		}
	}
	return listed
}

func (s setup) common(title, category, note string, off bool, listed []any) map[string]any {
	attributes := map[string]any{"title": title, "active": !off}
	if category != "" && s.Categories {
		attributes["category_id"] = theID(categoryPrefix + category)
	}
	if note != "" {
		attributes["description"] = note
	}
	if len(listed) > 0 {
		attributes["evaluate_after"] = listed
	}
	return attributes
}

// whenSolved are the conditions of solved tickets that have a tag; "" is any.
func whenSolved(tag string) []any {
	conditions := []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}}
	if tag != "" {
		conditions = append(conditions, map[string]any{"field": "current_tags", "operator": "includes", "value": tag})
	}
	return conditions
}

// ranks are the categories in the order of evaluation; "" is the one that every
// account has.
func (s setup) ranks() []string {
	if s.Order == surveysFirst {
		return []string{"", surveys, guards}
	}
	return []string{"", guards, surveys}
}

func (s setup) rank(category string) int { return slices.Index(s.ranks(), category) }
