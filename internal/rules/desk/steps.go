package desk

import (
	"fmt"
	"slices"
	"strings"
)

// rulesPage is where rules are in Admin:
// https://support.desk.com/customer/portal/articles/1376
const rulesPage = "Admin > Cases > Rules"

// FieldSteps are the clicks in Admin that make of what is shown what is declared. Shown is
// nil where there is no such field.
func FieldSteps(declared Field, shown *Field) []string {
	if shown == nil {
		steps := []string{
			fmt.Sprintf("In Desk.com, go to %s and add a custom field for cases.", fieldsPage),
			fmt.Sprintf("Set its label to %q.", declared.Label),
			fmt.Sprintf("Set its type to %q.", typeInAdmin(declared.Type)),
		}
		if len(declared.Choices) > 0 {
			steps = append(steps, choose(declared.Choices))
		}
		return append(steps, verb(declared.Active, "Activate it.", "Do not activate it."), "Save it.")
	}
	var changes []string
	if shown.Label != declared.Label {
		changes = append(changes, fmt.Sprintf("Change its label to %q.", declared.Label))
	}
	if shown.Type != declared.Type {
		changes = append(changes, fmt.Sprintf("Change its type from %q to %q. If the screen does not allow that, add another field of this type, and declare the label of that one.", typeInAdmin(shown.Type), typeInAdmin(declared.Type)))
	}
	if declared.Choices != nil && !slices.Equal(shown.Choices, declared.Choices) {
		changes = append(changes, choose(declared.Choices))
	}
	if shown.Active != declared.Active {
		changes = append(changes, verb(declared.Active, "Activate it.", "Deactivate it."))
	}
	return steps(fmt.Sprintf("In Desk.com, go to %s and open the field %q (%s).", fieldsPage, shown.Label, shown.Name), changes)
}

// FieldEnding is for a field that nobody needs any more.
func FieldEnding(prior Field) []string {
	return []string{fmt.Sprintf("In Desk.com, go to %s and deactivate the field %q (%s), unless a survey backend writes ratings to it: they would not appear on cases any more.", fieldsPage, prior.Label, prior.Name)}
}

// RuleSteps are the clicks in Admin that make of what is shown what is declared. Shown is
// nil where there is no such rule.
func RuleSteps(declared Rule, shown *Rule) []string {
	if shown == nil {
		steps := []string{
			fmt.Sprintf("In Desk.com, go to %s and add the rule. The API shows neither conditions nor actions of a rule: set them as the team has agreed.", rulesPage),
			fmt.Sprintf("Name it %q.", declared.Name),
		}
		if declared.Description != "" {
			steps = append(steps, fmt.Sprintf("Describe it as %q.", declared.Description))
		}
		return append(steps, verb(declared.Enabled, "Enable it.", "Do not enable it."), "Save it.")
	}
	var changes []string
	if shown.Name != declared.Name {
		changes = append(changes, fmt.Sprintf("Rename it to %q.", declared.Name))
	}
	if declared.Description != "" && shown.Description != declared.Description {
		changes = append(changes, fmt.Sprintf("Change its description to %q.", declared.Description))
	}
	if shown.Enabled != declared.Enabled {
		changes = append(changes, verb(declared.Enabled, "Enable it.", "Disable it."))
	}
	return steps(fmt.Sprintf("In Desk.com, go to %s and open the rule %q.", rulesPage, shown.Name), changes)
}

// RuleEnding is for a rule that nobody needs any more.
func RuleEnding(prior Rule) []string {
	return []string{fmt.Sprintf("In Desk.com, go to %s and disable the rule %q: it runs until then.", rulesPage, prior.Name)}
}

// steps begin at a place, if there are any.
func steps(place string, changes []string) []string {
	if len(changes) == 0 {
		return nil
	}
	return append(append([]string{place}, changes...), "Save it.")
}

func choose(choices []string) string {
	return fmt.Sprintf("Set its choices, in this order, to %s.", `"`+strings.Join(choices, `", "`)+`"`)
}

func verb(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// typeInAdmin is the type in the words of the screen; one that nobody knows has its own.
func typeInAdmin(wire string) string {
	if word, known := adminTypes[wire]; known {
		return word
	}
	return wire
}
