package zendesk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func when(field, operator, value string) rules.Condition {
	return rules.Condition{Field: field, Operator: operator, Value: rules.Text(value)}
}

func do(field string, value ...string) rules.Action {
	if len(value) == 1 {
		return rules.Action{Field: field, Value: rules.Text(value[0])}
	}
	return rules.Action{Field: field, Value: rules.List(value...)}
}

// Each line is one condition. want is the part that is wrong, if one is.
func TestWhatAConditionMaySay(t *testing.T) {
	none := func(field, operator string) rules.Condition { return rules.Condition{Field: field, Operator: operator} }
	for name, test := range map[string]struct {
		condition           rules.Condition
		trigger, automation string
	}{
		"solved is":                     {when("status", "is", "solved"), "", ""},
		"became solved":                 {when("status", "value", "solved"), "", "operator"},
		"changed":                       {none("status", "changed"), "", "operator"},
		"custom field changed":          {none("custom_fields_1", "changed"), "", "operator"},
		"custom field became":           {when("custom_fields_1", "value", "true"), "", "operator"},
		"brand changed to":              {when("brand_id", "changed_to", "1"), "", "operator"},
		"custom field is":               {when("custom_fields_1", "is_not", "true"), "", ""},
		"custom field present":          {none("custom_fields_1", "present"), "", ""},
		"a person's field":              {when("requester.custom_fields.vip", "is", "true"), "", ""},
		"an unknown field":              {when("invented", "whatever", "x"), "", ""},
		"no field":                      {when(" ", "is", "x"), "field", "field"},
		"hours":                         {when("SOLVED", "greater_than", "24"), "field", ""},
		"business hours":                {when("SOLVED", "is_business_hours", "24"), "field", ""},
		"business hours, custom status": {when("hours_since_55", "is_business_hours", "24"), "operator", ""},
		"hours since created":           {when("NEW", "is", "0"), "field", ""},
		"hours are not":                 {when("SOLVED", "is_not", "24"), "field", "operator"},
		"hours need an operator":        {when("SOLVED", "", "24"), "field", "operator"},
		"part of an hour":               {when("SOLVED", "greater_than", "1.5"), "field", "value"},
		"less than no hour":             {when("SOLVED", "greater_than", "-1"), "field", "value"},
		"signed hours":                  {when("SOLVED", "greater_than", "+1"), "field", "value"},
		"hours with a zero in front":    {when("SOLVED", "greater_than", "024"), "field", "value"},
		"hours in words":                {when("updated_at", "less_than", "a day"), "field", "value"},
		"no hours":                      {none("SOLVED", "greater_than"), "field", "value"},
		"a list of hours":               {rules.Condition{Field: "SOLVED", Operator: "is", Value: rules.List("24")}, "field", "value"},
		"due":                           {when("until_due_date", "less_than", "4"), "field", ""},
		"the next breach":               {when("sla_next_breach_at", "less_than", "4"), "", ""},
		"the next breach, by halves":    {when("sla_next_breach_at", "less_than", "0.5"), "", "value"},
		"who updated":                   {when("role", "is", "agent"), "", "field"},
		"the update's channel":          {when("current_via_id", "is", "4"), "", "field"},
		"a public comment":              {when("comment_is_public", "", "true"), "", "field"},
		"created":                       {when("update_type", "is", "Create"), "", "field"},
		"words in a comment":            {when("comment_includes_word", "includes", "thanks"), "", "field"},
		"words in the description":      {when("description_includes_word", "includes", "thanks"), "field", ""},
		"replies":                       {when("replies", "less_than", "3"), "", "field"},
		"public ticket":                 {when("ticket_is_public", "", "public"), "", ""},
		"public ticket, is":             {when("ticket_is_public", "is", "public"), "", ""},
		"neither public nor private":    {when("ticket_is_public", "is", "secret"), "value", "value"},
		"channel":                       {when("via_id", "is", "29"), "", ""},
		"not a status":                  {when("status", "is", "done"), "value", "value"},
		"priority above":                {when("priority", "greater_than", "low"), "", ""},
		"tags":                          {when("current_tags", "not_includes", "a b"), "", ""},
		"tags in upper case":            {when("current_tags", "not_includes", "VIP"), "value", "value"},
		"tags are":                      {when("current_tags", "is", "a"), "operator", "operator"},
		"custom statuses":               {rules.Condition{Field: "custom_status_id", Operator: "includes", Value: rules.List("1", "2")}, "", ""},
		"group without an operator":     {when("group_id", "", "5"), "operator", "operator"},
		"changed with a value":          {when("status", "changed", "open"), "value", "operator"},
	} {
		t.Run(name, func(t *testing.T) {
			for rule, check := range map[string]struct {
				err  error
				want string
			}{
				"trigger":    {rules.CheckTriggerCondition(test.condition), test.trigger},
				"automation": {rules.CheckAutomationCondition(test.condition), test.automation},
			} {
				part := ""
				var fault *rules.ConditionFault
				if errors.As(check.err, &fault) {
					part = fault.Part
				}
				if part != check.want {
					t.Errorf("%s: the %q is wrong, want %q (%v)", rule, part, check.want, check.err)
				}
			}
		})
	}
}

func TestAFaultNamesTheOtherKindOfRule(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{rules.CheckAutomationCondition(when("update_type", "is", "Create")), `"update_type" is not a field of an automation: triggers have it`},
		{rules.CheckAutomationCondition(when("custom_fields_1", "value", "x")), `"value" is not an operator of an automation: triggers have it`},
		{rules.CheckTriggerCondition(when("SOLVED", "is", "1")), `"SOLVED" is not a field of a trigger: automations have it`},
		{rules.CheckAutomationCondition(when("SOLVED", "is", "1.5")), `"SOLVED" counts whole hours: "1.5" is not`},
	} {
		if test.err == nil || !strings.HasPrefix(test.err.Error(), test.want) {
			t.Errorf("%v, want %s", test.err, test.want)
		}
	}
}

// sendAutomation is what a send automation makes: an hour, a state, a nullifier.
func sendAutomation() (rules.Conditions, []rules.Action) {
	conditions := rules.Conditions{All: []rules.Condition{
		when("status", "is", "solved"), when("SOLVED", "greater_than", "24"), when("current_tags", "not_includes", "survey_sent"),
		when("ticket_is_public", "is", "public"),
	}}
	return conditions, []rules.Action{do("notification_webhook", "01H", "{}"), do("current_tags", "survey_sent")}
}

func TestWhatZendeskWantsOfAnAutomation(t *testing.T) {
	type place struct {
		group string
		index int
	}
	for name, test := range map[string]struct {
		change func(*rules.Conditions, *[]rules.Action)
		want   []place
	}{
		"nothing is missing": {func(*rules.Conditions, *[]rules.Action) {}, nil},
		"no hours":           {func(c *rules.Conditions, _ *[]rules.Action) { c.All[1] = when("priority", "is", "low") }, []place{{"all", -1}}},
		"no state": {func(c *rules.Conditions, _ *[]rules.Action) {
			c.All[0], c.All[1] = when("priority", "is", "low"), when("NEW", "greater_than", "24")
		}, []place{{"all", -1}}},
		"hours since a status": {func(c *rules.Conditions, _ *[]rules.Action) { c.All[0] = when("PENDING", "is", "100") }, nil},
		"custom state": {func(c *rules.Conditions, _ *[]rules.Action) {
			c.All[0] = rules.Condition{Field: "custom_status_id", Operator: "includes", Value: rules.List("1")}
		}, nil},
		"state in any only": {func(c *rules.Conditions, _ *[]rules.Action) {
			c.All[0], c.All[1] = when("priority", "is", "low"), when("NEW", "greater_than", "24")
			c.Any = []rules.Condition{when("status", "is", "solved")}
		}, []place{{"all", -1}}},
		"hours in any": {func(c *rules.Conditions, _ *[]rules.Action) {
			c.Any = []rules.Condition{when("via_id", "is", "4"), when("OPEN", "greater_than", "4")}
		}, []place{{"any", 1}}},
		"no nullifier":   {func(_ *rules.Conditions, a *[]rules.Action) { *a = (*a)[:1] }, []place{{"", -1}}},
		"nothing at all": {func(c *rules.Conditions, a *[]rules.Action) { *c, *a = rules.Conditions{}, nil }, []place{{"all", -1}, {"all", -1}, {"", -1}}},
		"true for an hour": {func(c *rules.Conditions, a *[]rules.Action) {
			c.All[1], *a = when("SOLVED", "is", "24"), (*a)[:1]
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			conditions, actions := sendAutomation()
			test.change(&conditions, &actions)
			var got []place
			for _, fault := range rules.CheckAutomation(conditions, actions) {
				got = append(got, place{fault.Group, fault.Index})
				if fault.Error() == "" {
					t.Error("a fault says nothing")
				}
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(place{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Zendesk's own automations are right by definition.
func TestZendesksOwnAutomationsPass(t *testing.T) {
	for name, test := range map[string]struct {
		conditions []rules.Condition
		actions    []rules.Action
	}{
		"close after four days": {
			[]rules.Condition{when("status", "is", "solved"), when("SOLVED", "greater_than", "96")},
			[]rules.Action{do("status", "closed")},
		},
		"request satisfaction": {
			[]rules.Condition{when("status", "less_than", "closed"), when("SOLVED", "is", "24"), when("satisfaction_score", "is", "unoffered")},
			[]rules.Action{do("satisfaction_score", "offered"), do("notification_user", "requester_id", "How was it?", "{{satisfaction.rating_section}}")},
		},
	} {
		for _, fault := range rules.CheckAutomation(rules.Conditions{All: test.conditions}, test.actions) {
			t.Errorf("%s: %v", name, fault)
		}
		for _, condition := range test.conditions {
			if err := rules.CheckAutomationCondition(condition); err != nil {
				t.Errorf("%s: %s: %v", name, condition, err)
			}
		}
	}
}

func TestWhatEndsAnAutomation(t *testing.T) {
	list := func(field, operator string, values ...string) rules.Condition {
		return rules.Condition{Field: field, Operator: operator, Value: rules.List(values...)}
	}
	for name, test := range map[string]struct {
		condition rules.Condition
		action    rules.Action
		ends      bool
	}{
		"adds an absent tag":            {when("current_tags", "not_includes", "a sent"), do("current_tags", "sent"), true},
		"adds another tag":              {when("current_tags", "not_includes", "a sent"), do("current_tags", "other"), false},
		"adds a tag that must be there": {when("current_tags", "includes", "a"), do("current_tags", "a"), false},
		"removes the only tag":          {when("current_tags", "includes", "a"), do("remove_tags", "a b"), true},
		"removes one of two":            {when("current_tags", "includes", "a c"), do("remove_tags", "a b"), false},
		"removes an absent tag":         {when("current_tags", "not_includes", "a"), do("remove_tags", "a"), false},
		"replaces the tags":             {when("current_tags", "includes", "a"), do("set_tags", "b"), true},
		"replaces them with the same":   {when("current_tags", "includes", "a"), do("set_tags", "a b"), false},
		"sets the absent tag":           {when("current_tags", "not_includes", "sent"), do("set_tags", "sent"), true},
		"closes":                        {when("status", "is", "solved"), do("status", "closed"), true},
		"keeps the status":              {when("status", "is", "solved"), do("status", "solved"), false},
		"reaches the bound":             {when("status", "less_than", "solved"), do("status", "solved"), true},
		"stays below the bound":         {when("status", "less_than", "solved"), do("status", "pending"), false},
		"falls to the bound":            {when("priority", "greater_than", "normal"), do("priority", "normal"), true},
		"stays above the bound":         {when("priority", "greater_than", "normal"), do("priority", "urgent"), false},
		"leaves the hours' status":      {when("PENDING", "greater_than", "4"), do("status", "solved"), true},
		"stays in the hours' status":    {when("SOLVED", "greater_than", "4"), do("status", "solved"), false},
		"ticks the checkbox":            {when("custom_fields_1", "is_not", "true"), do("custom_fields_1", "true"), true},
		"ticks another checkbox":        {when("custom_fields_1", "is_not", "true"), do("custom_fields_2", "true"), false},
		"a checkbox may bring a tag":    {when("current_tags", "not_includes", "sent"), do("custom_fields_2", "true"), true},
		"a tag may tick a checkbox":     {when("custom_fields_1", "is_not", "true"), do("current_tags", "sent"), true},
		"fills the field":               {rules.Condition{Field: "custom_fields_1", Operator: "not_present"}, do("custom_fields_1", "x"), true},
		"fills it again":                {rules.Condition{Field: "custom_fields_1", Operator: "present"}, do("custom_fields_1", "x"), false},
		"moves out of the list":         {list("custom_status_id", "includes", "1", "2"), do("custom_status_id", "3"), true},
		"moves within the list":         {list("custom_status_id", "includes", "1", "2"), do("custom_status_id", "2"), false},
		"moves into the list":           {list("custom_status_id", "not_includes", "1", "2"), do("custom_status_id", "2"), true},
		"assigns":                       {when("assignee_id", "is", ""), do("assignee_id", "7"), true},
		"offers satisfaction":           {when("satisfaction_score", "is", "unoffered"), do("satisfaction_score", "offered"), true},
		"starts the clock again":        {when("updated_at", "greater_than", "48"), do("priority", "high"), true},
		"assigns again":                 {when("assigned_at", "greater_than", "48"), do("group_id", "7"), true},
		"mails":                         {when("SOLVED", "greater_than", "48"), do("notification_user", "requester_id", "s", "b"), false},
		"one hour":                      {when("SOLVED", "is_business_hours", "48"), do("notification_user", "requester_id", "s", "b"), true},
	} {
		t.Run(name, func(t *testing.T) {
			needed := []rules.Condition{when("requester_id", "is_not", ""), when("due_date", "greater_than", "1")}
			ended := func(conditions rules.Conditions) bool {
				return len(rules.CheckAutomation(conditions, []rules.Action{test.action})) == 0
			}
			if got := ended(rules.Conditions{All: append(needed, test.condition)}); got != test.ends {
				t.Errorf("ends: %v, want %v", got, test.ends)
			}
		})
	}
}

// One of several alternatives that ends leaves the others.
func TestAlternativesEndTogether(t *testing.T) {
	needed := []rules.Condition{when("requester_id", "is_not", ""), when("SOLVED", "greater_than", "1")}
	absent := []rules.Condition{when("current_tags", "not_includes", "sent"), when("via_id", "is", "4")}
	for _, test := range []struct {
		alternatives []rules.Condition
		faults       int
	}{{absent[:1], 0}, {absent, 1}, {nil, 1}} {
		got := rules.CheckAutomation(rules.Conditions{All: needed, Any: test.alternatives}, []rules.Action{do("current_tags", "sent")})
		if len(got) != test.faults {
			t.Errorf("%v: %d faults, want %d", test.alternatives, len(got), test.faults)
		}
	}
}
