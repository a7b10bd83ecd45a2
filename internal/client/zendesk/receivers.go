package zendesk

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Notifier is a trigger or an automation that notifies a webhook or a target.
type Notifier struct {
	// Noun is for people: "automation".
	Noun, ID, Title string
}

// Notifiers are the active triggers and automations that notify a receiver, managed or
// not, from the shared lists. Noun is [NounWebhook] or [NounTarget]; with an empty id,
// it does not matter, and they are those that notify any. An account that does not offer
// automations has none.
func (c *Client) Notifiers(ctx context.Context, noun, id string) ([]Notifier, error) {
	triggers, err := c.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	automations, err := c.Automations(ctx)
	if err != nil && !client.IsNotOffered(err) {
		return nil, err
	}
	var found []Notifier
	for _, t := range triggers {
		if t.Active && notifies(t.Actions, noun, id) {
			found = append(found, Notifier{NounTrigger, t.ID, t.Title})
		}
	}
	for _, a := range automations {
		if a.Active && notifies(a.Actions, noun, id) {
			found = append(found, Notifier{NounAutomation, a.ID, a.Title})
		}
	}
	return found, nil
}

// RenewRules brings the shared lists of triggers and automations up to date, before a
// decision that cannot be taken back.
func (c *Client) RenewRules(ctx context.Context) error {
	c.ForgetAutomations()
	return c.renewTriggers(ctx)
}

// String names it.
func (n Notifier) String() string { return fmt.Sprintf("the %s %q (%s)", n.Noun, n.Title, n.ID) }

func notifies(actions []rules.Action, noun, id string) bool {
	field := rules.ActionNotifyHook
	if noun == NounTarget {
		field = rules.ActionNotifyTarget
	}
	return slices.ContainsFunc(actions, func(action rules.Action) bool {
		parts, _ := action.Value.Texts()
		if id == "" {
			return action.Field == rules.ActionNotifyHook || action.Field == rules.ActionNotifyTarget
		}
		return action.Field == field && len(parts) > 0 && parts[0] == id
	})
}

// Receiver is a webhook or target that sends notify.
type Receiver struct {
	Name   string
	Active bool
	// Absent says that the account has none of that id.
	Absent bool
}

// receiverKey is a receiver by its noun and id.
type receiverKey struct{ noun, id string }

// receivers is what this process knows of webhooks and targets that sends refer to:
// how they are planned, and which of them the plan deletes.
type receivers struct {
	mu    sync.Mutex
	known map[receiverKey]Receiver
	ends  map[receiverKey]ReceiverEnd
	left  map[receiverKey][]Notifier
}

// RulesListed reports whether the list of triggers or that of automations has been
// read: a plan without refresh reads neither, and makes no request for a check.
func (c *Client) RulesListed() bool { return c.triggers.Listed() || c.automations.Listed() }

// NoteReceiver notes how a managed receiver will be.
func (c *Client) NoteReceiver(noun, id string, r Receiver) {
	c.receivers.mu.Lock()
	defer c.receivers.mu.Unlock()
	if c.receivers.known == nil {
		c.receivers.known = map[receiverKey]Receiver{}
	}
	c.receivers.known[receiverKey{noun, id}] = r
}

// Receiver is a receiver as it will be if this run manages it, else as the account has
// it. It is asked for once.
func (c *Client) Receiver(ctx context.Context, noun, id string) (Receiver, error) {
	release, err := c.LockOne(ctx, "receiver\n"+noun+"\n"+id)
	if err != nil {
		return Receiver{}, err
	}
	defer release()
	c.receivers.mu.Lock()
	known, found := c.receivers.known[receiverKey{noun, id}]
	c.receivers.mu.Unlock()
	if found {
		return known, nil
	}
	if noun == NounWebhook {
		known, err = receiverOf(ctx, c.webhooks, id, func(w Webhook) Receiver { return Receiver{Name: w.Name, Active: w.Active} })
	} else {
		known, err = receiverOf(ctx, c.targets, id, func(t Target) Receiver { return Receiver{Name: t.Title, Active: t.Active} })
	}
	if err == nil {
		c.NoteReceiver(noun, id, known)
	}
	return known, err
}

// receiverOf believes that one is absent when the list says so too.
func receiverOf[T any](ctx context.Context, list *client.List[T], id string, made func(T) Receiver) (Receiver, error) {
	object, err := list.Get(ctx, id)
	switch {
	case err == nil:
		return made(*object), nil
	case !IsNotFound(err):
		return Receiver{}, err
	}
	all, err := list.Look(ctx)
	if err != nil {
		return Receiver{}, err
	}
	if object, found := all.Find(id); found {
		return made(object), nil
	}
	return Receiver{Absent: true}, nil
}

// ReceiverEnd is what a plan makes of a receiver that is deleted or replaced.
type ReceiverEnd struct {
	Name     string
	Replaced bool
}

// PlanReceiverEnd notes the end of a receiver, and gives the sends that were planned
// to go on and notify it until they are changed.
func (c *Client) PlanReceiverEnd(noun, id string, end ReceiverEnd) []Notifier {
	c.receivers.mu.Lock()
	defer c.receivers.mu.Unlock()
	if c.receivers.ends == nil {
		c.receivers.ends = map[receiverKey]ReceiverEnd{}
	}
	c.receivers.ends[receiverKey{noun, id}] = end
	return c.receivers.left[receiverKey{noun, id}]
}

// PlanNotifier notes that an active send which goes on notifies a receiver until it is
// changed, and gives what is planned of that one, if it ends.
func (c *Client) PlanNotifier(noun, id string, send Notifier) (end ReceiverEnd, ends bool) {
	c.receivers.mu.Lock()
	defer c.receivers.mu.Unlock()
	if c.receivers.left == nil {
		c.receivers.left = map[receiverKey][]Notifier{}
	}
	key := receiverKey{noun, id}
	c.receivers.left[key] = append(c.receivers.left[key], send)
	end, ends = c.receivers.ends[key]
	return end, ends
}
