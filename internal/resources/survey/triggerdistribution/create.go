package triggerdistribution

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// create makes the distribution inactive, or adopts an inactive one that an interrupted
// apply has left, and activates it if there is no other one that would send the same.
func create(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[Model]) error {
	meant := declared(c.Plan)
	release, err := backend.LockOne(ctx, fmt.Sprint("create distribution ", sends(meant)))
	if err != nil {
		return err
	}
	defer release()
	inactive := meant
	inactive.Active = false
	made, err := adoptOrMake(ctx, backend, c, inactive)
	if err != nil {
		return err
	}
	distributions.Made(c, made)
	if !meant.Active {
		return nil
	}
	c.Plan.SetAdoptable(true) // until it is activated
	unlock, err := lockActivation(ctx, backend)
	if err != nil {
		return err
	}
	defer unlock()
	if err := alone(ctx, backend, made); err != nil {
		return err
	}
	meant.ID, meant.Version = made.ID, made.Version
	active, err := backend.Distributions().Update(ctx, *made, meant)
	if err != nil && !client.IsAmbiguous(err) {
		return err
	}
	c.Plan.SetAdoptable(false)
	if err != nil {
		c.Warn(path.Root("active"), "The activation was not confirmed",
			"The trigger distribution %s was created. Whether it is active is not known: %s. It is in state as if it was, because Terraform would replace it after an error, and another one would survey again whom this one has surveyed.\n\n"+
				"Plan again: the plan reads it, and activates it if it is inactive.", made.ID, strings.TrimSuffix(err.Error(), "."))
		return nil
	}
	distributions.Note(c.Plan, active)
	return nil
}

func adoptOrMake(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[Model], inactive survey.Distribution) (*survey.Distribution, error) {
	found, err := backend.Distributions().Find(ctx, inactive)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		made, err := backend.Distributions().Create(ctx, inactive)
		if err == nil {
			backend.Adopt(survey.NounDistribution, made.ID)
		}
		return made, err
	case len(found) == 1 && isOrphan(found[0], inactive) && backend.Adopt(survey.NounDistribution, found[0].ID):
		return &found[0], nil
	default:
		return nil, distributions.Exists(ctx, backend, c.Plan, found)
	}
}

// isOrphan reports that a distribution is what a create makes before it activates it.
func isOrphan(found, meant survey.Distribution) bool {
	found.ID, found.Version = "", ""
	meant.Active = false
	return found == meant
}

// alone refuses a distribution that is created while another one exists that would send
// the same, for example one that another workspace creates at this moment: both see each
// other, and none is activated.
func alone(ctx context.Context, backend survey.Backend, made *survey.Distribution) error {
	others, err := others(ctx, backend, *made)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return twice(others[0], "%s was created now and not activated", made.ID)
	}
	return namesake(ctx, backend, *made, "%s was created now and not activated")
}

// namesake refuses one while an active distribution sends another survey of the same
// name for the same conversations: an apply whose state was lost has left it. The same
// conversations are also those of another connector to the same account.
func namesake(ctx context.Context, backend survey.Backend, d survey.Distribution, consequence string) error {
	sent, err := backend.Surveys().Get(ctx, d.SurveyID)
	if err != nil {
		return err
	}
	through, err := backend.Connectors().Get(ctx, d.ConnectorID)
	if err != nil {
		return err
	}
	named, err := backend.Surveys().FindNow(ctx, *sent)
	if err != nil {
		return err
	}
	connectors, err := backend.Connectors().Find(ctx, *through)
	if err != nil {
		return err
	}
	for _, each := range named {
		for _, connector := range connectors {
			like := d
			like.SurveyID, like.ConnectorID = each.ID, connector.ID
			found, err := backend.Distributions().Find(ctx, like)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(found, func(other survey.Distribution) bool { return other.Active && other.ID != d.ID })
			switch {
			case at < 0:
			case each.ID == sent.ID:
				return twice(found[at], consequence, d.ID)
			default:
				return lifecycle.At(path.Root("survey_id"), "A survey of this name is sent already",
					"The trigger distribution %s is active and sends the survey %q (%s, %s) for the same conversations. This one would send another survey of that name (%s, %s): each customer would get both. So "+consequence+".\n\n"+
						"If an interrupted apply whose state was lost has left them, delete the trigger distribution %s and the survey %s in the backend. If both are meant, give the surveys different names. Then apply again.",
					found[at].ID, each.Name, each.ID, each.Metric, sent.ID, sent.Metric, d.ID, found[at].ID, each.ID)
			}
		}
	}
	return nil
}

// sends is what a distribution sends, and for which conversations.
func sends(d survey.Distribution) [4]string {
	return [4]string{d.SurveyID, d.ConnectorID, d.Channel, d.Status}
}

// others are the distributions that send what this one does, as the backend has them now.
func others(ctx context.Context, backend survey.Backend, d survey.Distribution) ([]survey.Distribution, error) {
	found, err := backend.Distributions().FindNow(ctx, d)
	return slices.DeleteFunc(slices.Clone(found), func(each survey.Distribution) bool { return each.ID == d.ID }), err
}

func twice(other survey.Distribution, consequence, id string) error {
	return lifecycle.At(path.Root("survey_id"), "Two distributions would send one survey",
		"The trigger distribution %s sends the same survey for the same conversations: each customer would get two. So "+consequence+".\n\n"+
			"Delete one of the two in the backend, or choose another survey. Then apply again.", other.ID, id)
}
