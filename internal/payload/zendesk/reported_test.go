package zendesk_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

// A payload honours a checkbox if the backend hears of it, whatever the ticket.
func TestFieldsReported(t *testing.T) {
	for template, reported := range map[string]bool{
		`{"do_not_send": "{{ticket.ticket_field_9}}"}`:                                                 true,
		`{"do_not_send": {{ticket.ticket_field_9}}}`:                                                   true,
		`{"skip": {% if ticket.ticket_field_9 contains 1 %}true{% else %}false{% endif %}}`:            true,
		`{"skip": {% if ticket.ticket_field_9 == "0" %}false{% else %}true{% endif %}}`:                true,
		`{% assign no = ticket.ticket_field_9 %}{"do_not_send": "{{ no }}"}`:                           true,
		`{"tags": [{% if ticket.ticket_field_9 contains 1 %}"excluded"{% endif %}]}`:                   true,
		`{"a": {{ticket.ticket_field_9}}{% if ticket.ticket_field_8 contains 1 %}, "b": 1{% endif %}}`: true,
		`{"id": {{ticket.id}}}`: false,
		`{% assign no = ticket.ticket_field_9 %}{"id": {{ticket.id}}}`:                                                                false,
		`{"skip": {% if ticket.ticket_field_9 %}true{% else %}false{% endif %}}`:                                                      false, // "0" is true to Liquid
		`{"skip": {% if ticket.ticket_field_9 == true %}true{% else %}false{% endif %}}`:                                              false,
		`{"skip": {% if ticket.ticket_field_9 == "true" %}true{% else %}false{% endif %}}`:                                            false,
		`{"skip": "{{ticket.ticket_field_9 | remove: "1" | remove: "0"}}"}`:                                                           false,
		`{"skip": "{{ticket.ticket_field_9 | size}}"}`:                                                                                false,
		`{% if false %}"{{ticket.ticket_field_9}}"{% endif %}{}`:                                                                      false,
		`{ {% if ticket.ticket_field_9 contains 1 %} {% endif %} }`:                                                                   false, // white space
		`{% comment %}{{ticket.ticket_field_9}}{% endcomment %}{}`:                                                                    false,
		`{"x": "{% raw %}{{ticket.ticket_field_9}}{% endraw %}"}`:                                                                     false,
		`{"skip": "{{ticket.ticket_field_option_title_9}}"}`:                                                                          false,
		`{"skip": "{% if ticket.brand.name == "Other" %}{{ticket.ticket_field_9}}{% endif %}"}`:                                       false, // for no ticket of other brands
		`{"skip": "{% if ticket.brand.name != "Other" %}{{ticket.ticket_field_9}}{% endif %}"}`:                                       false, // not for those of one brand
		`{"skip": "{% unless ticket.brand.name contains "Oth" %}{{ticket.ticket_field_9}}{% endunless %}"}`:                           false,
		`{"skip": "{% case ticket.brand.name %}{% when "Other" %}{% else %}{{ticket.ticket_field_9}}{% endcase %}"}`:                  false,
		`{% assign of = ticket.brand.name %}{"skip": "{% if of == "Other" %}no{% else %}{{ticket.ticket_field_9}}{% endif %}"}`:       false,
		`{"skip": "{% if ticket.brand.name == "Other" %}{{ticket.ticket_field_9}}{% else %}is {{ticket.ticket_field_9}}{% endif %}"}`: true,
		`{"skip": "{{ticket.ticket_field_9}}{% if ticket.via == "Mail" %}, by e-mail{% endif %}"}`:                                    true,
		`{"skip": "{% if ticket.assignee.email != "" %}{{ticket.ticket_field_9}}{% endif %}"}`:                                        false, // not for unassigned ones
		`{"skip": "{% if ticket.organization.name != "" %}{{ticket.ticket_field_9}}{% endif %}"}`:                                     false, // not for customers without one
		`{"skip": "{% if ticket.brand.name == "Acme" %}{{ticket.ticket_field_9}}{% endif %}"}`:                                        false, // the sample's own brand is one of several
		`{"skip": "{% if ticket.requester.language == "English" %}{{ticket.ticket_field_9}}{% endif %}"}`:                             false,
		`{"skip": "{% case ticket.status %}{% when "Solved" %}{{ticket.ticket_field_9}}{% endcase %}"}`:                               false, // it is in the requester's language
		`{"skip": "{{ticket.ticket_field_9}}{% if ticket.requester.language == "English" %}!{% endif %}"}`:                            true,
		`{"skip": "{% unless ticket.ticket_field_8 contains 1 %}{{ticket.ticket_field_9}}{% endunless %}"}`:                           false,
		`{{ ticket.ticket_field_9 | no_such_filter }}`:                                                                                true, // passes its input on
	} {
		if got := slices.Contains(payload.FieldsReported(template), "9"); got != reported {
			t.Errorf("%s: %v", template, got)
		}
	}
}

// What is said to be reported is read, and is another body for whatever ticket.
func TestWhatIsReportedMakesADifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom([]string{
			`{{ticket.ticket_field_12}}`, `{% if ticket.ticket_field_12 contains 1 %}x{% endif %}`, `{{ticket.requester.name}}`, `{{ticket.tags}}`,
			`{% if ticket.ticket_field_12 %}x{% endif %}`, `{% if ticket.brand.name contains "a" %}{{ticket.ticket_field_12}}{% endif %}`,
			`{% if ticket.requester.email != "" %}`, `{% endif %}`,
		})
		template := fmt.Sprintf(`{"a": "%s%s%s"}`, body.Draw(t, "first"), body.Draw(t, "second"), body.Draw(t, "third"))
		if !slices.Contains(payload.FieldsReported(template), "12") {
			return
		}
		if !slices.Contains(payload.FieldsRead(template), "12") {
			t.Errorf("%s is said not to be read", template)
		}
		var bodies []string
		for _, value := range []string{"0", "1"} {
			sample := object{"ticket": object{"requester": object{"name": "Ann", "email": "ann@example.com"}, "brand": object{"name": "Other"}, "ticket_field_12": value}}
			rendered, err := liquid.Render(template, sample)
			if err != nil {
				t.Fatal(err)
			}
			bodies = append(bodies, rendered)
		}
		if bodies[0] == bodies[1] {
			t.Errorf("%s is %s either way", template, bodies[0])
		}
	})
}
