package zendesk

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// catalogueTimeout bounds the wait for the catalogue: the checks that use it are
// a courtesy, and a plan without a connection must not take long.
const catalogueTimeout = 10 * time.Second

// courtesy remembers the first answer, errors included.
type courtesy struct {
	mu          sync.Mutex
	asked       bool
	definitions *Definitions
	err         error
	outdated    map[string]bool   // fields whose options change in this process
	tags        map[string]string // of fields whose tag changes in this process
}

// Catalogue is [Client.TriggerDefinitions] for checks that a plan can do
// without. A failure is remembered, so that it is waited for only once. Only a
// refused credential is an error; otherwise nil means that the account cannot be
// asked.
func (c *Client) Catalogue(ctx context.Context) (*Definitions, error) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if !c.courtesy.asked {
		limited, cancel := context.WithTimeout(ctx, catalogueTimeout)
		defer cancel()
		c.courtesy.definitions, c.courtesy.err = c.TriggerDefinitions(limited)
		c.courtesy.asked = true
	}
	if c.courtesy.err == nil || IsUnauthorized(c.courtesy.err) {
		return c.courtesy.definitions, c.courtesy.err
	}
	return nil, nil
}

// OffersIsNot reports whether the account's triggers can ask with "is_not" for a
// checkbox. A checkbox that is younger than the catalogue is taken to be like the
// account's others. An account that cannot be asked offers no more than "is", which
// every account does.
func (c *Client) OffersIsNot(ctx context.Context, fieldID string) bool {
	definitions, err := c.Catalogue(ctx)
	if err != nil || definitions == nil {
		return false
	}
	if own, known := definitions.Condition("all", rules.CustomField(fieldID)); known {
		return own.offers("is_not")
	}
	return slices.ContainsFunc(definitions.All, func(d Definition) bool { return d.isCheckbox() && d.offers("is_not") })
}

func (d Definition) offers(operator string) bool {
	_, offered := d.Operator(operator)
	return offered
}

// isCheckbox guesses from the two values that a checkbox has.
func (d Definition) isCheckbox() bool {
	_, ticked := d.Value("true")
	_, cleared := d.Value("false")
	return strings.HasPrefix(d.Field, rules.CustomField("")) && ticked && cleared && len(d.Values) == 2
}

// PlanTag tells that the tag of a ticket field is about to become another, "" for
// none.
func (c *Client) PlanTag(fieldID, tag string) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if c.courtesy.tags == nil {
		c.courtesy.tags = map[string]string{}
	}
	c.courtesy.tags[fieldID] = tag
}

// PlannedTag returns what [Client.PlanTag] was told of the field, if it was.
func (c *Client) PlannedTag(fieldID string) (tag string, planned bool) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	tag, planned = c.courtesy.tags[fieldID]
	return tag, planned
}

// OutdateOptions tells that the options of a ticket field are about to change, so
// that the catalogue, which is of before, does not know them all.
func (c *Client) OutdateOptions(fieldID string) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if c.courtesy.outdated == nil {
		c.courtesy.outdated = map[string]bool{}
	}
	c.courtesy.outdated[fieldID] = true
}

// OptionsOutdated reports whether [Client.OutdateOptions] was told of the field.
func (c *Client) OptionsOutdated(fieldID string) bool {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return c.courtesy.outdated[fieldID]
}
