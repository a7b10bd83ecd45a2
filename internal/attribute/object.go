package attribute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// FromObject reads a nested attribute into a struct. It gives nil when the
// object is null; known is false when the object as a whole is not known yet.
// Nested objects that are not known yet read as nil pointers.
func FromObject[T any](ctx context.Context, object types.Object) (read *T, known bool) {
	if object.IsUnknown() {
		return nil, false
	}
	if object.IsNull() {
		return nil, true
	}
	read = new(T)
	if diags := object.As(ctx, read, basetypes.ObjectAsOptions{UnhandledUnknownAsEmpty: true}); diags.HasError() {
		// No user and no account reaches this, see ObjectOf. Taken for unknown, it would pass every check.
		panic(diags.Errors()[0].Detail())
	}
	return read, true
}

// ObjectOf makes the value of a nested attribute; nil makes null.
func ObjectOf[T any](ctx context.Context, nested schema.SingleNestedAttribute, value *T) types.Object {
	attributes := nested.GetType().(attr.TypeWithAttributeTypes).AttributeTypes()
	if value == nil {
		return types.ObjectNull(attributes)
	}
	object, diags := types.ObjectValueFrom(ctx, attributes, value)
	if diags.HasError() {
		// The struct and the schema are both ours: a mismatch is a bug that any
		// test of the resource meets.
		panic(diags.Errors()[0].Detail())
	}
	return object
}
