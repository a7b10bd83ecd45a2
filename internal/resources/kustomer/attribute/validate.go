package attribute

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
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
			problems = append(problems, lifecycle.At(pathOptions, "Not an option of a drop-down", "%s.", lifecycle.Capital(err.Error())))
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
