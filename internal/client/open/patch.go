package open

import (
	"reflect"

	"github.com/oapi-codegen/nullable"
)

// changedTo is a member of a merge patch; it is not sent where nothing differs.
func changedTo[V comparable](prior, declared V) *V {
	if prior == declared {
		return nil
	}
	return &declared
}

// nullIfChanged is changedTo for a member that is null where nothing is declared.
func nullIfChanged[V comparable](prior, declared V) nullable.Nullable[V] {
	if prior == declared {
		return nil
	}
	return orNull(declared)
}

// unlessEmpty is a patch, or nil for one without members.
func unlessEmpty[P any](patch P) any {
	if reflect.ValueOf(patch).IsZero() {
		return nil
	}
	return patch
}
