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

// Automation is an automation as Zendesk has it: a rule that runs by the hour.
type Automation struct {
	// ID is a decimal number, often above 2^53.
	ID, Title string
	Active    bool
	// Position counts over the whole account: automations have no categories.
	// Zendesk's own may have 0.
	Position   int64
	Conditions rules.Conditions
	Actions    []rules.Action
	// Default is true for the automations that Zendesk ships. Some of them can
	// be neither changed nor deleted.
	Default bool

	rule *evaluation.Rule
}

// Rule is what it depends on which tickets it acts on, and whom it notifies.
func (a Automation) Rule() *evaluation.Rule {
	if a.rule != nil {
		return a.rule
	}
	return evaluation.NewRule(rules.Rule{Conditions: a.Conditions, Actions: a.Actions}, nil)
}

// IsNativeCSAT reports whether this is the automation that Zendesk adds together
// with its own customer satisfaction. The title says nothing: it is translated
// and people edit it.
func (a Automation) IsNativeCSAT() bool {
	return a.Default && slices.ContainsFunc(a.Actions, rules.Action{Field: rules.FieldSatisfaction, Value: rules.Text(rules.SatisfactionOffered)}.Equal)
}

// AutomationInput is what a create or an update sends. A nil member is not sent.
type AutomationInput struct {
	Title    *string
	Active   *bool
	Position *int64
	// Conditions and Actions belong together: Zendesk replaces both when it gets
	// either, so an update that sends one of them alone is refused here.
	Conditions *rules.Conditions
	Actions    *[]rules.Action
}

// automationKind is shared by the reads and writes below.
var automationKind = client.Kind[Automation]{
	Noun: "automation", Path: "/automations", Form: envelope{"automation", "automations"}, Paging: byOffset,
	ID:     func(a Automation) string { return a.ID },
	Title:  func(a Automation) string { return a.Title },
	Active: func(a Automation) bool { return a.Active },
	Decode: decodeAutomation,
}

// decodeAutomation takes condition values of every kind: go-zendesk's strings
// make one automation with a list or a number spoil the whole account's list.
func decodeAutomation(raw json.RawMessage) (Automation, error) {
	var wire struct {
		ID         client.Text  `json:"id"`
		Title      string       `json:"title"`
		Active     bool         `json:"active"`
		Position   client.Whole `json:"position"`
		Default    bool         `json:"default"`
		Conditions struct {
			All []condition `json:"all"`
			Any []condition `json:"any"`
		} `json:"conditions"`
		Actions []condition `json:"actions"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Automation{}, err
	}
	read := Automation{
		ID: string(wire.ID), Title: wire.Title, Active: wire.Active, Position: int64(wire.Position), Default: wire.Default,
		Conditions: rules.Conditions{All: conditionsOf(wire.Conditions.All), Any: conditionsOf(wire.Conditions.Any)},
		Actions:    actionsOf(wire.Actions),
	}
	read.rule = read.Rule()
	return read, nil
}

// automationWire is AutomationInput as JSON. go-zendesk's Automation cannot say
// active=false: switching the built-in CSAT off through it does nothing.
type automationWire struct {
	Title      *string           `json:"title,omitempty"`
	Active     *bool             `json:"active,omitempty"`
	Position   *int64            `json:"position,omitempty"`
	Conditions *rules.Conditions `json:"conditions,omitempty"`
	Actions    *[]rules.Action   `json:"actions,omitempty"`
}

func (in AutomationInput) wire() automationWire {
	wire := automationWire{Title: in.Title, Active: in.Active, Position: in.Position, Conditions: in.Conditions}
	if in.Actions != nil {
		actions := append([]rules.Action{}, *in.Actions...) // never null
		wire.Actions = &actions
	}
	return wire
}

// Describes reports whether an automation is what this input makes. The position
// is left out: the server chooses it when others are created at the same time.
func (in AutomationInput) Describes(a Automation) bool {
	return same(in.Title, a.Title) && same(in.Active, a.Active) &&
		(in.Conditions == nil || in.Conditions.Equal(a.Conditions)) &&
		(in.Actions == nil || slices.EqualFunc(*in.Actions, a.Actions, rules.Action.Equal))
}

// Automations lists all automations, active or not, Zendesk's own included, from
// the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/#list-automations
func (c *Client) Automations(ctx context.Context) ([]Automation, error) {
	return c.automations.All(ctx)
}

// Automation reads one automation from the shared list, or by its id if it is
// not there. See [IsNotFound].
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/#show-automation
func (c *Client) Automation(ctx context.Context, id string) (*Automation, error) {
	return c.automations.Get(ctx, id)
}

// CreateAutomation creates an automation once, see [client.List.Create]. Title, Conditions
// and Actions are required by Zendesk, and [rules.CheckAutomation] says what
// else is. Zendesk refuses an active one that equals another active one.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/#create-automation
func (c *Client) CreateAutomation(ctx context.Context, in AutomationInput) (*Automation, error) {
	return c.automations.Create(ctx, valueOf(in.Title), in.Describes, in.wire())
}

// UpdateAutomation changes the members that are set. Changing Position may shift
// other automations; [Client.ForgetAutomations] is for that.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/#update-automation
func (c *Client) UpdateAutomation(ctx context.Context, id string, in AutomationInput) (*Automation, error) {
	if (in.Conditions == nil) != (in.Actions == nil) {
		return nil, &Error{Message: "conditions and actions of an automation are replaced together, so both have to be sent"}
	}
	return c.automations.Change(ctx, http.MethodPut, id, in.wire())
}

// AutomationAlone reads the account again and gives a [DuplicateError] while
// another automation of the title is on. One that this process made has to be the
// only one of its title: somebody may be about to switch the other one on.
func (c *Client) AutomationAlone(ctx context.Context, id, title string) error {
	c.ForgetAutomations()
	automations, err := c.Automations(ctx)
	if err != nil {
		return err
	}
	made := c.HasMade(automationKind.Noun, id)
	duplicates := automationKind.Duplicates(automations, id, title, made)
	if len(duplicates) == 0 {
		return nil
	}
	return &DuplicateError{Noun: automationKind.Noun, Title: title, Existing: duplicates, ID: id, Made: made}
}

// DeleteAutomation deletes an automation, active or not.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/#delete-automation
func (c *Client) DeleteAutomation(ctx context.Context, id string) error {
	return c.automations.Remove(ctx, id)
}

// ForgetAutomations makes the next read list the account again.
func (c *Client) ForgetAutomations() { c.automations.Forget() }
