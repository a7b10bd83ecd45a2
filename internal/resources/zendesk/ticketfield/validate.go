package ticketfield

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

var (
	pathTag     = path.Root("tag")
	pathOptions = path.Root("options")
)

func validate(ctx context.Context, config *Model) error {
	if config.Type.IsUnknown() {
		return nil
	}
	kind := config.Type.ValueString()
	var problems []error
	if kind != typeCheckbox && attribute.Set(config.Tag) {
		problems = append(problems, lifecycle.At(pathTag, "Only a checkbox has a tag",
			"A field of type %q adds no tag to tickets by itself. Remove \"tag\", or use type \"checkbox\".", kind))
	}
	hasChoices := kind == typeTagger || kind == typeMultiselect
	switch {
	case hasChoices && !config.Options.IsUnknown() && len(config.Options.Elements()) == 0:
		problems = append(problems, lifecycle.At(pathOptions, "The choices are missing",
			"A field of type %q needs at least one option.", kind))
	case !hasChoices && attribute.Set(config.Options):
		problems = append(problems, lifecycle.At(pathOptions, "This type has no choices",
			"Only \"tagger\" and \"multiselect\" fields have options, not %q. Remove \"options\", or use one of those types.", kind))
	}
	return errors.Join(append(problems, wrongOptions(optionsOf(ctx, config.Options))...)...)
}

func wrongOptions(options []Option) []error {
	var problems []error
	seen := map[string]bool{}
	for i, option := range options {
		at, value := pathOptions.AtListIndex(i), option.Value.ValueString()
		switch {
		case option.Name.IsNull() || option.Value.IsNull():
			problems = append(problems, lifecycle.At(at, "The option is incomplete",
				"An option has a name, which people see, and a value, the tag that it puts on the ticket. Set both."))
		case value != "" && seen[value]:
			problems = append(problems, lifecycle.At(at.AtName("value"), "The value is used twice",
				"Two options have the value %q: it would not be known which of them was chosen. Give each option its own value.", value))
		}
		seen[value] = true
	}
	return problems
}

// plan refuses a field whose create would adopt what another resource manages, and
// warns before values on tickets are lost. A field of another type is another
// field: the old one keeps its values unless it is deleted.
func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if err := checkAdoption(p); err != nil {
		return err
	}
	if p.State != nil && p.Online && !p.Plan.Options.Equal(p.State.Options) {
		p.Client.OutdateOptions(p.State.ID.ValueString(), p.Plan.lostValues(ctx, p.State)...)
	}
	if tag := p.Plan.Tag.ValueString(); p.State == nil && p.Online && tag != "" {
		p.Client.PlanNewTag(tag)
	}
	if p.State != nil && !p.Plan.Tag.IsUnknown() && !p.Plan.Tag.Equal(p.State.Tag) {
		planTag(p)
	}
	if p.State != nil {
		warnOfLoss(&p.Notes, p.Plan.lostValues(ctx, p.State))
	}
	planSuccessor(p)
	planEnd(ctx, p)
	return nil
}

// planTag is for a field whose tag becomes another, or goes.
func planTag(p *lifecycle.Planning[*zendesk.Client, Model]) {
	old, tag := p.State.Tag.ValueString(), p.Plan.Tag.ValueString()
	if p.Online {
		p.Client.PlanTag(p.State.ID.ValueString(), tag)
	}
	switch {
	case old == "":
	case tag == "":
		p.Warn(pathTag, "Tickets keep the old tag",
			"Tickets on which %q is ticked now keep the tag %q. Tickets that are ticked after this change get no tag: a trigger or automation that checks the tag misses them. "+
				"Change it so that it checks the checkbox itself, and keep %q in exclude_tags as well until the earlier tickets are closed.", p.State.Title.ValueString(), old, old)
	default:
		p.Warn(pathTag, "Tickets keep the old tag",
			"Tickets on which %q is ticked now keep the tag %q. Tickets that are ticked after this change get the new tag. A trigger or automation that checks only one of the two tags misses the other tickets: "+
				"keep %q in exclude_tags as well until those tickets are closed.", p.State.Title.ValueString(), old, old)
	}
}

func checkAdoption(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	switch {
	case !p.Online:
		return nil
	case p.State != nil:
		fieldType, title := p.State.Type.ValueString(), p.State.Title.ValueString()
		if !p.State.Active.ValueBool() && p.Client.PlanInactiveTicketField(fieldType, title) {
			return orphan.ManagedField(fieldType, title)
		}
		return nil
	}
	fieldType, title := p.Plan.Type.ValueString(), p.Plan.Title.ValueString()
	if !p.Client.PlanTicketField(fieldType, title, p.Replaces != "") {
		return orphan.ManagedField(fieldType, title)
	}
	return nil
}

// lostValues are the values of the options of a field that no planned option is for.
func (m *Model) lostValues(ctx context.Context, prior *Model) []string {
	if m.Options.IsUnknown() || !m.Type.Equal(prior.Type) {
		return nil
	}
	var values []string
	for _, option := range optionsOf(ctx, prior.Options) {
		values = append(values, option.Value.ValueString())
	}
	return without(values, optionsOf(ctx, m.Options))
}

// without are the values that no option is for.
func without(values []string, options []Option) []string {
	return slices.DeleteFunc(values, func(value string) bool {
		return slices.ContainsFunc(options, func(o Option) bool { return o.Value.IsUnknown() || o.Value.ValueString() == value })
	})
}

func warnOfLoss(notes *lifecycle.Notes, lost []string) {
	if len(lost) > 0 {
		notes.Warn(pathOptions, "Values on tickets will be lost",
			"Removing an option also removes its value from every ticket that has it: %s. Keep the option if these values are still needed.", strings.Join(lost, ", "))
	}
}
