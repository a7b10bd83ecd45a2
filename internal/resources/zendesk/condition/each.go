package condition

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Each visits every condition that is known as a whole, with its group ("all"
// or "any") and its path, and joins the errors.
func Each(object types.Object, visit func(group string, at path.Path, condition rules.Condition) error) error {
	read, _ := groupsOf(object)
	if read == nil {
		return nil
	}
	var problems []error
	for _, group := range []struct {
		name string
		list types.List
	}{{"all", read.All}, {"any", read.Any}} {
		for i, element := range linesOf(group.list) {
			if condition, known := element.wire(); known {
				problems = append(problems, visit(group.name, Path.AtName(group.name).AtListIndex(i), condition))
			}
		}
	}
	return errors.Join(problems...)
}
