package zendesk

import (
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/memo"
)

// Check renders template against its [Samples] and sorts what breaks by how a plan should treat it: an error, or a
// warning where it cannot be verified. Fields in checkboxFieldIDs are known to be checkboxes.
func Check(template string, checkboxFieldIDs ...string) (errs, warnings []liquid.Breakage) {
	for _, b := range proven(claim{template, strings.Join(checkboxFieldIDs, " ")}) {
		if b.Compared {
			warnings = append(warnings, b)
		} else {
			errs = append(errs, b)
		}
	}
	return errs, warnings
}

// claim is that a template withstands the samples that these ids make.
type claim struct{ template, checkboxFieldIDs string }

var proven = memo.Of(func(c claim) []liquid.Breakage {
	return vocabulary.Prove(c.template, values(strings.Fields(c.checkboxFieldIDs))...)
})

// Samples are the tickets that template has to withstand, the everyday one first, see [liquid.Vocabulary.Samples].
func Samples(template string) []liquid.Sample { return vocabulary.Samples(template) }

// FieldsReported are those of [FieldsRead] that, as checkboxes, make a difference to the body for each of the [Samples].
// A checkbox that is only mentioned tells the backend of no marked ticket or not of every one.
func FieldsReported(template string) []string { return slices.Clone(reported(template)) }

var reported = memo.Of(func(template string) []string {
	read := FieldsRead(template)
	placeholders := values(read)
	reporting := vocabulary.Reported(template, placeholders)
	return slices.DeleteFunc(read, func(id string) bool { return !slices.Contains(reporting, values([]string{id})[0]) })
})

// Constant is the text of a member of the body that is the same for every ticket, see [liquid.Vocabulary.Constant].
func Constant(template, member string) (text string, constant bool) {
	return vocabulary.Constant(template, member)
}

// UnknownPlaceholders are those that Zendesk does not document, see [liquid.Vocabulary.Unknown]. Custom fields and dynamic
// content are no such ones.
func UnknownPlaceholders(template string) []liquid.Placeholder { return vocabulary.Unknown(template) }
