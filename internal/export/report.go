package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fileReport says what was exported and why, and what was not.
const fileReport = "REPORT.md"

func report(account string, all []*adopted, found *Inventory, refused []LeftOut, variables map[string]string) string {
	var page strings.Builder
	write := func(format string, args ...any) { fmt.Fprintf(&page, format, args...) }
	write("# Survey configuration of %s\n\nThe account was only read. `terraform init && terraform plan` in this folder shows imports and changes nothing but what the sections below name.\n", account)

	write("\n## Exported\n\n")
	if len(all) == 0 {
		write("Nothing of the account was found to belong to surveys.\n")
	} else {
		write("| resource | title | id | belongs to surveys because |\n| --- | --- | --- | --- |\n")
	}
	for _, a := range all {
		write("| `%s` | %s | `%s` | %s |\n", a.address(), cell(a.Title), a.ID, cell(a.Why))
	}
	if late := outOfOrder(all); len(late) > 0 {
		write("\n## What the first apply moves\n\nThese are evaluated too late to be in force. The plan shows `order_satisfied` as `false -> true`, and applying repairs the order:\n\n")
		for _, a := range late {
			write("- `%s`, %s\n", a.address(), Called(a.Title))
		}
	}
	if len(variables) > 0 {
		write("\n## Secrets\n\nStored secrets cannot be read. Each has a variable, which is null: the stored secret stays. To replace one, set the variable and, beside the attribute, its version:\n\n")
		for _, name := range slices.Sorted(maps.Keys(variables)) {
			write("- `var.%s`: %s\n", name, variables[name])
		}
	}
	warnings(write, all)
	items(write, "Could not be exported", "They belong to surveys, but no resource can hold them. Where they are referred to, their ids stand as they are.", refused)
	items(write, "Not recognised as surveys", "They notify a receiver, and nothing says that it is for surveys.", found.LeftOut)
	write("\n%s.\n", others(found.Account, all, slices.Concat(refused, found.LeftOut)))
	return page.String()
}

func outOfOrder(all []*adopted) []*adopted {
	return slices.DeleteFunc(slices.Clone(all), func(a *adopted) bool {
		satisfied := true
		if value, has := a.state["order_satisfied"]; has && value.IsKnown() && !value.IsNull() && value.Type().Is(tftypes.Bool) {
			_ = value.As(&satisfied)
		}
		return satisfied
	})
}

// warnings are what the provider says about objects of the account as it reads them.
func warnings(write func(string, ...any), all []*adopted) {
	begun := map[string]bool{}
	for _, a := range all {
		for _, each := range a.warnings {
			if each.Severity != tfprotov6.DiagnosticSeverityWarning || begun[each.Summary+each.Detail] {
				continue
			}
			if len(begun) == 0 {
				write("\n## To look at\n\n")
			}
			begun[each.Summary+each.Detail] = true
			write("- **%s** (`%s`): %s\n", each.Summary, a.address(), strings.ReplaceAll(each.Detail, "\n", "\n  "))
		}
	}
}

// items lists objects that are not exported.
func items(write func(string, ...any), heading, text string, left []LeftOut) {
	if len(left) == 0 {
		return
	}
	write("\n## %s\n\n%s\n\n", heading, text)
	for _, each := range left {
		write("- the %s %s (%s): %s\n", each.Noun, Called(each.Title), each.ID, line(each.Why))
	}
}

// others says how much of the account has nothing to do with surveys.
func others(account []Count, all []*adopted, left []LeftOut) string {
	named := map[string]int{}
	for _, a := range all {
		named[a.kind.Noun]++
	}
	for _, each := range left {
		named[each.Noun]++
	}
	var parts []string
	for _, each := range account {
		if number := each.Number - named[each.Noun]; number > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", number, plural(each.Noun, number)))
		}
	}
	if len(parts) == 0 {
		return "Nothing else is in the account"
	}
	return "Not about surveys, and not exported: " + strings.Join(parts, ", ")
}

func plural(noun string, number int) string {
	if number == 1 {
		return noun
	}
	if stem, found := strings.CutSuffix(noun, "y"); found {
		return stem + "ies"
	}
	return noun + "s"
}

// line is a text in one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// cell is a text in a table.
func cell(text string) string { return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(line(text)) }
