package exclusiontrigger

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// showActions takes the mark out of the actions: the checkbox of prior state, else
// the first, and the tags of prior state, or on import all of them. What is left has
// no attribute.
func (m *Model) showActions(ctx context.Context, all []rules.Action) *action.Reading {
	prior, actions := m.mark(ctx), action.Read(all)
	shown := Mark{CheckboxFieldID: showCheckbox(prior, actions)}
	shown.Tag, shown.ExtraTags = showTags(ctx, prior, m.Imported(), actions)
	m.Mark = attribute.ObjectOf(ctx, markSchema, &shown)
	return actions
}

func showCheckbox(prior Mark, actions *action.Reading) types.String {
	ticks := func(a rules.Action) []string { return rules.MarksOf([]rules.Action{a}).Checkboxes }
	ticked, found := actions.Take(func(a rules.Action) bool {
		return slices.Equal(ticks(a), []string{prior.CheckboxFieldID.ValueString()})
	})
	if !found {
		ticked, found = actions.Take(func(a rules.Action) bool { return len(ticks(a)) == 1 })
	}
	if !found {
		return types.StringNull()
	}
	return types.StringValue(ticks(ticked)[0])
}

func showTags(ctx context.Context, prior Mark, imported bool, actions *action.Reading) (types.String, types.Set) {
	known := prior.tags()
	adds := func(a rules.Action) bool {
		text, _ := a.Value.Text()
		return a.Field == rules.ActionAddTags && len(rules.Tags(a.Value)) > 0 && !strings.Contains(text, "{{")
	}
	isMark := func(a rules.Action) bool {
		return adds(a) && (imported || slices.ContainsFunc(rules.Tags(a.Value), func(tag string) bool { return slices.Contains(known, tag) }))
	}
	var read []string
	for taken, found := actions.Take(isMark); found; taken, found = actions.Take(isMark) {
		read = append(read, rules.Tags(taken.Value)...)
	}
	if len(read) == 0 {
		taken, _ := actions.Take(adds) // another mark instead
		read = rules.Tags(taken.Value)
	}
	extra, _ := attribute.Texts(prior.ExtraTags)
	tag := prior.Tag.ValueString()
	if !slices.Contains(read, tag) {
		tag = ""
		if i := slices.IndexFunc(read, func(each string) bool { return !slices.Contains(extra, each) }); i >= 0 {
			tag = read[i]
		}
	}
	read = slices.DeleteFunc(read, func(each string) bool { return each == tag })
	return attribute.Text(tag, types.StringNull()), attribute.TextSet(ctx, read, attribute.Emptied(prior.ExtraTags))
}
