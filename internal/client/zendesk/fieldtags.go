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
	fields, err := c.fields.All(ctx)
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

// PlannedFieldTags are [Client.FieldTags] with the tags that fields are about to have,
// see [Client.PlanTag].
func (c *Client) PlannedFieldTags(ctx context.Context) (map[string][]string, error) {
	tags, err := c.FieldTags(ctx)
	if err != nil {
		return nil, err
	}
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	for id, tag := range c.courtesy.tags {
		delete(tags, id)
		if tag != "" {
			tags[id] = []string{tag}
		}
	}
	return tags, nil
}

// linked gives triggers whose rules know the tags of ticket fields, where that can
// matter: a trigger marks by a field, and a send honours a tag that no trigger
// adds. An account whose fields nobody may read is taken as it is.
func (o *ordered) linked(ctx context.Context, triggers []evaluation.Trigger) ([]evaluation.Trigger, error) {
	uses := func(t evaluation.Trigger) bool { return t.Rule.UsesFields() }
	sends := func(t evaluation.Trigger) bool { return t.Rule.Sends() }
	if !slices.ContainsFunc(triggers, uses) || !slices.ContainsFunc(triggers, sends) {
		return triggers, nil
	}
	tags, err := o.client.FieldTags(ctx)
	switch {
	case err != nil && !IsForbidden(err) && !IsNotFound(err):
		return nil, err
	case len(tags) == 0:
		return triggers, nil
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
	return triggers, nil
}
