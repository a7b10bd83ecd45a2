package zendesk

import (
	"context"
	"sync"
)

// The nouns of the kinds of object whose ids resources claim.
var (
	NounTrigger     = triggerKind.noun
	NounAutomation  = automationKind.noun
	NounTicketField = ticketFieldKind.noun
	NounCategory    = categoryKind.noun
	NounWebhook     = webhookKind.noun
	NounTarget      = targetKind.noun
)

// ownership is which objects of the account the resources of one run manage, as
// far as this process has heard of them.
//
// Terraform plans and applies in two processes, and nothing that the plan of a new
// resource notes in private state reaches its create: the apply plans it once
// more, from nothing. In an apply only the resources that change are heard of. So
// the plan process, which hears of all of them, decides: where a create would
// adopt an object that another resource manages, the plan fails, at whichever of
// the two is planned later. A create adopts only after such a plan, and never what
// its own process knows to be managed.
type ownership struct {
	mu      sync.Mutex
	objects map[owned]*owner
	// titles are those that the plan's new resources claim for themselves alone, with
	// the ids of what they replace.
	titles map[titled]string
}

// titled is a title of a kind of object.
type titled struct{ noun, title string }

// owned is an object by its kind and id.
type owned struct{ noun, id string }

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
func (o *ownership) of(noun, id string) *owner {
	key := owned{noun, id}
	if o.objects[key] == nil {
		if o.objects == nil {
			o.objects = map[owned]*owner{}
		}
		o.objects[key] = &owner{}
	}
	return o.objects[key]
}

// Claim notes that a resource manages the object, so that no other one adopts it.
// It is false when that was known.
func (c *Client) Claim(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	return c.owned.of(noun, id).claim()
}

func (o *owner) claim() bool {
	first := !o.claimed
	o.claimed = true
	return first
}

func (c *Client) isClaimed(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	return c.owned.of(noun, id).claimed
}

// NoteRead claims an object of which a resource is read.
func (c *Client) NoteRead(noun, id string) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	o.claimed = true
	o.reads++
}

// ReadTwice reports whether more than one resource with this id was read.
func (c *Client) ReadTwice(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	return c.owned.of(noun, id).reads > 1
}

// WasRead reports whether a resource that manages the object was read, so that its
// kind's list costs no request.
func (c *Client) WasRead(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	return c.owned.of(noun, id).reads > 0
}

// IsManaged reports whether a resource of this run is known to manage a trigger.
func (c *Client) IsManaged(triggerID string) bool { return c.isClaimed(NounTrigger, triggerID) }

// PlanToKeep claims an object that stays as planned, whether or not it changes.
// Managed says that another resource has the same id in its state, or adopted the
// object; wanted, that a resource which is to be created would adopt it.
func (c *Client) PlanToKeep(noun, id string) (managed, wanted bool) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	managed, wanted = o.kept || o.deleted || o.made, o.wanted
	o.claimed, o.kept = true, true
	return managed, wanted
}

// PlanToDelete claims an object that the plan deletes. Managed says that another
// resource keeps it.
func (c *Client) PlanToDelete(noun, id string) (managed bool) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	o.claimed, o.deleted = true, true
	return o.kept
}

// BeginDelete claims an object that is to be deleted, so that nobody adopts it any
// more. It is false for one that this process created or adopted: such a one is
// not deleted on behalf of an earlier state of the same object, which
// create_before_destroy asks for.
func (c *Client) BeginDelete(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	if o.made {
		return false
	}
	o.claimed = true
	return true
}

// release ends the claim on an object that stays in the account without a
// resource.
func (c *Client) release(noun, id string) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	delete(c.owned.objects, owned{noun, id})
}

// adopt claims an object that this process adopts, unless it is claimed.
func (c *Client) adopt(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	first := o.claim()
	o.made = o.made || first
	return first
}

func (c *Client) noteMade(noun, id string) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	o.claimed, o.made = true, true
}

// hasMade reports whether this process created or adopted an object.
func (c *Client) hasMade(noun, id string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	return c.owned.of(noun, id).made
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
func (c *Client) PlanTitle(noun, id, title string) (taken bool) {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	c.owned.of(noun, id).title = title
	replaced, created := c.owned.titles[titled{noun, title}]
	return created && replaced != id
}

// PlanNewTitle notes the title of a resource that the plan creates. Taken says that
// another resource of the plan has it: the one that keeps the object kept, or, where
// kept is "", one that the plan creates too. Replaced is the id of the object that the
// new one replaces, if that is known.
//
// Terraform plans a resource that it creates once in a process; a title that is not
// known yet, "", is nobody's.
func (c *Client) PlanNewTitle(noun, title, replaced string) (kept string, taken bool) {
	if title == "" {
		return "", false
	}
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	if c.owned.titles == nil {
		c.owned.titles = map[titled]string{}
	}
	_, taken = c.owned.titles[titled{noun, title}]
	c.owned.titles[titled{noun, title}] = replaced
	for object, o := range c.owned.objects {
		if object.noun == noun && object.id != replaced && o.kept && !o.deleted && o.title == title {
			return object.id, true
		}
	}
	return "", taken
}

// want notes that a resource which the plan creates would adopt an object, and
// reports whether it may: not while another resource keeps it. Replaced is the id
// of the object that the resource replaces, if that is known.
func (c *Client) want(noun, id, replaced string) bool {
	c.owned.mu.Lock()
	defer c.owned.mu.Unlock()
	o := c.owned.of(noun, id)
	switch {
	case o.made: // in this process, so that no create adopts it
		return true
	case id == replaced:
		o.kept = false
		return true
	}
	o.wanted = true
	return !o.kept
}

// planCreate wants every object of the list that a create would adopt.
func planCreate[T any](ctx context.Context, list *shared[T], replaced string, adoptable func(T) bool) error {
	objects, err := list.all(ctx)
	if err != nil {
		return err
	}
	k := list.kind
	for _, object := range objects {
		if adoptable(object) && !list.client.want(k.noun, k.id(object), replaced) {
			return &OwnedError{Noun: k.noun, Title: k.title(object), ID: k.id(object)}
		}
	}
	return nil
}
