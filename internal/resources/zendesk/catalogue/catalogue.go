// Package catalogue checks rules against what the account itself says that its
// rules can say: its custom fields, groups and brands, and the channels that are
// active in it.
//
// The checks are a courtesy at plan time. An account that cannot be asked is one
// warning and no error, later resources ask it again, and what is not known yet
// passes. Messages use the account's own
// titles, because those are what people see in the admin screen.
package catalogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Catalogue is what the account says. The nil one knows nothing and finds
// nothing wrong; nor does the empty one, of an account that answers everything else.
type Catalogue struct {
	client      *zendesk.Client
	definitions *zendesk.Definitions
	notes       *lifecycle.Notes
}

// NotMade warns, once a process, that a check could not be made because of err.
func NotMade(client *zendesk.Client, notes *lifecycle.Notes, err error) {
	if !notes.First("checks that were not made") {
		return
	}
	remedy := ""
	var vendor lifecycle.VendorError
	if errors.As(err, &vendor) {
		remedy = vendor.Remedy()
	}
	notes.Warn(path.Empty(), "Checks against the account were not made",
		"%s could not be asked: %s.\n\nThe fields, values, channels and other triggers of the account were not compared with this resource, and possibly others. The provider asks again for later resources of this run.\n\n%s",
		client.Account(), strings.TrimSuffix(err.Error(), "."), remedy)
}

// Asked reports whether the account can be asked, and warns if not.
func Asked(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) (bool, error) {
	account, err := Of(ctx, client, notes)
	return account != nil, err
}

// Of reads the catalogue, once a process; nil, with a warning, when the account cannot
// be asked.
func Of(ctx context.Context, client *zendesk.Client, notes *lifecycle.Notes) (*Catalogue, error) {
	definitions, err := client.Catalogue(ctx)
	switch {
	case err != nil:
		return nil, err
	case definitions == nil:
		NotMade(client, notes, client.CatalogueFailure())
		return nil, nil
	case len(definitions.All) == 0:
		notOffered(client, notes)
	}
	return &Catalogue{client: client, definitions: definitions, notes: notes}, nil
}

// notOffered warns, once a process, of what the missing catalogue alone would tell.
func notOffered(client *zendesk.Client, notes *lifecycle.Notes) {
	if !notes.First("a catalogue that is not offered") {
		return
	}
	reason := "the list is empty"
	if err := client.CatalogueFailure(); err != nil {
		reason = strings.TrimSuffix(err.Error(), ".")
	}
	notes.Warn(path.Empty(), "Conditions were not compared with the account",
		"%s does not list the fields, values and channels that its triggers can check: %s.\n\nA condition with a value that the account does not have never holds, and no plan tells it. Everything else is compared.",
		client.Account(), reason)
}

// empty reports that the account does not say what conditions can check.
func (c *Catalogue) empty() bool { return len(c.definitions.All) == 0 }

// Conditions returns an error at each field or value that the account does not
// have, and warns of channels that are not active in it. Operators are not
// checked: accounts take more than their catalogue names.
func (c *Catalogue) Conditions(ctx context.Context, object types.Object) error {
	if c == nil {
		return nil
	}
	return condition.Each(object, func(group string, at path.Path, written rules.Condition) error {
		return c.condition(ctx, group, at, written, true)
	})
}

// SharedConditions is Conditions for automations, whose own catalogue Zendesk
// does not document: a field that neither triggers nor the vendor's reference have is a
// warning, unless it is a custom ticket field.
func (c *Catalogue) SharedConditions(ctx context.Context, object types.Object) error {
	if c == nil {
		return nil
	}
	return condition.Each(object, func(group string, at path.Path, written rules.Condition) error {
		if id, custom := strings.CutPrefix(written.Field, rules.CustomField("")); custom {
			c.automated(ctx, at.AtName("field"), id)
		} else if _, offered := c.definitions.Condition(group, written.Field); !offered && !c.empty() {
			c.documented(at.AtName("field"), written)
		}
		return c.condition(ctx, group, at, written, false)
	})
}

// onlyInTriggers are the types of ticket fields that only triggers check.
//
// https://support.zendesk.com/hc/en-us/articles/4408887162394
var onlyInTriggers = []string{"text", "textarea", "integer", "decimal", "regexp"}

// automated warns of a ticket field that automations are documented not to check. A
// field that cannot be asked about passes.
func (c *Catalogue) automated(ctx context.Context, at path.Path, id string) {
	field, err := c.client.TicketField(ctx, id)
	if err != nil {
		return
	}
	_, planned := c.client.PlannedTag(id)
	bare := field.Type == zendesk.TypeCheckbox && field.Tag == "" && !planned
	if !bare && !slices.Contains(onlyInTriggers, field.Type) {
		return
	}
	kind := fmt.Sprintf("a field of the type %q", field.Type)
	if bare {
		kind = "a checkbox that adds no tag"
	}
	c.notes.Warn(at, "Automations cannot check this field",
		"%q (%s) is %s. By Zendesk's documentation, automations check drop-downs, and checkboxes that add a tag; other fields only triggers check. Zendesk may refuse the condition or ignore it.\n\n"+
			"Check a tag or a drop-down instead.", field.Title, id, kind)
}

// documented warns of a field that is not known to exist in any account.
func (c *Catalogue) documented(at path.Path, written rules.Condition) {
	if rules.IsTriggerField(written.Field) || rules.IsAutomationField(written) {
		return
	}
	hint := ""
	if near := spelling.Nearest(written.Field, rules.AutomationFields()); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	c.notes.Warn(at, "Undocumented field", "Zendesk does not document a field %q for conditions of automations, and %s does not list it for triggers. Zendesk may refuse the condition or ignore it.%s",
		written.Field, c.client.Account(), hint)
}

func (c *Catalogue) condition(ctx context.Context, group string, at path.Path, written rules.Condition, whole bool) error {
	definition, found := c.definitions.Condition(group, written.Field)
	if !found {
		return c.unknownField(ctx, group, at.AtName("field"), written.Field, whole)
	}
	if !definition.Listed() || rules.HasFixedValues(written.Field) || c.outdated(written.Field) {
		return nil
	}
	if single, isText := written.Value.Text(); isText {
		return c.value(at.AtName("value"), definition, single)
	}
	var problems []error
	values, _ := written.Value.Texts()
	for i, value := range values {
		problems = append(problems, c.value(at.AtName("values").AtListIndex(i), definition, value))
	}
	return errors.Join(problems...)
}

func (c *Catalogue) value(at path.Path, definition zendesk.Definition, value string) error {
	if definition.Field == rules.FieldChannel {
		c.channel(at, definition, value)
		return nil
	}
	if _, known := definition.Value(value); known {
		return nil
	}
	return lifecycle.At(at, "The account has no such value", "%s has no value %q. It has:\n%s", title(definition), value, choices(definition))
}

// outdated is true for a drop-down that gets other choices in the same apply.
func (c *Catalogue) outdated(field string) bool {
	id, custom := strings.CutPrefix(field, rules.CustomField(""))
	return custom && c.client.OptionsOutdated(id)
}

// CheckLost returns an error at each value that is an option of a drop-down which goes in
// the same apply: the condition would hold for no ticket, or for each.
func CheckLost(client *zendesk.Client, object types.Object) error {
	return condition.Each(object, func(_ string, at path.Path, written rules.Condition) error {
		id, custom := strings.CutPrefix(written.Field, rules.CustomField(""))
		values, _ := written.Value.Texts()
		if single, isText := written.Value.Text(); isText {
			values = []string{single}
		}
		lost := slices.IndexFunc(values, func(value string) bool { return client.LosesOption(id, value) })
		if !custom || lost < 0 {
			return nil
		}
		return lifecycle.At(at, "The condition checks an option that is removed",
			"This plan removes the option %q from the ticket field %s. From then on no ticket has it: \"is\" never holds, and \"is_not\" always.\n\n"+
				"Use a value that the field keeps, or keep the option.", values[lost], id)
	})
}

// unknownField refuses a field that the account does not know. A custom field
// may be younger than the catalogue: then the field itself is asked for.
func (c *Catalogue) unknownField(ctx context.Context, group string, at path.Path, field string, whole bool) error {
	if id, custom := strings.CutPrefix(field, rules.CustomField("")); custom {
		return c.CustomField(ctx, at, id)
	}
	if !whole || c.empty() {
		return nil
	}
	if rules.IsTriggerField(field) {
		// Zendesk knows it; the plan or the settings of this account may lack it.
		c.notes.Warn(at, "The account does not offer this field", "%s does not list %q among the fields for conditions of triggers. Zendesk may refuse the condition.", c.client.Account(), field)
		return nil
	}
	var there []string
	for _, definition := range c.definitions.All {
		there = append(there, definition.Field)
	}
	if group == "any" {
		there = nil
		for _, definition := range c.definitions.Any {
			there = append(there, definition.Field)
		}
	}
	return lifecycle.At(at, "The account has no such field", "%s has no field %q for conditions in the group %q. It has: %s.",
		c.client.Account(), field, group, strings.Join(there, ", "))
}

// CustomField returns an error when the account has no ticket field of the id.
func (c *Catalogue) CustomField(ctx context.Context, at path.Path, id string) error {
	if c == nil {
		return nil
	}
	if _, found := c.definitions.Condition("all", rules.CustomField(id)); found {
		return nil
	}
	field, err := c.client.TicketField(ctx, id)
	switch {
	case zendesk.IsNotFound(err):
		return lifecycle.At(at, "The account has no such field", "%s has no ticket field %s.%s", c.client.Account(), id, c.customFields())
	case err == nil && !field.Active:
		c.notes.Warn(at, "The ticket field is inactive", "%q (%s) is inactive, so no ticket has it. Activate it, or use another field.", field.Title, id)
	case err != nil:
		NotMade(c.client, c.notes, err)
	}
	return nil
}

// HasTicketField reports whether the account has a ticket field of the id, and whether
// that is known. The nil catalogue asks for nothing that has not been read.
func (c *Catalogue) HasTicketField(ctx context.Context, client *zendesk.Client, id string) (has, known bool) {
	if c != nil {
		if _, defined := c.definitions.Condition("all", rules.CustomField(id)); defined {
			return true, true
		}
	} else if !client.TicketFieldsListed() {
		return false, false
	}
	fields, err := client.TicketFields(ctx)
	return slices.ContainsFunc(fields, func(f zendesk.TicketField) bool { return f.ID == id }), err == nil
}

// Checkbox returns an error when the account has no ticket field of the id, or one
// of another type. A field of another type cannot be ticked.
func (c *Catalogue) Checkbox(ctx context.Context, at path.Path, id string) error {
	if c == nil {
		return nil
	}
	if err := c.CustomField(ctx, at, id); err != nil {
		return err
	}
	return TypeCheckbox(ctx, c.client, at, id)
}

// TypeCheckbox returns an error when a ticket field is known to be of another type.
func TypeCheckbox(ctx context.Context, client *zendesk.Client, at path.Path, id string) error {
	field, err := client.TicketField(ctx, id)
	if err != nil || field.Type == zendesk.TypeCheckbox {
		return nil //nolint:nilerr // who cannot ask does not know
	}
	return lifecycle.At(at, "The ticket field is not a checkbox",
		"%q (%s) is a field of the type %q, which cannot be ticked: no send would see the mark. Refer to a ticket field with type = \"checkbox\".", field.Title, id, field.Type)
}

// Channels warns of channels that are not active in the account.
func (c *Catalogue) Channels(at path.Path, viaIDs []string) {
	if c == nil {
		return
	}
	definition, found := c.definitions.Condition("all", rules.FieldChannel)
	if !found || !definition.Listed() {
		return
	}
	for _, id := range viaIDs {
		c.channel(at, definition, id)
	}
}

func (c *Catalogue) channel(at path.Path, definition zendesk.Definition, viaID string) {
	value, found := definition.Value(viaID)
	if found && value.Enabled {
		return
	}
	c.notes.Warn(at, "The channel is not active in the account", "The channel %s is not active in %s, so no survey is requested for it. Active channels:\n%s",
		channelName(viaID), c.client.Account(), choices(definition))
}

func channelName(viaID string) string {
	if name := string(rules.ChannelOf(viaID)); name != viaID {
		return fmt.Sprintf("%q (%s)", name, viaID)
	}
	return viaID
}

// title names a field as the admin screen does.
func title(definition zendesk.Definition) string {
	return fmt.Sprintf("%q (%s)", definition.Title, definition.Field)
}

// maxChoices bounds a list in a message.
const maxChoices = 20

func choices(definition zendesk.Definition) string {
	var lines []string
	for _, value := range definition.Values {
		if value.Enabled {
			lines = append(lines, fmt.Sprintf("  %s (%q)", value.Value, value.Title))
		}
	}
	return shortened(lines)
}

func (c *Catalogue) customFields() string {
	if c.empty() {
		return ""
	}
	const which = " It has these custom fields:\n"
	var lines []string
	for _, definition := range c.definitions.All {
		if id, custom := strings.CutPrefix(definition.Field, rules.CustomField("")); custom {
			lines = append(lines, fmt.Sprintf("  %s (%q)", id, definition.Title))
		}
	}
	if len(lines) == 0 {
		return which + "  none"
	}
	return which + shortened(lines)
}

// Listed has each name on its own line, as far as a message has room for them.
func Listed(names []string) string {
	lines := make([]string, 0, len(names))
	for _, name := range names {
		lines = append(lines, "  "+name)
	}
	return shortened(lines)
}

func shortened(lines []string) string {
	if more := len(lines) - maxChoices; more > 0 {
		lines = append(slices.Clone(lines[:maxChoices]), fmt.Sprintf("  … and %d more", more))
	}
	return strings.Join(lines, "\n")
}
