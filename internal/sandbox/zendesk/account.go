package zendesk

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// account is everything that one Zendesk account holds. Its methods expect the system's lock to be held.
type account struct {
	world    *engine.World
	settings Settings

	lastID      int64 // of everything with a large id
	steps       int64
	lastTicket  int64
	lastSection int64 // of trigger categories

	apiTokens    map[int64]string // by user
	accessTokens map[string]accessToken

	users         map[int64]*user
	organizations map[int64]*organization
	groups        map[int64]*group
	brands        map[int64]*brand
	forms         []object
	statuses      []customStatus
	csatOn        bool
	fields        map[int64]*ticketField
	keyedFields   map[keyedKind][]keyedField // of users and of organizations
	categories    map[string]*category
	triggers      map[int64]*trigger
	automations   map[int64]*automation
	webhooks      map[string]*webhook
	targets       map[int64]*target
	tickets       map[int64]*ticket
	audits        map[int64][]*audit // by ticket, oldest first
	jobs          []job              // oldest first
}

// newAccount makes a fresh account; the offset moves the ids of all it holds and will hold, see [Settings].
func newAccount(world *engine.World, offset int64) *account {
	settings := DefaultSettings()
	settings.IDOffset = offset
	a := &account{
		world:         world,
		settings:      settings,
		lastID:        360056295000 + offset,
		lastSection:   10025 + offset,
		apiTokens:     map[int64]string{},
		accessTokens:  map[string]accessToken{},
		users:         map[int64]*user{},
		organizations: map[int64]*organization{},
		groups:        map[int64]*group{},
		brands:        map[int64]*brand{},
		fields:        map[int64]*ticketField{},
		keyedFields:   map[keyedKind][]keyedField{},
		categories:    map[string]*category{},
		triggers:      map[int64]*trigger{},
		automations:   map[int64]*automation{},
		webhooks:      map[string]*webhook{},
		targets:       map[int64]*target{},
		tickets:       map[int64]*ticket{},
		audits:        map[int64][]*audit{},
	}
	a.seed()
	return a
}

func (a *account) now() time.Time { return a.world.Clock.Now() }

// newID gives an id as Zendesk's look: beyond 2^31, never consecutive.
func (a *account) newID() int64 {
	a.steps++
	a.lastID += 37 + (a.steps*7919)%1009
	return a.lastID
}

// newRuleID is newID for triggers and ticket fields, which tests may want beyond 2^53.
func (a *account) newRuleID() int64 {
	id := a.newID()
	if a.settings.WideIDs {
		return id + 1<<53
	}
	return id
}

func (a *account) newCategoryID() string {
	a.lastSection++
	return strconv.FormatInt(a.lastSection, 10)
}

// byID gives the values in the order of their ids, which is the order of creation.
func byID[K int64 | string, V any](all map[K]V) []V {
	values := make([]V, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		values = append(values, all[id])
	}
	return values
}
