package triggerdistribution

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// lockActivation makes one activation wait for the other ones of this apply, from the look
// at what is active to the request that activates: of two that would send the same, the
// second one sees the first. It is one lock for the backend and not one for each survey,
// because two surveys of one name count as the same.
func lockActivation(ctx context.Context, backend survey.Backend) (unlock func(), err error) {
	return backend.LockOne(ctx, "activate trigger distributions")
}

// change writes what differs, unless that lets two active distributions send the same.
func change(ctx context.Context, backend survey.Backend, prior, declared survey.Distribution) (*survey.Distribution, error) {
	if declared.Active && (!prior.Active || sends(prior) != sends(declared)) {
		unlock, err := lockActivation(ctx, backend)
		if err != nil {
			return nil, err
		}
		defer unlock()
		if err := check(ctx, backend, declared); err != nil {
			return nil, err
		}
	}
	return backend.Distributions().Update(ctx, prior, declared)
}

// check refuses to activate one while another one is active that sends the same.
func check(ctx context.Context, backend survey.Backend, declared survey.Distribution) error {
	others, err := others(ctx, backend, declared)
	if err != nil {
		return err
	}
	for _, each := range others {
		if each.Active {
			return twice(each, "%s was not changed", declared.ID)
		}
	}
	return namesake(ctx, backend, declared, "%s was not changed")
}
