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
	if err := checkSecret(p.Config, p.State); err != nil {
		return err
	}
	// The roles of a new credential stay unknown although the plan tries it: in the apply
	// Terraform plans once more, and the help desk may be away by then.
	if p.State != nil && p.Plan.VerifiedRoles.IsUnknown() && !pair(p.Config, p.State).Rotates() {
		p.Plan.VerifiedRoles = p.State.VerifiedRoles
	}
	silent := p.State != nil && (!p.Online || !p.Client.WasRead(survey.NounConnector, p.State.ID.ValueString()))
	if silent || !attribute.Set(p.Config.URL) || !credentialOf(p.Config).given() {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	_, err := prove(limited, p.Config)
	var away *unreachable
	if errors.As(err, &away) {
		p.Warn(pathURL, "The help desk could not be asked", "The credential for %s was not tried: %s.\n\nThe plan goes on without it. An apply tries again, and fails while the help desk cannot be reached.",
			p.Config.URL.ValueString(), away)
		return nil
	}
	return err
}

// checkSecret wants the secret of a new connector, and with a new version.
func checkSecret(config, state *Model) error {
	c := credentialOf(config)
	switch {
	case c.block == "" || !c.known:
		return nil
	case state == nil && c.value.IsNull():
		return lifecycle.At(c.at(), "The credential is missing",
			"A new connector needs the credential that the survey backend uses in %s: set %s.%s_wo.", config.HelpDesk.ValueString(), c.block, c.secret)
	case state == nil:
		return nil
	}
	return pair(config, state).Check()
}

func setOf(roles []string) types.Set {
	set, _ := types.SetValueFrom(context.Background(), types.StringType, roles)
	return set
}

// prepare tries the credential before anything is written, and lets the write send it
// if it is new.
func prepare(ctx context.Context, config, plan, state *Model) error {
	if err := checkSecret(config, state); err != nil {
		return err
	}
	if plan.VerifiedRoles.IsUnknown() && state != nil {
		plan.VerifiedRoles = state.VerifiedRoles
	}
	c := credentialOf(config)
	if !c.given() {
		if plan.VerifiedRoles.IsUnknown() {
			plan.VerifiedRoles = types.SetNull(types.StringType)
		}
		return nil
	}
	roles, err := prove(ctx, config)
	if err != nil {
		return err
	}
	if state != nil && !pair(config, state).Rotates() {
		return nil
	}
	plan.secrets = map[string]string{c.secret: c.value.ValueString()}
	plan.Remember(fingerprintKey, nil)
	plan.VerifiedRoles = setOf(roles)
	return nil
}
