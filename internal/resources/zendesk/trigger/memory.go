package trigger

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// An apply hears only of the resources that change, so a repair would not know
// what the triggers that it moves declare themselves. The plan before it read
// all of them, each after those it lists: what the listed ones declare goes into
// the memory then.
const relationsKey = "relations"

func (c *Common) rememberRelations(client *zendesk.Client) {
	if relations := client.RelationsFrom(c.after()); len(relations) > 0 {
		c.Remember(relationsKey, relations)
	} else {
		c.Remember(relationsKey, nil)
	}
}

func (c *Common) recallRelations() []order.Relation {
	var remembered map[string][]string
	c.Recall(relationsKey, &remembered)
	relations := make([]order.Relation, 0, len(remembered))
	for id, after := range remembered {
		relations = append(relations, order.Relation{ID: id, After: after})
	}
	return relations
}

const inertKey = "inert"

// RememberInert marks the state of a rule, a trigger or an automation, that was
// created and then surely not switched on. Terraform replaces it. With
// create_before_destroy the replacement finds it, takes it for the leftover of a
// killed apply and adopts it; the destroy that follows, perhaps in a later
// apply, must then spare it.
func RememberInert(b *lifecycle.Base) { b.Remember(inertKey, true) }

// ForgetInert is for a rule that was written since: it is the resource's own.
func ForgetInert(b *lifecycle.Base) { b.Remember(inertKey, nil) }

func inert(b *lifecycle.Base) bool {
	var inert bool
	return b.Recall(inertKey, &inert) && inert
}
