package zendesk

import (
	"fmt"
	"iter"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// DuplicateError says that objects of the title exist and that none of them is the
// orphan of an interrupted create.
type DuplicateError struct {
	Noun, Title string
	Existing    []Duplicate
	// ID is that of the rule that stays inactive for it. "" when there is none,
	// because nothing was created.
	ID string
	// Made says that it was created all the same, because the other one appeared
	// at the same moment.
	Made bool
}

// Duplicate is an object of the same title.
type Duplicate struct {
	ID     string
	Active bool
	// Managed says that another resource of this run manages it.
	Managed bool
}

// Error names the title.
func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%d %ss titled %q exist already", len(e.Existing), e.Noun, e.Title)
}

// duplicates are the other rules of a title that are active, or all of them.
func (k kind[T]) duplicates(rules iter.Seq[T], id, title string, all bool) (found []Duplicate) {
	for rule := range rules {
		if k.title(rule) == title && k.id(rule) != id && (all || k.active(rule)) {
			found = append(found, Duplicate{ID: k.id(rule), Active: k.active(rule)})
		}
	}
	slices.SortFunc(found, func(x, y Duplicate) int { return evaluation.CompareIDs(x.ID, y.ID) })
	return found
}
