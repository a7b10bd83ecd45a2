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
	outdated    map[string]bool // fields whose options change in this process
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

// OutdateOptions tells that the options of a ticket field are about to change, so
// that the catalogue, which is of before, does not know them all.
func (c *Client) OutdateOptions(fieldID string) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if c.courtesy.outdated == nil {
		c.courtesy.outdated = map[string]bool{}
	}
	c.courtesy.outdated[fieldID] = true
}

// OptionsOutdated reports whether [Client.OutdateOptions] was told of the field.
func (c *Client) OptionsOutdated(fieldID string) bool {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return c.courtesy.outdated[fieldID]
}
