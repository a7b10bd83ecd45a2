package stellaconnect_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

// article reads a template as the vendor's article prints it, and puts ids in place of its one placeholder, in order.
func article(t *testing.T, name string, ids ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "article", name+".liquid"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, id := range ids {
		text = strings.Replace(text, "YOUR CUSTOM ID HERE", id, 1)
	}
	return strings.Replace(text, "YOUR CUSTOM CHANNEL NAME", "store", 1)
}

var printed = []struct {
	name string
	ids  []string
	want stellaconnect.Body
}{
	{"chat", []string{"12"}, stellaconnect.Body{Channel: "chat", DoNotSendFieldID: "12"}},
	{"email", []string{"12"}, stellaconnect.Body{Channel: "email", DoNotSendFieldID: "12", Tags: stellaconnect.TicketTags}},
	{"phone", []string{"12"}, stellaconnect.Body{Channel: "phone", DoNotSendFieldID: "12"}},
	{"custom_channel", []string{"12"}, stellaconnect.Body{Channel: "store", DoNotSendFieldID: "12"}},
	{"one_field", []string{"12", "34"}, stellaconnect.Body{Channel: "email", DoNotSendFieldID: "12", TagFieldIDs: []string{"34"}}},
	{"two_fields", []string{"12", "34", "56"}, stellaconnect.Body{Channel: "email", DoNotSendFieldID: "12", TagFieldIDs: []string{"34", "56"}}},
	{"brand", []string{"12"}, stellaconnect.Body{Channel: "email", DoNotSendFieldID: "12", Brand: true}},
	{"language", []string{"12"}, stellaconnect.Body{Channel: "email", DoNotSendFieldID: "12", Language: true}},
}

func TestVerbatimIsTheArticleByteForByte(t *testing.T) {
	for _, c := range printed {
		t.Run(c.name, func(t *testing.T) {
			want := article(t, c.name, c.ids...)
			c.want.Verbatim = true
			got, err := c.want.Template()
			if err != nil || got != want {
				t.Errorf("error %v\n got %s\nwant %s", err, got, want)
			}
			if !stellaconnect.IsVerbatim(want + "\n") {
				t.Error("IsVerbatim does not recognize it")
			}
			if stellaconnect.IsVerbatim(want + "{}") {
				t.Error("IsVerbatim takes it with something after it")
			}
		})
	}
}

func TestDefaultSendsTheArticlesJSON(t *testing.T) {
	for _, c := range printed {
		t.Run(c.name, func(t *testing.T) {
			verbatim := article(t, c.name, c.ids...)
			layout, err := c.want.Template()
			if err != nil {
				t.Fatal(err)
			}
			if lines := strings.Count(layout, "\n"); lines < 12 {
				t.Errorf("the layout has %d line breaks:\n%s", lines, layout)
			}
			for _, sample := range payload.Samples(layout) {
				if sample.Name == "quotes" || sample.Name == "backslashes" || sample.Name == "line_breaks" {
					continue
				}
				got, want := decode(t, layout, sample.Bindings), decode(t, verbatim, sample.Bindings)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s:\n got %v\nwant %v", sample.Name, got, want)
				}
			}
		})
	}
}

func TestDefaultReadsWellAsTemplateAndRendered(t *testing.T) {
	s := stellaconnect.Body{Channel: `R&D <"x">`, DoNotSendFieldID: "12", Brand: true, Language: true}
	template, err := s.Template()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "layout.liquid", template)
	rendered, err := liquid.Render(template, payload.Samples(template)[0].Bindings)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "layout.json", rendered)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.TrimSuffix(string(want), "\n") {
		t.Errorf("%s:\n got %s\nwant %s", name, got, want)
	}
}

func TestNoTagsSendsAnEmptyList(t *testing.T) {
	template, err := stellaconnect.Body{Channel: "chat", DoNotSendFieldID: "12", Tags: stellaconnect.NoTags}.Template()
	if err != nil {
		t.Fatal(err)
	}
	got := decode(t, template, payload.Samples(template)[0].Bindings)
	if tags, ok := got["tags"].([]any); !ok || len(tags) != 0 {
		t.Errorf("tags are %v", got["tags"])
	}
}

func decode(t *testing.T, template string, bindings map[string]any) map[string]any {
	t.Helper()
	rendered, err := liquid.Render(template, bindings)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(rendered), &got); err != nil {
		t.Fatalf("%v in %s", err, rendered)
	}
	return got
}

func TestOptionsAreCheckedOneByOne(t *testing.T) {
	type options = map[string]any
	for name, c := range map[string]struct {
		channel, id any
		options     options
		want        []string // path: part of the message
	}{
		"nothing said":          {"chat", "12", nil, nil},
		"nulls":                 {"chat", "12", options{"tags": nil, "brand": nil, "tag_field_ids": nil}, nil},
		"numbers as ids":        {"chat", json.Number("12"), options{"tag_field_ids": []any{json.Number("360001234567"), "5"}}, nil},
		"unknown id":            {"chat", argument.Unknown{}, options{"brand": true}, nil},
		"unknown elements":      {"chat", "12", options{"tag_field_ids": []any{argument.Unknown{}, argument.Unknown{}, "5"}}, nil},
		"blank channel":         {" ", "12", nil, []string{"channel: must name a channel"}},
		"no channel":            {nil, "12", nil, []string{"channel: must name a channel"}},
		"padded channel":        {"chat ", "12", nil, []string{"channel: must not begin or end"}},
		"Liquid channel":        {"{{ticket.via}}", "12", nil, []string{"channel: must be a name, not a Liquid template"}},
		"two lines":             {"a\nb", "12", nil, []string{"channel: must be text without line breaks"}},
		"long channel":          {strings.Repeat("x", 101), "12", nil, []string{"channel: must not be longer"}},
		"bad id":                {"chat", "ticket_field_12", nil, []string{`do_not_send_field_id: must be the id of a ticket field, in digits, not "ticket_field_12"`}},
		"zero id":               {"chat", "0", nil, []string{"do_not_send_field_id: must be"}},
		"unknown id, bad rest":  {"", argument.Unknown{}, options{"tags": "all", "brnad": true}, []string{`options.brnad: unknown option; did you mean "brand"?`, "channel: must name", `options.tags: must be "ticket" or "none", not "all"`}},
		"unknown option":        {"chat", "12", options{"zzz": 1}, []string{"options.zzz: unknown option; known are tags, tag_field_ids, brand, language, help_desk, verbatim"}},
		"wrong types":           {"chat", "12", options{"brand": "true", "tags": true, "tag_field_ids": "5"}, []string{"options.tags: must be a string, not a bool", "options.tag_field_ids: must be a list of ticket field ids, not a string", "options.brand: must be true or false, not a string"}},
		"bad ids":               {"chat", "12", options{"tag_field_ids": []any{argument.Unknown{}, "x", "7", "7", nil, true}}, []string{"options.tag_field_ids[4]: must not be null", "options.tag_field_ids[5]: must be a string, not a bool", `options.tag_field_ids[1]: must be the id`, "options.tag_field_ids[3]: repeats the ticket field 7"}},
		"no ids":                {"chat", "12", options{"tag_field_ids": []any{}}, []string{"options.tag_field_ids: must name at least one"}},
		"tags twice":            {"chat", "12", options{"tags": "ticket", "tag_field_ids": []any{"7"}}, []string{"options.tags: cannot go with tag_field_ids"}},
		"verbatim brand":        {"chat", "12", options{"verbatim": true, "brand": true}, nil},
		"verbatim both":         {"chat", "12", options{"verbatim": true, "brand": true, "language": true}, []string{"options.verbatim: the article prints no template with brand and language together"}},
		"verbatim brand fields": {"chat", "12", options{"verbatim": true, "brand": true, "tag_field_ids": []any{"7"}}, []string{"options.verbatim: the article prints no template with tag_field_ids and brand together"}},
		"verbatim no tags":      {"chat", "12", options{"verbatim": true, "tags": "none"}, []string{"options.tags: cannot be \"none\" with verbatim"}},
		"verbatim channel":      {`a"b`, "12", options{"verbatim": true}, []string{"channel: must have no quote"}},
		"both, not verbatim":    {`a"b`, "12", options{"brand": true, "language": true, "tag_field_ids": []any{"7"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, known, err := stellaconnect.Parse(c.channel, c.id, c.options)
			checkProblems(t, err, c.want)
			if err == nil && known {
				if _, err := s.Template(); err != nil {
					t.Error(err)
				}
			}
			if want := !strings.HasPrefix(name, "unknown id") && name != "unknown elements" && name != "bad ids"; known != want {
				t.Errorf("known is %v", known)
			}
		})
	}
}

func checkProblems(t *testing.T, err error, want []string) {
	t.Helper()
	if want == nil {
		if err != nil {
			t.Error(err)
		}
		return
	}
	var problems argument.Problems
	if !errors.As(err, &problems) || len(problems) != len(want) {
		t.Fatalf("got %v\nwant %q", err, want)
	}
	for i, problem := range problems {
		if !strings.HasPrefix(problem.String(), want[i]) {
			t.Errorf("problem %d is %q, want %q", i, problem, want[i])
		}
	}
}

func TestOurOwnPayloadsWithstandEverySample(t *testing.T) {
	for _, c := range printed {
		c.want.Verbatim = false
		template, err := c.want.Template()
		if err != nil {
			t.Fatal(err)
		}
		if errs, warnings := payload.Check(template); len(errs)+len(warnings) > 0 {
			t.Errorf("%s: %v %v", c.name, errs, warnings)
		}
	}
}

func TestTheArticlesPayloadsBreakOnQuotesOnly(t *testing.T) {
	for _, c := range printed {
		template := article(t, c.name, c.ids...)
		broken, _ := payload.Check(template + "\n")
		if len(broken) == 0 || broken[0].Sample != "quotes" || broken[0].Ordinary() {
			t.Errorf("%s: %v", c.name, broken)
		}
		// One byte from the article, and it is somebody's own template.
		if stellaconnect.IsVerbatim(strings.Replace(template, `"channel": `, `"channel":`, 1)) {
			t.Errorf("%s: still the article's once it is edited", c.name)
		}
	}
}

func TestOurOwnPayloadsReadTheCheckboxAndWhatIsDocumented(t *testing.T) {
	for _, c := range printed {
		for _, verbatim := range []bool{false, true} {
			c.want.Verbatim = verbatim
			template, err := c.want.Template()
			if err != nil {
				t.Fatal(err)
			}
			if got := payload.UnknownPlaceholders(template); len(got) != 0 {
				t.Errorf("%s: %+v", c.name, got)
			}
			if got := payload.FieldsRead(template); !slices.Equal(got, []string{"12"}) {
				t.Errorf("%s reads %v", c.name, got)
			}
			if got := liquid.UnverifiedFilters(template); len(got) != 0 {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
	}
}
