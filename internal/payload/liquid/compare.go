package liquid

import (
	"cmp"
	"fmt"
	"strings"
)

// Ruby compares a text with a number by raising an error, which Liquid prints in place of the whole if or unless block;
// osteele calls the comparison false. So a comparison of order becomes a filter that notes the error, the condition that
// holds it becomes false once there is one, and a clause that prints it follows the branch: see rewriter.complain.

// isOrder is true for the operators of such comparisons.
func isOrder(w word) bool { return w.is("<") || w.is(">") || w.is("<=") || w.is(">=") }

// ordered compares as Ruby does. Failed is what Ruby says where it cannot; what has no order at all, such as nothing, is
// neither more nor less than anything.
func ordered(left any, operator string, right any) (holds bool, failed string) {
	var order int
	switch {
	case isNumber(left) && isNumber(right):
		order = compareNumbers(left, right)
	case isText(left) && isText(right):
		order = strings.Compare(text(left), text(right))
	case isText(left) && isNumber(right):
		return false, "comparison of String with " + text(right) + " failed"
	case isNumber(left) && isText(right):
		return false, fmt.Sprintf("comparison of %s with String failed", map[bool]string{true: "Float", false: "Integer"}[isFloat(left)])
	default:
		return false, ""
	}
	switch operator {
	case "<":
		return order < 0, ""
	case "<=":
		return order <= 0, ""
	case ">":
		return order > 0, ""
	}
	return order >= 0, ""
}

func compareNumbers(a, b any) int {
	x, _ := toNumber(a)
	y, _ := toNumber(b)
	return x.Cmp(y)
}

func isNumber(v any) bool { _, whole := v.(int); return whole || isFloat(v) }

func isText(v any) bool { _, is := v.(string); return is }

func isFloat(v any) bool { _, is := v.(float64); return is }

// comparisons are the filters that rewrite puts in for this. While nothing is printed, a comparison that fails is false.
func (r *rendering) comparisons() map[string]filter {
	return map[string]filter{
		orderFilter: {2, 2, func(in any, args []any) (any, error) {
			holds, failed := ordered(in, text(args[0]), args[1])
			if r.prints && r.complaint == "" && failed != "" {
				r.complaint = "Liquid error: " + failed
			}
			return holds, nil
		}},
		settledFilter:   {0, 0, func(in any, _ []any) (any, error) { return truthy(in) && r.complaint == "", nil }},
		complainsFilter: {0, 0, func(any, []any) (any, error) { return r.complaint != "", nil }},
		complaintFilter: {0, 0, func(any, []any) (any, error) {
			said := r.complaint
			r.complaint, r.printed = "", cmp.Or(r.printed, said)
			return said, nil
		}},
	}
}

// complain adds the clause that prints what failed in the condition before it.
func (r *rewriter) complain(t token) {
	if block := &r.open[len(r.open)-1]; block.compares {
		block.compares = false
		r.emitFor(t, "{%\nelsif 0 | "+complainsFilter+" %}")
		r.emitFor(t, "{{\n0 | "+complaintFilter+" }}")
	}
}
