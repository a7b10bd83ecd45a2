package sendworkflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// outcome says what a condition does whose attribute or value does not exist. Surveyed are
// those whom it was to exclude.
func (e *Exclusion) outcome(surveyed string) string {
	if workflow.Negates(e.Operator.ValueString()) {
		return "this condition holds for every conversation: nobody is surveyed"
	}
	return "this condition matches nothing: " + surveyed
}

// warnOfUndocumented names the fields of exclusions that Kustomer does not document.
func warnOfUndocumented(ctx context.Context, p *planning) {
	if p.State != nil && p.Plan.ExcludeWhen.Equal(p.State.ExcludeWhen) {
		return
	}
	for i, each := range p.Plan.exclusions(ctx) {
		if each == nil || each.Field.IsUnknown() || each.Operator.IsUnknown() {
			continue
		}
		field := workflow.Field(each.Field.ValueString())
		unknown, meant := field.Undocumented()
		if !unknown {
			continue
		}
		hint := ""
		if meant != "" {
			hint = fmt.Sprintf(" Did you mean %q?", string(meant))
		}
		p.Warn(pathExcludeWhen.AtListIndex(i).AtName("field"), "Attribute not documented",
			"Kustomer documents no attribute %q of conversations, customers or agents.%s If it does not exist, %s.\n\n"+
				"An attribute of the conversation stands alone (\"priority\"), one of the customer or the agent after \"customer.\" or \"agent.\", and a custom attribute after \"custom.\": \"customer.custom.vipBool\".",
			string(field), hint, each.outcome("conversations that it is to exclude are surveyed"))
	}
}

// use is a place that names a custom attribute.
type use struct {
	at          path.Path
	klass, name string
	exclusion   *Exclusion // nil where it is no condition of exclude_when
}

// uses are the custom attributes to look for. Those that decide whom an unchanged workflow
// excludes may have changed in the account.
func uses(ctx context.Context, p *planning) (all []use) {
	add := func(at path.Path, klass, name string, by *Exclusion) {
		if name != "" {
			all = append(all, use{at, klass, name, by})
		}
	}
	add(pathOptOut, "conversation", p.Plan.OptOutAttribute.ValueString(), nil)
	for i, each := range p.Plan.exclusions(ctx) {
		if each == nil {
			continue
		}
		if klass, name, is := workflow.Field(each.Field.ValueString()).Custom(); is {
			add(pathExcludeWhen.AtListIndex(i), klass, name, each)
		}
	}
	if p.Unchanged {
		return all
	}
	add(pathSent, "conversation", p.Plan.SentAttribute.ValueString(), nil)
	for _, name := range payload.AttributesRead(p.Plan.request(ctx).Body.ValueString()) {
		add(pathBody, "conversation", name, nil)
	}
	return all
}

// checkAttributes warns of custom attributes that the account does not have, and of values
// that are none of their options. Values can be set all the same, so that it is no error.
func checkAttributes(ctx context.Context, p *planning) {
	if p.Unchanged && !asks(p) {
		return
	}
	for _, each := range uses(ctx, p) {
		id := kustomer.Attribute{Klass: each.klass, Name: each.name}.ID()
		at := each.at
		if each.exclusion != nil {
			at = at.AtName("field")
		}
		found, err := p.Client.Attribute(ctx, each.klass, each.name)
		switch {
		case err != nil:
			if p.First("attributes of " + each.klass) {
				p.Warn(at, "Custom attributes were not checked", "The attributes of the klass %s could not be read: %s. Whether %s exists is not known.", each.klass, err, id)
			}
		case found == nil && !p.Client.IsPlanned(kustomer.NounAttribute, id):
			p.Warn(at, "Custom attribute not found", "%s has no custom attribute %s: people cannot set it, and %s. Check the spelling. "+
				"If this configuration creates it, refer to its resource instead of writing the name, as in surveytrigger_kustomer_attribute.this.name.", p.Client.Account(), id, each.outcome())
		default:
			warnOfNoOption(p, each, id, p.Client.Options(id, found))
		}
	}
}

// outcome says what a place does whose attribute does not exist.
func (u use) outcome() string {
	if u.exclusion == nil {
		return "a condition on it does not hold"
	}
	return u.exclusion.outcome("conversations that it is to exclude are surveyed")
}

// warnOfNoOption names a value that is none of the options that an attribute has.
func warnOfNoOption(p *planning, u use, id string, options []string) {
	if u.exclusion == nil || len(options) == 0 {
		return
	}
	operator, value := u.exclusion.Operator.ValueString(), u.exclusion.Value.ValueString()
	if u.exclusion.Value.IsUnknown() || operator != "eq" && operator != "neq" || slices.Contains(options, value) {
		return
	}
	hint := ""
	if near := spelling.Meant(value, options); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	p.Warn(u.at.AtName("value"), "Not an option of the attribute", "%q is none of the options of %s, which are \"%s\".%s While no conversation has that value, %s.",
		value, id, strings.Join(options, `", "`), hint, u.exclusion.outcome("conversations that it is to exclude are surveyed"))
}
