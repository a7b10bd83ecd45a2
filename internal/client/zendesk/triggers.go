package zendesk

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Trigger is a ticket trigger as Zendesk has it.
type Trigger struct {
	// ID is a decimal number, often above 2^53.
	ID, Title, Description string
	Active                 bool
	// Position counts within the category, from 1; triggers of one category may
	// share a number.
	Position int64
	// CategoryID is empty in an account without categories.
	CategoryID string
	Conditions rules.Conditions
	Actions    []rules.Action
	// Default is true for the triggers that Zendesk ships.
	Default bool
	// UpdatedAt is when it was last read to have been changed, as Zendesk writes
	// it: "2026-11-02T10:00:00Z". May be empty.
	UpdatedAt string
	// Untouched says that nothing was changed since it was created, as far as
	// Zendesk's times, in whole seconds, tell.
	Untouched bool

	rule *evaluation.Rule // made when it is decoded, so that it is analyzed once
}

// TriggerInput is what a create or an update sends. A nil member is not sent; a
// pointer to an empty text clears.
type TriggerInput struct {
	Title, Description *string
	Active             *bool
	CategoryID         *string
	Position           *int64
	// Conditions and Actions belong together: Zendesk replaces both when it gets
	// either, so an update that sends one of them alone is refused here.
	Conditions *rules.Conditions
	Actions    *[]rules.Action
}

// triggerKind is shared by the reads and writes below.
var triggerKind = client.Kind[Trigger]{
	Noun: "trigger", Path: "/triggers", Form: envelope{"trigger", "triggers"}, Paging: byOffset,
	ID:     func(t Trigger) string { return t.ID },
	Title:  func(t Trigger) string { return t.Title },
	Active: func(t Trigger) bool { return t.Active },
	Decode: decodeTrigger,
}

func decodeTrigger(raw json.RawMessage) (Trigger, error) {
	var wire struct {
		ID          client.Text  `json:"id"`
		Title       string       `json:"title"`
		Description string       `json:"description"`
		Active      bool         `json:"active"`
		Position    client.Whole `json:"position"`
		CategoryID  client.Text  `json:"category_id"`
		Default     bool         `json:"default"`
		CreatedAt   client.Text  `json:"created_at"`
		UpdatedAt   client.Text  `json:"updated_at"`
		Conditions  struct {
			All []condition `json:"all"`
			Any []condition `json:"any"`
		} `json:"conditions"`
		Actions []condition `json:"actions"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Trigger{}, err
	}
	read := Trigger{
		ID: string(wire.ID), Title: wire.Title, Description: wire.Description, Active: wire.Active,
		Position: int64(wire.Position), CategoryID: string(wire.CategoryID), Default: wire.Default,
		UpdatedAt: string(wire.UpdatedAt), Untouched: untouched(wire.CreatedAt, wire.UpdatedAt),
		Conditions: rules.Conditions{All: conditionsOf(wire.Conditions.All), Any: conditionsOf(wire.Conditions.Any)},
		Actions:    actionsOf(wire.Actions),
	}
	read.rule = read.Rule()
	return read, nil
}

// triggerWire is TriggerInput as JSON. go-zendesk's Trigger cannot be used: it
// drops active=false and empty texts, and writes null groups.
type triggerWire struct {
	Title       *string           `json:"title,omitempty"`
	Description *string           `json:"description,omitempty"`
	Active      *bool             `json:"active,omitempty"`
	CategoryID  json.RawMessage   `json:"category_id,omitempty"`
	Position    *int64            `json:"position,omitempty"`
	Conditions  *rules.Conditions `json:"conditions,omitempty"`
	Actions     *[]rules.Action   `json:"actions,omitempty"`
}

func (in TriggerInput) wire() (triggerWire, error) {
	wire := triggerWire{Title: in.Title, Description: in.Description, Active: in.Active, Position: in.Position, Conditions: in.Conditions}
	if in.Actions != nil {
		actions := append([]rules.Action{}, *in.Actions...) // never null
		wire.Actions = &actions
	}
	if in.CategoryID != nil {
		wire.CategoryID = json.RawMessage(clearedCategory)
		if *in.CategoryID != "" {
			quoted, err := json.Marshal(*in.CategoryID)
			if err != nil {
				return wire, err
			}
			wire.CategoryID = quoted
		}
	}
	return wire, nil
}

// equals reports whether a trigger is what was sent. The position is left out:
// the server chooses it when others are created at the same time.
func (in TriggerInput) equals(t Trigger) bool {
	return same(in.Title, t.Title) && same(in.Description, t.Description) && same(in.Active, t.Active) &&
		same(in.CategoryID, t.CategoryID) &&
		(in.Conditions == nil || in.Conditions.Equal(t.Conditions)) &&
		(in.Actions == nil || slices.EqualFunc(*in.Actions, t.Actions, rules.Action.Equal))
}

// same reports whether a member was not sent or has the value that was sent.
func same[V comparable](sent *V, is V) bool { return sent == nil || *sent == is }

// Triggers lists all triggers, active or not, from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-triggers
func (c *Client) Triggers(ctx context.Context) ([]Trigger, error) { return c.triggers.All(ctx) }

// TriggersListed reports whether the shared list has been read, so that another
// look at it costs no request.
func (c *Client) TriggersListed() bool { return c.triggers.Listed() }

// Trigger reads one trigger from the shared list, or by its id if it is not
// there. See [IsNotFound].
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#show-trigger
func (c *Client) Trigger(ctx context.Context, id string) (*Trigger, error) {
	return c.triggers.Get(ctx, id)
}

// CreateTrigger creates a trigger once, see [client.List.Create]. Title, Conditions and
// Actions are required by Zendesk.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#create-trigger
func (c *Client) CreateTrigger(ctx context.Context, in TriggerInput) (*Trigger, error) {
	wire, err := in.wire()
	if err != nil {
		return nil, c.api.Failure(http.MethodPost, triggerKind.Path, err)
	}
	return c.triggers.Create(ctx, valueOf(in.Title), in.equals, wire)
}

// UpdateTrigger changes the members that are set. Changing Position may shift
// other triggers; [Client.Place] and [Client.ForgetTriggers] are for that.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#update-trigger
func (c *Client) UpdateTrigger(ctx context.Context, id string, in TriggerInput) (*Trigger, error) {
	if (in.Conditions == nil) != (in.Actions == nil) {
		return nil, &Error{Message: "conditions and actions of a trigger are replaced together, so both have to be sent"}
	}
	wire, err := in.wire()
	if err != nil {
		return nil, c.api.Failure(http.MethodPut, triggerKind.Path, err)
	}
	return c.triggers.Change(ctx, http.MethodPut, id, wire)
}

// DeleteTrigger deletes a trigger, active or not. It waits for an order that is
// being written, because it shifts the numbers of those behind it.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#delete-trigger
func (c *Client) DeleteTrigger(ctx context.Context, id string) error {
	release, err := c.evaluation.Lock.Share(ctx)
	if err != nil {
		return c.api.Failure(http.MethodDelete, triggerKind.Path, err)
	}
	defer release()
	return c.triggers.Remove(ctx, id)
}

// renewTriggers brings the shared list up to date by one request, as far as
// triggers were made or changed lately. Whatever else a change may be to Zendesk,
// making a trigger is one.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-triggers
func (c *Client) renewTriggers(ctx context.Context) error {
	latest := offset(1)
	latest.Set("sort_by", "updated_at")
	latest.Set("sort_order", "desc")
	return c.triggers.Renew(ctx, latest, func(t Trigger) string { return t.UpdatedAt })
}

// ForgetTriggers makes the next read list the account again.
func (c *Client) ForgetTriggers() { c.triggers.Forget() }

func valueOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
