package trigger

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
)

// Remembered are the keys of what a trigger remembers.
var Remembered = []lifecycle.Key{relationsKey, listedOnlyKey, protectedByKey, gapsKey, inactiveKey, AsRead, action.Places}

// An apply hears only of the resources that change, so a repair would not know
// what the triggers that it moves declare themselves. The plan before it read
// all of them, each after those it lists: what the listed ones declare goes into
// the memory then.
var relationsKey = lifecycle.KeyOf[map[string][]string]("relations")

func (c *Common) rememberRelations(client *zendesk.Client) {
	if relations := client.Evaluation().RelationsFrom(c.related()); len(relations) > 0 {
		c.Remember(relationsKey, relations)
	} else {
		c.Remember(relationsKey, nil)
	}
}

// related are the triggers whose relations a repair has to know.
func (c *Common) related() []string { return slices.Concat(c.after(), c.recallIDs(protectedByKey)) }

// recallRelations are what the related triggers declare, and what these list. A
// trigger that was related before and declares nothing has no entries.
func (c *Common) recallRelations() map[string][]string {
	remembered := map[string][]string{}
	for _, id := range c.related() {
		remembered[id] = nil
	}
	c.Recall(relationsKey, &remembered)
	return remembered
}

// listedOnlyKey remembers which of the listed exclusions protect from the sends
// that list them and from no other: a repair does not raise them above others.
var listedOnlyKey = lifecycle.KeyOf[[]string]("listed_only")

func (c *Common) rememberListedOnly(client *zendesk.Client) {
	var listedOnly []string
	for _, id := range c.after() {
		if declared, known := client.Evaluation().Declared(id); known && !declared.Protects && !declared.Deleted {
			listedOnly = append(listedOnly, id)
		}
	}
	c.rememberIDs(listedOnlyKey, listedOnly)
}

// protectedByKey remembers the exclusions that protect from a send although it does
// not list them. A saved plan that changes the send may be old, and what hindered these
// may be before the send after a repair of the send: they do not hear of either in that
// apply. One that this plan did not read yet is remembered from the one before.
var protectedByKey = lifecycle.KeyOf[[]string]("protected_by")

func (c *Common) rememberProtectors(ctx context.Context, client *zendesk.Client) error {
	s, err := client.Evaluation().Triggers(ctx)
	if err != nil {
		return err
	}
	protectors := client.Evaluation().ProtectorsOf(s, c.ID.ValueString(), c.recallIDs(protectedByKey))
	c.rememberIDs(protectedByKey, slices.DeleteFunc(protectors, func(id string) bool { return slices.Contains(c.after(), id) }))
	return nil
}

// gapsKey remembers the sends that an exclusion did not protect from when it was
// last read while active: what was tolerated then is no error of a later plan.
var gapsKey = lifecycle.KeyOf[[]string]("gaps")

func (c *Common) rememberGaps(gaps []evaluation.Gap) {
	if !c.Active.ValueBool() {
		return
	}
	var ids []string
	for _, gap := range gaps {
		ids = append(ids, gap.Send.ID)
	}
	c.rememberIDs(gapsKey, ids)
}

// inactiveKey remembers which of the listed triggers were inactive when this one
// was read: a saved plan knows of them.
var inactiveKey = lifecycle.KeyOf[[]string]("inactive")

func (c *Common) rememberInactive(ctx context.Context, client *zendesk.Client) {
	var inactive []string
	for _, id := range c.after() {
		if listed, err := client.Trigger(ctx, id); err == nil && !listed.Active {
			inactive = append(inactive, id)
		}
	}
	c.rememberIDs(inactiveKey, inactive)
}

// rememberIDs keeps a list of ids, and nothing of an empty one.
func (c *Common) rememberIDs(key lifecycle.Key, ids []string) {
	if len(ids) == 0 {
		c.Remember(key, nil)
		return
	}
	c.Remember(key, ids)
}

func (c *Common) recallIDs(key lifecycle.Key) (ids []string) {
	c.Recall(key, &ids)
	return ids
}
