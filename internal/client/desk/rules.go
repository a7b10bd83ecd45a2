package desk

import (
	"context"
	"encoding/json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// NounRule is the kind of object whose ids resources claim.
const NounRule = "rule"

// ruleKind has no conditions and no actions: the API shows none.
var ruleKind = client.Kind[rules.Rule]{
	Noun: NounRule, Path: "/rules", Form: hal{}, Paging: byNumber,
	ID:    func(r rules.Rule) string { return r.ID },
	Title: func(r rules.Rule) string { return r.Name },
	Decode: func(raw json.RawMessage) (rules.Rule, error) {
		var wire struct {
			identity
			Name, Description client.Text
			Enabled           bool
		}
		err := client.DecodeMember(raw, &wire)
		return rules.Rule{ID: wire.id(), Name: string(wire.Name), Description: string(wire.Description), Enabled: wire.Enabled}, err
	},
}

// Rule is a rule by its id.
func (c *Client) Rule(ctx context.Context, id string) (*rules.Rule, error) {
	return c.rules.Get(ctx, id)
}

// Rules are all rules of the account.
func (c *Client) Rules(ctx context.Context) ([]rules.Rule, error) { return c.rules.All(ctx) }
