package client

import (
	"context"
	"sync"
	"time"
)

// Core is one account as every client has it: its name, the connection, and what
// this run manages there.
type Core struct {
	Ownership

	account  string
	api      *Connection
	creates  KeyedLock
	repeated sync.Map // by key
}

// NewCore makes the core of a client. The account's name is lower case, see
// [Core.Account].
func NewCore(account string, api *Connection) *Core { return &Core{account: account, api: api} }

// Account is "<subdomain>.<vendor's domain>" when a subdomain is set, else
// host[:port] of the endpoint; lower case.
func (c *Core) Account() string { return c.account }

// Root is the URL that requests go to, without the prefix of the API's paths.
func (c *Core) Root() string { return c.api.Root.String() }

// Waited is for how long requests have been delayed by rate limits so far.
func (c *Core) Waited() time.Duration { return c.api.Limiter.Waited() }

// LockOne makes work on one thing wait for other work on it, whatever its key names.
func (c *Core) LockOne(ctx context.Context, key string) (release func(), err error) {
	return c.creates.Lock(ctx, key)
}
