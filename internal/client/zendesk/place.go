package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// placeWire is a evaluation.TriggerPlace as JSON: the jobs endpoint takes ids as strings,
// update_many as numbers.
type placeWire struct {
	ID         any     `json:"id"`
	CategoryID *string `json:"category_id,omitempty"`
	Position   *int64  `json:"position,omitempty"`
	Active     *bool   `json:"active,omitempty"`
}

// placed is an item of the answer: it may hold all of the object or only what
// was sent.
type placed struct {
	ID         client.Text  `json:"id"`
	CategoryID *client.Text `json:"category_id"`
	Position   *int64       `json:"position"`
	Active     *bool        `json:"active"`
}

// Place sets position, category and activity of all items in one request that
// happens as a whole or not at all, and brings the shared lists in step with the
// answer. A refusal is an [*Error] whose Fields are keyed by trigger id. After an
// ambiguous answer both lists are read again and the error satisfies
// [IsAmbiguous].
//
// A server without that request gets the one that places triggers alone, and one
// trigger is placed by its own update where that is missing too.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#create-batch-job-for-trigger-categories
func (c *Client) Place(ctx context.Context, categories []evaluation.CategoryPlace, triggers []evaluation.TriggerPlace) error {
	if len(categories) == 0 && len(triggers) == 0 {
		return nil
	}
	var refused error
	if noted := c.notedCategories(ctx); noted != nil {
		refused = noted
	} else if len(categories) > 0 || !c.withoutJobs.Load() {
		switch err := c.placeByJob(ctx, categories, triggers); {
		case IsNoCategories(err):
			refused = c.noteCategories(ctx, err)
		case !c.lacksPath(ctx, err, triggers):
			return err
		case len(categories) > 0:
			return lacking(err, "This account does not offer the request that moves trigger categories.")
		default:
			if err = c.placeTriggers(ctx, triggers); err == nil {
				c.withoutJobs.Store(true)
			}
			return err
		}
	}
	if len(categories) > 0 {
		return refused
	}
	return c.placeTriggers(ctx, triggers)
}

func (c *Client) placeByJob(ctx context.Context, categories []evaluation.CategoryPlace, triggers []evaluation.TriggerPlace) error {
	const path = "/trigger_categories/jobs"
	items := map[string]any{}
	if len(categories) > 0 {
		wires := make([]placeWire, 0, len(categories))
		for _, place := range categories {
			wires = append(wires, placeWire{ID: place.ID, Position: &place.Position})
		}
		items["trigger_categories"] = wires
	}
	if len(triggers) > 0 {
		wires := make([]placeWire, 0, len(triggers))
		for _, place := range triggers {
			wires = append(wires, placeWire{ID: place.ID, CategoryID: place.CategoryID, Position: place.Position, Active: place.Active})
		}
		items["triggers"] = wires
	}
	job := map[string]any{"job": map[string]any{"action": "patch", "items": items}}
	body, err := c.api.Call(ctx, http.MethodPost, path, job)
	if err != nil {
		return c.unplaced(err)
	}
	var answer struct {
		Status  client.Text `json:"status"`
		Results struct {
			Categories []placed `json:"trigger_categories"`
			Triggers   []placed `json:"triggers"`
		} `json:"results"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return c.unplaced(c.api.Undecodable(http.MethodPost, path, body, err))
	}
	switch answer.Status {
	case "complete":
	case "failed":
		return c.api.Refusal("POST "+apiPrefix+path, &client.Answer{Status: http.StatusBadRequest, Body: body})
	default:
		return c.unplaced(c.api.Undecodable(http.MethodPost, path, nil, fmt.Errorf("the job's status is %q", answer.Status)))
	}
	c.mergeCategories(categories, answer.Results.Categories)
	c.mergeTriggers(triggers, answer.Results.Triggers)
	return nil
}

// placeTriggers uses the request that knows no categories to move: in accounts whose
// triggers form one list there is no other.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#update-many-triggers
func (c *Client) placeTriggers(ctx context.Context, triggers []evaluation.TriggerPlace) error {
	const path = "/triggers/update_many"
	if len(triggers) == 1 && c.withoutUpdateMany.Load() {
		return c.placeOne(ctx, triggers[0])
	}
	var answer struct {
		Triggers []placed `json:"triggers"`
	}
	err := c.api.Fetch(ctx, http.MethodPut, path, placedTogether(triggers), &answer)
	switch {
	case err == nil:
		c.mergeTriggers(triggers, answer.Triggers)
		return nil
	case !c.lacksPath(ctx, err, triggers):
		return c.unplaced(err)
	case len(triggers) > 1:
		return lacking(err, "This account offers no request that places several triggers at once, which this order needs. "+
			"Put them in order in the admin screen; where new triggers are activated, apply with -parallelism=1, so that each is placed alone.")
	}
	if err = c.placeOne(ctx, triggers[0]); err == nil {
		c.withoutUpdateMany.Store(true)
	}
	return err
}

// placeOne sets place and activity of one trigger by its own update, which is one
// request too. What it does to the numbers of others is not in the answer.
func (c *Client) placeOne(ctx context.Context, place evaluation.TriggerPlace) error {
	_, err := c.UpdateTrigger(ctx, place.ID, TriggerInput{CategoryID: place.CategoryID, Position: place.Position, Active: place.Active})
	c.triggers.Forget()
	return err
}

// lacksPath reports whether a batch is refused because the account does not have the
// path. A 404 in the API's own words may also be about a trigger that is gone: then
// the account's list, read again, lacks that one.
func (c *Client) lacksPath(ctx context.Context, err error, triggers []evaluation.TriggerPlace) bool {
	if !unknownPath(err) || IsAccountWide(err) {
		return false
	}
	if !IsNotFound(err) {
		return true
	}
	c.triggers.Forget()
	list, lookErr := c.triggers.Look(ctx)
	return lookErr == nil && !slices.ContainsFunc(triggers, func(place evaluation.TriggerPlace) bool {
		_, found := list.Find(place.ID)
		return !found
	})
}

// lacking is the error of a batch whose path the account does not have: it is about
// no object.
func lacking(err error, what string) error {
	var refused *Error
	if !errors.As(err, &refused) {
		return err
	}
	told := *refused
	told.OfPath = true
	told.Advice = what + " If it should: check subdomain and endpoint in the provider's zendesk section, and whether a proxy refuses the path."
	return &told
}

// unplaced evicts both lists if it is unknown where things stand.
func (c *Client) unplaced(err error) error {
	if IsAmbiguous(err) {
		c.triggers.Forget()
		c.categories.Forget()
	}
	return err
}

func (c *Client) mergeTriggers(sent []evaluation.TriggerPlace, got []placed) {
	told := byID(got)
	c.triggers.Edit(func(t *Trigger) {
		if item, answered := told[t.ID]; answered {
			if item.CategoryID != nil {
				t.CategoryID = string(*item.CategoryID)
			}
			t.Position = valueOr(item.Position, t.Position)
			t.Active = valueOr(item.Active, t.Active)
		}
	})
	for _, place := range sent {
		if !told[place.ID].answers(place) {
			c.triggers.Forget()
			return
		}
	}
}

func (c *Client) mergeCategories(sent []evaluation.CategoryPlace, got []placed) {
	told := byID(got)
	c.categories.Edit(func(category *Category) {
		category.Position = valueOr(told[category.ID].Position, category.Position)
	})
	for _, place := range sent {
		if told[place.ID].Position == nil {
			c.categories.Forget()
			return
		}
	}
}

func byID(got []placed) map[string]placed {
	told := make(map[string]placed, len(got))
	for _, item := range got {
		told[string(item.ID)] = item
	}
	return told
}

// answers reports whether the answer speaks of everything that was asked.
func (p placed) answers(asked evaluation.TriggerPlace) bool {
	return p.ID != "" && (asked.CategoryID == nil || p.CategoryID != nil) &&
		(asked.Position == nil || p.Position != nil) && (asked.Active == nil || p.Active != nil)
}

func valueOr[V any](value *V, fallback V) V {
	if value == nil {
		return fallback
	}
	return *value
}
