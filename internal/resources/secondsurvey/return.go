package secondsurvey

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// ReportEnd reports that the end of a resource may restore the help desk's own survey of a
// channel beside what this run makes begin to send. What begins later reports it itself:
// [ReportBegin].
func ReportEnd(desk HelpDesk, channel string, restored survey.Native, notes *lifecycle.Notes, at path.Path) error {
	if !desk.NativePlan(channel).End(restored) {
		return nil
	}
	return reportReturn(desk, restored, "", notes, at)
}

// ReportBegin reports that what begins to send on a channel may do so beside the help desk's
// own survey, which the end of a resource may restore. The id is "" of what is to be
// created.
func ReportBegin(desk HelpDesk, channel, id string, notes *lifecycle.Notes, at path.Path) error {
	restored, told := desk.NativePlan(channel).Begin()
	if !told {
		return nil
	}
	return reportReturn(desk, restored, id, notes, at)
}

func reportReturn(desk HelpDesk, restored survey.Native, id string, notes *lifecycle.Notes, at path.Path) error {
	product, resource := restored.Product, restored.Resource[0]
	return notes.Report(desk.Checks().Level(checks.NativeSurvey, append(restored.IDs, id)...), at, product+"'s own survey may come back",
		"This plan removes the resource %s, which restores %s's own survey (%s) in %s unless something else sends surveys at that moment, and it makes or activates what does. "+
			"Terraform does these in any order: if the resource is removed first, customers get both surveys.\n\n"+
			"To send only one, keep %s in the configuration for this apply and remove it in the next one: then %s's own survey stays inactive. "+
			"If only the address of the resource changed, use a moved block. To send both, set native_survey = \"off\" in the provider's checks.",
		resource, product, strings.Join(restored.Names, ", "), restored.Account, resource, product)
}
