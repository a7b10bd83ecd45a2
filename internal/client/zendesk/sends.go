package zendesk

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// PlannedSend is a trigger or an automation that notifies a receiver, as this run
// leaves it.
type PlannedSend struct {
	ID, Title  string // ID is "" before it is created
	Automation bool
	Active     bool
	// Managed says that this run plans it, Changes, that it makes, activates or
	// changes it.
	Managed, Changes bool
	// CategoryID is a new trigger's category, "" if it is not known.
	CategoryID string
	// Rule is nil while a part of it is not known.
	Rule *evaluation.Rule
	// Before is what an active one does until this run changes, deactivates or deletes
	// it; nil otherwise.
	Before *evaluation.Rule

	number int
}

// After reports whether this run planned it after another one: the later of the two
// is compared with the earlier one.
func (s PlannedSend) After(other PlannedSend) bool { return s.number > other.number }

// sends are those that this run plans, by id, or by kind and title before they are
// created.
type sends struct {
	mu      sync.Mutex
	planned map[sendKey]PlannedSend
	last    int // number
	found   *foundSends
}

// sendKey has a title where there is no id yet.
type sendKey struct {
	automation bool
	id, title  string
}

func (s PlannedSend) key() sendKey {
	if s.ID != "" {
		return sendKey{automation: s.Automation, id: s.ID}
	}
	return sendKey{automation: s.Automation, title: s.Title}
}

// PlanSend notes what this run makes of a send, and returns it with its number. Titles of sends are unique, so one
// that has an id now replaces what was noted by its title.
func (c *Client) PlanSend(s PlannedSend) PlannedSend {
	c.sends.mu.Lock()
	defer c.sends.mu.Unlock()
	if c.sends.planned == nil {
		c.sends.planned = map[sendKey]PlannedSend{}
	}
	s.Managed, s.number = true, c.sends.planned[s.key()].number
	if s.number == 0 {
		c.sends.last++
		s.number = c.sends.last
	}
	c.sends.planned[s.key()] = s
	if s.ID != "" {
		delete(c.sends.planned, PlannedSend{Title: s.Title, Automation: s.Automation}.key())
	}
	return s
}

// SendsToCreate are the new sends of this run that do not exist yet, by title.
func (c *Client) SendsToCreate() []PlannedSend {
	c.sends.mu.Lock()
	defer c.sends.mu.Unlock()
	created := slices.DeleteFunc(slices.Collect(maps.Values(c.sends.planned)), func(s PlannedSend) bool { return s.ID != "" })
	slices.SortFunc(created, func(a, b PlannedSend) int { return strings.Compare(a.Title, b.Title) })
	return created
}

// foundSends are those of two lists as they are in the account. Every send of a plan
// asks for them.
type foundSends struct {
	triggers    *client.Snapshot[Trigger]
	automations *client.Snapshot[Automation] // nil if they cannot be read
	sends       []PlannedSend
}

func findSends(triggers *client.Snapshot[Trigger], automations *client.Snapshot[Automation]) *foundSends {
	found := &foundSends{triggers: triggers, automations: automations}
	for _, t := range triggers.Items {
		if rule := t.Rule(); rule.Sends() {
			found.sends = append(found.sends, PlannedSend{ID: t.ID, Title: t.Title, Active: t.Active, Rule: rule})
		}
	}
	if automations == nil {
		return found
	}
	for _, a := range automations.Items {
		if rule := a.Rule(); rule.Sends() {
			found.sends = append(found.sends, PlannedSend{ID: a.ID, Title: a.Title, Automation: true, Active: a.Active, Rule: rule})
		}
	}
	return found
}

// has reports whether the account has the object of a send, whatever that does now.
func (f *foundSends) has(s PlannedSend) (exists bool) {
	if !s.Automation {
		_, exists = f.triggers.Find(s.ID)
	} else if f.automations != nil {
		_, exists = f.automations.Find(s.ID)
	}
	return exists
}

// Sends are all triggers and automations that notify a receiver, those of this run
// as planned. Automations that cannot be read are left out, and unread says why.
func (c *Client) Sends(ctx context.Context) (sends []PlannedSend, unread, err error) {
	triggers, err := c.triggers.Look(ctx)
	if err != nil {
		return nil, nil, err
	}
	automations, unread := c.automations.Look(ctx)
	if unread != nil {
		automations = nil
	}
	created := c.SendsToCreate()
	c.sends.mu.Lock()
	defer c.sends.mu.Unlock()
	found := c.sends.found
	if found == nil || found.triggers != triggers || found.automations != automations {
		found = findSends(triggers, automations)
		c.sends.found = found
	}
	all := make([]PlannedSend, 0, len(found.sends)+len(created))
	shown := make(map[sendKey]bool, len(found.sends))
	for _, s := range found.sends {
		shown[s.key()] = true
		if planned, known := c.sends.planned[s.key()]; known {
			planned.Rule = cmp.Or(planned.Rule, s.Rule)
			s = planned
		}
		all = append(all, s)
	}
	for key, s := range c.sends.planned { // what notifies nobody at the moment
		if s.ID != "" && !shown[key] && found.has(s) {
			created = append(created, s)
		}
	}
	unknown := func(s PlannedSend) bool { return s.Rule == nil || !s.Rule.Sends() }
	return append(all, slices.DeleteFunc(created, unknown)...), unread, nil
}

// RelyingAutomations are the active automations that notify a receiver and leave
// tickets alone which have one of the marks, but not those which have one of the
// others: a trigger's order is of no use to them. Automations that cannot be read are
// left out.
func (c *Client) RelyingAutomations(ctx context.Context, marks, others rules.Marks) []PlannedSend {
	all, unread, err := c.Sends(ctx)
	if err != nil || unread != nil {
		return nil
	}
	if len(marks.Checkboxes)+len(others.Checkboxes) > 0 { // automations know a checkbox by its tag
		tags, err := c.FieldTags(ctx)
		if err != nil {
			return nil
		}
		marks, others = evaluation.Widen(marks, tags), evaluation.Widen(others, tags)
	}
	return slices.DeleteFunc(all, func(s PlannedSend) bool {
		return !s.Automation || !s.Active || !s.Rule.Honours(marks) || s.Rule.Honours(others)
	})
}

// SameHost reports whether two webhooks or targets are known to notify the same host.
// A receiver that cannot be read is not known.
func (c *Client) SameHost(ctx context.Context, receiver, other string) bool {
	host := c.host(ctx, receiver)
	return host != "" && strings.EqualFold(host, c.host(ctx, other))
}

// AtHost reports whether a webhook or target is known to notify a host, or one below it.
func (c *Client) AtHost(ctx context.Context, receiver, host string) bool {
	found := strings.ToLower(c.host(ctx, receiver))
	return found == host || strings.HasSuffix(found, "."+host)
}

// host is that of a webhook or target; ids of targets are decimal numbers.
func (c *Client) host(ctx context.Context, receiver string) string {
	address := ""
	if strings.Trim(receiver, "0123456789") == "" {
		if target, err := c.Target(ctx, receiver); err == nil {
			address = target.URL
		}
	} else if webhook, err := c.Webhook(ctx, receiver); err == nil {
		address = webhook.Endpoint
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Host
}
