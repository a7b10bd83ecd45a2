package triggerdistribution

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// create makes the distribution inactive, or adopts an inactive one that an interrupted
// apply has left, and activates it if there is no other one that would send the same.
func create(ctx context.Context, backend survey.Backend, c *lifecycle.Creation[Model]) error {
	meant := declared(c.Plan)
	release, err := backend.LockOne(ctx, fmt.Sprintf("create distribution %s %s %s %s", meant.SurveyID, meant.ConnectorID, meant.Channel, meant.Status))
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
	if err := alone(ctx, backend, made); err != nil {
		return err
	}
	meant.ID, meant.Version = made.ID, made.Version
	active, err := backend.Distributions().Update(ctx, *made, meant)
	if err != nil {
		return err
	}
	c.Plan.SetAdoptable(false)
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
		return nil, distributions.Exists(c.Plan, found)
	}
}

// isOrphan reports that a distribution is what a create makes before it activates it.
func isOrphan(found, inactive survey.Distribution) bool {
	found.ID, found.Version = inactive.ID, inactive.Version
	return found == inactive
}

// alone asks the backend whether another distribution would send the same, for example
// one that another workspace creates at this moment: both see each other, and none is
// activated.
func alone(ctx context.Context, backend survey.Backend, made *survey.Distribution) error {
	found, err := backend.Distributions().FindNow(ctx, *made)
	if err != nil {
		return err
	}
	for _, each := range found {
		if each.ID != made.ID {
			return lifecycle.At(path.Root("survey_id"), "Two distributions of one survey",
				"The trigger distribution %s sends the same survey for the same conversations as %s, which was created now: each customer would get two surveys. So %s was not activated.\n\n"+
					"Delete one of the two in the backend, or choose another survey. Then apply again.", each.ID, made.ID, made.ID)
		}
	}
	return nil
}
