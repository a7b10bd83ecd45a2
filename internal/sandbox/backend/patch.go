package backend

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/oapi-codegen/nullable"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// merged applies a merge patch (RFC 7396) to a value and gives the result, as a
// value of the same type.
func merged[T any](value T, patch any) T {
	var result T
	decode(mergeMembers(membersOf(value), membersOf(patch)), &result)
	return result
}

func mergeMembers(into, patch map[string]any) map[string]any {
	result := map[string]any{}
	maps.Copy(result, into)
	for name, change := range patch {
		inner, isObject := change.(map[string]any)
		switch {
		case change == nil:
			delete(result, name)
		case isObject:
			before, _ := result[name].(map[string]any)
			result[name] = mergeMembers(before, inner)
		default:
			result[name] = change
		}
	}
	return result
}

// membersOf is a value as JSON would hold it.
func membersOf(value any) map[string]any {
	var members map[string]any
	decode(value, &members)
	return members
}

// decode reads one value from the JSON of another. Both are this program's, so
// a failure is a mistake in it.
func decode(value, into any) {
	encoded, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(encoded, into)
	}
	if err != nil {
		panic("survey backend: " + err.Error())
	}
}

// changesBetween names every member that differs.
func changesBetween(before, after map[string]any, pointer string) []contract.Change {
	changes := []contract.Change{}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		at := pointer + "/" + escaped.Replace(name)
		from, to := before[name], after[name]
		fromMembers, isObject := from.(map[string]any)
		toMembers, areObjects := to.(map[string]any)
		switch {
		case isObject && areObjects:
			changes = append(changes, changesBetween(fromMembers, toMembers, at)...)
		case !reflect.DeepEqual(from, to):
			changes = append(changes, contract.Change{Pointer: at, From: orNull(from), To: orNull(to)})
		}
	}
	return changes
}

func orNull(value any) nullable.Nullable[any] {
	if value == nil {
		return nullable.NewNullNullable[any]()
	}
	return nullable.NewNullableWithValue(value)
}

// nullableOf gives null for nil.
func nullableOf[T any](value *T) nullable.Nullable[T] {
	if value == nil {
		return nullable.NewNullNullable[T]()
	}
	return nullable.NewNullableWithValue(*value)
}

// textOrNull gives null for "".
func textOrNull(text string) nullable.Nullable[string] {
	if text == "" {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(text)
}
