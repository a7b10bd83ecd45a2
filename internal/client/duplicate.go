package client

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// An object of the title is looked for several times before it is an error, without a
// request: the pause before each look is twice the one before, three seconds in all, and 25
// where another resource of this run manages the object. That one gets another title, or
// ends, in this apply, or the plan would have refused the new one.
const (
	looks        = 5
	looksManaged = 8
	lookAgain    = 200 * time.Millisecond
)

// DuplicateError says that objects of the title exist and that none of them is the
// orphan of an interrupted create.
type DuplicateError struct {
	Noun, Title string
	Existing    []Duplicate
	// ID is that of the object that stays inactive for it. "" when there is none,
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

// Duplicates are the other objects of a title that are active, or all of them.
func (k Kind[T]) Duplicates(objects []T, id, title string, all bool) (found []Duplicate) {
	for _, each := range objects {
		if k.Title(each) == title && k.ID(each) != id && (all || k.Active(each)) {
			found = append(found, Duplicate{ID: k.ID(each), Active: k.Active(each)})
		}
	}
	return found
}

// CreateInactive adopts an orphan: an inactive object that a create was interrupted
// over, or else creates one, by the call create. With unique, other objects of the
// title give a [DuplicateError], after several looks: this run may be deleting or renaming them
// at this moment.
func (l *List[T]) CreateInactive(ctx context.Context, title string, unique bool, adoptable func(T) bool, create func() (*T, error)) (*T, error) {
	c, k := l.core, l.Kind
	release, err := c.creates.Lock(ctx, "inactive "+k.Noun+"\n"+title)
	if err != nil {
		return nil, c.api.Failure(http.MethodPost, k.Path, err)
	}
	defer release()
	for look := 0; ; look++ {
		objects, err := l.All(ctx)
		if err != nil {
			return nil, err
		}
		for _, each := range objects {
			if adoptable(each) && c.Adopt(k.Noun, k.ID(each)) {
				return &each, nil
			}
		}
		duplicates, managed := k.Duplicates(objects, "", title, true), true
		if !unique || len(duplicates) == 0 {
			break
		}
		for i, each := range duplicates {
			duplicates[i].Managed = c.IsClaimed(k.Noun, each.ID)
			managed = managed && duplicates[i].Managed
		}
		if last := look == looksManaged-1 || look >= looks-1 && !managed; last || wait.For(ctx, lookAgain<<look) != nil {
			return nil, &DuplicateError{Noun: k.Noun, Title: title, Existing: duplicates}
		}
	}
	created, err := create()
	if err == nil {
		c.noteMade(k.Noun, k.ID(*created))
	}
	return created, err
}
