package functions_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/functions"
)

// options are the arguments of a variadic parameter, as the framework passes them.
func options(all ...types.Dynamic) types.Tuple {
	kinds, values := []attr.Type{}, []attr.Value{}
	for _, one := range all {
		kinds, values = append(kinds, one.Type(context.Background())), append(values, one)
	}
	return types.TupleValueMust(kinds, values)
}

func helpDesk(name attr.Value) types.Dynamic { return object(fields{"help_desk": name}) }

func TestSurveyPayload(t *testing.T) {
	f := functions.NewSurveyPayload()
	zendesk := object(fields{"email": text("{{ticket.requester.email}}")})
	kustomer := object(fields{"email": text("{{steps.customer.emails.0.email}}"), "priority": text("/#steps.conversation.priority")})
	const escaped = "{\n  \"email\": \"{{ ticket.requester.email | remove: '\\' | replace: '\"', '\\\"' | strip_newlines }}\"\n}"
	for name, none := range map[string]types.Tuple{
		"left out": options(), "null": options(types.DynamicNull()), "empty": options(object(nil)), "null help desk": options(helpDesk(types.StringNull())),
		"named": options(helpDesk(text("zendesk"))),
	} {
		if got, err := call(t, f, zendesk, none); err != nil || got.ValueString() != escaped {
			t.Errorf("%s: got %v, %v\nwant %s", name, got, err, escaped)
		}
	}
	got, err := call(t, f, kustomer, options(helpDesk(text("kustomer"))))
	const want = "{\n  \"email\": \"{{{steps.customer.emails.0.email}}}\",\n  \"priority\": \"/#steps.conversation.priority\"\n}"
	if err != nil || got.ValueString() != want {
		t.Errorf("got %v, %v\nwant %s", got, err, want)
	}
	for name, unknown := range map[string]types.Dynamic{"options": types.DynamicUnknown(), "help desk": helpDesk(types.StringUnknown())} {
		if got, err := call(t, f, kustomer, options(unknown)); err != nil || !got.IsUnknown() {
			t.Errorf("unknown %s: got %v, %v", name, got, err)
		}
	}
}

func TestSurveyPayloadNamesTheArgument(t *testing.T) {
	f := functions.NewSurveyPayload()
	zendesk := object(fields{"email": text("{{ticket.requester.email}}")})
	_, err := call(t, f, zendesk, options(helpDesk(text("kustomer"))))
	wantError(t, err, 0, "object.email: {{{ticket.requester.email}}} is a placeholder of Zendesk: write {{{steps.customer.emails.0.email}}}")
	_, err = call(t, f, zendesk, options(helpDesk(text("desk"))))
	wantError(t, err, 1, `options.help_desk: must be "zendesk" or "kustomer", not "desk"`)
	_, err = call(t, f, zendesk, options(helpDesk(types.BoolValue(true))))
	wantError(t, err, 1, "options.help_desk: must be a string, not a bool")
	_, err = call(t, f, zendesk, options(object(fields{"helpdesk": text("kustomer")})))
	wantError(t, err, 1, `options.helpdesk: unknown option; did you mean "help_desk"?`)
	_, err = call(t, f, zendesk, options(types.DynamicValue(text("kustomer"))))
	wantError(t, err, 1, "options must be an object")
	_, err = call(t, f, zendesk, options(object(nil), object(nil)))
	wantError(t, err, 2, "one object of options")
}
