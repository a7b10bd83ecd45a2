package functions_test

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/functions"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
)

// call runs a function as the framework would, once the arguments have their parameters' types.
func call(t *testing.T, f function.Function, args ...attr.Value) (types.String, *function.FuncError) {
	t.Helper()
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	f.Run(context.Background(), function.RunRequest{Arguments: function.NewArgumentsData(args)}, &resp)
	result, ok := resp.Result.Value().(types.String)
	if !ok {
		t.Fatalf("the result is a %T", resp.Result.Value())
	}
	return result, resp.Error
}

func text(s string) types.String { return types.StringValue(s) }

func number(digits string) types.Number {
	n, _, err := big.ParseFloat(digits, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return types.NumberValue(n)
}

// object builds the dynamic value of an HCL object.
func object(fields map[string]attr.Value) types.Dynamic {
	return types.DynamicValue(plainObject(fields))
}

func plainObject(fields map[string]attr.Value) types.Object {
	attributes := make(map[string]attr.Type, len(fields))
	for name, field := range fields {
		attributes[name] = field.Type(context.Background())
	}
	return types.ObjectValueMust(attributes, fields)
}

func tuple(items ...attr.Value) types.Tuple {
	kinds := make([]attr.Type, len(items))
	for i, item := range items {
		kinds[i] = item.Type(context.Background())
	}
	return types.TupleValueMust(kinds, items)
}

func list(items ...attr.Value) types.List { return types.ListValueMust(types.StringType, items) }

type fields = map[string]attr.Value

func wantError(t *testing.T, err *function.FuncError, argument int64, parts ...string) {
	t.Helper()
	if err == nil || err.FunctionArgument == nil || *err.FunctionArgument != argument {
		t.Fatalf("got %+v, want an error at argument %d", err, argument)
	}
	for _, part := range parts {
		if !strings.Contains(err.Text, part) {
			t.Errorf("no %q in %q", part, err.Text)
		}
	}
}

func TestEveryFunctionIsDocumented(t *testing.T) {
	ctx := context.Background()
	names := map[string]bool{}
	for _, construct := range functions.All() {
		f := construct()
		var meta function.MetadataResponse
		f.Metadata(ctx, function.MetadataRequest{}, &meta)
		names[meta.Name] = true
		var def function.DefinitionResponse
		f.Definition(ctx, function.DefinitionRequest{}, &def)
		if def.Definition.Summary == "" || def.Definition.MarkdownDescription == "" {
			t.Errorf("%s has no description", meta.Name)
		}
		for _, p := range def.Definition.Parameters {
			if p.GetMarkdownDescription() == "" || p.GetName() == "" {
				t.Errorf("%s: parameter %q has no description", meta.Name, p.GetName())
			}
		}
		var valid function.DefinitionValidateResponse
		def.Definition.ValidateImplementation(ctx, function.DefinitionValidateRequest{FuncName: meta.Name}, &valid)
		if valid.Diagnostics.HasError() {
			t.Error(valid.Diagnostics)
		}
	}
	if !names["stella_connect_payload"] || !names["render_payload"] {
		t.Errorf("the functions are %v", names)
	}
}

func TestStellaConnectPayload(t *testing.T) {
	want := func(s stellaconnect.Body) string {
		template, err := s.Template()
		if err != nil {
			t.Fatal(err)
		}
		return template
	}
	chat := stellaconnect.Body{Channel: "chat", DoNotSendFieldID: "12"}
	titles := chat
	titles.TagFieldIDs = []string{"360001234567", "34"}
	all := titles
	all.Brand, all.Language = true, true
	bare := chat
	bare.Tags, bare.Brand = stellaconnect.NoTags, true
	article := chat
	article.Verbatim = true

	for name, c := range map[string]struct {
		options types.Dynamic
		want    string
	}{
		"null":             {types.DynamicNull(), want(chat)},
		"null object":      {types.DynamicValue(types.ObjectNull(map[string]attr.Type{"brand": types.BoolType})), want(chat)},
		"empty object":     {object(nil), want(chat)},
		"null options":     {object(fields{"brand": types.BoolNull(), "tags": types.StringNull(), "tag_field_ids": types.DynamicNull()}), want(chat)},
		"map of strings":   {types.DynamicValue(types.MapValueMust(types.StringType, fields{"tags": text("ticket")})), want(chat)},
		"tuple of numbers": {object(fields{"tag_field_ids": tuple(number("360001234567"), text("34"))}), want(titles)},
		"list":             {object(fields{"tag_field_ids": list(text("360001234567"), text("34")), "brand": types.BoolValue(true), "language": types.BoolValue(true)}), want(all)},
		"no tags":          {object(fields{"tags": text("none"), "brand": types.BoolValue(true)}), want(bare)},
		"verbatim":         {object(fields{"verbatim": types.BoolValue(true)}), want(article)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := call(t, functions.NewStellaConnectPayload(), text("chat"), text("12"), c.options)
			if err != nil || got.ValueString() != c.want {
				t.Errorf("got %v, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

func TestStellaConnectPayloadTakesASetOfIDs(t *testing.T) {
	set := types.SetValueMust(types.StringType, []attr.Value{text("34")})
	got, err := call(t, functions.NewStellaConnectPayload(), text("chat"), text("12"), object(fields{"tag_field_ids": set}))
	if err != nil || !strings.Contains(got.ValueString(), "option_title_34") {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestStellaConnectPayloadChecksWhatIsKnown(t *testing.T) {
	f := functions.NewStellaConnectPayload()
	unknown := types.StringUnknown()
	for name, args := range map[string][]attr.Value{
		"id":              {text("chat"), unknown, types.DynamicNull()},
		"options":         {text("chat"), text("12"), types.DynamicUnknown()},
		"one option":      {text("chat"), text("12"), object(fields{"brand": types.BoolUnknown()})},
		"an element":      {text("chat"), text("12"), object(fields{"tag_field_ids": tuple(unknown, text("5"))})},
		"the whole list":  {text("chat"), text("12"), object(fields{"tag_field_ids": types.ListUnknown(types.StringType)})},
		"a dynamic field": {text("chat"), text("12"), object(fields{"tags": types.DynamicUnknown()})},
		"channel":         {unknown, text("12"), object(fields{"verbatim": types.BoolValue(true)})},
	} {
		if got, err := call(t, f, args...); err != nil || !got.IsUnknown() {
			t.Errorf("%s: got %v, %v, want unknown", name, got, err)
		}
	}

	_, err := call(t, f, text(" "), unknown, types.DynamicUnknown())
	wantError(t, err, 0, "channel: must name a channel")
	_, err = call(t, f, text("chat"), text("x"), types.DynamicUnknown())
	wantError(t, err, 1, `do_not_send_field_id: must be the id of a ticket field, in digits, not "x"`)
	_, err = call(t, f, text("chat"), unknown, object(fields{"brnad": types.BoolUnknown()}))
	wantError(t, err, 2, `options.brnad: unknown option; did you mean "brand"?`)
	_, err = call(t, f, text("chat"), unknown, object(fields{"tag_field_ids": tuple(unknown, text("x"))}))
	wantError(t, err, 2, "options.tag_field_ids[1]: must be the id of a ticket field")
	_, err = call(t, f, text("chat"), unknown, object(fields{"tag_field_ids": tuple(unknown), "tags": text("ticket")}))
	wantError(t, err, 2, "options.tags: cannot go with tag_field_ids")
}

func TestStellaConnectPayloadNamesTheArgument(t *testing.T) {
	f := functions.NewStellaConnectPayload()
	for name, c := range map[string]struct {
		options types.Dynamic
		want    string
	}{
		"a string":       {types.DynamicValue(text("brand")), "options must be an object"},
		"a list":         {types.DynamicValue(list(text("brand"))), "options must be an object"},
		"brand = string": {object(fields{"brand": text("yes")}), "options.brand: must be true or false, not a string"},
		"ids = string":   {object(fields{"tag_field_ids": text("12")}), "options.tag_field_ids: must be a list of ticket field ids, not a string"},
		"ids = []":       {object(fields{"tag_field_ids": tuple()}), "options.tag_field_ids: must name at least one ticket field"},
		"a fraction":     {object(fields{"tag_field_ids": tuple(number("1.5"))}), `options.tag_field_ids[0]: must be the id of a ticket field, in digits, not "1.5"`},
		"a bad tags":     {object(fields{"tags": text("all")}), `options.tags: must be "ticket" or "none", not "all"`},
		"not printed":    {object(fields{"verbatim": types.BoolValue(true), "brand": types.BoolValue(true), "language": types.BoolValue(true)}), "options.verbatim: the article prints no template with brand and language together"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := call(t, f, text("chat"), text("12"), c.options)
			wantError(t, err, 2, c.want)
		})
	}
	_, err := call(t, f, text(""), text("x"), object(fields{"colour": types.BoolValue(true)}))
	wantError(t, err, 2, "channel: must name", "do_not_send_field_id: must be", "options.colour: unknown option; known are")
}

func TestRenderPayload(t *testing.T) {
	f := functions.NewRenderPayload()
	sample := object(fields{
		"ticket": plainObject(fields{
			"id": number("12345678901234567890"), "requester": plainObject(fields{"name": text(`Ann "AJ"`)}),
			"tags": tuple(text("vip"), text("fr")), "ticket_field_7": types.BoolValue(true), "ticket_field_8": types.BoolValue(false),
			"score": number("4.50"),
		}),
		"current_user": plainObject(fields{"name": text("Ana")}),
	})
	template := `{{ticket.id}} {{ticket.requester.name}} {{ticket.tags}} {{ticket.ticket_field_7}}{{ticket.ticket_field_8}} {{ticket.score}} {{current_user.name}}{{ticket.nothing}}`
	got, err := call(t, f, text(template), sample)
	if want := `12345678901234567890 Ann "AJ" vip fr 10 4.5 Ana`; err != nil || got.ValueString() != want {
		t.Errorf("got %v, %v, want %s", got, err, want)
	}
	for name, empty := range map[string]types.Dynamic{"null": types.DynamicNull(), "empty": object(nil), "null ticket": object(fields{"ticket": types.DynamicNull()})} {
		if got, err := call(t, f, text(`[{{ticket.id}}]`), empty); err != nil || got.ValueString() != "[]" {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestRenderPayloadNamesTheArgument(t *testing.T) {
	f := functions.NewRenderPayload()
	_, err := call(t, f, text("{% if x %}"), types.DynamicNull())
	wantError(t, err, 0, "line 1: {% if x %}: the if block is not closed")
	_, err = call(t, f, text("{% include x %}"), types.DynamicNull())
	wantError(t, err, 0, `unknown tag "include"`)
	_, err = call(t, f, text(""), types.DynamicValue(text("x")))
	wantError(t, err, 1, "sample must be an object")
	_, err = call(t, f, text(""), object(fields{"tikcet": object(nil)}))
	wantError(t, err, 1, `sample.tikcet: unknown key; did you mean "ticket"?`)
	_, err = call(t, f, text(""), object(fields{"ticket": text("x")}))
	wantError(t, err, 1, "sample.ticket: must be an object, not a string")
	_, err = call(t, f, text(""), object(fields{"ticket": plainObject(fields{"tags": tuple(text("two words"))})}))
	wantError(t, err, 1, "sample.ticket.tags[0]: must be a tag")
}
