package export

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"pgregory.net/rapid"
)

// known is one object that others may refer to.
var known = references{addresses: map[string]string{"360056311739": "field.box", "01M81DVM5RNK9S6JCSAFAGEH3N": "field.hook", "48": "field.short"}, ranks: map[string]int{}, rank: 1}

// evaluated is what Terraform makes of an attribute as it is written.
func evaluated(t *rapid.T, expression string) cty.Value {
	file := hclwrite.NewEmptyFile()
	set(file.Body().AppendNewBlock("resource", []string{"x"}).Body(), "a", expression)
	text := hclwrite.Format(file.Bytes())
	if again := hclwrite.Format(text); string(again) != string(text) {
		t.Fatalf("terraform fmt would change\n%s", text)
	}
	parsed, diags := hclsyntax.ParseConfig(text, "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s in\n%s", diags, text)
	}
	object := func(id string) cty.Value { return cty.ObjectVal(map[string]cty.Value{"id": cty.StringVal(id)}) }
	value, diags := parsed.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes["a"].Expr.Value(&hcl.EvalContext{
		Variables: map[string]cty.Value{"field": cty.ObjectVal(map[string]cty.Value{
			"box": object("360056311739"), "hook": object("01M81DVM5RNK9S6JCSAFAGEH3N"), "short": object("48"),
		})},
		Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc},
	})
	if diags.HasErrors() {
		t.Fatalf("%s in\n%s", diags, text)
	}
	return value
}

// pieces are what texts in help desks are made of that HCL would take for its own.
var pieces = []string{
	"{{ticket.id}}", "{% if a %}", "${", "%{", "$", "%", "$$", "}", "}}", `"`, `\`, `\n`, "\n", "\n\n", "\r\n", "\t", " ", "    ", "EOT", "\nEOT\n", "é", "\u00a0", "😀", "&amp;", "<b>", "\x07",
	"360056311739", "custom_fields_360056311739", "ticket_field_360056311739}}", "01M81DVM5RNK9S6JCSAFAGEH3N", "48", "x48", "1", "{\n  \"a\": \"b\"\n}", "~",
}

// Whatever people wrote, the configuration says the same: as an attribute, as an element
// of a list, as a member of an object in one line and over several, and in JSON.
func TestTextsAreWrittenAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "pieces") {
			text += piece
		}
		exact := printer{references: known, json: rapid.Bool().Draw(t, "json")}
		if got := evaluated(t, exact.text(text)); got.AsString() != cty.StringVal(text).AsString() {
			t.Fatalf("%q became %q by\n%s", text, got.AsString(), exact.text(text))
		}
		loose := printer{references: known, loose: true}
		got := evaluated(t, loose.text(text)).AsString()
		if want := cty.StringVal(text).AsString(); got != want && got != want+"\n" {
			t.Fatalf("%q became %q by\n%s", text, got, loose.text(text))
		}
		for name, value := range inside(text) {
			printed, err := exact.value(value)
			if err != nil {
				t.Fatal(err)
			}
			if got := evaluated(t, printed); !got.RawEquals(inValues(name, cty.StringVal(text))) {
				t.Fatalf("%q in %s became %#v by\n%s", text, name, got, printed)
			}
		}
		encoded, err := stdlib.JSONEncode(cty.ObjectVal(map[string]cty.Value{"for": cty.TupleVal([]cty.Value{cty.StringVal(text)}), "value": cty.StringVal(text)}))
		if err != nil {
			t.Fatal(err)
		}
		if got := evaluated(t, printer{references: known, json: true}.text(encoded.AsString())); got.AsString() != encoded.AsString() {
			t.Fatalf("%s became %s", encoded.AsString(), got.AsString())
		}
	})
}

// inside are values that hold a text, as the provider gives them.
func inside(text string) map[string]tftypes.Value {
	plain := tftypes.NewValue(tftypes.String, text)
	line := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"value": tftypes.String}}, map[string]tftypes.Value{"value": plain})
	return map[string]tftypes.Value{
		"a list":          tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{plain, plain}),
		"a map":           tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"for": plain, "other": plain}),
		"a list of lines": tftypes.NewValue(tftypes.List{ElementType: line.Type()}, []tftypes.Value{line}),
	}
}

// inValues are the same as Terraform has them.
func inValues(name string, text cty.Value) cty.Value {
	return map[string]cty.Value{
		"a list":          cty.TupleVal([]cty.Value{text, text}),
		"a map":           cty.ObjectVal(map[string]cty.Value{"for": text, "other": text}),
		"a list of lines": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"value": text})}),
	}[name]
}

func TestIDsBecomeReferences(t *testing.T) {
	for text, want := range map[string]string{
		"360056311739":                  `field.box.id`,
		"custom_fields_360056311739":    `"custom_fields_${field.box.id}"`,
		"{{ticket.field_360056311739}}": `"{{ticket.field_${field.box.id}}}"`,
		"$360056311739":                 `"${"$"}${field.box.id}"`,
		"48":                            `field.short.id`,
		"48 hours":                      `"48 hours"`,
		"1360056311739":                 `"1360056311739"`,
		"${360056311739}":               `"$${${field.box.id}}"`,
	} {
		if got := (printer{references: known}).text(text); got != want {
			t.Errorf("%s is written %s, not %s", text, got, want)
		}
	}
	both := newReferences()
	both.add("360056311739", "field.box", 0)
	both.add("360056311739", "category.box", 1)
	both.add("email", "native_csat.email", 0)
	for _, text := range []string{"360056311739", "email"} {
		if both.rank = 2; len(both.in(text)) != 1 || both.in(text)[0].address != "" {
			t.Errorf("%s may mean something else", text)
		}
	}
	later := known
	later.rank = 0
	if got := (printer{references: later}).text("360056311739"); got != `"360056311739"` {
		t.Errorf("an object refers to earlier kinds only, or there is a dependency cycle: %s", got)
	}
}

func TestJSONIsWrittenAsAnObject(t *testing.T) {
	p := printer{references: known, json: true}
	for text, want := range map[string]string{
		`{"field":"priority","value":"high"}`:                                          `jsonencode({ field = "priority", value = "high" })`,
		`{"field":"notification_webhook","value":["01M81DVM5RNK9S6JCSAFAGEH3N","{}"]}`: `jsonencode({ field = "notification_webhook", value = [field.hook.id, "{}"] })`,
		`{"field": "priority","value":"high"}`:                                         `"{\"field\": \"priority\",\"value\":\"high\"}"`,
		`{"value":null,"field":"x"}`:                                                   `"{\"value\":null,\"field\":\"x\"}"`,
	} {
		if got := p.text(text); got != want {
			t.Errorf("%s is written %s, not %s", text, got, want)
		}
	}
}

func TestValuesAreWrittenByTheirType(t *testing.T) {
	condition := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"field": tftypes.String, "value": tftypes.String, "values": tftypes.List{ElementType: tftypes.String}}}
	line := tftypes.NewValue(condition, map[string]tftypes.Value{
		"field": tftypes.NewValue(tftypes.String, "status"), "value": tftypes.NewValue(tftypes.String, "solved"), "values": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, nil),
	})
	headers := tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"X Env": tftypes.NewValue(tftypes.String, "prod")})
	set := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "b"), tftypes.NewValue(tftypes.String, "a")})
	for want, value := range map[string]tftypes.Value{
		"24":   tftypes.NewValue(tftypes.Number, 24),
		"true": tftypes.NewValue(tftypes.Bool, true),
		"[\n{ field = \"status\", value = \"solved\" },\n]": tftypes.NewValue(tftypes.List{ElementType: condition}, []tftypes.Value{line}),
		"{\n\"X Env\" = \"prod\"\n}":                        headers,
		`["a", "b"]`:                                        set,
	} {
		if got, err := (printer{}).value(value); err != nil || got != want {
			t.Errorf("%s is written %s, not %s: %v", value, got, want, err)
		}
	}
}

func TestNamesAreReadable(t *testing.T) {
	given := names{}
	for _, each := range [][2]string{
		{"Survey &amp; chat", "survey_chat"},
		{"Survey chat", "survey_chat_2"},
		{"  Enquête (2019) ", "enquete_2019"},
		{"2019", "_2019"},
		{"🙂", "trigger"},
		{"客户", "trigger_2"},
		{"A very long title that says everything about what the trigger does", "a_very_long_title_that_says_everything_about_what"},
	} {
		if got := given.give("send", each[0], "trigger"); got != each[1] {
			t.Errorf("%q is named %s, not %s", each[0], got, each[1])
		}
	}
}

func TestSurveysAreRecognisedByWords(t *testing.T) {
	words := SurveyWords.And("acme")
	for text, want := range map[string]string{
		"Send NPS": "nps", "https://api.acme.net/v1": "acme", "CustomerSurvey": "survey", "Process inputs": "", "snapshots": "", "Tell Slack": "",
	} {
		if got := words.In(text); got != want {
			t.Errorf("%q has %q, not %q", text, got, want)
		}
	}
}
