package functions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
)

// plain turns a value of any type into nil, string, bool, json.Number, []any, map[string]any or argument.Unknown. A
// number keeps all its digits.
func plain(ctx context.Context, v attr.Value) (any, error) {
	tf, err := v.ToTerraformValue(ctx)
	if err != nil {
		return nil, err
	}
	return plainOf(tf)
}

func plainOf(v tftypes.Value) (any, error) {
	switch {
	case !v.IsKnown():
		return argument.Unknown{}, nil
	case v.IsNull():
		return nil, nil
	case v.Type().Is(tftypes.String):
		return as[string](v)
	case v.Type().Is(tftypes.Bool):
		return as[bool](v)
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		err := v.As(&n)
		return json.Number(n.Text('f', -1)), err
	}
	if fields, err := as[map[string]tftypes.Value](v); err == nil {
		out := make(map[string]any, len(fields))
		for name, field := range fields {
			if out[name], err = plainOf(field); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	items, err := as[[]tftypes.Value](v)
	if err != nil {
		return nil, err
	}
	out := make([]any, len(items))
	for i, item := range items {
		if out[i], err = plainOf(item); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func as[T any](v tftypes.Value) (T, error) {
	var out T
	err := v.As(&out)
	return out, err
}

// object is the argument of a dynamic parameter as a map. Null is an empty one; known is false for one that is not
// known as a whole.
func object(ctx context.Context, position int64, name string, v attr.Value) (fields map[string]any, known bool, ferr *function.FuncError) {
	value, err := plain(ctx, v)
	if err != nil {
		return nil, true, function.NewArgumentFuncError(position, fmt.Sprintf("%s: %s", name, err))
	}
	switch value := value.(type) {
	case nil:
		return nil, true, nil
	case argument.Unknown:
		return nil, false, nil
	case map[string]any:
		return value, true, nil
	}
	return nil, true, function.NewArgumentFuncError(position, name+" must be an object, such as { … }, or null")
}

// argumentError gathers problems into one error. Terraform shows it at one argument: that of the first problem, by the
// root of its path.
func argumentError(err error, positions map[string]int64) *function.FuncError {
	var problems argument.Problems
	if !errors.As(err, &problems) {
		return function.NewFuncError(err.Error())
	}
	var all *function.FuncError
	for _, problem := range problems {
		root, _, _ := strings.Cut(problem.Path, ".")
		root, _, _ = strings.Cut(root, "[")
		one := function.NewFuncError(problem.String())
		if position, ok := positions[root]; ok {
			one = function.NewArgumentFuncError(position, problem.String())
		}
		all = function.ConcatFuncErrors(all, one)
	}
	return all
}
