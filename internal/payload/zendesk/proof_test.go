package zendesk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

func TestCheckNamesTheSampleAndWhereItCameFrom(t *testing.T) {
	const escape = ` | ` + liquid.Escape
	for name, c := range map[string]struct {
		template     string
		sample       string // the only one reported; empty for none
		placeholders []string
		text         string // in the whole message
	}{
		"ids only":           {`{"id": {{ticket.id}}, "email": "{{ticket.requester.email}}", "tags": "{{ticket.tags}}"}`, "", nil, ""},
		"escaped name":       {`{"name": "{{ticket.requester.name` + escape + `}}"}`, "", nil, ""},
		"escaped comment":    {`{"text": "{{ticket.latest_comment` + escape + `}}"}`, "", nil, ""},
		"bare name":          {`{"name": "{{ticket.requester.name}}"}`, "quotes", []string{"ticket.requester.name"}, `{"name": "Ann "AJ"`},
		"option title":       {`{"why": "{{ticket.ticket_field_option_title_9}}"}`, "quotes", []string{"ticket.ticket_field_option_title_9"}, "It breaks in the same way with these samples: backslashes"},
		"text field":         {`{"why": "{{ticket.ticket_field_9}}"}`, "quotes", []string{"ticket.ticket_field_9"}, "It breaks in the same way with these samples: backslashes, line_breaks"},
		"person's field":     {`{"tier": "{{ticket.requester.custom_fields.tier}}"}`, "quotes", []string{"ticket.requester.custom_fields.tier"}, ""},
		"one comment":        {`{"c": "{{ticket.latest_public_comment_html}}"}`, "quotes", []string{"ticket.latest_public_comment_html"}, ""},
		"doubled backslash":  {`{"name": "{{ticket.requester.name | replace: '\', '\\' | replace: '"', '\"'}}"}`, "backslashes", []string{"ticket.requester.name"}, `AC\DC`},
		"lines kept":         {`{"c": "{{ticket.description | remove: '\' | replace: '"', '\"'}}"}`, "line_breaks", []string{"ticket.description"}, "Hello,⏎it works."},
		"checkbox":           {`{"do_not_send": "{{ticket.ticket_field_9}}"}`, "", nil, ""},
		"bare checkbox":      {`{"do_not_send": {{ticket.ticket_field_9}}}`, "", nil, ""},
		"tested checkbox":    {`{"skip": {% if ticket.ticket_field_9 contains 1 %}true{% else %}false{% endif %}, "raw": "{{ ticket.ticket_field_9 }}"}`, "", nil, ""},
		"bare number":        {`{"total": {{ticket.ticket_field_9}}}`, "empty_fields", []string{"ticket.ticket_field_9"}, "looking for beginning of value"},
		"no e-mail":          {`{"e": {% if ticket.requester.email != "" %}"x"{% endif %}}`, "no_email", []string{"ticket.requester.email"}, "has no e-mail address"},
		"no tags":            {`{"t": {% if ticket.tags != "" %}1{% endif %}}`, "no_tags", []string{"ticket.tags"}, "has no tags"},
		"nobody assigned":    {`{"t": {% if ticket.assignee.email != "" %}1{% endif %}}`, "unassigned", []string{"ticket.assignee.email"}, "nobody is assigned"},
		"no assignee's id":   {`{"a": {{ticket.assignee.id}}}`, "unassigned", []string{"ticket.assignee.id"}, "nobody is assigned"},
		"no group's id":      {`{"g": {{ticket.group.id}}}`, "unassigned", []string{"ticket.group.id"}, "nobody is assigned"},
		"no organization":    {`{"o": {{ticket.organization.id}}}`, "no_organization", []string{"ticket.organization.id"}, "belongs to no organization"},
		"cut in a character": {`{"n": {% if ticket.requester.name contains "山" %}{% else %}1{% endif %}}`, "non_latin", []string{"ticket.requester.name"}, "Japanese"},
		"never JSON":         {`{"a": {{ticket.requester.email}}}`, "plain", nil, "It breaks with every other sample too"},
		"a list":             {`["{{ticket.id}}"]`, "plain", nil, "valid JSON, but not an object"},
		"nothing":            {" \n", "plain", nil, "it is empty"},
		"two objects":        {`{} {}`, "plain", nil, "after top-level value"},
		"not UTF-8":          {"{\"a\": \"\xff\"}", "plain", nil, "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			broken, warnings := payload.Check(c.template)
			if len(warnings) > 0 {
				t.Error(warnings)
			}
			if c.sample == "" {
				if len(broken) > 0 {
					t.Error(broken)
				}
				return
			}
			if len(broken) != 1 || broken[0].Sample != c.sample || !slices.Equal(broken[0].Placeholders, c.placeholders) {
				t.Fatalf("got %+v", broken)
			}
			if !strings.Contains(broken[0].String(), c.text) {
				t.Errorf("no %q in %s", c.text, broken[0])
			}
		})
	}
}

func TestCheckReportsWhatIsNoLiquidOnce(t *testing.T) {
	errs, warnings := payload.Check("{\n\"name\": \"{{ticket.requester.name | | json}}\"}")
	if len(errs) != 1 || len(warnings) != 0 || errs[0].Sample != "" || !strings.Contains(errs[0].String(), `line 2: {{ticket.requester.name | | json}}: a filter's name is missing after |`) {
		t.Errorf("got %v, %v", errs, warnings)
	}
}

// What an unknown filter is given is what it is taken to give: the proof goes on.
func TestAnUnknownFilterEscapesNothing(t *testing.T) {
	errs, _ := payload.Check(`{"name": "{{ticket.requester.name | json}}"}`)
	if len(errs) != 1 || errs[0].Sample != "quotes" || !slices.Equal(errs[0].Placeholders, []string{"ticket.requester.name"}) {
		t.Errorf("got %v", errs)
	}
	if errs, warnings := payload.Check(`{"email": "{{ticket.requester.email | obfuscate: 3, "x"}}"}`); len(errs)+len(warnings) != 0 {
		t.Errorf("got %v, %v", errs, warnings)
	}
}

// Ruby prints an error where a text is compared with a number. Which of the two a field
// is in Zendesk is not known; a real breakage of the same payload stays an error.
func TestATextThatIsComparedWithANumberIsAWarning(t *testing.T) {
	for template, want := range map[string]int{
		`{"late": {% if ticket.ticket_field_9 > 3 %}true{% else %}false{% endif %}}`:                                                      1,
		`{"late": "{% if 3 < ticket.ticket_field_9 %}yes{% endif %}"}`:                                                                    1,
		`{"late": "{% if ticket.ticket_field_option_title_9 > 3 and ticket.tags.size > 99 %}yes{% endif %}"}`:                             1,
		`{% assign n = ticket.ticket_field_9 | plus: 0 %}{"late": {% if n > 3 and ticket.tags.size > 3 %}true{% else %}false{% endif %}}`: 0,
	} {
		errs, warnings := payload.Check(template)
		if len(errs) != 0 || len(warnings) != want || want == 1 && !strings.Contains(warnings[0].String(), `the text "Liquid error: comparison of`) {
			t.Errorf("%s: got %v, %v", template, errs, warnings)
		}
	}
	const constant = `{"channel": "{% if "5" > 3 %}chat{% else %}email{% endif %}"}`
	for range 2 { // a rendering prints what a proof does not
		if rendered, err := liquid.Render(constant, nil); err != nil || rendered != `{"channel": "Liquid error: comparison of String with 3 failed"}` {
			t.Errorf("got %s, %v", rendered, err)
		}
		if channel, _ := payload.Constant(constant, "channel"); channel != "email" {
			t.Errorf("got %s", channel)
		}
		payload.Check(constant)
	}
	errs, warnings := payload.Check(`{"name": "{{ticket.requester.name}}", "late": "{% if ticket.ticket_field_9 > 3 %}yes{% endif %}"}`)
	if len(errs) != 1 || errs[0].Sample != "quotes" || len(warnings) != 1 || !warnings[0].Compared {
		t.Errorf("got %v, %v", errs, warnings)
	}
}

func TestAFieldSaidToBeACheckboxIsOne(t *testing.T) {
	template := `{"vip": "{{ticket.ticket_field_9}}"}`
	if errs, _ := payload.Check(template); len(errs) == 0 {
		t.Error("without being told, a field is text")
	}
	if errs, _ := payload.Check(template, "9"); len(errs) > 0 {
		t.Error(errs)
	}
}

func TestARemedyCures(t *testing.T) {
	broken, _ := payload.Check(`{"name": "{{ticket.requester.name}}"}`)
	if want := "{{ ticket.requester.name | " + liquid.Escape + " }}"; !strings.Contains(broken[0].Remedy(), want) {
		t.Errorf("%s", broken[0].Remedy())
	}
	broken, _ = payload.Check(`{"total": {{ticket.ticket_field_9}}}`)
	if !strings.Contains(broken[0].Remedy(), "it can be empty") {
		t.Errorf("%s", broken[0].Remedy())
	}
	broken, _ = payload.Check("{")
	if got := broken[0].Remedy(); got != "" {
		t.Error(got)
	}
}

func TestSamplesCarryWhatTheTemplateMentions(t *testing.T) {
	template := `{{ticket.ticket_field_7}} {{ ticket.ticket_field_option_title_8 }} {% if ticket.ticket_field_9 contains 1 %}{% endif %} {{ ticket.ticket_field_10.name }}`
	names := map[string]bool{}
	for _, sample := range payload.Samples(template) {
		names[sample.Name] = true
		ticket := sample.Bindings["ticket"].(map[string]any)
		for _, key := range []string{"ticket_field_7", "ticket_field_option_title_8", "ticket_field_9", "ticket_field_10"} {
			if _, ok := ticket[key]; !ok {
				t.Errorf("%s has no %s", sample.Name, key)
			}
		}
		if sample.Name == "quotes" && (!strings.Contains(ticket["ticket_field_option_title_8"].(string), `"`) || ticket["ticket_field_9"] != "0") {
			t.Errorf("quotes: %v", ticket)
		}
		if sample.Name == "ticked" && ticket["ticket_field_9"] != "1" {
			t.Errorf("ticked: %v", ticket)
		}
	}
	for _, want := range []string{"plain", "ticked", "empty_fields", "quotes", "backslashes", "line_breaks", "no_email", "no_tags", "no_organization", "non_latin", "unassigned"} {
		if !names[want] {
			t.Errorf("no sample %s", want)
		}
	}
}

func TestFieldsRead(t *testing.T) {
	for template, want := range map[string][]string{
		`{{ticket.ticket_field_12}}`:                                     {"12"},
		`{{ ticket.ticket_field_123 }}`:                                  {"123"},
		`{{ ticket["ticket_field_12"] }}`:                                {"12"},
		`{{ ticket.ticket_field_12.name | append: ticket.tags }}`:        {"12"},
		`{% if ticket.ticket_field_12 contains 1 %}{% endif %}`:          {"12"},
		`{% assign x = ticket.ticket_field_12 %}`:                        {"12"},
		`{{ "x" | append: ticket.ticket_field_12 }}`:                     {"12"},
		`{{ticket.ticket_field_2}}{{ticket.ticket_field_1}}`:             {"2", "1"},
		`{{ticket.ticket_field_2}}{{ticket.ticket_field_2}}`:             {"2"},
		`{{ ticket.ticket_field_option_title_12 }}`:                      nil,
		`{% comment %}{{ ticket.ticket_field_12 }}{% endcomment %}`:      nil,
		`{%- comment -%}{{ ticket.ticket_field_12 }}{%- endcomment -%}`:  nil,
		`{% raw %}{{ ticket.ticket_field_12 }}{% endraw %}`:              nil,
		`ticket.ticket_field_12 { {ticket.ticket_field_12} }`:            nil,
		`{{ "ticket.ticket_field_12" }}`:                                 nil,
		`{{ other.ticket.ticket_field_12 }}`:                             nil,
		`{{ ticket_field_12 }}`:                                          nil,
		`{{ ticket.ticket_field_12x }}`:                                  nil,
		`{{ ticket.ticket_field_12 `:                                     nil,
		`{% capture ticket.ticket_field_12 %}{% endcapture %}`:           nil,
		`{% comment %}{% endcomment %}{{ ticket.ticket_field_12 }} {{a}`: nil,
	} {
		if got := payload.FieldsRead(template); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", template, got, want)
		}
	}
}
