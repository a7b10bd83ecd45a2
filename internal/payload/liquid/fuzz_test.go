package liquid_test

import (
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// Whatever the template, rendering ends, gives at most MaxRendered bytes, and changes no binding.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		`{"name": "{{ ticket.requester.name | remove: '\' | replace: '"', '\"' | strip_newlines }}"}`,
		`{% for tag in raw_tags reversed %}{% unless forloop.last %},{% endunless %}{% else %}x{% endfor %}`,
		`{% assign x = "a b" | split: ' ' | first | join: ',' %}{% capture y %}{{ x }}{% endcapture %}`,
		`{% case ticket.id %}{% when 1 or "2", nil %}{% endcase %}{% if a == blank or b contains 1 and c <> 2 %}{% elsif d %}{% endif %}`,
		`{% raw %}{{ {% endraw %}{%- comment -%}{% if %}{%- endcomment -%}{{- 1.5 | plus: 1 | minus: "2" -}}`,
		`{% for i in (1..99) limit: 3 offset: 2 %}{% cycle "a", "b" %}{% if i == 4 %}{% break %}{% endif %}{% endfor %}`,
		`{{ "now" | date: "%Y" | truncate: 3 | truncatewords: 1 | url_encode | escape }}`,
	} {
		f.Add(seed, `Ann "AJ" O\Neil`)
	}
	f.Fuzz(func(t *testing.T, template, name string) {
		ticket := object{"requester": object{"name": name}, "id": 35, "tags": "a b"}
		out, err := liquid.Render(template, object{"ticket": ticket})
		if err != nil && out != "" || len(out) > liquid.MaxRendered {
			t.Errorf("%d bytes, %v", len(out), err)
		}
		if len(ticket) != 3 {
			t.Errorf("the bindings changed: %v", ticket)
		}
		liquid.Readings(template)
	})
}
