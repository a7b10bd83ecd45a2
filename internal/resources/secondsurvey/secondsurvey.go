// Package secondsurvey reports that customers whom a resource makes somebody ask for a
// rating are asked by somebody else, too: by the help desk itself, or by a survey backend
// that polls it.
package secondsurvey

import (
	"context"
	"errors"
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
	// NativePlan is what the resources of this run make of the account's own survey on a
	// channel. A help desk whose own survey knows no channels takes any.
	NativePlan(channel string) *survey.NativePlan
	// NativeSurvey is what the account sends on a channel once what is planned so far is
	// applied. It sends nothing if it has no names. A help desk whose own survey knows no
	// channels takes any.
	NativeSurvey(ctx context.Context, channel string) (survey.Native, error)
	// PlanPolling notes that a survey backend asks the customers of all e-mail
	// conversations that are resolved, and names the sends of this run for such
	// conversations if that is to be reported.
	PlanPolling(backend string) (sends []string)
}

// ReportNative reports that customers get both surveys: that of the resource, which is
// called send, and that of the help desk. Before is what has to wait until that is off.
func ReportNative(found survey.Native, settings checks.Settings, notes *lifecycle.Notes, at path.Path, id, send, before string) error {
	if len(found.Names) == 0 {
		return nil
	}
	remedy := ""
	if len(found.Names) > len(found.ByHand) {
		remedy = fmt.Sprintf("deactivate %s's own survey with this resource:\n\n  resource %q %q {\n    %s\n  }\n\nand list that in depends_on of %s, so that it is deactivated first",
			found.Product, found.Resource[0], found.Resource[1], strings.Join(found.Arguments, "\n    "), before)
	}
	if byHand := strings.Join(found.ByHand, " and "); remedy == "" {
		remedy = fmt.Sprintf("deactivate %s in the admin screen", byHand)
	} else if byHand != "" {
		remedy += fmt.Sprintf(". Deactivate %s in the admin screen", byHand)
	}
	return notes.Report(settings.Level(checks.NativeSurvey, append(found.IDs, id)...), at, found.Product+"'s own survey is active as well",
		"In %s both surveys go out: the survey of %s, and %s's own survey by %s.\n\nTo send only one, %s. To send both, set native_survey = \"off\" in the provider's checks.",
		found.Account, send, found.Product, strings.Join(found.Names, " and "), remedy)
}

// NotAsked warns that the help desk could not be asked.
func NotAsked(account string, notes *lifecycle.Notes, at path.Path, err error) {
	if !notes.First("native survey not asked: " + account) {
		return
	}
	notes.Warn(at, "It is not known whether customers get two surveys",
		"Whether the help desk's own survey is active in %s could not be found out: %s.\n\nThe plan goes on. If it is active, customers get both surveys.", account, strings.TrimSuffix(fmt.Sprint(err), "."))
}

const askedTwice = "A conversation may get two surveys"

// Poller is what makes a survey backend ask the customers of a help desk.
type Poller struct {
	// Address is the URL of the account that it polls, and Backend the name of the survey
	// backend's account.
	Address, Backend string
	// Surveys says whose survey they get: "this trigger distribution". Asker is what has to
	// wait until the help desk's own survey is off.
	Surveys, Asker string
	// Begins is true of one that does not poll the account yet.
	Begins bool
}

// ReportPolled reports, once for each account, who else asks the customers whom a survey
// backend asks: the help desk, now or when a resource for its own survey ends, or sends of
// this run. It is known only of an account that the provider block configures, too.
func ReportPolled(ctx context.Context, desks []HelpDesk, by Poller, notes *lifecycle.Notes, at path.Path) error {
	var problems []error
	for _, desk := range desks {
		if !survey.SameURL(by.Address, desk.Account()) && !survey.SameURL(by.Address, desk.Root()) {
			continue
		}
		problems = append(problems, reportSends(desk, by, notes, at), reportPolledNative(ctx, desk, by, notes, at))
		if by.Begins {
			problems = append(problems, ReportBegin(desk, survey.Channels()[0], "", notes, at))
		}
	}
	return errors.Join(problems...)
}

// reportSends reports the sends that ask customers beside a survey backend.
func reportSends(desk HelpDesk, by Poller, notes *lifecycle.Notes, at path.Path) error {
	var sends []string
	for _, title := range desk.PlanPolling(by.Backend) {
		sends = append(sends, fmt.Sprintf("  %q", title))
	}
	if len(sends) == 0 {
		return nil
	}
	return notes.Report(desk.Checks().Level(checks.OverlappingSends), at, askedTwice,
		"Every e-mail conversation of %s that is resolved gets the survey of %s. These sends of this configuration ask about such conversations, too:\n\n%s\n\n%s", desk.Account(), by.Surveys, strings.Join(sends, "\n"), oneSurvey)
}

func reportPolledNative(ctx context.Context, desk HelpDesk, by Poller, notes *lifecycle.Notes, at path.Path) error {
	if desk.Checks().Level(checks.NativeSurvey) == checks.Off {
		return nil
	}
	found, err := desk.NativeSurvey(ctx, survey.Channels()[0])
	if err != nil {
		NotAsked(desk.Account(), notes, at, err)
		return nil
	}
	if len(found.Names) == 0 || !notes.First("native survey: "+desk.Account()) {
		return nil
	}
	return ReportNative(found, desk.Checks(), notes, at, "", by.Surveys, by.Asker)
}

// ReportPolling reports, at a send, the survey backends whose trigger distributions ask
// customers beside it. They are asked for only where that is to be heard: what is said of
// one send is not said of the next.
func ReportPolling(account, title string, beside func() (backends []string), level checks.Level, notes *lifecycle.Notes, at path.Path) error {
	if level == checks.Off {
		return nil
	}
	backends := beside()
	if len(backends) == 0 {
		return nil
	}
	return notes.Report(level, at, askedTwice,
		"%q asks about conversations that came by e-mail. So do trigger distributions at %s: about every e-mail conversation of %s that is resolved.\n\n%s",
		title, strings.Join(backends, ", "), account, oneSurvey)
}

const oneSurvey = "A conversation that both are about gets two surveys, and no exclusion keeps a trigger distribution from asking. To get one, let only one of the two ask about e-mail. " +
	"If both are meant, set overlapping_sends = \"off\" in the provider's checks."
