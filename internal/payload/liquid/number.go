package liquid

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	leadingInteger = regexp.MustCompile(`\A\s*[+-]?\d{1,1000}(?:_\d{1,9}){0,9}`)
	decimal        = regexp.MustCompile(`\A\s*-?\d{1,1000}\.\d{1,1000}\s*\z`)
)

// toNumber is a number as Liquid computes with it, exactly; whole says that it is none with a decimal point. It reads a
// text's leading digits as Ruby's to_i does, so that "12 orders" is 12 and "none" is 0.
func toNumber(v any) (number *big.Rat, whole bool) {
	number = new(big.Rat)
	switch v := v.(type) {
	case int:
		return number.SetInt64(int64(v)), true
	case float64:
		number.SetString(strconv.FormatFloat(v, 'g', -1, 64))
		return number, false
	case string:
		if decimal.MatchString(v) {
			number.SetString(strings.TrimSpace(v))
			return number, false
		}
		number.SetString(strings.TrimSpace(strings.ReplaceAll(leadingInteger.FindString(v), "_", "")))
	}
	return number, true
}

// add is what plus and minus do; sign is 1 or -1.
func add(sign int64) func(any, []any) (any, error) {
	return func(in any, args []any) (any, error) {
		a, whole := toNumber(in)
		b, also := toNumber(args[0])
		sum := a.Add(a, b.Mul(b, big.NewRat(sign, 1)))
		if !whole || !also {
			float, _ := sum.Float64()
			return float, nil
		}
		return number(sum.Num().String()), nil
	}
}

// integer is Ruby's to_i, kept inside what an index can be.
func integer(v any) int {
	number, _ := toNumber(v)
	float, _ := number.Float64()
	return int(max(-1<<31, min(1<<31, math.Trunc(float))))
}
