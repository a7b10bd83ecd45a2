package sendworkflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// isTrue is the operator that asks for a mark.
const isTrue = "true"

// warnOfFormerMark names the mark of the conversations that were surveyed before a change
// of the mark: nothing else keeps them from a second survey.
func warnOfFormerMark(ctx context.Context, p *planning) {
	if p.State == nil || p.Plan.SentAttribute.IsUnknown() || p.Plan.SentTag.IsUnknown() || p.Plan.ExcludeWhen.IsUnknown() {
		return
	}
	attribute, tag := p.State.SentAttribute.ValueString(), p.State.SentTag.ValueString()
	kept := attribute == p.Plan.SentAttribute.ValueString() && strings.EqualFold(tag, p.Plan.SentTag.ValueString())
	former := Exclusion{Field: types.StringValue("custom." + attribute), Operator: types.StringValue(isTrue)}
	name, written := attribute, fmt.Sprintf("{ field = %q, operator = %q }", former.Field.ValueString(), isTrue)
	if attribute == "" {
		former = Exclusion{Field: types.StringValue("tags"), Operator: types.StringValue("contains"), Value: types.StringValue(tag)}
		name, written = tag, fmt.Sprintf("{ field = \"tags\", operator = \"contains\", value = %q }", tag)
	}
	excluded := slices.ContainsFunc(p.Plan.exclusions(ctx), func(e *Exclusion) bool {
		return e == nil || e.Field.Equal(former.Field) && e.Operator.Equal(former.Operator) && strings.EqualFold(e.Value.ValueString(), former.Value.ValueString())
	})
	if kept || excluded {
		return
	}
	at, now := pathSent, p.Plan.SentAttribute.ValueString()
	if now == "" {
		at, now = pathSentTag, p.Plan.SentTag.ValueString()
	}
	p.Warn(at, "Conversations may be surveyed again", "Conversations that were surveyed so far have the mark %q, and the workflow will look for %q: when such a conversation is reopened and done again, it gets a second survey.\n\n"+
		"To prevent that, add this to exclude_when and leave it there:\n\n  %s", name, now, written)
}
