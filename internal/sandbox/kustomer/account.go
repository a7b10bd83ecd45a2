package kustomer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// account is everything that one organization holds. Its methods expect the
// system's lock to be held.
type account struct {
	world    *engine.World
	settings *Settings // of the system

	limiter  *engine.Limiter
	searches *engine.Limiter
	creates  *createLimits

	id, name string
	made     int // ids

	keys          map[string]*apiKey
	users         map[string]*user
	customers     map[string]*customer
	conversations map[string]*conversation
	messages      map[string]*message
	notes         map[string]*note
	tags          map[string]*tag
	metadata      map[string]*document // by klass

	surveys   []*survey            // in their order
	scheduled map[string]*response // not yet sent, by conversation
	responses map[string]*response

	workflows map[string]*workflow
	variables map[string]*variable
	processes map[string]*process
	agenda    []planned
	events    []event // that have happened since the lock was taken
	chain     int     // of the workflow that is changing something; 0 for none
}

func newAccount(world *engine.World, settings *Settings, name string) *account {
	a := &account{
		world: world, settings: settings, name: name,
		keys:          map[string]*apiKey{},
		users:         map[string]*user{},
		customers:     map[string]*customer{},
		conversations: map[string]*conversation{},
		messages:      map[string]*message{},
		notes:         map[string]*note{},
		tags:          map[string]*tag{},
		metadata:      map[string]*document{},
		scheduled:     map[string]*response{},
		responses:     map[string]*response{},
		workflows:     map[string]*workflow{},
		variables:     map[string]*variable{},
		processes:     map[string]*process{},
	}
	a.limit()
	a.id = a.newID()
	a.seed()
	return a
}

// limit opens new budgets, as large as the settings say.
func (a *account) limit() {
	a.limiter = newLimiter(a.settings.RequestsPerMinute)
	a.searches = newLimiter(a.settings.SearchesPerMinute)
	a.creates = &createLimits{perMinute: a.settings.CreatesPerMinute, budgets: map[string]*engine.Limiter{}}
}

func (a *account) now() time.Time { return a.world.Clock.Now() }

// newID gives an id as the vendor's look: 24 hexadecimal digits, later ones
// greater. The middle tells the organizations apart.
func (a *account) newID() string {
	a.made++
	return fmt.Sprintf("6a%06x%010x%06x", a.made/7, []byte(a.name)[:5], a.made*37)
}

// byID gives the values in the order of their ids, which is the order of creation.
func byID[V any](all map[string]V) []V {
	values := make([]V, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		values = append(values, all[id])
	}
	return values
}

// slug is a name for an address.
func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// actor is who changes something, with what their key allows.
type actor struct {
	userID string
	// setsTimes tells whether createdAt is read; otherwise it is now.
	setsTimes bool
}

func (c *call) actor() actor {
	return actor{userID: c.key.userID, setsTimes: c.key.holds(setTimes)}
}
