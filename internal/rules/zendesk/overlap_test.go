package zendesk_test

import (
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// In the tables, c makes conditions of lines: those of "all", and after a nil
// those of "any".
func c(lines ...any) rules.Conditions {
	var conditions rules.Conditions
	group := &conditions.All
	for _, line := range lines {
		if condition, is := line.(rules.Condition); is {
			*group = append(*group, condition)
		} else {
			group = &conditions.Any
		}
	}
	return conditions
}

func channels(ids ...string) rules.Conditions {
	var conditions rules.Conditions
	for _, id := range ids {
		conditions.Any = append(conditions.Any, when("via_id", "is", id))
	}
	return conditions
}

func TestDisjoint(t *testing.T) {
	solved := when("status", "value", "solved")
	for name, test := range map[string]struct {
		a, b rules.Conditions
		want bool
	}{
		"nothing is asked":                      {c(), c(), false},
		"the same":                              {c(solved), c(solved), false},
		"two fields":                            {c(solved), c(when("priority", "is", "low")), false},
		"became one of two":                     {c(solved), c(when("status", "value", "pending")), true},
		"became and was":                        {c(solved), c(when("status", "value_previous", "solved")), true},
		"became and was another":                {c(solved), c(when("status", "value_previous", "pending")), false},
		"became and is another":                 {c(solved), c(when("status", "is", "open")), true},
		"became and is not":                     {c(solved), c(when("status", "is_not", "solved")), true},
		"became and is not changed":             {c(solved), c(asks("status", "not_changed")), true},
		"became and did not become":             {c(solved), c(when("status", "not_value", "solved")), true},
		"a cleared checkbox may not be present": {c(when("custom_fields_7", "is_not", "")), c(asks("custom_fields_7", "not_present")), false},
		"a new ticket may count as changed":     {c(when("group_id", "value_previous", "")), c(when("group_id", "is", "")), false},
		"is and did not become":                 {c(when("status", "is", "solved")), c(when("status", "not_value", "solved")), false},
		"below and above":                       {c(when("status", "less_than", "pending")), c(when("status", "greater_than", "open")), true},
		"below and above with one between":      {c(when("status", "less_than", "hold")), c(when("status", "greater_than", "open")), false},
		"three leave nothing":                   {c(when("status", "less_than", "hold"), when("status", "greater_than", "open")), c(when("status", "is_not", "pending")), true},
		"numbers below and above":               {c(when("reopens", "less_than", "3")), c(when("reopens", "greater_than", "3")), true},
		"numbers that may be between":           {c(when("custom_fields_5", "greater_than", "3")), c(when("custom_fields_5", "less_than", "4")), false},
		"numbers of an unset field":             {c(when("custom_fields_5", "less_than", "-3")), c(when("custom_fields_5", "greater_than", "4")), true},
		"an unset number may be low":            {c(when("custom_fields_5", "less_than", "3")), c(asks("custom_fields_5", "not_present")), false},
		"dates":                                 {c(when("custom_fields_5", "less_than", "2024-01-01")), c(when("custom_fields_5", "greater_than", "2024-02-01")), false},
		"no priority may be the lowest":         {c(when("priority", "less_than", "high")), c(when("priority", "is", "")), false},
		"a tag and its absence":                 {c(when("current_tags", "includes", "vip")), c(when("current_tags", "not_includes", "sent vip")), true},
		"one of two tags":                       {c(when("current_tags", "includes", "vip gold")), c(when("current_tags", "not_includes", "vip")), false},
		"both of two tags":                      {c(when("current_tags", "includes", "vip gold")), c(when("current_tags", "not_includes", "Vip"), when("current_tags", "not_includes", "gold")), true},
		"no tag at all":                         {c(when("current_tags", "includes", "")), c(when("current_tags", "not_includes", "x")), false},
		"two tags":                              {c(when("current_tags", "includes", "a")), c(when("current_tags", "includes", "b")), false},
		"a checkbox":                            {c(when("custom_fields_7", "is", "true")), c(when("custom_fields_7", "is", "false")), true},
		"a checkbox and its opposite":           {c(when("custom_fields_7", "is", "true")), c(when("custom_fields_7", "is_not", "true")), true},
		"a cleared checkbox may be unset":       {c(when("custom_fields_7", "is", "false")), c(asks("custom_fields_7", "not_present")), false},
		"present or not":                        {c(asks("custom_fields_9", "present")), c(asks("custom_fields_9", "not_present")), true},
		"a value and no value":                  {c(when("custom_fields_9", "is", "good")), c(asks("custom_fields_9", "not_present")), true},
		"two options":                           {c(when("custom_fields_9", "is", "good")), c(when("custom_fields_9", "is", "bad")), true},
		"two options spelled alike":             {c(when("custom_fields_9", "is", "good")), c(when("custom_fields_9", "is", "Good")), false},
		"two numbers spelled differently":       {c(when("custom_fields_9", "is", "5")), c(when("custom_fields_9", "is", "5.0")), false},
		"two long ids":                          {c(when("group_id", "is", "9007199254740993")), c(when("group_id", "is", "9007199254740992")), true},
		"options of a multiselect":              {c(when("custom_fields_9", "includes", "a")), c(when("custom_fields_9", "includes", "b")), false},
		"a multiselect has and has not":         {c(when("custom_fields_9", "includes", "a")), c(asks("custom_fields_9", "not_includes", "a", "b")), true},
		"lists of brands":                       {c(asks("brand_id", "includes", "1", "2")), c(asks("brand_id", "includes", "3", "4")), true},
		"lists of brands with one in common":    {c(asks("brand_id", "includes", "1", "2")), c(asks("brand_id", "includes", "2", "3")), false},
		"a brand and a list":                    {c(when("brand_id", "is", "1")), c(asks("brand_id", "not_includes", "1", "3")), true},
		"whoever acts may be this agent":        {c(when("assignee_id", "is", "current_user")), c(when("assignee_id", "is", "5")), false},
		"whoever acts or not":                   {c(when("assignee_id", "is", "current_user")), c(when("assignee_id", "is_not", "current_user")), true},
		"create and change":                     {c(when("update_type", "is", "Create")), c(rules.Condition{Field: "update_type", Value: rules.Text("Change")}), true},
		"comments":                              {c(when("comment_is_public", "is", "true")), c(when("comment_is_public", "is", "false")), true},
		"any comment":                           {c(when("comment_is_public", "is", "true")), c(when("comment_is_public", "is", "not_relevant")), false},
		"an agent may be that agent":            {c(when("role", "is", "agent")), c(when("role", "is", "5")), false},
		"ratings have other spellings":          {c(when("satisfaction_score", "is", "good")), c(when("satisfaction_score", "is", "good_with_comment")), false},
		"an unknown operator":                   {c(when("status", "whatever", "a")), c(when("status", "is", "a")), false},
		"unknown fields":                        {c(when("invented", "is", "a")), c(when("invented", "is", "b")), false},
		"unknown fields and the opposite":       {c(when("invented", "is", "a")), c(when("invented", "is_not", "a")), true},
		"words of a subject":                    {c(when("subject_includes_word", "includes", "vip")), c(when("subject_includes_word", "not_includes", "VIP gold")), true},
		"a phrase may be words":                 {c(when("custom_fields_9", "includes", "a b")), c(asks("custom_fields_9", "not_includes", "a b", "c")), false},
		"channels in common":                    {channels("4", "0"), channels("29", "4"), false},
		"no channel in common":                  {channels("4", "0"), channels("29", "30"), true},
		"one has no channels":                   {channels("4", "0"), c(), false},
		"a channel in all":                      {channels("4", "0"), c(when("via_id", "is", "29")), true},
		"a channel in all, another not":         {channels("4", "0"), c(when("via_id", "is_not", "4")), false},
		"no channel is left":                    {channels("4", "0"), c(when("via_id", "is_not", "4"), when("via_id", "is_not", "0")), true},
		"another way than the channel":          {c(nil, when("via_id", "is", "4"), when("status", "is", "open")), channels("29"), false},
		"each way leads nowhere":                {c(nil, when("via_id", "is", "4"), when("status", "is", "open")), c(solved, nil, when("via_id", "is", "29")), true},
		"one matches nothing":                   {c(when("status", "is", "open"), when("status", "is", "new")), c(), true},
		"ways that match nothing":               {c(when("status", "is", "open"), nil, when("status", "is", "new")), c(), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got, back := rules.Disjoint(test.a, test.b), rules.Disjoint(test.b, test.a); got != test.want || back != test.want {
				t.Errorf("%v, and the other way round %v, want %v", got, back, test.want)
			}
		})
	}
}

func TestImplies(t *testing.T) {
	solved := when("status", "value", "solved")
	for name, test := range map[string]struct {
		narrow, wide rules.Conditions
		want         bool
	}{
		"nothing is asked":                {c(), c(), true},
		"everything is asked":             {c(solved), c(), true},
		"more is asked":                   {c(), c(solved), false},
		"the same and more":               {c(solved, when("via_id", "is", "4")), c(solved), true},
		"the same and less":               {c(solved), c(solved, when("via_id", "is", "4")), false},
		"became, is":                      {c(solved), c(when("status", "is", "solved")), true},
		"is, became":                      {c(when("status", "is", "solved")), c(solved), false},
		"became, changed":                 {c(solved), c(asks("status", "changed")), true},
		"became, above":                   {c(solved), c(when("status", "greater_than", "pending")), true},
		"became, was not":                 {c(solved), c(when("status", "not_value_previous", "solved")), true},
		"above, above":                    {c(when("reopens", "greater_than", "3")), c(when("reopens", "greater_than", "2")), true},
		"above, above more":               {c(when("reopens", "greater_than", "2")), c(when("reopens", "greater_than", "3")), false},
		"an unset number":                 {c(when("custom_fields_5", "less_than", "2")), c(when("custom_fields_5", "less_than", "3")), true},
		"a tag is one of two":             {c(when("current_tags", "includes", "a")), c(when("current_tags", "includes", "b a")), true},
		"one of two tags":                 {c(when("current_tags", "includes", "b a")), c(when("current_tags", "includes", "a")), false},
		"one of two tags, and one is not": {c(when("current_tags", "includes", "b a"), when("current_tags", "not_includes", "b")), c(when("current_tags", "includes", "a")), true},
		"neither of two tags":             {c(when("current_tags", "not_includes", "b a")), c(when("current_tags", "not_includes", "a")), true},
		"not one tag":                     {c(when("current_tags", "not_includes", "a")), c(when("current_tags", "not_includes", "b a")), false},
		"the same tags":                   {c(when("current_tags", "includes", "a  b")), c(when("current_tags", "includes", "b a")), true},
		"cleared, not ticked":             {c(when("custom_fields_7", "is", "false")), c(when("custom_fields_7", "is_not", "true")), true},
		"not ticked, may be unset":        {c(when("custom_fields_7", "is_not", "true")), c(when("custom_fields_7", "is", "false")), false},
		"fewer brands":                    {c(when("brand_id", "is", "1")), c(asks("brand_id", "includes", "1", "2")), true},
		"whoever acts":                    {c(when("assignee_id", "is", "current_user")), c(when("assignee_id", "is", "current_user")), true},
		"an omitted operator":             {c(when("update_type", "is", "Create")), c(rules.Condition{Field: "update_type", Value: rules.Text("Create")}), true},
		"a public comment is a comment":   {c(when("comment_is_public", "is", "true")), c(when("comment_is_public", "is", "not_relevant")), true},
		"a comment is not a public one":   {c(when("comment_is_public", "is", "not_relevant")), c(when("comment_is_public", "is", "true")), false},
		"unknown fields":                  {c(when("invented", "is", "a")), c(when("invented", "is", "a")), true},
		"fewer channels":                  {channels("4"), channels("0", "4"), true},
		"the same channels":               {channels("4", "0"), channels("0", "4"), true},
		"more channels":                   {channels("4", "0"), channels("4"), false},
		"a list of channels":              {c(asks("via_id", "includes", "4", "0")), channels("0", "4"), true},
		"one channel of all":              {c(when("via_id", "is", "4")), channels("0", "4"), true},
		"any channel":                     {c(), channels("0", "4"), false},
		"all together":                    {c(solved, when("current_tags", "not_includes", "a b"), nil, when("via_id", "is", "4")), c(when("current_tags", "not_includes", "a"), solved, nil, when("via_id", "is", "0"), when("via_id", "is", "4")), true},
		"a change between others":         {c(asks("group_id", "changed"), when("group_id", "is_not", "5"), when("group_id", "is_not", ""), when("group_id", "not_value_previous", "")), c(when("group_id", "value_previous", "5")), false},
		"an unset number may be none":     {c(asks("custom_fields_5", "not_present"), when("custom_fields_5", "is_not", "false")), c(when("custom_fields_5", "less_than", "3")), false},
		"what matches nothing":            {c(when("status", "is", "open"), when("status", "is", "new")), c(solved), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rules.Implies(test.narrow, test.wide); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestStaysDisjoint(t *testing.T) {
	vip, notVIP := c(when("current_tags", "includes", "vip")), c(when("current_tags", "not_includes", "vip"))
	ticked, cleared := c(when("custom_fields_7", "is", "true")), c(when("custom_fields_7", "is", "false"))
	for name, test := range map[string]struct {
		a, b    rules.Conditions
		between rules.Rule
		want    bool
	}{
		"nothing runs between":       {vip, notVIP, ruleOf(), true},
		"the tag is added between":   {vip, notVIP, ruleOf(do("current_tags", "vip")), false},
		"another tag is added":       {vip, notVIP, ruleOf(do("current_tags", "gold")), true},
		"all tags are set":           {vip, notVIP, ruleOf(do("set_tags", "gold")), false},
		"the field is set":           {ticked, cleared, ruleOf(do("custom_fields_7", "true")), false},
		"the field's tag is added":   {ticked, cleared, ruleOf(do("current_tags", "opt_out")), false},
		"another field is set":       {ticked, cleared, ruleOf(do("custom_fields_8", "true")), true},
		"all tags are set, a field":  {ticked, cleared, ruleOf(do("set_tags", "gold")), false},
		"the status is set":          {c(when("status", "is", "new")), c(when("status", "is", "open")), ruleOf(do("status", "open")), false},
		"the channel stays":          {channels("4"), channels("0"), ruleOf(do("status", "open")), true},
		"one way opens":              {c(nil, when("via_id", "is", "4"), when("status", "is", "open")), c(when("via_id", "is", "0"), when("status", "is", "new")), ruleOf(do("status", "open")), false},
		"one way opens, one is left": {c(when("via_id", "is", "4"), nil, when("status", "is", "open")), c(when("via_id", "is", "0")), ruleOf(do("status", "open")), true},
	} {
		t.Run(name, func(t *testing.T) {
			if !rules.Disjoint(test.a, test.b) {
				t.Error("not disjoint at one moment")
			}
			between := rules.EffectsOf(test.between).WithFieldTags(fieldTagsOfTest)
			if got := rules.StaysDisjoint(test.a, test.b, rules.Effects{}, between); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestExcludes(t *testing.T) {
	needs := func(tag string, actions ...any) rules.Rule {
		return ruleOf(append(actions, when("current_tags", "not_includes", tag))...)
	}
	unticked := func(actions ...any) rules.Rule {
		return ruleOf(append(actions, when("custom_fields_7", "is", "false"))...)
	}
	for name, test := range map[string]struct {
		a, b rules.Rule
		want bool
	}{
		"one mark for both":              {needs("sent", do("current_tags", "sent")), needs("sent x", do("current_tags", "x Sent")), true},
		"a mark for each":                {needs("a", do("current_tags", "b")), needs("b", do("current_tags", "a")), true},
		"a mark each of its own":         {needs("a", do("current_tags", "a")), needs("b", do("current_tags", "b")), false},
		"one of them leaves none":        {needs("sent", do("current_tags", "sent")), needs("sent"), false},
		"one of them does not ask":       {needs("sent", do("current_tags", "sent")), ruleOf(do("current_tags", "sent")), false},
		"a checkbox":                     {unticked(do("custom_fields_7", "true")), unticked(do("custom_fields_7", "true")), true},
		"a checkbox and a tag":           {unticked(do("current_tags", "sent")), needs("sent", do("custom_fields_7", "true")), true},
		"the mark is taken away at last": {needs("sent", do("current_tags", "sent")), needs("sent", do("current_tags", "sent"), do("remove_tags", "sent")), false},
		"the mark is replaced at last":   {needs("sent", do("current_tags", "sent")), needs("sent", do("current_tags", "sent"), do("set_tags", "x")), false},
		"all tags are set to the mark":   {needs("sent", do("current_tags", "sent")), needs("sent", do("set_tags", "x sent")), true},
		"any mark may be taken away":     {needs("sent", do("current_tags", "sent")), needs("sent", do("current_tags", "sent"), do("remove_tags", "{{x}}")), false},
		"the checkbox is cleared":        {unticked(do("custom_fields_7", "true")), unticked(do("custom_fields_7", "true"), do("custom_fields_7", "false")), false},
		"a condition of any is no need":  {needs("sent", do("current_tags", "sent")), rules.Rule{Conditions: c(nil, when("current_tags", "not_includes", "sent")), Actions: []rules.Action{do("current_tags", "sent")}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, back := rules.Excludes(test.a, test.b), rules.Excludes(test.b, test.a); got != test.want || back != test.want {
				t.Errorf("%v, and the other way round %v, want %v", got, back, test.want)
			}
		})
	}
}

func BenchmarkDisjoint(b *testing.B) {
	send := c(when("status", "value", "solved"), when("current_tags", "not_includes", "sent vip gold"), nil, when("via_id", "is", "4"), when("via_id", "is", "0"), when("via_id", "is", "48"))
	for b.Loop() {
		if rules.Disjoint(send, send) {
			b.Fatal("disjoint from itself")
		}
	}
}
