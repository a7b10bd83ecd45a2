package attribute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

// Several secrets may share one version.
func TestWhenASecretIsSent(t *testing.T) {
	t.Parallel()
	null, unknown, set := types.StringNull(), types.StringUnknown(), types.StringValue("hunter22")
	for name, row := range map[string]struct {
		secret         attr.Value
		version, prior types.Int64
		sent, refused  bool
	}{
		"nothing changed":                    {set, types.Int64Value(1), types.Int64Value(1), false, false},
		"rotated":                            {set, types.Int64Value(2), types.Int64Value(1), true, false},
		"rotated to what is not known yet":   {unknown, types.Int64Value(2), types.Int64Value(1), true, false},
		"a version without a secret":         {null, types.Int64Value(2), types.Int64Value(1), false, true},
		"the first version, after an import": {null, types.Int64Value(1), types.Int64Null(), false, false},
		"the first version, with a secret":   {set, types.Int64Value(1), types.Int64Null(), true, false},
		"a version that goes":                {null, types.Int64Null(), types.Int64Value(1), false, false},
		"a version that is not known yet":    {null, types.Int64Unknown(), types.Int64Value(1), false, false},
		"neither, the stored one stays":      {null, types.Int64Null(), types.Int64Null(), false, false},
	} {
		pair := attribute.WriteOnly{Name: "token_wo", VersionAt: path.Root("secrets_wo_version"), Value: row.secret, Version: row.version, Prior: row.prior}
		if err := pair.Check(); (err != nil) != row.refused || pair.Rotates() != row.sent {
			t.Errorf("%s: sent %v, %v", name, pair.Rotates(), err)
		}
	}
}
