package send

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
)

const unknownPlaceholder = "Unknown placeholder"

// Placeholders is a plan whose payload is checked for placeholders that render to
// nothing.
type Placeholders struct {
	Client *zendesk.Client // nil where the account cannot be asked
	ID     string          // "" before the send is created
	// Changed says that the payload is new or another one.
	Changed bool
	Notes   *lifecycle.Notes
}

// CheckPlaceholders reports placeholders that Zendesk does not document. A slip in a
// payload that is new or changes is an error, everything else what the user's checks
// say.
func (m *Message) CheckPlaceholders(p Placeholders) error {
	level := p.level()
	if level == checks.Off {
		return nil
	}
	var problems []error
	for _, unknown := range payload.UnknownPlaceholders(m.Payload.ValueString()) {
		at := level
		if p.Changed && unknown.Certain {
			at = checks.Error
		}
		problems = append(problems, p.Notes.Report(at, PathPayload, summaryOf(unknownPlaceholder, unknown.Name), "%s of the payload reads {{%s}}, but %s. An unknown placeholder renders to nothing, for every ticket.%s",
			lines(unknown.Lines), unknown.Name, lacking(unknown), remedy(unknown)))
	}
	return errors.Join(problems...)
}

// CheckCustomFields reports placeholders of custom fields that the account does not
// have. Without a catalogue nothing is asked for that has not been read.
func (m *Message) CheckCustomFields(ctx context.Context, p Placeholders, account *catalogue.Catalogue) error {
	if p.level() == checks.Off || p.Client == nil {
		return nil
	}
	return errors.Join(m.checkTicketFields(ctx, p, account), m.checkKeyedFields(ctx, p, account))
}

func (m *Message) checkTicketFields(ctx context.Context, p Placeholders, account *catalogue.Catalogue) error {
	var problems []error
	for _, field := range payload.TicketFields(m.Payload.ValueString()) {
		if has, known := account.HasTicketField(ctx, p.Client, field.ID); known && !has {
			problems = append(problems, p.Notes.Report(p.level(), PathPayload, summaryOf(unknownPlaceholder, field.Name),
				"%s of the payload reads {{%s}}, but %s has no ticket field %s. It renders to nothing, for every ticket.\n\nRefer to the field's resource or data source instead of its number.",
				lines([]int{field.Line}), field.Name, p.Client.Account(), field.ID))
		}
	}
	return errors.Join(problems...)
}

// keyedFieldsTimeout bounds the wait for lists that a plan can do without.
const keyedFieldsTimeout = 10 * time.Second

// checkKeyedFields asks for the fields of users and organizations that a new or changed
// payload reads; nothing else needs these lists.
func (m *Message) checkKeyedFields(ctx context.Context, p Placeholders, account *catalogue.Catalogue) error {
	if account == nil || !p.Changed {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, keyedFieldsTimeout)
	defer cancel()
	var problems []error
	for _, field := range payload.KeyedFields(m.Payload.ValueString()) {
		noun, list := "user field", p.Client.UserFields
		if field.Organization {
			noun, list = "organization field", p.Client.OrganizationFields
		}
		there, err := list(ctx)
		if err != nil {
			catalogue.NotMade(p.Client, p.Notes, err)
			continue
		}
		var keys []string
		for _, each := range there {
			keys = append(keys, each.Name)
		}
		if !slices.Contains(keys, field.Key) {
			problems = append(problems, p.Notes.Report(p.level(), PathPayload, summaryOf(unknownPlaceholder, field.Name),
				"%s of the payload reads {{%s}}, but %s has no %s with the key %q. It renders to nothing, for every ticket.%s",
				lines([]int{field.Line}), field.Name, p.Client.Account(), noun, field.Key, existing(noun, field.Key, keys)))
		}
	}
	return errors.Join(problems...)
}

// existing names the key that was most likely meant, or those that there are.
func existing(noun, key string, keys []string) string {
	switch meant := spelling.Meant(key, keys); {
	case meant != "":
		return fmt.Sprintf(" Did you mean %q?", meant)
	case len(keys) == 0:
		return fmt.Sprintf("\n\nThe account has no %s yet.", noun)
	default:
		return fmt.Sprintf("\n\nIts %ss have these keys:\n%s", noun, catalogue.Listed(keys))
	}
}

func (p Placeholders) level() checks.Level {
	if p.Client == nil {
		return checks.Warning
	}
	return p.Client.Checks().Level(checks.Placeholders, p.ID)
}

// summaryOf has the name in it where it fits: the CLI shows one of several warnings
// with the same summary.
func summaryOf(summary, name string) string {
	if named := summary + " " + name; len(named) < 60 {
		return named
	}
	return summary
}

func lacking(unknown liquid.Placeholder) string {
	if unknown.Object == "" {
		return fmt.Sprintf("%q is neither one of Zendesk's objects nor a variable of the template", unknown.Member)
	}
	return fmt.Sprintf("Zendesk documents no %q of %s", unknown.Member, unknown.Object)
}

func remedy(unknown liquid.Placeholder) string {
	if unknown.Meant != "" {
		return fmt.Sprintf(" Did you mean {{%s}}?", unknown.Meant)
	}
	return "\n\nIf it does render in this account, set placeholders = \"off\" in the provider's checks, or add the id of this send to ignore."
}

func lines(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, number := range numbers {
		texts[i] = strconv.Itoa(number)
	}
	if len(texts) == 1 {
		return "Line " + texts[0]
	}
	return "Lines " + strings.Join(texts[:len(texts)-1], ", ") + " and " + texts[len(texts)-1]
}
