package zendesk

import (
	"context"
	"sync"
	"time"
)

// catalogueTimeout bounds the wait for the catalogue: the checks that use it are
// a courtesy, and a plan without a connection must not take long.
const catalogueTimeout = 10 * time.Second

// courtesy remembers the first answer, errors included.
type courtesy struct {
	mu          sync.Mutex
	asked       bool
	definitions *Definitions
	err         error
}

// Catalogue is [Client.TriggerDefinitions] for checks that a plan can do
// without. A failure is remembered, so that it is waited for only once. Only a
// refused credential is an error; otherwise nil means that the account cannot be
// asked.
func (c *Client) Catalogue(ctx context.Context) (*Definitions, error) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if !c.courtesy.asked {
		limited, cancel := context.WithTimeout(ctx, catalogueTimeout)
		defer cancel()
		c.courtesy.definitions, c.courtesy.err = c.TriggerDefinitions(limited)
		c.courtesy.asked = true
	}
	if c.courtesy.err == nil || IsUnauthorized(c.courtesy.err) {
		return c.courtesy.definitions, c.courtesy.err
	}
	return nil, nil
}
