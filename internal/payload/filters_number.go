package payload

import (
	"errors"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// maxBits is about a thousand digits. Ruby has no limit; a loop that squares a number would not end without one.
const maxBits = 3300

var (
	leadingInteger = regexp.MustCompile(`\A\s*[+-]?\d{1,1000}`)
	decimal        = regexp.MustCompile(`\A\s*-?\d+\.\d+\s*\z`)

	errZero  = errors.New("divided by 0")
	errLarge = errors.New("the number grows over a thousand digits")
)

// number64 is a number as Liquid computes with it: whole ones exactly, others in floating point.
type number64 struct {
	whole *big.Int // nil for a float
	float float64
}

// toNumber reads a text's leading digits as Ruby's to_i does, so that "12 tickets" is 12 and "none" is 0.
func toNumber(v any) number64 {
	switch v := v.(type) {
	case int:
		return number64{whole: big.NewInt(int64(v))}
	case float64:
		return number64{float: v}
	case string:
		if decimal.MatchString(v) {
			f, _ := strconv.ParseFloat(strings.TrimSpace(v), 64)
			return number64{float: f}
		}
		whole, ok := new(big.Int).SetString(strings.TrimPrefix(strings.TrimSpace(leadingInteger.FindString(v)), "+"), 10)
		if ok {
			return number64{whole: whole}
		}
	}
	return number64{whole: new(big.Int)}
}

func (n number64) asFloat() float64 {
	if n.whole == nil {
		return n.float
	}
	f, _ := new(big.Float).SetInt(n.whole).Float64()
	return f
}

func toFloat(v any) float64 { return toNumber(v).asFloat() }

// integer is Ruby's to_i, kept inside what an index can be.
func integer(v any) int {
	f := math.Trunc(toFloat(v))
	return int(math.Max(-1<<31, math.Min(1<<31, f)))
}

// value gives back the digits as text when an int cannot hold them.
func (n number64) value() any {
	switch {
	case n.whole == nil:
		return n.float
	case n.whole.IsInt64():
		return int(n.whole.Int64())
	}
	return n.whole.String()
}

type operation struct {
	whole func(z, a, b *big.Int) *big.Int
	float func(a, b float64) float64
	zero  bool // whether dividing by a whole zero is to be refused
}

var (
	add      = operation{(*big.Int).Add, func(a, b float64) float64 { return a + b }, false}
	subtract = operation{(*big.Int).Sub, func(a, b float64) float64 { return a - b }, false}
	multiply = operation{(*big.Int).Mul, func(a, b float64) float64 { return a * b }, false}
	divide   = operation{floorDivide, func(a, b float64) float64 { return a / b }, true}
	modulo   = operation{floorModulo, func(a, b float64) float64 { return a - b*math.Floor(a/b) }, true}
)

// floorDivide rounds towards minus infinity, as Ruby does and Go does not.
func floorDivide(z, a, b *big.Int) *big.Int {
	quotient, rest := new(big.Int).QuoRem(a, b, new(big.Int))
	if rest.Sign() != 0 && rest.Sign() != b.Sign() {
		quotient.Sub(quotient, big.NewInt(1))
	}
	return z.Set(quotient)
}

func floorModulo(z, a, b *big.Int) *big.Int {
	rest := new(big.Int).Rem(a, b)
	if rest.Sign() != 0 && rest.Sign() != b.Sign() {
		rest.Add(rest, b)
	}
	return z.Set(rest)
}

func arithmetic(op operation) func(any, []any) (any, error) {
	return func(in any, args []any) (any, error) {
		a, b := toNumber(in), toNumber(args[0])
		if a.whole == nil || b.whole == nil {
			return op.float(a.asFloat(), b.asFloat()), nil
		}
		if op.zero && b.whole.Sign() == 0 {
			return nil, errZero
		}
		whole := op.whole(new(big.Int), a.whole, b.whole)
		if whole.BitLen() > maxBits {
			return nil, errLarge
		}
		return number64{whole: whole}.value(), nil
	}
}

func absolute(in any, _ []any) (any, error) {
	n := toNumber(in)
	if n.whole == nil {
		return math.Abs(n.float), nil
	}
	return number64{whole: new(big.Int).Abs(n.whole)}.value(), nil
}

// limit keeps the input when comparing it with the argument gives side or equality.
func limit(side int) func(any, []any) (any, error) {
	return func(in any, args []any) (any, error) {
		a, b := toNumber(in), toNumber(args[0])
		if (b.asFloat()-a.asFloat())*float64(side) >= 0 {
			return a.value(), nil
		}
		return b.value(), nil
	}
}

func rounded(f func(float64) float64) func(any, []any) (any, error) {
	return func(in any, _ []any) (any, error) {
		n := toNumber(in)
		if n.whole != nil {
			return n.value(), nil
		}
		return wholeOf(f(n.float))
	}
}

func round(in any, args []any) (any, error) {
	n, places := toNumber(in), 0
	if len(args) > 0 {
		places = integer(args[0])
	}
	if n.whole != nil {
		return n.value(), nil
	}
	if places <= 0 {
		return wholeOf(math.Round(n.float))
	}
	scale := math.Pow10(min(places, 15))
	return math.Round(n.float*scale) / scale, nil
}

func wholeOf(f float64) (any, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, errors.New("not a finite number")
	}
	whole, _ := big.NewFloat(f).Int(nil)
	return number64{whole: whole}.value(), nil
}
