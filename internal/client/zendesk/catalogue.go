package zendesk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// catalogueTimeout bounds the wait for the catalogue: the checks that use it are
// a courtesy, and a plan without a connection must not take long.
const catalogueTimeout = 10 * time.Second

// catalogueRest is how long nobody asks again after two failures in a row: each may
// take as long as the wait is.
const catalogueRest = 30 * time.Second

// courtesy remembers why the account could not be asked.
type courtesy struct {
	mu       sync.Mutex
	failed   time.Time           // when it was last
	failures int                 // in a row
	err      error               // of the last one
	outdated map[string]bool     // fields whose options change in this process
	lost     map[string][]string // values of their options that go
	tags     map[string]string   // of fields whose tag changes in this process
	newTags  []string            // of fields that are to be created in it
}

// Catalogue is [Client.TriggerDefinitions] for checks that a plan can do without. Only
// a refused credential is an error; otherwise nil means that the account cannot be
// asked now, and an empty catalogue that it answers, but does not show this one;
// [Client.CatalogueFailure] says why. Whoever waited for a failure shares it, and later
// callers ask again.
func (c *Client) Catalogue(ctx context.Context) (*Definitions, error) {
	asked := time.Now()
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if !c.courtesy.rests(asked) {
		limited, cancel := context.WithTimeout(ctx, catalogueTimeout)
		defer cancel()
		definitions, err := c.TriggerDefinitions(limited)
		if c.courtesy.err = err; err == nil {
			c.courtesy.failures = 0
			return definitions, nil
		}
		c.courtesy.failed = time.Now()
		if !postponed(err) {
			c.courtesy.failures++
		}
	}
	switch {
	case IsUnauthorized(c.courtesy.err):
		return nil, c.courtesy.err
	case refused(c.courtesy.err):
		return &Definitions{}, nil
	}
	return nil, nil
}

// refused reports that a server answers, and has or shows nothing at this path: other
// paths are worth a request.
func refused(err error) bool {
	return !IsAccountWide(err) && client.Matches(err, func(e *Error) bool {
		return slices.Contains([]int{http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented}, e.Status)
	})
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

// PlanNewTag tells the tag of a ticket field that is about to be created.
func (c *Client) PlanNewTag(tag string) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	c.courtesy.newTags = append(c.courtesy.newTags, tag)
}

// PlansNewTag reports whether [Client.PlanNewTag] was told of one of the tags.
func (c *Client) PlansNewTag(tags []string) bool {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return slices.ContainsFunc(c.courtesy.newTags, func(tag string) bool { return slices.Contains(tags, tag) })
}

// rests reports whether a caller shares the last failure.
func (c *courtesy) rests(asked time.Time) bool {
	return c.err != nil && (c.failed.After(asked) || c.failures > 1 && asked.Sub(c.failed) < catalogueRest)
}

// postponed is true for a request that was not sent, because the vendor asked to wait
// longer than it may take.
func postponed(err error) bool {
	var wait *transport.WaitError
	return errors.As(err, &wait)
}

// CatalogueFailure is why the account could not be asked, nil if it could.
func (c *Client) CatalogueFailure() error {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return c.courtesy.err
}

// OutdateOptions tells that the options of a ticket field are about to change, so
// that the catalogue, which is of before, does not know them all. Lost are the values of
// those that go.
func (c *Client) OutdateOptions(fieldID string, lost ...string) {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	if c.courtesy.outdated == nil {
		c.courtesy.outdated, c.courtesy.lost = map[string]bool{}, map[string][]string{}
	}
	c.courtesy.outdated[fieldID], c.courtesy.lost[fieldID] = true, lost
}

// LosesOption reports whether [Client.OutdateOptions] was told that an option of the
// field goes.
func (c *Client) LosesOption(fieldID, value string) bool {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return slices.Contains(c.courtesy.lost[fieldID], value)
}

// OptionsOutdated reports whether [Client.OutdateOptions] was told of the field.
func (c *Client) OptionsOutdated(fieldID string) bool {
	c.courtesy.mu.Lock()
	defer c.courtesy.mu.Unlock()
	return c.courtesy.outdated[fieldID]
}
