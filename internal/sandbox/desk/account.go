package desk

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// account is everything that the site holds. Its methods expect the system's lock to
// be held.
type account struct {
	world   *engine.World
	limiter *engine.Limiter
	nonces  nonces
	made    map[string]int // ids, by class

	applications []*application
	users        map[int]*user
	groups       map[int]*group
	customers    map[int]*customer
	cases        map[int]*theCase
	labels       map[int]*label
	fields       map[int]*customField
	rules        map[int]*rule
}

func newAccount(world *engine.World) *account {
	a := &account{
		world: world, limiter: newLimiter(0), nonces: nonces{}, made: map[string]int{},
		users:     map[int]*user{},
		groups:    map[int]*group{},
		customers: map[int]*customer{},
		cases:     map[int]*theCase{},
		labels:    map[int]*label{},
		fields:    map[int]*customField{},
		rules:     map[int]*rule{},
	}
	a.seed()
	return a
}

// now is the simulated time as far as the vendor shows it: to the second.
func (a *account) now() time.Time { return a.world.Clock.Now().Truncate(time.Second) }

// firstIDs are as large as the vendor's, which counts all its sites.
var firstIDs = map[string]int{
	classUser: 16096701, classGroup: 171201, classCustomer: 34290801, classCase: 3001, classLabel: 1789101,
	classField: 80301, classRule: 45201, classNote: 9100101, classReply: 7200101,
}

func (a *account) newID(class string) int {
	a.made[class]++
	return firstIDs[class] + a.made[class] - 1
}

// byID gives the values in the order of their ids, which is the order of creation.
func byID[V any](all map[int]V) []V {
	values := make([]V, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		values = append(values, all[id])
	}
	return values
}

func (a *account) application(is func(*application) bool) *application {
	if at := slices.IndexFunc(a.applications, is); at >= 0 {
		return a.applications[at]
	}
	return nil
}

func (a *account) userWithEmail(email string) *user {
	for _, u := range a.users {
		if strings.EqualFold(u.email, email) {
			return u
		}
	}
	return nil
}
