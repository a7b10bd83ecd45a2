package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// onlyChange expects that the plan updates one resource in place, and that one
// top-level attribute of it is all that changes. Values are compared as JSON.
type onlyChange struct{ address, attribute, before, after string }

func (c onlyChange) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != c.address {
			if !change.Change.Actions.NoOp() && !change.Change.Actions.Read() {
				resp.Error = fmt.Errorf("%s changes too: %v", change.Address, change.Change.Actions)
			}
			continue
		}
		if !change.Change.Actions.Update() {
			resp.Error = fmt.Errorf("%s: %v instead of an update in place", c.address, change.Change.Actions)
			return
		}
		differing := changed(change.Change)
		if !slices.Equal(differing, []string{c.attribute}) {
			resp.Error = fmt.Errorf("%s: these attributes change: %v, expected only %s", c.address, differing, c.attribute)
			return
		}
		before, after := change.Change.Before.(map[string]any)[c.attribute], change.Change.After.(map[string]any)[c.attribute]
		if asJSON(before) != c.before || asJSON(after) != c.after {
			resp.Error = fmt.Errorf("%s.%s: %s -> %s, expected %s -> %s", c.address, c.attribute, asJSON(before), asJSON(after), c.before, c.after)
		}
		return
	}
}

// changed names the top-level attributes that differ or are not known yet.
func changed(change *tfjson.Change) []string {
	before, _ := change.Before.(map[string]any)
	after, _ := change.After.(map[string]any)
	unknown, _ := change.AfterUnknown.(map[string]any)
	names := map[string]bool{}
	for name := range maps.Keys(after) {
		if !reflect.DeepEqual(before[name], after[name]) {
			names[name] = true
		}
	}
	for name, value := range unknown {
		if value == true {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func asJSON(value any) string {
	data, _ := json.Marshal(value)
	return string(data)
}
