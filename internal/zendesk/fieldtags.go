package zendesk

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// FieldTags are the tags that custom ticket fields put on a ticket, by the id of
// the field: a checkbox's tag, the values of a drop-down's options. A field and its
// tags are one thing to a rule.
func (c *Client) FieldTags(ctx context.Context) (map[string][]string, error) {
	fields, err := c.fields.all(ctx)
	if err != nil {
		return nil, err
	}
	tags := map[string][]string{}
	for _, field := range fields {
		if field.Tag != "" {
			tags[field.ID] = []string{field.Tag}
		}
		for _, option := range field.Options {
			tags[field.ID] = append(tags[field.ID], option.Value)
		}
	}
	return tags, nil
}

// linked gives triggers whose rules know the tags of ticket fields, where that can
// matter: a trigger marks by a field, and a send honours a tag that no trigger
// adds. An account whose fields cannot be read is taken as it is.
func (o *ordered) linked(ctx context.Context, triggers []evaluation.Trigger) []evaluation.Trigger {
	var honoured, added []string
	marksField := false
	for _, t := range triggers {
		marks := t.Rule.Marks()
		marksField = marksField || len(marks.Checkboxes) > 0
		added = append(added, marks.Tags...)
		if t.Rule.Sends() {
			honoured = append(honoured, t.Rule.HonouredTags()...)
		}
	}
	slices.Sort(added)
	unexplained := slices.ContainsFunc(honoured, func(tag string) bool {
		_, found := slices.BinarySearch(added, tag)
		return !found
	})
	if !marksField || !unexplained {
		return triggers
	}
	tags, err := o.client.FieldTags(ctx)
	if err != nil || len(tags) == 0 {
		return triggers
	}
	for i, t := range triggers {
		if o.rules[t.Rule] == nil {
			if o.rules == nil {
				o.rules = map[*evaluation.Rule]*evaluation.Rule{}
			}
			o.rules[t.Rule] = t.Rule.WithFieldTags(tags)
		}
		triggers[i].Rule = o.rules[t.Rule]
	}
	return triggers
}
