package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

// Every number is a whole one, and says so to who writes a fraction.
func TestNumbersAreWhole(t *testing.T) {
	p := provider.New("test")()
	var schema framework.SchemaResponse
	p.Schema(t.Context(), framework.SchemaRequest{}, &schema)
	numbers := wholeNumbers(t, "provider", schema.Schema.Type())
	for _, each := range p.Resources(t.Context()) {
		var name resource.MetadataResponse
		each().Metadata(t.Context(), resource.MetadataRequest{}, &name)
		var schema resource.SchemaResponse
		each().Schema(t.Context(), resource.SchemaRequest{}, &schema)
		numbers += wholeNumbers(t, name.TypeName, schema.Schema.Type())
	}
	if numbers == 0 {
		t.Error("no number was looked at")
	}
}

// wholeNumbers counts the numbers in a type, all of which have to be whole.
func wholeNumbers(t *testing.T, at string, kind attr.Type) (numbers int) {
	t.Helper()
	if object, ok := kind.(attr.TypeWithAttributeTypes); ok {
		for name, each := range object.AttributeTypes() {
			numbers += wholeNumbers(t, at+"."+name, each)
		}
	}
	if !kind.TerraformType(context.Background()).Is(tftypes.Number) {
		return numbers
	}
	if _, whole := kind.(attribute.Whole); !whole {
		t.Errorf("%s is a %s: set its CustomType", at, kind)
	}
	return numbers + 1
}
