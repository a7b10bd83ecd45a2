package zendesk

import (
	"context"
	"maps"
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
	return tagsOf(fields), nil
}

func tagsOf(fields []TicketField) map[string][]string {
	tags := map[string][]string{}
	for _, field := range fields {
		if field.Tag != "" {
			tags[field.ID] = []string{field.Tag}
		}
		for _, option := range field.Options {
			tags[field.ID] = append(tags[field.ID], option.Value)
		}
	}
	return tags
}

// KnownFieldTags are [Client.PlannedFieldTags] as far as they are known: the fields are
// asked for only where a tag is planned to change.
func (c *Client) KnownFieldTags(ctx context.Context) map[string][]string {
	c.courtesy.mu.Lock()
	planned := len(c.courtesy.tags) > 0
	c.courtesy.mu.Unlock()
	if !planned && !c.fields.Listed() {
		return nil
	}
	tags, err := c.PlannedFieldTags(ctx)
	if err != nil {
		return nil // the apply looks again
	}
	return tags
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

// linked lets the rules of the triggers know the tags of ticket fields, where that can
// matter: a trigger marks by a field, and a send honours a tag that no trigger
// adds. Fields that cannot be read are an error: what protects from what is not known.
func (o *ordered) linked(ctx context.Context, m *made) error {
	triggers := m.snapshot.Triggers
	uses := func(t evaluation.Trigger) bool { return t.Rule.UsesFields() }
	sends := func(t evaluation.Trigger) bool { return t.Rule.Sends() }
	if !slices.ContainsFunc(triggers, uses) || !slices.ContainsFunc(triggers, sends) {
		return nil
	}
	fields, err := o.client.fields.Look(ctx)
	if err != nil {
		return err
	}
	m.fields, m.tags = fields, tagsOf(fields.Items)
	if !sameTags(o.tags, m.tags) {
		o.rules, o.tags = map[*evaluation.Rule]*evaluation.Rule{}, m.tags
	}
	if len(m.tags) == 0 {
		return nil
	}
	for i, t := range triggers {
		if o.rules[t.Rule] == nil {
			o.rules[t.Rule] = t.Rule.WithFieldTags(m.tags)
		}
		triggers[i].Rule = o.rules[t.Rule]
	}
	return nil
}

// current reports whether the fields still have the tags that a snapshot was made with:
// this run may have changed one since.
func (o *ordered) current(ctx context.Context, m *made) (bool, error) {
	if m.fields == nil {
		return true, nil
	}
	fields, err := o.client.fields.Look(ctx)
	if err != nil {
		return false, err
	}
	if fields != m.fields && sameTags(tagsOf(fields.Items), m.tags) {
		m.fields = fields
	}
	return fields == m.fields, nil
}

func sameTags(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal) }
