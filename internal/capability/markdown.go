package capability

import (
	"cmp"
	"fmt"
	"strings"
)

// Markdown prints the entries, for a guide.
func Markdown(systems ...System) string {
	var page strings.Builder
	for _, system := range systems {
		fmt.Fprintf(&page, "## %s\n\n", system.Name)
		table(&page, "Rules|Resources|Runs|Evaluation order|Checkboxes in conditions|Groups `any`|Hours after solving|Active at most|Size at most", system.Rules, Rule.cells)
		table(&page, "Objects|Resource|Create|Destroy|Not shown by the API", system.Objects, Object.cells)
	}
	return strings.TrimRight(page.String(), "\n") + "\n"
}

func table[T any](page *strings.Builder, header string, rows []T, cells func(T) []string) {
	if len(rows) == 0 {
		return
	}
	columns := strings.Split(header, "|")
	fmt.Fprintf(page, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
	for _, row := range rows {
		fmt.Fprintf(page, "| %s |\n", strings.Join(cells(row), " | "))
	}
	page.WriteString("\n")
}

func (r Rule) cells() []string {
	order := "none: the exclusion is a condition of the send"
	if r.Ordered {
		order = "`evaluate_after`"
	}
	hours := "0"
	if r.MaxHours > 0 {
		hours = fmt.Sprintf("%d to %d", r.MinHours, r.MaxHours)
	}
	return []string{
		r.Noun, codes(r.Resources), r.Runs, order, string(r.Checkbox), fmt.Sprint(r.AnyGroups), hours,
		limit(r.MaxActive, ""), limit(r.MaxBytes, " bytes"),
	}
}

func (o Object) cells() []string {
	create := "create"
	switch {
	case o.Adopted:
		create = "adopt"
	case o.Verified && o.Created:
		create = "create, then verify"
	case o.Verified:
		create = "verify"
	}
	return []string{o.Noun, codes([]string{o.Resource}), create, strings.Join(o.EndNames(), " or "), cmp.Or(codes(o.Unread), "-")}
}

func limit(most int, unit string) string {
	if most == 0 {
		return "-"
	}
	return fmt.Sprint(most) + unit
}

func codes(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, "`"+name+"`")
	}
	return strings.Join(quoted, ", ")
}
