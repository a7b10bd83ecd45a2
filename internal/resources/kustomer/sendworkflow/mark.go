package sendworkflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

// isTrue is the operator that asks for a mark.
const isTrue = "true"

// warnOfFormerMark names the mark of the conversations that were surveyed before a change
// of the mark: nothing else keeps them from a second survey.
func warnOfFormerMark(ctx context.Context, p *planning) {
	if p.State == nil || p.Plan.SentAttribute.IsUnknown() || p.Plan.SentTag.IsUnknown() || p.Plan.ExcludeWhen.IsUnknown() {
		return
	}
	flag, tag := p.State.SentAttribute.ValueString(), p.State.SentTag.ValueString()
	kept := flag == p.Plan.SentAttribute.ValueString() && strings.EqualFold(tag, p.Plan.SentTag.ValueString())
	former, name, written := marked(flag, tag)
	if kept || p.Plan.excludes(ctx, former) {
		return
	}
	at, now := pathSent, p.Plan.SentAttribute.ValueString()
	if now == "" {
		at, now = pathSentTag, p.Plan.SentTag.ValueString()
	}
	p.Warn(at, "Conversations may be surveyed again", "Conversations that were surveyed so far have the mark %q, and the workflow will look for %q: when such a conversation is reopened and done again, it gets a second survey.\n\n"+
		"To prevent that, add this to exclude_when and leave it there:\n\n  %s", name, now, written)
}

// marked are the conversations that a send workflow has surveyed, by its attribute or, where
// that is "", by its tag: the name of the mark, and the exclusion as in a configuration.
func marked(flag, tag string) (by Exclusion, name, written string) {
	if flag == "" {
		by = Exclusion{Field: types.StringValue("tags"), Operator: types.StringValue("contains"), Value: types.StringValue(tag)}
		return by, tag, fmt.Sprintf("{ field = \"tags\", operator = \"contains\", value = %q }", tag)
	}
	by = whereTrue(flag)
	return by, flag, fmt.Sprintf("{ field = %q, operator = %q }", by.Field.ValueString(), isTrue)
}

// warnOfFormerOptOut names the attribute of the conversations that opted out before a change
// of the attribute. Kustomer renames none: the values stay with the former one.
func warnOfFormerOptOut(ctx context.Context, p *planning) {
	if p.State == nil || p.Plan.ExcludeWhen.IsUnknown() || !attribute.Set(p.Plan.OptOutAttribute) || p.Plan.OptOutAttribute.Equal(p.State.OptOutAttribute) {
		return
	}
	former := p.State.OptOutAttribute.ValueString()
	if former == "" || p.Plan.excludes(ctx, whereTrue(former)) {
		return
	}
	p.Warn(pathOptOut, "Conversations that opted out may be surveyed", "Conversations that opted out so far say so in the attribute %q, and the workflow will look only at %q: Kustomer copies no values from one to the other.\n\n"+
		"To keep them excluded, add this to exclude_when:\n\n  { field = %q, operator = %q }", former, p.Plan.OptOutAttribute.ValueString(), "custom."+former, isTrue)
}

// whereTrue are the conversations whose attribute of the name is true.
func whereTrue(name string) Exclusion {
	return Exclusion{Field: types.StringValue("custom." + name), Operator: types.StringValue(isTrue)}
}

// excludes reports whether one of exclude_when is this one, or may be: it is not known yet.
func (m *Model) excludes(ctx context.Context, what Exclusion) bool {
	return slices.ContainsFunc(m.exclusions(ctx), func(e *Exclusion) bool {
		return e == nil || e.Field.Equal(what.Field) && e.Operator.Equal(what.Operator) && strings.EqualFold(e.Value.ValueString(), what.Value.ValueString())
	})
}
