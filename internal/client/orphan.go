package client

import "context"

// An orphan is an object that no state knows: an apply was killed between the
// request that created it and the answer. A create adopts one that is inactive and
// equals what it would send; it does nothing to an active one.

// Orphan is an object that looks like one that was created just now and that no
// resource of this process is known to manage so far.
type Orphan struct {
	// Noun is for people: "trigger category".
	Noun, Name, ID string
}

// Orphans looks in the shared list, which a create has read anyway.
func (l *List[T]) Orphans(ctx context.Context, alike func(T) bool) ([]Orphan, error) {
	found, err := l.NotManaged(ctx, alike)
	left := make([]Orphan, 0, len(found))
	for _, each := range found {
		left = append(left, Orphan{Noun: l.Kind.Noun, Name: l.Kind.Title(each), ID: l.Kind.ID(each)})
	}
	return left, err
}

// NotManaged are the objects of the list that match and that no resource of this
// process is known to manage so far.
func (l *List[T]) NotManaged(ctx context.Context, match func(T) bool) ([]T, error) {
	objects, err := l.All(ctx)
	if err != nil {
		return nil, err
	}
	var found []T
	for _, each := range objects {
		if match(each) && !l.core.IsClaimed(l.Kind.Noun, l.Kind.ID(each)) {
			found = append(found, each)
		}
	}
	return found, nil
}
