package zendesk

import "testing"

// Terraform plans a removed resource and a new send in any order: the later one tells.
func TestWhoeverIsPlannedLaterTellsThatTheNativeSurveyMayComeBack(t *testing.T) {
	t.Parallel()
	begins := func(c *Client) bool { _, told := c.PlanSendBegins(); return told }
	ends := func(c *Client) bool { return c.PlanNativeSurveyEnd("7") }
	kept := func(c *Client) bool { return !c.PlanNativeSurvey("7", "", false) }
	for name, row := range map[string]struct {
		steps []func(*Client) bool
		told  []bool
	}{
		"the end first":            {[]func(*Client) bool{ends, begins, begins}, []bool{false, true, false}},
		"sends first":              {[]func(*Client) bool{begins, begins, ends}, []bool{false, false, true}},
		"another resource has it":  {[]func(*Client) bool{kept, ends, begins}, []bool{false, false, false}},
		"another one has it later": {[]func(*Client) bool{ends, kept, begins}, []bool{false, false, false}},
	} {
		c := &Client{}
		for i, step := range row.steps {
			if told := step(c); told != row.told[i] {
				t.Errorf("%s: step %d tells %t", name, i, told)
			}
		}
	}
}
