package desk

import (
	"fmt"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// rule is a business rule, of which the API shows nothing but this. It does nothing:
// the one that matters to surveys is [Settings.CloseResolvedAfterHours].
type rule struct {
	id                int
	name, description string
	enabled           bool
	created, updated  time.Time
}

func renderRule(r *rule) object {
	return object{
		"id": r.id, "name": r.name, "description": engine.OrNull(r.description), "enabled": r.enabled,
		"created_at": stamp(r.created), "updated_at": stamp(r.updated),
		"_links": object{"self": linkTo(classRule, r.id)},
	}
}

func (c *call) listRules() *reply {
	var entries list
	for _, r := range byID(c.rules) {
		entries.Add(fmt.Sprint(r.id), renderRule(r))
	}
	return c.page(entries)
}

func (c *call) showRule() *reply {
	if r := c.rules[c.pathID("id")]; r != nil {
		return ok(renderRule(r))
	}
	return notFound.reply()
}

// closeResolved closes the cases that were resolved so many hours ago.
func (a *account) closeResolved(afterHours *int) {
	if afterHours == nil {
		return
	}
	for _, t := range a.cases {
		if t.status == statusResolved && a.now().Sub(t.resolvedSince()) >= time.Duration(*afterHours)*time.Hour {
			t.status, t.updated = statusClosed, a.now()
		}
	}
}
