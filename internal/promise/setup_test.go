package promise

import (
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// props are what somebody made by hand before a scenario begins.
type props struct {
	webhook, checkbox string
	home              string // the category that the account had; "" without categories
	payload           string
}

func (p *props) prepare() error {
	template, _, err := payload.ParseStellaConnect("email", p.checkbox, nil)
	if err == nil {
		p.payload, err = template.Template()
	}
	return err
}

const (
	exclusionType  = "surveytrigger_zendesk_exclusion_trigger."
	sendType       = "surveytrigger_zendesk_send_trigger."
	categoryPrefix = "surveytrigger_zendesk_trigger_category."
)

func theID(address string) string { return "${" + address + ".id}" }

// categoryName is how a team calls its category.
func categoryName(team int, category string) string { return fmt.Sprintf("%s %d", category, team+1) }

// resources are the setup as Terraform's configuration.
func (s setup) resources(p *props, team int) tfcore.Configuration {
	config := tfcore.Configuration{}
	if s.Categories {
		home := []any{}
		if p.home != "" {
			home = append(home, p.home)
		}
		config[categoryPrefix+"guards"] = tfcore.Resource{Attributes: map[string]any{"name": categoryName(team, "guards"), "evaluate_after": home}}
		config[categoryPrefix+"surveys"] = tfcore.Resource{Attributes: map[string]any{
			"name": categoryName(team, "surveys"), "evaluate_after": append([]any{theID(categoryPrefix + "guards")}, home...),
		}}
	}
	for _, each := range s.Exclusions {
		mark := map[string]any{"tag": each.Mark}
		if each.Mark == "" {
			mark = map[string]any{"checkbox_field_id": p.checkbox}
		}
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, each.After)
		attributes["mark"] = mark
		attributes["conditions"] = map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "value", "value": "solved"},
			map[string]any{"field": "current_tags", "operator": "includes", "value": each.Tag},
		}}
		config[exclusionType+each.Name] = tfcore.Resource{Attributes: attributes, CreateBeforeDestroy: !each.Careless}
	}
	for _, each := range s.Sends {
		attributes := s.common(each.Title, each.Category, each.Note, each.Off, each.After)
		attributes["channels"], attributes["webhook_id"], attributes["payload"] = []any{each.Channel}, p.webhook, p.payload
		if tags := s.marks(each); len(tags) > 0 {
			attributes["exclude_tags"] = tags
		}
		if each.Once {
			attributes["sent_tag"] = "surveyed_" + each.Name
		}
		config[sendType+each.Name] = tfcore.Resource{Attributes: attributes}
	}
	return config
}

func (s setup) common(title, category, note string, off bool, after []string) map[string]any {
	attributes := map[string]any{"title": title, "active": !off}
	if category != "" && s.Categories {
		attributes["category_id"] = theID(categoryPrefix + category)
	}
	if note != "" {
		attributes["description"] = note
	}
	listed := []any{}
	for _, name := range after {
		listed = append(listed, theID(exclusionType+name))
	}
	if len(listed) > 0 {
		attributes["evaluate_after"] = listed
	}
	return attributes
}

// marks are the tags that a send has to honour.
func (s setup) marks(send sendOf) []any {
	var tags []string
	for _, name := range send.After {
		if mark := s.exclusion(name).Mark; mark != "" {
			tags = append(tags, mark)
		}
	}
	slices.Sort(tags)
	var marks []any
	for _, tag := range slices.Compact(tags) {
		marks = append(marks, tag)
	}
	return marks
}
