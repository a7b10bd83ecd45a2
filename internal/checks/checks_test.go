package checks_test

import (
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
)

func TestLevels(t *testing.T) {
	t.Parallel()
	some := checks.New(map[checks.Check]checks.Level{checks.InactiveExclusions: checks.Error, checks.ForeignMarks: checks.Off}, []string{"7"})
	for _, each := range []struct {
		name     string
		settings checks.Settings
		check    checks.Check
		ids      []string
		expected checks.Level
	}{
		{"nothing is set", checks.Settings{}, checks.InactiveExclusions, []string{"7"}, checks.Warning},
		{"raised", some, checks.InactiveExclusions, []string{"1", "2"}, checks.Error},
		{"silenced", some, checks.ForeignMarks, []string{"1", "2"}, checks.Off},
		{"left out", some, checks.UnlistedSends, []string{"1", "2"}, checks.Warning},
		{"one of the two is ignored", some, checks.InactiveExclusions, []string{"1", "7"}, checks.Off},
		{"new, so without an id", some, checks.InactiveExclusions, []string{"", "2"}, checks.Error},
		{"about no object", some, checks.InactiveExclusions, nil, checks.Error},
	} {
		if got := each.settings.Level(each.check, each.ids...); got != each.expected {
			t.Errorf("%s: %s expected, got %s", each.name, each.expected, got)
		}
	}
}
