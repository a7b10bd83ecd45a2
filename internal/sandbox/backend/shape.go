package backend

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// shapeOf compares a body with the generated type of the operation and names
// every member that the type does not have, or not so. What the type cannot say,
// such as lengths, is each kind's to check.
func shapeOf(value any, wanted reflect.Type, pointer string) (wrong []contract.MemberError) {
	fail := func(detail string) []contract.MemberError {
		return []contract.MemberError{{Pointer: pointer, Detail: detail}}
	}
	nullable := wanted.Kind() == reflect.Map // nullable.Nullable
	switch {
	case value == nil && nullable:
		return nil
	case value == nil:
		return fail("must not be null")
	case nullable, wanted.Kind() == reflect.Pointer:
		return shapeOf(value, wanted.Elem(), pointer)
	}
	switch wanted.Kind() {
	case reflect.Struct:
		members, ok := value.(map[string]any)
		if !ok {
			return fail("must be an object")
		}
		return shapeOfMembers(members, wanted, pointer)
	case reflect.Slice:
		items, ok := value.([]any)
		if !ok {
			return fail("must be a list")
		}
		for i, item := range items {
			wrong = append(wrong, shapeOf(item, wanted.Elem(), pointer+"/"+strconv.Itoa(i))...)
		}
	case reflect.Bool:
		if _, ok := value.(bool); !ok {
			return fail("must be true or false")
		}
	case reflect.Int:
		number, ok := value.(json.Number)
		if _, err := strconv.Atoi(number.String()); !ok || err != nil {
			return fail("must be a whole number")
		}
	case reflect.String:
		if _, ok := value.(string); !ok {
			return fail("must be a text")
		}
	default:
		panic(fmt.Sprintf("no member of a request is a %s", wanted)) // a mistake in this program
	}
	return wrong
}

func shapeOfMembers(members map[string]any, wanted reflect.Type, pointer string) (wrong []contract.MemberError) {
	types := map[string]reflect.Type{}
	for field := range wanted.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		types[name] = field.Type
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		at := pointer + "/" + escaped.Replace(name)
		if known, ok := types[name]; ok {
			wrong = append(wrong, shapeOf(members[name], known, at)...)
		} else {
			wrong = append(wrong, contract.MemberError{Pointer: at, Detail: "is not known"})
		}
	}
	return wrong
}

// escaped writes a name as a part of a JSON pointer.
var escaped = strings.NewReplacer("~", "~0", "/", "~1")
