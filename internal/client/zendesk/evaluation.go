package zendesk

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Evaluation puts the account's triggers and categories in order.
func (c *Client) Evaluation() *evaluation.Reconciler { return c.evaluation }

// ordered is the account as package evaluation sees it.
type ordered struct {
	client *Client

	mu sync.Mutex // guards the rest
	// last are the last snapshots, without and with categories, and what each was
	// made of.
	last  [2]made
	rules map[*evaluation.Rule]*evaluation.Rule // with the tags of ticket fields
	tags  map[string][]string                   // those
}

// made is a snapshot and the lists that it was made of. Fields is nil of one that needs
// no tags of ticket fields.
type made struct {
	triggers   *client.Snapshot[Trigger]
	categories *client.Snapshot[Category]
	fields     *client.Snapshot[TicketField]
	tags       map[string][]string
	snapshot   *evaluation.Snapshot
}

func newEvaluation(c *Client) *evaluation.Reconciler {
	return evaluation.New(&ordered{client: c}, transport.Debug)
}

// Rule is what the order of evaluation depends on.
func (t Trigger) Rule() *evaluation.Rule {
	if t.rule != nil {
		return t.rule
	}
	return evaluation.NewRule(rules.Rule{Conditions: t.Conditions, Actions: t.Actions}, nil)
}

func (t Trigger) evaluated() evaluation.Trigger {
	return evaluation.Trigger{ID: t.ID, Title: t.Title, CategoryID: t.CategoryID, Position: t.Position, Active: t.Active, Rule: t.Rule()}
}

// Snapshot reads both lists where they are not known. An account without
// categories has none.
func (o *ordered) Snapshot(ctx context.Context) (*evaluation.Snapshot, error) {
	triggers, err := o.client.triggers.Look(ctx)
	if err != nil {
		return nil, err
	}
	categories, err := o.listedCategories(ctx)
	if err != nil {
		return nil, err
	}
	return o.snapshot(ctx, triggers, categories)
}

// Triggers has no categories.
func (o *ordered) Triggers(ctx context.Context) (*evaluation.Snapshot, error) {
	triggers, err := o.client.triggers.Look(ctx)
	if err != nil {
		return nil, err
	}
	return o.snapshot(ctx, triggers, nil)
}

// Categories has no triggers.
func (o *ordered) Categories(ctx context.Context) (*evaluation.Snapshot, error) {
	if _, err := o.client.Categories(ctx); err != nil {
		return nil, err
	}
	categories, err := o.listedCategories(ctx)
	if err != nil {
		return nil, err
	}
	return snapshotOf(nil, categories), nil
}

func (o *ordered) listedCategories(ctx context.Context) (*client.Snapshot[Category], error) {
	_, err := o.client.Categories(ctx)
	switch {
	case IsNoCategories(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return o.client.categories.Look(ctx)
}

// snapshot is made once for the same lists: what it derives is used by every
// resource.
func (o *ordered) snapshot(ctx context.Context, triggers *client.Snapshot[Trigger], categories *client.Snapshot[Category]) (*evaluation.Snapshot, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	last := &o.last[0]
	if categories != nil {
		last = &o.last[1]
	}
	if last.snapshot != nil && last.triggers == triggers && last.categories == categories {
		if same, err := o.current(ctx, last); same || err != nil {
			return last.snapshot, err
		}
	}
	fresh := made{triggers: triggers, categories: categories, snapshot: snapshotOf(triggers, categories)}
	if err := o.linked(ctx, &fresh); err != nil {
		return nil, err
	}
	*last = fresh
	return last.snapshot, nil
}

func snapshotOf(triggers *client.Snapshot[Trigger], categories *client.Snapshot[Category]) *evaluation.Snapshot {
	made := &evaluation.Snapshot{}
	if triggers != nil {
		made.TriggersAt, made.ChangesAt = triggers.Read, triggers.Renewed
		made.Triggers = make([]evaluation.Trigger, 0, len(triggers.Items))
		for _, t := range triggers.Items {
			made.Triggers = append(made.Triggers, t.evaluated())
		}
	}
	if categories != nil {
		made.CategoriesAt = categories.Read
		for _, each := range categories.Items {
			made.Categories = append(made.Categories, evaluation.Category{ID: each.ID, Name: each.Name, Position: each.Position})
		}
	}
	return made
}

func (o *ordered) Listed() bool { return o.client.TriggersListed() }

// Find puts what exists into the lists.
func (o *ordered) Find(ctx context.Context, triggers, categories []string) (found bool, err error) {
	for _, id := range triggers {
		_, err := o.client.Trigger(ctx, id)
		if err != nil && !IsNotFound(err) {
			return found, err
		}
		found = found || err == nil
	}
	for _, id := range categories {
		_, err := o.client.Category(ctx, id)
		if err != nil && !IsNotFound(err) && !IsNoCategories(err) {
			return found, err
		}
		found = found || err == nil
	}
	return found, nil
}

func (o *ordered) Forget(triggers, categories bool) {
	if triggers {
		o.client.ForgetTriggers()
	}
	if categories {
		o.client.ForgetCategories()
	}
}

func (o *ordered) Renew(ctx context.Context) error { return o.client.renewTriggers(ctx) }

func (o *ordered) Reread(ctx context.Context, id string) (evaluation.Trigger, error) {
	trigger, err := o.client.triggerByID(ctx, id)
	if err != nil {
		return evaluation.Trigger{}, err
	}
	return trigger.evaluated(), nil
}

func (o *ordered) Place(ctx context.Context, categories []evaluation.CategoryPlace, triggers []evaluation.TriggerPlace) error {
	return o.client.Place(ctx, categories, triggers)
}

func (o *ordered) Deactivate(ctx context.Context, id string) error {
	active := false
	written, err := o.client.UpdateTrigger(ctx, id, TriggerInput{Active: &active})
	if err == nil && written.Active {
		return &Error{Message: "the account answers that the trigger " + id + " is still active"}
	}
	return err
}

// Judge knows that a refusal of a batch may be half done, whatever the vendor
// documents, unless nothing was sent or it was refused before anybody looked at
// it.
func (o *ordered) Judge(err error) evaluation.Failure {
	failure := evaluation.Failure{
		Retry: IsAmbiguous(err) || IsConflict(err), Gone: IsNotFound(err), Rejected: map[string]bool{},
		Undone: client.Matches(err, func(e *Error) bool {
			return !e.Ambiguous && (e.Status == 0 || e.Unauthorized() || e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable)
		}),
	}
	var vendor *Error
	if errors.As(err, &vendor) {
		for id := range vendor.Fields {
			failure.Rejected[id] = true
		}
	}
	return failure
}

// triggerByID asks for a trigger whatever the list says, and corrects the list.
func (c *Client) triggerByID(ctx context.Context, id string) (*Trigger, error) {
	return c.triggers.Reread(ctx, id)
}
