package zendesk

import (
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// enter moves a trigger into its category in the layout: before the triggers
// there that rely on it and the exclusions that follow it, which may have to,
// else to the end. It is an error when that would let one that it protects run
// earlier.
//
// Who is protected cannot be asked of Terraform: an apply hears only of what
// changes. The account tells it as well.
func (a arrangement) enter(layout order.Layout, p Placement, known []order.Relation) (order.Layout, error) {
	if len(a.categories) == 0 {
		return layout, &Error{Code: noCategoriesCode, Message: "the trigger cannot be put into the category " + p.CategoryID}
	}
	if _, exists := a.categories[p.CategoryID]; !exists {
		return layout, &Error{
			Message: fmt.Sprintf("the trigger category %s is not in the account", p.CategoryID),
			remedy:  "Refer to the category's resource instead of its id.",
		}
	}
	reliant := a.reliantOn(p, known)
	entered := layout.With(layout.Enter(p.ID, p.CategoryID, slices.Concat(reliant, a.exclusionsAfter(p.ID))...)...)
	if !a.triggers[p.ID].Active || !p.Active {
		return entered, nil // it protects nobody now, or will protect nobody
	}
	for _, id := range reliant {
		if entered.Standing(p.ID, id) != order.Earlier {
			return layout, a.exposedError(p, id)
		}
	}
	return entered, nil
}

// reliantOn lists the active triggers that run after an exclusion and rely on it:
// their relation is known, or they look at a mark that it leaves.
func (a arrangement) reliantOn(p Placement, known []order.Relation) []string {
	exclusion := a.triggers[p.ID]
	marks, onlyMarks := rules.MarksOf(exclusion.Actions), exclusion.OnlyMarks()
	var reliant []string
	for _, member := range a.layout.Members { // in the order of the list, to be repeatable
		other := a.triggers[member.ID]
		related := slices.ContainsFunc(known, func(r order.Relation) bool { return r.ID == other.ID && slices.Contains(r.After, p.ID) })
		if !related && !(onlyMarks && marks.Shares(other.honours())) {
			continue
		}
		if other.Active && a.layout.Standing(p.ID, other.ID) == order.Earlier {
			reliant = append(reliant, other.ID)
		}
	}
	return reliant
}

// exclusionsAfter lists the exclusions that follow one.
func (a arrangement) exclusionsAfter(id string) []string {
	var followers []string
	for _, member := range a.layout.Members {
		if a.triggers[id].OnlyMarks() && a.triggers[member.ID].OnlyMarks() && a.layout.Standing(id, member.ID) == order.Earlier {
			followers = append(followers, member.ID)
		}
	}
	return followers
}

// OnlyMarks reports whether the trigger does nothing but leave marks, as
// exclusions do.
func (t Trigger) OnlyMarks() bool {
	marks := rules.MarksOf(t.Actions)
	return len(t.Actions) > 0 && len(t.Actions) == len(marks.Tags)+len(marks.Checkboxes)
}

// honours are the marks that keep the trigger from acting on a ticket, or that
// it reports in what it sends.
func (t Trigger) honours() rules.Marks {
	marks := rules.HonouredBy(t.Conditions.All)
	for _, action := range t.Actions {
		parts, isList := action.Value.Texts()
		notifies := action.Field == rules.ActionNotifyHook || action.Field == rules.ActionNotifyTarget
		if notifies && isList && len(parts) == 2 {
			marks.Checkboxes = append(marks.Checkboxes, payload.FieldsRead(parts[1])...)
		}
	}
	return marks
}
