package exclusiontrigger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// deadFields are the ticket fields that an active exclusion ticks or checks, and that are
// inactive or do not exist, in a line each: without them it marks nothing, or matches
// nothing. A field that cannot be asked for is taken to be there.
func (m *Model) deadFields(ctx context.Context, client *zendesk.Client) (lines []string) {
	if !m.Active.ValueBool() {
		return nil
	}
	rule := m.rule(ctx)
	used := rules.EffectsOf(rules.Rule{Conditions: rule.Conditions}).ReadsFields
	for _, id := range slices.Concat(rules.MarksOf(rule.Actions).Checkboxes, used) {
		field, err := client.TicketField(ctx, id)
		line := ""
		switch {
		case zendesk.IsNotFound(err):
			line = fmt.Sprintf("  %s does not exist", id)
		case err == nil && !field.Active:
			line = fmt.Sprintf("  %q (%s) is inactive", field.Title, id)
		}
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// showDead fills in that an exclusion is not in force whose fields are not there, and says
// so.
func (m *Model) showDead(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) {
	dead := m.deadFields(ctx, client)
	if len(dead) == 0 {
		return
	}
	m.InForce = types.BoolValue(false)
	notes.Warn(pathInForce, fmt.Sprintf("Exclusion %s needs a ticket field", m.ID.ValueString()),
		"%q (%s) ticks or checks ticket fields that are inactive or do not exist:\n\n%s\n\n"+
			"A field that does not exist cannot be ticked, and a condition on it never holds; Zendesk does not document that an inactive one can be used. While this lasts, %s may be surveyed.\n\n"+
			"If this plan activates or creates the field again, no action is needed. Otherwise activate it, or change the exclusion.",
		m.Title.ValueString(), m.ID.ValueString(), strings.Join(dead, "\n"), m.rule(ctx).Conditions.Tickets())
}
