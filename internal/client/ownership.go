package client

import (
	"context"
	"sync"
)

// Ownership is which objects of the account the resources of one run manage, as
// far as this process has heard of them.
//
// Terraform plans and applies in two processes, and nothing that the plan of a new
// resource notes in private state reaches its create: the apply plans it once
// more, from nothing. In an apply only the resources that change are heard of. So
// the plan process, which hears of all of them, decides: where a create would
// adopt an object that another resource manages, the plan fails, at whichever of
// the two is planned later. A create adopts only after such a plan, and never what
// its own process knows to be managed.
type Ownership struct {
	mu      sync.Mutex
	objects map[key]*owner
	// titles are those that the plan's new resources claim for themselves alone, with
	// the ids of what they replace.
	titles map[titled]string
}

// titled is a title of a kind of object.
type titled struct{ noun, title string }

// key is an object by its kind and id.
type key struct{ noun, id string }

// owner is what is known of the resource that manages an object.
type owner struct {
	claimed bool   // there is one, or a delete is about to end it
	made    bool   // this process created or adopted the object
	kept    bool   // the plan keeps it
	deleted bool   // the plan deletes it
	wanted  bool   // the plan creates a resource that would adopt it
	reads   int    // how many resources with this id were read
	title   string // the planned one of what the plan keeps, "" if it was not noted
}

// of is for who holds the lock.
func (o *Ownership) of(noun, id string) *owner {
	its := key{noun, id}
	if o.objects[its] == nil {
		if o.objects == nil {
			o.objects = map[key]*owner{}
		}
		o.objects[its] = &owner{}
	}
	return o.objects[its]
}

// Claim notes that a resource manages the object, so that no other one adopts it.
// It is false when that was known.
func (o *Ownership) Claim(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).claim()
}

func (o *owner) claim() bool {
	first := !o.claimed
	o.claimed = true
	return first
}

// IsClaimed reports whether a resource is known to manage the object.
func (o *Ownership) IsClaimed(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).claimed
}

// NoteRead claims an object of which a resource is read.
func (o *Ownership) NoteRead(noun, id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	own.claimed = true
	own.reads++
}

// ReadTwice reports whether more than one resource with this id was read.
func (o *Ownership) ReadTwice(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).reads > 1
}

// WasRead reports whether a resource that manages the object was read, so that its
// kind's list costs no request.
func (o *Ownership) WasRead(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).reads > 0
}

// PlanToKeep claims an object that stays as planned, whether or not it changes.
// Managed says that another resource has the same id in its state, or adopted the
// object; wanted, that a resource which is to be created would adopt it.
func (o *Ownership) PlanToKeep(noun, id string) (managed, wanted bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	managed, wanted = own.kept || own.deleted || own.made, own.wanted
	own.claimed, own.kept = true, true
	return managed, wanted
}

// IsPlanned reports whether a resource of this run keeps the object, creates or adopts it,
// as far as this process has heard of that.
func (o *Ownership) IsPlanned(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	return own.kept || own.wanted || own.made
}

// PlanToDelete claims an object that the plan deletes. Managed says that another
// resource keeps it.
func (o *Ownership) PlanToDelete(noun, id string) (managed bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	own.claimed, own.deleted = true, true
	return own.kept
}

// IsDeleted reports whether this run is known to delete the object.
func (o *Ownership) IsDeleted(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).deleted
}

// BeginDelete claims an object that is to be deleted, so that nobody adopts it any
// more. It is false for one that this process created or adopted: such a one is
// not deleted on behalf of an earlier state of the same object, which
// create_before_destroy asks for.
func (o *Ownership) BeginDelete(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	if own.made {
		return false
	}
	own.claimed = true
	return true
}

// Unclaim takes [Ownership.BeginDelete] back: the object stays in the account, and no
// resource manages it, unless another one of this run keeps it.
func (o *Ownership) Unclaim(noun, id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	own.claimed = own.kept || own.made
}

// Release ends the claim on an object that stays in the account without a
// resource.
func (o *Ownership) Release(noun, id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.objects, key{noun, id})
}

// Adopt claims an object that this process adopts, unless it is claimed.
func (o *Ownership) Adopt(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	first := own.claim()
	own.made = own.made || first
	return first
}

func (o *Ownership) noteMade(noun, id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	own.claimed, own.made = true, true
}

// HasMade reports whether this process created or adopted an object.
func (o *Ownership) HasMade(noun, id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(noun, id).made
}

// OwnedError says that a create would adopt an inactive object that another
// resource manages.
type OwnedError struct{ Noun, Title, ID string }

// Error names the object.
func (e *OwnedError) Error() string {
	return "the inactive " + e.Noun + " " + e.ID + ", titled \"" + e.Title + "\", is managed by another resource"
}

// PlanTitle notes the title with which the plan keeps an object. Taken says that a
// resource which the plan creates, and not in place of this one, has that title.
func (o *Ownership) PlanTitle(noun, id, title string) (taken bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(noun, id).title = title
	replaced, created := o.titles[titled{noun, title}]
	return created && replaced != id
}

// PlanNewTitle notes the title of a resource that the plan creates. Taken says that
// another resource of the plan has it: the one that keeps the object kept, or, where
// kept is "", one that the plan creates too. Replaced is the id of the object that the
// new one replaces, if that is known.
//
// Terraform plans a resource that it creates once in a process; a title that is not
// known yet, "", is nobody's.
func (o *Ownership) PlanNewTitle(noun, title, replaced string) (kept string, taken bool) {
	if title == "" {
		return "", false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.titles == nil {
		o.titles = map[titled]string{}
	}
	_, taken = o.titles[titled{noun, title}]
	o.titles[titled{noun, title}] = replaced
	for its, own := range o.objects {
		if its.noun == noun && its.id != replaced && own.kept && !own.deleted && own.title == title {
			return its.id, true
		}
	}
	return "", taken
}

// Want notes that a resource which the plan creates would adopt an object, and
// reports whether it may: not while another resource keeps it. Replaced is the id
// of the object that the resource replaces, if that is known.
func (o *Ownership) Want(noun, id, replaced string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := o.of(noun, id)
	switch {
	case own.made: // in this process, so that no create adopts it
		return true
	case id == replaced:
		own.kept = false
		return true
	}
	own.wanted = true
	return !own.kept
}

// PlanCreate wants every object of the list that a create would adopt: it gives an
// [OwnedError] when another resource manages one of them. Replaced is the id of the
// object that the new one replaces, "" if there is none or it is not known.
func (l *List[T]) PlanCreate(ctx context.Context, replaced string, adoptable func(T) bool) error {
	objects, err := l.All(ctx)
	if err != nil {
		return err
	}
	k := l.Kind
	for _, each := range objects {
		if adoptable(each) && !l.core.Want(k.Noun, k.ID(each), replaced) {
			return &OwnedError{Noun: k.Noun, Title: k.Title(each), ID: k.ID(each)}
		}
	}
	return nil
}
