package relation

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Check looks at the triggers that are listed and whose id is known. Each must
// exist; an inactive one is a warning. With honoured not nil the declaring
// trigger is a send, and each listed trigger must leave a mark that it honours:
// a relation that protects nobody is an error.
func Check(ctx context.Context, client *zendesk.Client, after types.Set, honoured *rules.Marks, notes *lifecycle.Notes) error {
	ids, _ := attribute.Texts(after)
	if len(ids) == 0 {
		return nil
	}
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return err
	}
	byID := map[string]zendesk.Trigger{}
	for _, trigger := range triggers {
		byID[trigger.ID] = trigger
	}
	problems := []error{AllExist(ids, "trigger", func(id string) bool { _, exists := byID[id]; return exists })}
	for _, id := range ids {
		listed, exists := byID[id]
		if !exists {
			continue
		}
		active, marks := listed.Active, rules.MarksOf(listed.Actions)
		if declared, managed := client.Declared(id); managed {
			active, marks = declared.Active, declared.Marks
		}
		if !active {
			notes.Warn(At(id), "A listed trigger is inactive",
				"%q (%s) is switched off, so it excludes nobody, whatever its place.", listed.Title, id)
		}
		if honoured != nil && !marks.Shares(*honoured) {
			problems = append(problems, unprotected(listed, marks))
		}
	}
	return errors.Join(problems...)
}

func unprotected(listed zendesk.Trigger, marks rules.Marks) error {
	if marks.Empty() {
		return lifecycle.At(At(listed.ID), "The relation protects nobody",
			"%q leaves no tag and ticks no checkbox, so a send that runs after it cannot see that it matched.\n\n"+
				"Remove it from evaluate_after, or give that trigger a mark.", listed.Title)
	}
	return lifecycle.At(At(listed.ID), "The relation protects nobody",
		"%q marks excluded tickets with %s, but this send goes out all the same: it looks at none of that.\n\n%s", listed.Title, marks, honourAdvice(marks))
}

func honourAdvice(marks rules.Marks) string {
	advice := "Add one of these to the send:"
	for _, tag := range marks.Tags {
		advice += fmt.Sprintf("\n  exclude_tags = [%q]", tag)
	}
	for _, id := range marks.Checkboxes {
		advice += fmt.Sprintf("\n  exclude_checkbox_field_ids = [%q]\n  or a payload that reads {{ticket.ticket_field_%s}}", id, id)
	}
	return advice
}
