package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Exclusions may share a title, so an orphan of an interrupted apply is
// no error, whatever somebody did to it since. The plan names it, the apply makes
// a second one, and the way that the plan shows keeps the first.
func TestAPlanNamesTheExclusionThatAnInterruptedApplyMayHaveLeft(t *testing.T) {
	t.Parallel()
	a := start(t)
	theSame := map[string]any{
		"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "vip"}}},
		"actions":    []any{map[string]any{"field": "current_tags", "value": "not_surveyed"}},
	}
	edited := map[string]any{
		"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "nobody"}}},
		"actions":    theSame["actions"],
	}
	config := a.provider()
	twins, titles := map[string]string{}, map[string]string{}
	for title, each := range map[string]struct {
		content  map[string]any
		inactive bool
		activity string
	}{
		"kept":       {theSame, false, "is active. If"},
		"edited":     {edited, false, "is active, with other conditions or actions. If"},
		"edited_off": {edited, true, "is inactive, with other conditions or actions. If"},
	} {
		id := a.foreign(title, each.content)
		if each.inactive {
			a.call(http.MethodPut, "/triggers/"+id, map[string]any{"trigger": map[string]any{"active": false}})
		}
		twins[id], titles[id] = each.activity, title
		config += exclusions.block(title)
	}
	a.foreign("somebody_elses", theSame)
	w := a.shell(config + exclusions.block("alone"))
	expectTwins := func(warnings []told) {
		t.Helper()
		if len(warnings) != len(twins) {
			t.Errorf("%d twins expected, got %v", len(twins), warnings)
		}
		for _, each := range warnings {
			id := strings.TrimSuffix(strings.TrimPrefix(each.Summary, "The trigger "), " exists already")
			if activity, is := twins[id]; !is || !strings.Contains(each.Detail, activity) || each.line() != fmt.Sprintf("title = %q", titles[id]) ||
				!strings.Contains(each.Detail, "terraform import <address> "+id) {
				t.Errorf("not what is to be said of %s: %v", id, each)
			}
		}
	}
	expectTwins(w.warnings("plan", "-input=false"))

	for id, title := range titles {
		w.run("import", "-input=false", "-no-color", exclusions.address(title), id)
	}
	a.forget()
	if warnings := w.warnings("apply", "-auto-approve", "-input=false"); len(warnings) != 0 {
		t.Errorf("nothing is left that Terraform does not manage: %v", warnings)
	}
	made := 0
	for _, each := range a.requests() {
		if each.Method == http.MethodPost && strings.HasSuffix(each.Path, "/triggers") {
			made++
		}
	}
	if made != 1 {
		t.Errorf("only the one that has no duplicate is created, got %s", describe(a.requests()))
	}
	w.noChanges()
}
