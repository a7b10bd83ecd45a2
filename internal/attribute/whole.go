package attribute

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Whole is the type of every whole number in a schema; values and models are those of
// basetypes.Int64Type. That type fails to convert a number with a fraction, which
// Terraform reports as a bug of the provider; this one lets it pass as not known, so
// that the framework comes to ask Validate, which knows the attribute's path.
type Whole struct{ basetypes.Int64Type }

var _ basetypes.Int64Typable = Whole{}

func (Whole) String() string { return "attribute.Whole" }

// Equal holds for the plain type, too: it is the type of the values.
func (Whole) Equal(other attr.Type) bool {
	switch other.(type) {
	case Whole, basetypes.Int64Type:
		return true
	}
	return false
}

// ValueFromTerraform gives what is no whole number as not known yet.
func (w Whole) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if number := numberIn(in); number != nil && !fits(number) {
		return basetypes.NewInt64Unknown(), nil
	}
	return w.Int64Type.ValueFromTerraform(ctx, in)
}

// Validate names the attribute, because the CLI shows no line of a nested one, and the
// whole numbers that are near.
func (Whole) Validate(_ context.Context, in tftypes.Value, at path.Path) (diags diag.Diagnostics) {
	number := numberIn(in)
	switch {
	case number == nil || fits(number):
	case number.IsInt():
		diags.AddAttributeError(at, "The number is too large", fmt.Sprintf("%s is %s, which is larger than any number that is possible here. Write a smaller number.", at, number.Text('g', 10)))
	default:
		below, _ := number.Int(nil)
		if number.Sign() < 0 {
			below.Sub(below, big.NewInt(1))
		}
		above := new(big.Int).Add(below, big.NewInt(1))
		diags.AddAttributeError(at, "A whole number is needed", fmt.Sprintf("%s is %s, which has a fraction. Write a whole number, such as %s or %s.", at, number.Text('g', 10), below, above))
	}
	return diags
}

// numberIn is nil for null, for what is not known yet and for what is no number.
func numberIn(in tftypes.Value) *big.Float {
	var number *big.Float
	if in.Type() == nil || !in.IsKnown() || in.IsNull() || in.As(&number) != nil {
		return nil
	}
	return number
}

func fits(number *big.Float) bool {
	_, accuracy := number.Int64()
	return number.IsInt() && accuracy == big.Exact
}
