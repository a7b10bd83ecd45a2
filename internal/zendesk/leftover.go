package zendesk

import "context"

// Leftover is an object that looks like one that was created just now and that no
// resource of this process is known to manage so far. An apply that was killed
// between request and answer leaves such a one behind.
type Leftover struct {
	// Noun is for people: "trigger category".
	Noun, Name, ID string
}

// leftovers looks in the shared list, which a create has read anyway.
func leftovers[T any](ctx context.Context, list *shared[T], alike func(T) bool) ([]Leftover, error) {
	found, err := unclaimed(ctx, list, alike)
	left := make([]Leftover, 0, len(found))
	for _, object := range found {
		left = append(left, Leftover{Noun: list.kind.noun, Name: list.kind.title(object), ID: list.kind.id(object)})
	}
	return left, err
}

// Unclaimed are the triggers of a title that no resource of this process is known
// to manage so far.
func (c *Client) Unclaimed(ctx context.Context, title string) ([]Trigger, error) {
	return unclaimed(ctx, c.triggers, func(t Trigger) bool { return t.Title == title })
}

func unclaimed[T any](ctx context.Context, list *shared[T], match func(T) bool) ([]T, error) {
	objects, err := list.all(ctx)
	if err != nil {
		return nil, err
	}
	var found []T
	for _, object := range objects {
		if match(object) && !list.client.isClaimed(list.kind.id(object)) {
			found = append(found, object)
		}
	}
	return found, nil
}

// Claim tells that a resource of this process manages the object with this id, so
// that it is nobody's leftover. It is false when that was known.
func (c *Client) Claim(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	return c.settling.claim(id)
}

// claim is for who holds the lock.
func (s *settling) claim(id string) bool {
	if s.claimed[id] {
		return false
	}
	if s.claimed == nil {
		s.claimed = map[string]bool{}
	}
	s.claimed[id] = true
	return true
}

func (c *Client) isClaimed(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	return c.settling.claimed[id]
}
