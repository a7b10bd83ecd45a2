// Package nativesurvey reports that a help desk asks customers for a rating by itself
// where a resource makes somebody ask them, too.
package nativesurvey

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// HelpDesk is the client of an account that may ask by itself.
type HelpDesk interface {
	lifecycle.Client
	// Root is the URL that requests go to.
	Root() string
	// Checks are what the user wants to hear.
	Checks() checks.Settings
	// NativeSurvey is what the account sends on a channel once what is planned so far is
	// applied. It sends nothing if it has no names. A help desk whose own survey knows no
	// channels takes any.
	NativeSurvey(ctx context.Context, channel string) (survey.Native, error)
}

// Report reports that customers get both surveys: that of the resource, which is called
// send, and that of the help desk. Before is what has to wait until that is off.
func Report(found survey.Native, settings checks.Settings, notes *lifecycle.Notes, at path.Path, id, send, before string) error {
	if len(found.Names) == 0 {
		return nil
	}
	return notes.Report(settings.Level(checks.NativeSurvey, append(found.IDs, id)...), at, found.Product+"'s own survey is active as well",
		"In %s both surveys go out: the survey of %s, and %s's own survey by %s.\n\n"+
			"To send only one, deactivate %s's own survey with this resource:\n\n"+
			"  resource %q %q {\n    %s\n  }\n\n"+
			"and list that in depends_on of %s, so that it is deactivated first. To send both, set native_survey = \"off\" in the provider's checks.",
		found.Account, send, found.Product, strings.Join(found.Names, " and "), found.Product, found.Resource[0], found.Resource[1], strings.Join(found.Arguments, "\n    "), before)
}

// NotAsked warns that the help desk could not be asked.
func NotAsked(account string, notes *lifecycle.Notes, at path.Path, err error) {
	if !notes.First("native survey not asked: " + account) {
		return
	}
	notes.Warn(at, "It is not known whether customers get two surveys",
		"Whether the help desk's own survey is active in %s could not be found out: %s.\n\nThe plan goes on. If it is active, customers get both surveys.", account, strings.TrimSuffix(fmt.Sprint(err), "."))
}
