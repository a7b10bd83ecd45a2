package attribute

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

func read(ctx context.Context, client *kustomer.Client, state *Model, _ *lifecycle.Notes) error {
	id := state.ID.ValueString()
	klass, name, found := strings.Cut(id, "/")
	if !found || rules.CheckKlass(klass) != nil || name == "" {
		return &lifecycle.Problem{Summary: "Not the id of an attribute", Detail: fmt.Sprintf(
			"The id of an attribute is its klass and its name, as in %q, not %q.", "conversation/doNotSendSurveyBool", id)}
	}
	has, err := client.Attribute(ctx, klass, name)
	switch {
	case err != nil:
		return err
	case has == nil:
		return kustomer.NoAttribute(id)
	}
	state.Klass, state.Name = types.StringValue(klass), types.StringValue(name)
	state.DisplayName = types.StringValue(has.DisplayName)
	state.Options = attribute.TextList(ctx, has.Options, state.Options)
	if state.DeletionPolicy.IsNull() {
		state.DeletionPolicy = types.StringValue(rules.Attributes.EndNames()[0])
	}
	return nil
}
