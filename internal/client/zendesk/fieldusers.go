package zendesk

import (
	"context"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// FieldEnd is what a plan makes of a ticket field that tickets no longer have.
type FieldEnd struct {
	ID, Type, Title string
	// Tags are what it puts on tickets: a checkbox's tag, the values of its options.
	Tags []string
	// Deleted says that its values go too, Replaced, that another field takes its place;
	// otherwise it is deactivated.
	Deleted, Replaced bool
}

// FieldUser is an active trigger or automation that uses a ticket field.
type FieldUser struct {
	Notifier
	// Supplied says that it reads only a tag of the field, and that other active triggers or
	// automations add that tag, too.
	Supplied bool
}

// FieldUsers are the active triggers and automations that use a ticket field, managed or
// not, from the shared lists: see [evaluation.Rule.Fields].
func (c *Client) FieldUsers(ctx context.Context, id string, tags []string) ([]FieldUser, error) {
	triggers, err := c.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	automations, err := c.Automations(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]fieldRule, 0, len(triggers)+len(automations))
	for _, t := range triggers {
		if t.Active {
			all = append(all, fieldRule{Notifier{NounTrigger, t.ID, t.Title}, rules.Rule{Conditions: t.Conditions, Actions: t.Actions}})
		}
	}
	for _, a := range automations {
		if a.Active {
			all = append(all, fieldRule{Notifier{NounAutomation, a.ID, a.Title}, rules.Rule{Conditions: a.Conditions, Actions: a.Actions}})
		}
	}
	var users []FieldUser
	for _, each := range all {
		if uses(each.rule, id, tags) {
			users = append(users, FieldUser{each.Notifier, !uses(each.rule, id, nil) && each.supplied(tags, all)})
		}
	}
	return users, nil
}

type fieldRule struct {
	Notifier
	rule rules.Rule
}

func uses(rule rules.Rule, id string, tags []string) bool {
	return slices.Contains(evaluation.NewRule(rule, map[string][]string{id: tags}).Fields(), id)
}

// supplied reports whether others add every tag of a field that the rule reads.
func (r fieldRule) supplied(tags []string, all []fieldRule) bool {
	read := rules.EffectsOf(r.rule).ReadsTags
	return !slices.ContainsFunc(tags, func(tag string) bool {
		added := slices.ContainsFunc(all, func(other fieldRule) bool {
			return other.Notifier != r.Notifier && slices.Contains(rules.EffectsOf(other.rule).AddsTags, tag)
		})
		return slices.Contains(read, tag) && !added
	})
}

// fieldPlans is what the resources of one run make of ticket fields and of what uses them. A
// field and a trigger are planned in any order: whichever comes later tells.
type fieldPlans struct {
	mu    sync.Mutex
	ends  map[string]FieldEnd
	users map[Notifier]rules.Rule // as planned; an empty rule of one that is not active then, or not known yet
	order []Notifier              // of users
	told  map[[2]string]bool      // of a field and a user

	ended map[string]string // the id of a field that ends, by its type and title
	made  map[string]bool   // the new fields, likewise
}

// PlanFieldUser notes what a trigger or automation does as planned: the zero rule of one that
// is not active, or of which a part is not known yet. It gives the ends of fields that
// it uses, and that nobody has told of it yet.
func (c *Client) PlanFieldUser(user Notifier, rule rules.Rule) (ends []FieldEnd) {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users == nil {
		p.users = map[Notifier]rules.Rule{}
	}
	if _, known := p.users[user]; !known {
		p.order = append(p.order, user)
	}
	p.users[user] = rule
	for id, end := range p.ends {
		if uses(rule, id, end.Tags) && p.first(id, user) {
			ends = append(ends, end)
		}
	}
	return ends
}

// PlanFieldEnd notes the end of a field, and gives those that were planned to go on
// and use it.
func (c *Client) PlanFieldEnd(end FieldEnd) (users []Notifier) {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ends == nil {
		p.ends = map[string]FieldEnd{}
	}
	p.ends[end.ID] = end
	for _, user := range p.order {
		if uses(p.users[user], end.ID, end.Tags) && p.first(end.ID, user) {
			users = append(users, user)
		}
	}
	return users
}

// PlanOldField notes that a field ends. Made says that this run creates one of its type and
// title: it may be the same field at another address.
func (c *Client) PlanOldField(fieldType, title, id string) (made bool) {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended == nil {
		p.ended = map[string]string{}
	}
	p.ended[fieldKey(fieldType, title)] = id
	return p.made[fieldKey(fieldType, title)]
}

// PlanMadeField is [Client.PlanOldField] for a new field: it gives the id of the one that
// ends.
func (c *Client) PlanMadeField(fieldType, title string) (endedID string, ends bool) {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil {
		p.made = map[string]bool{}
	}
	p.made[fieldKey(fieldType, title)] = true
	endedID, ends = p.ended[fieldKey(fieldType, title)]
	return endedID, ends
}

// IsFieldUserPlanned reports whether this run has planned a trigger or automation, also to
// delete it.
func (c *Client) IsFieldUserPlanned(user Notifier) bool {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	named := slices.ContainsFunc(p.order, func(other Notifier) bool { return other.Noun == user.Noun && other.ID == user.ID })
	return named || c.IsDeleted(user.Noun, user.ID)
}

// TellFieldUser reports whether nobody has told of a field's end and this user yet.
func (c *Client) TellFieldUser(fieldID string, user Notifier) bool {
	p := &c.fieldPlans
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.first(fieldID, user)
}

// first is for who holds the lock.
func (p *fieldPlans) first(fieldID string, user Notifier) bool {
	if p.told == nil {
		p.told = map[[2]string]bool{}
	}
	key := [2]string{fieldID, user.Noun + "\n" + user.ID}
	if user.ID == "" {
		key[1] += "\n" + user.Title
	}
	first := !p.told[key]
	p.told[key] = true
	return first
}
