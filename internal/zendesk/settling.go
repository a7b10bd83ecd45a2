package zendesk

import "sync"

// settling is what one process knows of an account's objects.
type settling struct {
	mu        sync.Mutex      // guards the rest
	claimed   map[string]bool // ids of objects that resources of this process manage
	made      map[string]bool // those that it created or adopted
	mentioned map[string]bool
}

// FirstMention is true once for each id: for what is to be said once only.
func (c *Client) FirstMention(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	if c.settling.mentioned == nil {
		c.settling.mentioned = map[string]bool{}
	}
	first := !c.settling.mentioned[id]
	c.settling.mentioned[id] = true
	return first
}
