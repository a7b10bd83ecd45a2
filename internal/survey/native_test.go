package survey

import "testing"

// Terraform plans a removed resource and a new send in any order: the later one tells.
func TestWhoeverIsPlannedLaterTellsThatTheNativeSurveyMayComeBack(t *testing.T) {
	t.Parallel()
	begins := func(n *NativePlan) bool {
		restored, told := n.Begin()
		return told && restored.Product == "Zendesk"
	}
	ends := func(n *NativePlan) bool { return n.End(Native{Product: "Zendesk"}) }
	kept := func(n *NativePlan) bool { n.Keep(false); return false }
	for name, row := range map[string]struct {
		steps []func(*NativePlan) bool
		told  []bool
	}{
		"the end first":            {[]func(*NativePlan) bool{ends, begins, begins}, []bool{false, true, false}},
		"sends first":              {[]func(*NativePlan) bool{begins, begins, ends}, []bool{false, false, true}},
		"another resource has it":  {[]func(*NativePlan) bool{kept, ends, begins}, []bool{false, false, false}},
		"another one has it later": {[]func(*NativePlan) bool{ends, kept, begins}, []bool{false, false, false}},
	} {
		n := &NativePlan{}
		for i, step := range row.steps {
			if told := step(n); told != row.told[i] {
				t.Errorf("%s: step %d tells %t", name, i, told)
			}
		}
	}
}
