package liquid_test

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

type object = map[string]any

// Every expectation is what Ruby's Liquid 4 prints; where osteele/liquid alone would print something else, the
// comment says what.
func TestRenderBehavesLikeRuby(t *testing.T) {
	bindings := object{
		"ticket": object{
			"id": 35, "big": json.Number("12345678901234567890"), "count": 360001234567, "half": 0.5, "float": json.Number("1.50"),
			"name": "Ann", "quoted": `Ann "AJ" O\Neil`, "crlf": "a\r\nb\nc\rd", "tags": "vip  late\tfr",
			"padded": "\u00a0 x \t", "empty": "", "spaces": "  ", "list": []string{"a", "b"}, "yes": true, "no": false,
			"requester": object{"name": "Ann"}, "ticket_field_12": "1",
			"lead": "  lead",
		},
	}
	for name, c := range map[string]struct{ template, want string }{
		"text":                          {`{"a": [{}]}`, `{"a": [{}]}`},
		"missing value":                 {`[{{ ticket.nothing }}{{ nothing.at.all }}]`, `[]`},
		"empty object":                  {`[{{ }}]`, `[]`},
		"integer":                       {`{{ticket.id}} {{ticket.big}} {{ticket.count}}`, `35 12345678901234567890 360001234567`},
		"arithmetic keeps digits":       {`{{ticket.count | plus: 1}} {{ ticket.big | minus: 1 }} {{ "12 tickets" | plus: 1.5 }} {{ "none" | plus: "3" }}`, `360001234568 12345678901234567889 13.5 3`},
		"floats":                        {`{{ ticket.half }} {{ 1.0 }}`, `0.5 1.0`},
		"digits of a decimal":           {`{{ ticket.float }}`, `1.50`},
		"booleans":                      {`{{ ticket.yes }} {{ ticket.no }}`, `true false`},
		"list":                          {`{{ ticket.list }} {{ ticket.list | join: "," }}`, `ab a,b`},
		"object":                        {`[{{ ticket.requester }}]`, `[]`}, // map[name:Ann]
		"date of no date":               {`[{{ ticket.name | date: "%Y" }}{{ ticket.nothing | date: "%Y" }}]`, `[Ann]`},
		"strip_newlines":                {`{{ ticket.crlf | strip_newlines }}`, "abc\rd"}, // a\rbc\rd
		"replace is gsub":               {`{{ "a-b" | replace: "-", "\\" }}`, `a\b`},      // a\\b
		"replace inserts the rest":      {`{{ "a-b" | replace: "-", "[\']" }}`, `a[b]b`},
		"replace inserts the start":     {"{{ 'a-b' | replace: '-', '[\\`]' }}", `a[a]b`},
		"replace inserts the match":     {`{{ "a-b" | replace: "-", "\0\&" }}`, `a--b`},
		"replace has no groups":         {`{{ "a-b" | replace: "-", "\1x" }}`, `axb`},
		"replace keeps other escapes":   {`{{ ticket.quoted | remove: '\' | replace: '"', '\"' }}`, `Ann \"AJ\" ONeil`},
		"doubling backslashes fails":    {`{{ ticket.quoted | replace: '\', '\\' }}`, `Ann "AJ" O\Neil`},
		"replace between letters":       {`{{ "ab" | replace: "", "." }}`, `.a.b.`},
		"replace_first":                 {`{{ "aa" | replace_first: "a", "b" }}`, `ba`},
		"remove_first":                  {`{{ "aab" | remove_first: "a" }}`, `ab`},
		"strip is ASCII":                {`[{{ ticket.padded | strip }}]`, "[\u00a0 x]"}, // [x]
		"split by words":                {`{% assign t = ticket.tags | split: ' ' %}{{ t | size }}{{ t | join: "," }}`, `3vip,late,fr`},
		"split drops what leads":        {`{% assign t = ticket.lead | split: ' ' %}{{ t | size }}`, `1`}, // 2
		"split of nothing":              {`{% assign t = ticket.nothing | split: ' ' %}{{ t | size }}{% for x in t %}{{x}}{% else %}none{% endfor %}`, `0none`},
		"split letters":                 {`{{ "añb" | split: "" | join: "-" }}`, `a-ñ-b`},
		"capitalize":                    {`{{ "ANN LEE" | capitalize }}`, `Ann lee`},
		"truncate":                      {`{{ "añbcdefgh" | truncate: 5 }} {{ "abc" | truncate: 2 }}`, `añ... ...`},
		"escape":                        {`{{ "<'&>" | escape }}{{ ticket.quoted | escape }}`, `&lt;&#39;&amp;&gt;Ann &quot;AJ&quot; O\Neil`},
		"url_encode":                    {`{{ "a b&c" | url_encode }}`, `a+b%26c`},
		"default":                       {`{{ ticket.empty | default: "x" }}{{ ticket.nothing | default: "y" }}{{ ticket.no | default: "z" }}`, `xyz`},
		"and or from the right":         {`{% if false and false or true %}yes{% else %}no{% endif %}`, `no`}, // yes
		"or and from the right":         {`{% if true or false and false %}yes{% endif %}`, `yes`},            // nothing
		"empty text is true":            {`{% if ticket.empty %}yes{% endif %}`, `yes`},
		"missing is false":              {`{% if ticket.nothing %}yes{% else %}no{% endif %}`, `no`},
		"contains a number":             {`{% if ticket.ticket_field_12 contains 1 %}yes{% endif %}`, `yes`},
		"contains on nothing":           {`{% if ticket.nothing contains "1" %}yes{% else %}no{% endif %}`, `no`},
		"list contains":                 {`{% if ticket.list contains "b" %}yes{% endif %}`, `yes`},
		"number is not text":            {`{% if ticket.id == "35" %}yes{% else %}no{% endif %}`, `no`},
		"blank":                         {`{% if ticket.spaces == blank and ticket.nothing == blank and ticket.name != blank %}yes{% endif %}`, `yes`},
		"empty":                         {`{% if ticket.empty == empty and ticket.nothing != empty %}yes{% endif %}`, `yes`},
		"old unequal":                   {`{% if ticket.id <> 36 %}yes{% endif %}`, `yes`},
		"unless":                        {`{% unless ticket.nothing %}a{% endunless %}{% unless ticket.yes %}b{% elsif true %}c{% else %}d{% endunless %}`, `ac`},
		"case":                          {`{% case ticket.name %} junk {% when "Bob" or "Ann" %}a{% else %}b{% endcase %}`, `a`},
		"for":                           {`{% for x in ticket.list %}{{ forloop.index }}{{ x }}{% unless forloop.last %},{% endunless %}{% endfor %}`, `1a,2b`},
		"for over nothing":              {`{% for x in ticket.nothing %}a{% else %}b{% endfor %}`, `b`}, // nothing
		"for over a text":               {`{% for x in ticket.name %}[{{ x }}]{% endfor %}`, `[Ann]`},   // nothing
		"for over a range":              {`{% for i in (1..ticket.list.size) reversed %}{{ i }}{% endfor %}`, `21`},
		"for with limits":               {`{% for i in (1..9) limit: 2 offset: 3 %}{{ i }}{% endfor %}`, `45`},
		"break and continue":            {`{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}`, `13`},
		"cycle":                         {`{% for i in (1..3) %}{% cycle "a", "b" %}{% endfor %}`, `aba`},
		"capture":                       {`{% capture x %}<{{ ticket.id }}>{% endcapture %}{{ x }}{{ x | size }}`, `<35>4`},
		"assign from a list":            {`{% assign x = ticket.list %}{{ x.first }}{{ x[1] }}{{ x.size }}`, `ab2`},
		"brackets":                      {`{{ ticket["requester"]["name"] }}`, `Ann`},
		"raw":                           {`{% raw %}{{ ticket.id }} {% if %} {{ {% endraw %}!`, `{{ ticket.id }} {% if %} {{ !`},
		"comment":                       {`a{% comment %}{{ ticket.id {% if %}{% endcomment %}b`, `ab`},
		"brace before an object":        {`{ {%- if true -%} "a": 1 {%- endif -%} }`, `{"a": 1}`},
		"brace before a comment":        {"{ {%- comment %}{% endcomment %}{ticket.id}}", `{{ticket.id}}`},
		"dashes trim the text":          {"a \n {{- ticket.lead -}} \n b", "a  leadb"}, // aleadb
		"line breaks inside an object":  {"{{ ticket.id\n | append:\n 'x' }}", "35x"},  // as written
		"line break in a literal":       {"{{ 'a\nb' | strip_newlines }}", "ab"},
		"space before a colon":          {`{{ ticket.name | append : "!" }}`, `Ann!`},
		"a filter that is not verified": {`{{ ticket.name | json | shout: 3, "x" | upcase | __out }}{% assign x = "a" | b %}{{ x }}{{ "ab" | times: 2 | reverse }}`, `ANNaab`}, // an error
		"zendesk's at sign":             {`{{ticket.requester.name}}@x`, `Ann@x`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := liquid.Render(c.template, bindings)
			if err != nil || got != c.want {
				t.Errorf("%s\n got %q, %v\nwant %q", c.template, got, err, c.want)
			}
		})
	}
}

// What Ruby's Liquid has beyond osteele's. Recorded with its versions 4.0.3, 5.4.0 and 5.13.0 (reference, section 4.5:
// "an unknown filter passes its input on; size counts characters, not bytes; comparing text with a number prints
// "Liquid error: comparison …"; increment, echo, liquid, where exist").
func TestRenderHasWhatRubyHas(t *testing.T) {
	bindings := object{"ticket": object{
		"name": "Zürich", "five": "5", "id": 35, "half": 2.5, "list": []string{"a", "b"}, "index": 1, "names": []string{"日本", "x"}, "size_of": object{"size": "XL"},
		"comments": []any{object{"by": "Ann", "public": true, "n": 1}, object{"by": "Bob", "public": false, "n": 2}, object{"by": "Cy", "public": true, "n": 1.0}},
	}}
	for name, c := range map[string]struct{ template, want string }{
		"size of a text":          {`{{ ticket.name.size }} {{ ticket.name | size }} {{ ticket["name"].size }} {{ ticket.names[0].size }} {{ ticket.names.first.size }}`, `6 6 6 2 2`},
		"size of a list":          {`{{ ticket.list.size }} {{ ticket.names[ticket.index].size }}`, `2 1`},
		"size of what has one":    {`{{ ticket.size_of.size }}[{{ ticket.id.size }}{{ ticket.nothing.size }}]`, `XL[]`},
		"size in a condition":     {`{% if ticket.name.size == 6 and ticket.list.size > 1 %}yes{% endif %}{% unless ticket.list.size == 2 %}no{% endunless %}`, `yes`},
		"size as an argument":     {`{{ ticket.name | truncate: ticket.list.size, "" }} {% for i in (1..9) limit: ticket.list.size %}{{ i }}{% endfor %}`, `Zü 12`},
		"size of a loop's list":   {`{% for x in ticket.list %}{{ x.size }}{% endfor %}{% assign n = ticket.name.size | plus: 1 %}{{ n }}{% case ticket.name.size %}{% when 6 %}!{% endcase %}`, `117!`},
		"text and number":         {`a{% if ticket.five > 3 %}b{% else %}c{% endif %}d`, `aLiquid error: comparison of String with 3 failedd`},
		"number and text":         {`{% if ticket.id < ticket.five %}b{% endif %}`, `Liquid error: comparison of Integer with String failed`},
		"decimal and text":        {`{% if ticket.half >= ticket.five %}b{% endif %}{% if ticket.five <= 1.5 %}b{% endif %}`, `Liquid error: comparison of Float with String failedLiquid error: comparison of String with 1.5 failed`},
		"unless":                  {`{% unless ticket.five > 3 %}b{% else %}c{% endunless %}`, `Liquid error: comparison of String with 3 failed`},
		"elsif":                   {`{% if ticket.id > 40 %}a{% elsif ticket.five > 3 %}b{% elsif true %}c{% endif %}`, `Liquid error: comparison of String with 3 failed`},
		"not reached":             {`{% if ticket.id > 30 or ticket.five > 3 %}a{% elsif ticket.five > 3 %}b{% endif %}{% if false and ticket.five > 3 %}c{% endif %}`, `a`},
		"reached":                 {`{% if ticket.id > 40 or ticket.five > 3 or true %}a{% endif %}`, `Liquid error: comparison of String with 3 failed`},
		"the inner of two":        {`{% if ticket.id > 30 %}[{% if ticket.five > 3 %}b{% endif %}]{% else %}c{% endif %}`, `[Liquid error: comparison of String with 3 failed]`},
		"in a loop":               {`{% for x in ticket.list %}{% if x > 1 %}a{% break %}{% endif %},{% endfor %}`, `Liquid error: comparison of String with 1 failed,Liquid error: comparison of String with 1 failed,`},
		"two texts":               {`{% if ticket.five > "3" and "a" < "b" and "b" >= "b" %}yes{% endif %}`, `yes`},
		"two numbers":             {`{% if ticket.id > 2.5 and ticket.id >= 35 and ticket.id <= 35.0 and 1 < 2 %}yes{% endif %}{% if 2 < 1 or ticket.id < 35 %}no{% endif %}`, `yes`},
		"nothing has no order":    {`{% if ticket.nothing > 1 or 1 > ticket.nothing or ticket.list < 1 or true > 1 %}no{% else %}yes{% endif %}`, `yes`},
		"increment":               {`{% increment n %}{% increment n %}{{ n }}{% increment other %}`, `0120`},
		"increment and assign":    {`{% assign n = 7 %}{% increment n %}{% increment n %}{{ n }}`, `017`},
		"echo":                    {`{% echo ticket.name | upcase %}{%- echo ticket.id -%} {% echo ticket.nothing %}`, `ZÜRICH35`},
		"liquid":                  {"<{% liquid\n  assign x = ticket.id | plus: 1\n\n  # a comment\n  if x > 35\n    echo x\n  else\n    echo 'no'\n  endif\n  comment\n    echo 'hidden'\n  endcomment\n-%} >", `<36>`},
		"where":                   {`{% assign all = ticket.comments | where: "public" %}{% for c in all %}{{ c.by }}{% endfor %} {{ ticket.comments | where: "n", 1 | size }}`, `AnnCy 2`},
		"where of what is a text": {`[{{ ticket.name | where: "x" | size }}{{ ticket.nothing | where: "x" | size }}]`, `[00]`},
		"liquid with a loop":      {"{%- liquid\nfor x in ticket.list\n  echo x\n  unless forloop.last\n    echo ','\n  endunless\nendfor %}", `a,b`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := liquid.Render(c.template, bindings)
			if err != nil || got != c.want {
				t.Errorf("%s\n got %q, %v\nwant %q", c.template, got, err, c.want)
			}
		})
	}
}

func TestRenderSaysWhatIsWrongAndWhere(t *testing.T) {
	for name, c := range map[string]struct{ template, want string }{
		"unknown tag":          {`{% include "/etc/passwd" %}`, `unknown tag "include"`},
		"open object":          {"a\nb {{ ticket.id", "line 2: {{ ticket.id: {{ is not closed"},
		"brace in an object":   {`{{ ticket.id | append: "}" }}`, "Liquid ends it at the first }"},
		"block left open":      {"a\n{% liquid\n\nif x\n%}{% endif %}", "line 5: {% endif %}: endif has no opening tag"},
		"block from outside":   {"{% if x %}{% liquid\nelse %}{% endif %}", "line 2: else: else is outside the block"},
		"line without a name":  {"{% liquid\necho 1\n| x %}", "line 3: | x: no tag name"},
		"comment in a liquid":  {"{% liquid\ncomment\n %}", "line 1: {% liquid comment %}: the comment is not closed"},
		"wrong line":           {"{% liquid\n\necho ticket &\n%}", `line 3: echo ticket &: "&" is not a valid Liquid expression`},
		"counter without name": {"{% increment %}", "the name to count in is missing"},
		"open tag":             {"{% if x", "{% is not closed with %}"},
		"open block":           {"\n{% if x %}a", "line 2: {% if x %}: the if block is not closed with {% endif %}"},
		"open comment":         {"{% comment %}a", "the comment is not closed"},
		"open raw":             {"{% raw %}a", "the raw block is not closed"},
		"wrong end":            {"{% if x %}{% endfor %}", "endfor has no opening tag"},
		"else alone":           {"{% else %}", "else is outside the block that it belongs to"},
		"two values":           {"a\n\n{{ ticket.id ticket.name }}", "line 3: {{ ticket.id ticket.name }}: this is not valid Liquid"},
		"strange letters":      {"{{ ticket.id & 1 }}", `"& 1" is not a valid Liquid expression`},
		"parentheses":          {"{% if (a or b) and c %}{% endif %}", "parentheses for ranges only"},
		"filter in condition":  {"{% if a | size %}{% endif %}", "not apply filters in a condition"},
		"arguments":            {"x\n{{ 'a' | append }}", "line 2: {{ 'a' | append }}: the filter append takes 1 arguments, not 0"},
		"large literal":        {"{{ 99999999999999999999 }}", "too large"},
		"loop limit":           {"{% for i in (1..3) limit: 'a' %}{% endfor %}", "loop limit must be an integer"},
		"range without end":    {"{% for i in (1..99999999) %}{% endfor %}", "more than 65536 items"},
		"loop in loop in loop": {strings.Repeat("{% for i in (1..20000) %}", 3) + strings.Repeat("{% endfor %}", 3), "too expensive"},
		"growing text":         {`{% assign x = "aaaaaaaaaaaaaaaa" %}{% for i in (1..64) %}{% assign x = x | append: x %}{% endfor %}`, "too expensive"},
		"growing capture":      {`{% assign x = "aaaaaaaaaaaaaaaa" %}{% for i in (1..64) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}`, "too expensive"},
		"growing output":       {`{% for i in (1..20000) %}` + strings.Repeat("x", 900) + `{% endfor %}`, "grows over 1048576 bytes"},
		"growing replacement":  {`{% assign x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" %}{% for i in (1..64) %}{% assign x = x | replace: "a", "\'\'" %}{% endfor %}`, "too expensive"},
		"long template":        {strings.Repeat("a", liquid.MaxTemplate+1), "bytes; at most"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := liquid.Render(c.template, nil)
			var te *liquid.TemplateError
			if !errors.As(err, &te) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %.80q, error %v\nwant an error with %q", got, err, c.want)
			}
		})
	}
}

func TestRenderLeavesBindingsAlone(t *testing.T) {
	bindings := object{"ticket": object{"tags": []any{"b", "a"}}}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			got, err := liquid.Render(`{% assign ticket2 = ticket.tags | join: "," %}{% assign x = 1 %}{% capture ticket %}x{% endcapture %}{{ ticket2 }}{{ x }}`, bindings)
			if err != nil || got != "b,a1" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	wg.Wait()
	if len(bindings) != 1 || bindings["ticket"].(object)["tags"].([]any)[0] != "b" {
		t.Errorf("the bindings changed: %v", bindings)
	}
}

// Templates that are long in one way each. None may take more than linear time or exhaust the stack, which in Go no
// recover could catch.
func TestRenderEndsSoon(t *testing.T) {
	const size = liquid.MaxTemplate / 8 // of the full size they take 8 times as long, which the race detector makes a minute
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	half := func(a, b string) string {
		n := size / (len(a) + len(b))
		return strings.Repeat(a, n) + strings.Repeat(b, n)
	}
	for name, template := range map[string]string{
		"filters":    "{{ x" + fill(" | upcase") + " }}",
		"conditions": "{% if a" + fill(" or a") + " %}{% endif %}",
		"properties": "{{ a" + fill(".a") + " }}",
		"brackets":   "{{ a" + half("[a", "]") + " }}",
		"blocks":     half("{% if true %}", "{% endif %}"),
		"loops":      half("{% for i in (1..2) %}", "{% endfor %}"),
		"comments":   fill("{% comment %}{% endcomment %}"),
		"nested":     half("{% comment %}", "{% endcomment %}"),
		"raws":       fill("{% raw %}{{{% endraw %}"),
		"objects":    fill("{{ ticket.id }}"),
		"braces":     fill("{ "),
		"tags":       fill("{% assign a = 1 %}"),
		"orders":     "{% if 1 > 2" + fill(" or 1 > 2") + " %}{% endif %}",
		"sizes":      "{{ a" + half("[a.size", "]") + ".size }}",
		"lines":      "{% liquid" + fill("\nassign a = 1") + " %}",
		"counters":   fill("{% increment a %}"),
		"comparing":  "{% for i in (1..20000) %}{% if" + strings.TrimSuffix(fill(" ticket.text contains 'x' or"), " or") + " %}{% endif %}{% endfor %}",
		"replacing":  "{% assign x = ticket.text %}{% for i in (1..20000) %}{% assign y = x | replace: 'a', 'b' | split: '' | join: '' %}{% endfor %}",
		"numbers":    "{% assign x = 99 %}{% for i in (1..20000) %}{% assign x = x | plus: x %}{% endfor %}",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := liquid.Render(template, object{"ticket": object{"text": strings.Repeat("a", 1<<19)}})
			t.Logf("%.200v", err) // that it ends is what is tested
		})
	}
}
