package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Rotates refuses another version of a write-only secret without the secret: state
// would say that it was rotated while the old one stays in use. A version that is
// set for the first time, as after an import, is none, nor is one that goes.
func Rotates(at path.Path, name string, secret types.String, planned, prior types.Int64) error {
	if !secret.IsNull() || planned.IsNull() || planned.IsUnknown() || prior.IsNull() || planned.Equal(prior) {
		return nil
	}
	return lifecycle.At(at, "A new version without a secret",
		"The version changes, which means that there is a new secret, but \"%s\" is not set: the stored one would stay in use. Set \"%s\", or leave the version as it is.", name, name)
}
