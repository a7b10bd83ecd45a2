package send

import (
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Peeling takes the generated conditions off what Zendesk returned, one
// attribute after the other, in the form that prior state used. Without prior
// state (Fresh) it takes all that the attributes can express. What is Left is
// the user's.
type Peeling struct {
	Left  rules.Conditions
	Own   rules.Conditions // the user's in prior state
	Fresh bool
}

// Peel begins. Own are the user's conditions in prior state.
func Peel(read, own rules.Conditions, fresh bool) *Peeling {
	return &Peeling{
		Left: rules.Conditions{All: slices.Clone(read.All), Any: slices.Clone(read.Any)},
		Own:  own, Fresh: fresh,
	}
}

// Take removes the first condition of "all" that fits and is not one that the
// user wrote, and returns it.
func (p *Peeling) Take(fits func(rules.Condition) bool) (rules.Condition, bool) {
	return p.takeFirst(func(c rules.Condition) bool { return fits(c) && !slices.ContainsFunc(p.Own.All, c.Equal) })
}

// TakeExactly removes the wanted condition.
func (p *Peeling) TakeExactly(wanted rules.Condition) bool {
	_, found := p.takeFirst(wanted.Equal)
	return found
}

func (p *Peeling) takeFirst(fits func(rules.Condition) bool) (rules.Condition, bool) {
	i := slices.IndexFunc(p.Left.All, fits)
	if i < 0 {
		return rules.Condition{}, false
	}
	taken := p.Left.All[i]
	p.Left.All = slices.Delete(p.Left.All, i, i+1)
	return taken, true
}
