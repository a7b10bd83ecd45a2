package liquid_test

import (
	"slices"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// What depends on something unknown stays as it was written, the rest is rendered.
func TestWhatIsUnknownStaysAsItWasWritten(t *testing.T) {
	bindings := map[string]any{"order": map[string]any{"id": 7, "name": "Ann", "tags": "a b"}}
	known := func(p liquid.Path) bool {
		return len(p) == 2 && p[0] == "order" && slices.Contains([]string{"id", "name", "tags"}, p[1])
	}
	for template, want := range map[string]string{
		`{{ order.id }} {{order.name | upcase}}`:                                                         `7 ANN`,
		`{{ order.id }} {{order.mail | upcase}}`:                                                         `7 {{order.mail | upcase}}`,
		`{% if order.mail %}a{% else %}b{% endif %}{% if order.id %}c{% endif %}`:                        `{% if order.mail %}a{% else %}b{% endif %}c`,
		`{% if order.id == 7 %}{{ order.mail }}{% else %}{{ order.zip }}{% endif %}`:                     `{{ order.mail }}`,
		`{% if order.id == 8 %}a{% elsif order.mail %}b{% endif %}`:                                      `{% if order.id == 8 %}a{% elsif order.mail %}b{% endif %}`,
		`{% assign x = order.mail | strip %}{% assign y = x %}{{ y }}{{ order.id }}`:                     `{% assign x = order.mail | strip %}{% assign y = x %}{{ y }}7`,
		`{% assign x = 1 %}{% if order.mail %}{% assign x = 2 %}{% endif %}{{ x }}`:                      `{% if order.mail %}{% assign x = 2 %}{% endif %}{{ x }}`,
		`{% capture x %}{{ order.mail }}{% endcapture %}[{{ x }}]`:                                       `{% capture x %}{{ order.mail }}{% endcapture %}[{{ x }}]`,
		`{% assign tags = order.tags | split: " " %}{% for t in tags %}{{ t }},{% endfor %}{{ order.x}}`: `a,b,{{ order.x}}`,
		`{{ order.tags.size }}{{ order.mail.size }}`:                                                     `3{{ order.mail.size }}`,
		`{% raw %}{{ order.id }}{% endraw %}{{ order.mail }}`:                                            `{{ order.id }}{{ order.mail }}`,
		`{{ order["name"] }}{{ order }}`:                                                                 `Ann{{ order }}`,
	} {
		got, err := liquid.RenderKnown(template, bindings, known)
		if err != nil || got.String() != want {
			t.Errorf("%s\n got %s, %v\nwant %s", template, got, err, want)
		}
		if got.Complete() != (want == "7 ANN") {
			t.Errorf("%s: complete is %v", template, got.Complete())
		}
	}
	part, err := liquid.RenderKnown(`{% assign x = order.mail %}{"a": {{ order.mail }}, "b": "{{ order.name }}"}`, bindings, known)
	if got := part.With("0"); err != nil || got != `{"a": 0, "b": "Ann"}` || !part.Mentions("mail") || part.Mentions("name") {
		t.Errorf("got %s, %v", got, err)
	}
	for _, template := range []string{
		`{% for t in order.list %}{% if order.mail %}{% break %}{% endif %}{% endfor %}`,
		"{% liquid\nassign x = order.mail\necho x\n%}",
		`{% if order.mail %}`,
	} {
		if got, err := liquid.RenderKnown(template, bindings, known); err == nil {
			t.Errorf("%s: got %s", template, got)
		}
	}
}
