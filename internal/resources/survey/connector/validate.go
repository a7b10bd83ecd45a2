package connector

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var pathURL = path.Root("url")

func validate(_ context.Context, config *Model) error {
	if !attribute.Set(config.HelpDesk) {
		return nil
	}
	helpDesk := config.HelpDesk.ValueString()
	var problems []error
	for block, value := range map[string]types.Object{desk: config.Desk, kustomer: config.Kustomer, zendesk: config.Zendesk} {
		if block != helpDesk && attribute.Set(value) {
			problems = append(problems, lifecycle.At(path.Root(block), "A credential of another help desk",
				"help_desk is %q, so that \"%s\" would have no effect. Remove it, or set help_desk = %q.", helpDesk, block, block))
		}
	}
	if attribute.Set(config.URL) {
		if _, err := reach(helpDesk, config.URL.ValueString()); err != nil {
			problems = append(problems, lifecycle.At(pathURL, "Not the address of the help desk", "%s.", err))
		}
	}
	return errors.Join(problems...)
}
