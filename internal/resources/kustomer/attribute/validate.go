package attribute

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

var (
	pathKlass   = path.Root("klass")
	pathName    = path.Root("name")
	pathOptions = path.Root("options")
)

func validate(_ context.Context, config *Model) error {
	var problems []error
	if attribute.Set(config.Klass) {
		if err := rules.CheckKlass(config.Klass.ValueString()); err != nil {
			problems = append(problems, lifecycle.At(pathKlass, "Not a klass of objects", "%s.", err))
		}
	}
	if attribute.Set(config.Name) {
		problems = append(problems, checkName(config)...)
	}
	options, _ := attribute.Texts(config.Options)
	for _, option := range options {
		if err := rules.CheckOption(option); err != nil {
			problems = append(problems, lifecycle.At(pathOptions, "Not an option of a drop-down", "%s.", wording.Capital(err.Error())))
		}
	}
	return errors.Join(problems...)
}

func checkName(config *Model) []error {
	name := config.Name.ValueString()
	if err := rules.CheckName(name); err != nil {
		return []error{lifecycle.At(pathName, "Not the name of a custom attribute", "%s.", err)}
	}
	if suffix, _ := rules.SuffixOf(name); suffix.End != rules.SuffixStr && attribute.Set(config.Options) && len(config.Options.Elements()) > 0 {
		return []error{lifecycle.At(pathOptions, "This type has no options",
			"%q ends in %s: it is %s. Only names that end in %s have options. Remove \"options\", or choose a name such as %q.",
			name, suffix.End, suffix.Type, rules.SuffixStr, strings.TrimSuffix(name, suffix.End)+rules.SuffixStr)}
	}
	return nil
}

// isKlass is the check of a klass for a list, whose schema has no other place for one.
type isKlass struct{}

func (isKlass) Description(context.Context) string             { return "must be a klass of objects" }
func (k isKlass) MarkdownDescription(c context.Context) string { return k.Description(c) }

func (isKlass) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !attribute.Set(req.ConfigValue) {
		return
	}
	if err := rules.CheckKlass(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a klass of objects", err.Error()+".")
	}
}
