package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// run applies the steps one after the other, each followed by a plan that has
// nothing to do, and destroys everything at the end. The steps are written as
// those of terraform-plugin-testing, which runs the CLI three times as often.
func (a *account) run(steps ...resource.TestStep) {
	a.t.Helper()
	w := a.shell(steps[0].Config)
	for _, step := range steps {
		w.step(step)
	}
	if len(w.stateNow().RootModule().Resources) > 0 {
		w.destroy("-refresh=false") // the last configuration may be one that was refused
	}
}

// step does what a step says, and fails at one that says more than is looked at here.
func (w *workspace) step(s resource.TestStep) {
	t := w.account.t
	t.Helper()
	rest := s
	rest.PreConfig, rest.Config, rest.PlanOnly, rest.Destroy, rest.ExpectError, rest.Check, rest.ConfigStateChecks = nil, "", false, false, nil, nil, nil
	rest.ConfigPlanChecks.PreApply = nil
	if !reflect.ValueOf(rest).IsZero() {
		t.Fatalf("a step with %+v", rest)
	}
	if s.PreConfig != nil {
		s.PreConfig()
	}
	w.configure(s.Config)
	args := []string{"apply", "-auto-approve", "-input=false", "-no-color"}
	switch {
	case s.PlanOnly:
		args = []string{"plan", "-input=false", "-no-color"}
	case s.Destroy:
		args[0] = "destroy"
	}
	if s.ExpectError != nil {
		output, ok := w.try(args...)
		if output = strings.ReplaceAll(output, "\n│ ", "\n"); ok || !s.ExpectError.MatchString(output) {
			t.Fatalf("an error with %q expected, got %s", s.ExpectError, output)
		}
		return
	}
	if len(s.ConfigPlanChecks.PreApply) > 0 {
		plan := w.plan()
		for _, check := range s.ConfigPlanChecks.PreApply {
			var found plancheck.CheckPlanResponse
			if check.CheckPlan(t.Context(), plancheck.CheckPlanRequest{Plan: plan}, &found); found.Error != nil {
				t.Error(found.Error)
			}
		}
		args = []string{"apply", "-input=false", "-no-color", "test.plan"}
	}
	w.run(args...)
	if s.Check != nil {
		if err := s.Check(w.stateNow()); err != nil {
			t.Error(err)
		}
	}
	if len(s.ConfigStateChecks) > 0 {
		var state tfjson.State
		state.UseJSONNumber(true)
		if err := json.Unmarshal([]byte(w.run("show", "-json")), &state); err != nil {
			t.Fatal(err)
		}
		for _, check := range s.ConfigStateChecks {
			var found statecheck.CheckStateResponse
			if check.CheckState(t.Context(), statecheck.CheckStateRequest{State: &state}, &found); found.Error != nil {
				t.Error(found.Error)
			}
		}
	}
	w.noChanges()
}

// stateNow is what a check asks of the state: the outputs, and the id of each
// resource of the root module that is not one of many.
func (w *workspace) stateNow() *terraform.State {
	w.account.t.Helper()
	var read struct {
		Outputs   map[string]*terraform.OutputState
		Resources []struct {
			Module, Mode, Type, Name string
			Instances                []struct{ Attributes struct{ ID string } }
		}
	}
	if state, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate")); err == nil { // else nothing was applied
		if err := json.Unmarshal(state, &read); err != nil {
			w.account.t.Fatal(err)
		}
	}
	root := &terraform.ModuleState{Path: []string{"root"}, Outputs: read.Outputs, Resources: map[string]*terraform.ResourceState{}}
	for _, each := range read.Resources {
		if each.Mode == "managed" && each.Module == "" && len(each.Instances) == 1 {
			root.Resources[each.Type+"."+each.Name] = &terraform.ResourceState{Type: each.Type, Primary: &terraform.InstanceState{ID: each.Instances[0].Attributes.ID}}
		}
	}
	return &terraform.State{Modules: []*terraform.ModuleState{root}}
}
