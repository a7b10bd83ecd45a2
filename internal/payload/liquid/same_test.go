package liquid

import "testing"

func TestSame(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		stored, written string
		same            bool
	}{
		"to the letter":                    {`{"a": {{x}}}`, `{"a": {{x}}}`, true},
		"layout":                           {"{\n  \"a\" : \"{{ x }}\"\n}\n", `{"a":"{{ x }}"}`, true},
		"order of keys":                    {`{"b": "{{x}}", "a": 1}`, `{"a":1,"b":"{{x}}"}`, true},
		"order of keys inside":             {`{"b": {"d": "{{x}}", "c": [1, 2]}}`, `{"b":{"c":[1,2],"d":"{{x}}"}}`, true},
		"order in a list":                  {`{"a": [1, 2]}`, `{"a": [2, 1]}`, false},
		"numbers":                          {`{"a": 1.0, "b": 1e3}`, `{"a":1,"b":1000}`, true},
		"large numbers":                    {`{"a": 360001234567890123}`, `{"a": 360001234567890124}`, false},
		"escapes":                          {`{"a": "é\/ \u0041"}`, `{"a":"é/ A"}`, true},
		"as jsonencode writes it":          {`{"a": "{% if x > 1 %}<b>{% endif %}"}`, `{"a":"{% if x \u003e 1 %}\u003cb\u003e{% endif %}"}`, true},
		"what jsonencode broke is mended":  {`{"a":"{% if x \u003e 1 %}y{% endif %}"}`, `{"a": "{% if x > 1 %}y{% endif %}"}`, false},
		"other Liquid":                     {`{"a": "{{ x }}"}`, `{"a": "{{x}}"}`, false},
		"Liquid or text":                   {`{"a": "{{ x }}"}`, `{"a": "\u007b{ x }}"}`, false},
		"white space in a string":          {`{"a": "x  y"}`, `{"a": "x y"}`, false},
		"white space between tags, string": {`{"a": "{% if x %} y{% endif %}"}`, `{"a": "{% if x %}y{% endif %}"}`, false},
		"quotes in Liquid":                 {`{ "b": "{{ x | replace: '"', '\"' }}", "a": 1 }`, `{"a":1,"b":"{{ x | replace: '"', '\"' }}"}`, true},
		"Liquid outside of strings":        {"{ \"a\": {{ x }},\n \"b\": {% if y %}true{% else %}false{% endif %} }", `{"a":{{ x }},"b":{% if y %}true{% else %}false{% endif %}}`, true},
		"its keys keep their order":        {`{"a": {{ x }}, "b": 1}`, `{"b": 1, "a": {{ x }}}`, false},
		"two values or one":                {`{"a": {{ x }} {{ y }}}`, `{"a": {{ x }}{{ y }}}`, false},
		"a number and Liquid":              {`{"a": 1 {% if y %}2{% endif %}}`, `{"a": 1{% if y %}2{% endif %}}`, false},
		"a string that stays open":         {`{"a": {{ x }}, "b}`, `{"a":{{ x }}, "b}`, false},
		"another value":                    {`{"a": "{{ x }}"}`, `{"a": "{{ y }}"}`, false},
		"not closed":                       {`{"a": "{{ x"}`, `{"a":"{{ x"}`, true},
		"no JSON":                          {`hello {{x}}`, `hello  {{x}}`, true},
		"no JSON at all":                   {`hello {{x}}`, `hello{{x}}`, false},
		"two documents":                    {`{} {}`, `{}`, false},
	} {
		if got := Same(row.stored, row.written); got != row.same {
			t.Errorf("%s: %t for\n%s\n%s", name, got, row.stored, row.written)
		}
	}
}
