package connector

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// planTimeout bounds a try that a plan can do without.
const planTimeout = 20 * time.Second

// plan tries the credential. That a plan reads nothing (-refresh=false) is known of a
// connector that exists: it was not read in this run.
func plan(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	changes := changeOf(p.Config, p.State)
	if err := changes.check(); err != nil {
		return err
	}
	// The roles of a new credential stay unknown although the plan tries it: in the apply
	// Terraform plans once more, and the help desk may be away by then.
	if p.State != nil && p.Plan.VerifiedRoles.IsUnknown() && !p.Plan.URL.IsUnknown() && !changes.rotates() {
		p.Plan.VerifiedRoles = p.State.VerifiedRoles
	}
	silent := p.State != nil && (!p.Online || !p.Client.WasRead(survey.NounConnector, p.State.ID.ValueString()))
	if silent || !attribute.Set(p.Config.URL) {
		return nil
	}
	warnOfAnotherAccount(ctx, p)
	if err := reportSecondSurvey(ctx, p); err != nil || !changes.config.given() {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	_, err := prove(limited, p.Config)
	var away *unreachable
	if errors.As(err, &away) {
		p.Warn(pathURL, "The help desk could not be asked", "The credential for %s was not tried: %s.\n\nThe plan goes on without it. An apply tries again, and fails while the help desk cannot be reached.",
			p.Config.URL.ValueString(), away.words())
		return nil
	}
	return err
}

func setOf(roles []string) types.Set {
	set, _ := types.SetValueFrom(context.Background(), types.StringType, roles)
	return set
}

// prepare tries the credential before anything is written, and lets the write send it
// if it is new.
func prepare(ctx context.Context, config, plan, state *Model) error {
	changes := changeOf(config, state)
	if err := changes.check(); err != nil {
		return err
	}
	if plan.VerifiedRoles.IsUnknown() && state != nil {
		plan.VerifiedRoles = state.VerifiedRoles
	}
	if !changes.config.given() {
		if plan.VerifiedRoles.IsUnknown() {
			plan.VerifiedRoles = types.SetNull(types.StringType)
		}
		return nil
	}
	roles, err := prove(ctx, config)
	if err != nil {
		return err
	}
	if !changes.rotates() {
		return nil
	}
	plan.secrets = texts(changes.config.secrets)
	plan.Remember(fingerprintKey, nil)
	plan.VerifiedRoles = setOf(roles)
	return nil
}
