package zendesk

import (
	"context"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	client "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// account is everything that can belong to surveys.
type account struct {
	rules      []*rule
	receivers  map[receiverKey]*receiver
	fields     []client.TicketField
	categories []client.Category
}

// rule is a trigger or an automation.
type rule struct {
	rules.Rule
	noun, id, title string
	categoryID      string
	native          bool
	notifies        []receiverKey
	honours, marks  rules.Marks
	keptBy          rules.Marks // of a send: all that keep it from surveying
	why             string      // it belongs to surveys; "" while it does not
	is              string      // the resource
}

// receiverKey is the action that notifies a receiver, and its id.
type receiverKey struct{ action, id string }

// receiver is a webhook or a target.
type receiver struct {
	is, noun, id, title string
	address             string
	ids                 map[string]bool // that its address and headers hold
	secrets             []string
	why                 string
}

// read lists the account: each list once, and the provider's resources read the same.
func read(ctx context.Context, c *client.Client, tell func(string, ...any)) (*account, error) {
	a := &account{receivers: map[receiverKey]*receiver{}}
	triggers, err := c.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	tell("%d triggers read.", len(triggers))
	for _, t := range triggers {
		a.add(&rule{Rule: rules.Rule{Conditions: t.Conditions, Actions: t.Actions}, noun: client.NounTrigger, id: t.ID, title: t.Title, categoryID: t.CategoryID})
	}
	automations, err := c.Automations(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range automations {
		a.add(&rule{Rule: rules.Rule{Conditions: t.Conditions, Actions: t.Actions}, noun: client.NounAutomation, id: t.ID, title: t.Title, native: t.IsNativeCSAT()})
	}
	if a.categories, err = c.Categories(ctx); err != nil && !client.IsNoCategories(err) {
		return nil, err
	}
	if a.fields, err = c.TicketFields(ctx); err != nil {
		return nil, err
	}
	if err := a.readReceivers(ctx, c); err != nil {
		return nil, err
	}
	tell("%d automations, %d ticket fields, %d categories, %d webhooks and targets read.", len(automations), len(a.fields), len(a.categories), len(a.receivers))
	return a, nil
}

func (a *account) add(r *rule) {
	r.honours, r.marks = rules.HonouredBy(r.Conditions.All), rules.MarksOf(r.Actions)
	for _, action := range r.Actions {
		if sent, notifies := rules.NotificationOf(action); notifies {
			r.notifies = append(r.notifies, receiverKey{sent.Field, sent.Receiver})
		}
	}
	a.rules = append(a.rules, r)
}

func (a *account) readReceivers(ctx context.Context, c *client.Client) error {
	webhooks, err := c.Webhooks(ctx)
	if err != nil {
		return err
	}
	for _, w := range webhooks {
		read := &receiver{is: webhook, noun: client.NounWebhook, id: w.ID, title: w.Name, address: w.Endpoint, ids: idsIn(w.Endpoint, w.CustomHeaders)}
		if hasSecret(w.CustomHeaders) {
			read.secrets = []string{"secret_headers_wo"}
		}
		a.receivers[receiverKey{rules.ActionNotifyHook, w.ID}] = read
	}
	targets, err := c.Targets(ctx)
	if err != nil && !client.IsNotFound(err) { // accounts of today may not have them at all
		return err
	}
	for _, t := range targets {
		read := &receiver{is: target, noun: client.NounTarget, id: t.ID, title: t.Title, address: t.URL, ids: idsIn(t.URL)}
		if t.Username != "" {
			read.secrets = []string{"password_wo"}
		}
		a.receivers[receiverKey{rules.ActionNotifyTarget, t.ID}] = read
	}
	return nil
}

// hasSecret reports whether an import leaves a header to Zendesk.
func hasSecret(headers map[string]string) bool {
	for name := range headers {
		if attribute.LooksSecret(name) {
			return true
		}
	}
	return false
}

// idsIn are the words and numbers that stand in the texts of anything that can be JSON.
func idsIn(parts ...any) map[string]bool {
	found := map[string]bool{}
	data, _ := json.Marshal(parts) // texts, maps and rules
	var decoded any
	_ = json.Unmarshal(data, &decoded)
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			for _, word := range strings.FieldsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
				found[word] = true
			}
		case []any:
			for _, each := range value {
				walk(each)
			}
		case map[string]any:
			for _, each := range value {
				walk(each)
			}
		}
	}
	walk(decoded)
	return found
}
