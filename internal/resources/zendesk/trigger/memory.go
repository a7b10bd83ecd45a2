package trigger

import (
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
