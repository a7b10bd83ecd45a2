package zendesk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Category is a trigger category. Triggers run category by category.
type Category struct {
	// ID is a decimal number, which this API writes as a string.
	ID, Name string
	// Position counts within the account, from 1.
	Position int64
}

// categoryKind is shared by the reads and writes below.
var categoryKind = client.Kind[Category]{
	Noun: "trigger category", Path: "/trigger_categories", Form: envelope{"trigger_category", "trigger_categories"}, Paging: byCursor,
	ID:     func(category Category) string { return category.ID },
	Title:  func(category Category) string { return category.Name },
	Decode: decodeCategory,
}

func decodeCategory(raw json.RawMessage) (Category, error) {
	var wire struct {
		ID       client.Text  `json:"id"`
		Name     string       `json:"name"`
		Position client.Whole `json:"position"`
	}
	err := client.DecodeMember(raw, &wire)
	return Category{ID: string(wire.ID), Name: wire.Name, Position: int64(wire.Position)}, err
}

type categoryWire struct {
	Name string `json:"name"`
}

// Categories lists the trigger categories from the shared list. In an account
// without categories the error satisfies [IsNoCategories]; that is asked once.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#list-trigger-categories
func (c *Client) Categories(ctx context.Context) ([]Category, error) {
	if refused := c.notedCategories(ctx); refused != nil {
		return nil, refused
	}
	list, err := c.categories.All(ctx)
	if err != nil {
		return nil, c.noteCategories(ctx, err)
	}
	return list, nil
}

// notedCategories is what noteCategories remembers, nil where the account has
// categories. What was concluded from the triggers holds as long as no trigger is in
// one.
func (c *Client) notedCategories(ctx context.Context) *Error {
	refused := c.withoutCategories.Load()
	if refused == nil || !refused.OfPath {
		return refused
	}
	if triggers, err := c.Triggers(ctx); err == nil && !uncategorized(triggers) {
		c.withoutCategories.Store(nil)
		return nil
	}
	return refused
}

// noteCategories remembers that the account has no categories, if that is what the
// refusal of a request for them means. Where it does not have the path, its triggers
// decide.
func (c *Client) noteCategories(ctx context.Context, err error) error {
	var refused *Error
	if !errors.As(err, &refused) {
		return err
	}
	noted := *refused
	switch {
	case IsNoCategories(err):
	case !unknownPath(err):
		return err
	default:
		triggers, listErr := c.Triggers(ctx)
		if listErr != nil {
			return err
		}
		if !uncategorized(triggers) {
			noted.Served = true
			noted.Advice = "This account has triggers in trigger categories, but does not list the categories. Check subdomain and endpoint in the provider's zendesk section, " +
				"and whether a proxy refuses this path."
			return &noted
		}
		noted.OfPath = true
	}
	noted.Code, noted.Page, noted.Foreign = noCategoriesCode, false, false
	noted.Advice = "This account has no trigger categories: its triggers form one list. Remove surveytrigger_zendesk_trigger_category resources " +
		"and category_id, or enable trigger categories in Admin Center > Objects and rules > Triggers."
	c.withoutCategories.Store(&noted)
	return &noted
}

// Category reads one category from the shared list, or by its id if it is not
// there. See [IsNotFound] and [IsNoCategories].
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#show-trigger-category
func (c *Client) Category(ctx context.Context, id string) (*Category, error) {
	if _, err := c.Categories(ctx); err != nil {
		return nil, err
	}
	return c.categories.Get(ctx, id)
}

// CreateCategory creates a category once, at the end. Names may repeat.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#create-trigger-category
func (c *Client) CreateCategory(ctx context.Context, name string) (*Category, error) {
	if _, err := c.Categories(ctx); err != nil {
		return nil, err
	}
	equal := func(found Category) bool { return found.Name == name }
	return c.categories.Create(ctx, name, equal, categoryWire{name})
}

// OrphanCategories are other categories of the same name. A trigger in one says
// nothing: what left the category behind may have left that too.
func (c *Client) OrphanCategories(ctx context.Context, made *Category) ([]Orphan, error) {
	return c.categories.Orphans(ctx, func(found Category) bool { return found.Name == made.Name })
}

// RenameCategory changes the name and nothing else.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#update-trigger-category
func (c *Client) RenameCategory(ctx context.Context, id, name string) (*Category, error) {
	return c.categories.Change(ctx, http.MethodPatch, id, categoryWire{name})
}

// DeleteCategory deletes a category and, without a word, the inactive triggers in
// it: look first. Zendesk refuses (IsInvalid) while an active one is in it. Like
// [Client.DeleteTrigger] it waits for an order that is being written.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/#delete-trigger-category
func (c *Client) DeleteCategory(ctx context.Context, id string) error {
	release, err := c.evaluation.Lock.Share(ctx)
	if err != nil {
		return c.api.Failure(http.MethodDelete, categoryKind.Path, err)
	}
	defer release()
	return c.categories.Remove(ctx, id)
}

// TriggersIn lists triggers of a category, active or not, as the account has them
// now: the first page of them, or all where the server does not filter.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-triggers
func (c *Client) TriggersIn(ctx context.Context, categoryID string) ([]Trigger, error) {
	query := offset(1)
	query.Set("category_id", categoryID)
	triggers, err := client.ReadPage(ctx, c.Core, triggerKind, query)
	unfiltered := client.Matches(err, func(e *Error) bool { return e.Status == http.StatusNotFound || IsInvalid(e) })
	outside := func(t Trigger) bool { return t.CategoryID != categoryID }
	switch {
	case err != nil && !unfiltered:
		return nil, err
	case err == nil && !slices.ContainsFunc(triggers, outside):
		return triggers, nil
	}
	c.ForgetTriggers()
	triggers, err = c.Triggers(ctx)
	return slices.DeleteFunc(slices.Clone(triggers), outside), err
}

// ForgetCategories makes the next read list the account again.
func (c *Client) ForgetCategories() {
	c.withoutCategories.Store(nil)
	c.categories.Forget()
}
