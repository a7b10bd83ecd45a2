package acceptance

import (
	"context"
	"encoding/json"
	"errors"
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

func (c onlyChange) CheckPlan(ctx context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	onlyChanges{c}.CheckPlan(ctx, req, resp)
}

// onlyChanges expects several such updates and nothing else.
type onlyChanges []onlyChange

func (all onlyChanges) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	var problems []error
	expected := map[string]onlyChange{}
	for _, each := range all {
		expected[each.address] = each
	}
	for _, change := range req.Plan.ResourceChanges {
		each, wanted := expected[change.Address]
		delete(expected, change.Address)
		switch {
		case wanted:
			problems = append(problems, each.check(change.Change))
		case !change.Change.Actions.NoOp() && !change.Change.Actions.Read():
			problems = append(problems, fmt.Errorf("%s changes too: %v of %v", change.Address, change.Change.Actions, changed(change.Change)))
		}
	}
	for address := range expected {
		problems = append(problems, fmt.Errorf("%s is not in the plan", address))
	}
	resp.Error = errors.Join(problems...)
}

func (c onlyChange) check(change *tfjson.Change) error {
	if err := (inPlace{c.address, c.attribute}).check(change); err != nil {
		return err
	}
	before, after := change.Before.(map[string]any)[c.attribute], change.After.(map[string]any)[c.attribute]
	if !sameJSON(asJSON(before), c.before) || !sameJSON(asJSON(after), c.after) {
		return fmt.Errorf("%s.%s: %s -> %s, expected %s -> %s", c.address, c.attribute, asJSON(before), asJSON(after), c.before, c.after)
	}
	return nil
}

// inPlace expects that the plan updates a resource in place, and one top-level
// attribute of it alone.
type inPlace struct{ address, attribute string }

func (c inPlace) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = fmt.Errorf("%s is not in the plan", c.address)
	for _, change := range req.Plan.ResourceChanges {
		if change.Address == c.address {
			resp.Error = c.check(change.Change)
		}
	}
}

func (c inPlace) check(change *tfjson.Change) error {
	if !change.Actions.Update() {
		return fmt.Errorf("%s: %v instead of an update in place", c.address, change.Actions)
	}
	// Whether an exclusion is in force follows from the others, and is known after the apply.
	differing := slices.DeleteFunc(changed(change), func(name string) bool { return name == "in_force" && c.attribute != name })
	if !slices.Equal(differing, []string{c.attribute}) {
		return fmt.Errorf("%s: these attributes change: %v, expected only %s", c.address, differing, c.attribute)
	}
	return nil
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

// onlyOrderChanges expects that these resources, and no others, change in
// nothing but order_satisfied, from false to true.
type onlyOrderChanges []string

func (c onlyOrderChanges) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		switch {
		case change.Change.Actions.NoOp():
			if slices.Contains(c, change.Address) {
				resp.Error = fmt.Errorf("%s does not change", change.Address)
			}
		case !slices.Contains(c, change.Address):
			resp.Error = fmt.Errorf("%s changes too: %v", change.Address, change.Change.Actions)
		case !slices.Equal(changed(change.Change), []string{"order_satisfied"}):
			resp.Error = fmt.Errorf("%s: these change: %v", change.Address, changed(change.Change))
		case change.Change.Before.(map[string]any)["order_satisfied"] != false || change.Change.After.(map[string]any)["order_satisfied"] != true:
			resp.Error = fmt.Errorf("%s: order_satisfied does not change from false to true", change.Address)
		}
	}
}
