package liquid

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
)

// A Placeholder is a chain of properties that a template reads.
type Placeholder struct {
	Name  string // order.custmer.name
	Lines []int  // where it stands in the template, 1-based
	// Object and Member are the place in it that is not documented: "order" and
	// "custmer". Object is "" for the root of the chain.
	Object, Member string
	// Meant is the placeholder that was most likely meant, "" where no documented name
	// or more than one is close.
	Meant string
	// Certain says that the vendor documents every member of Object, so that there is
	// no doubt about what was meant.
	Certain bool
}

// Unknown are the placeholders that the help desk does not document, each once, in the order of their first appearance:
// they render to nothing. Variables that the template or Liquid itself sets are no such ones. A template that is not
// Liquid has none.
func (v *Vocabulary) Unknown(template string) []Placeholder {
	var unknown []Placeholder
	for _, each := range Readings(template) {
		if i := slices.IndexFunc(unknown, func(p Placeholder) bool { return p.Name == each.Path.String() }); i >= 0 {
			unknown[i].Lines = append(unknown[i].Lines, each.Line)
		} else if p, found := v.undocumented(each.Path); found {
			p.Lines = []int{each.Line}
			unknown = append(unknown, p)
		}
	}
	for i := range unknown {
		unknown[i].Lines = slices.Compact(unknown[i].Lines)
	}
	return unknown
}

// OfEverything are the members that Liquid itself gives to texts and lists.
var OfEverything = []string{"size", "first", "last"}

// undocumented finds the first step of a chain that the vendor does not document.
func (v *Vocabulary) undocumented(p Path) (unknown Placeholder, found bool) {
	at, exists := v.Objects[p[0]]
	if !exists {
		return p.unknown(0, &Object{Members: v.Objects}), true
	}
	for i, name := range p[1:] {
		under, exists := at.Member(name)
		switch {
		case at != nil && at.Any:
			return Placeholder{}, false
		case slices.Contains(OfEverything, name) && !exists:
			return Placeholder{}, false
		case !exists:
			return p.unknown(i+1, at), true
		}
		at = under
	}
	return Placeholder{}, false
}

// unknown describes the step that is not documented.
func (p Path) unknown(step int, under *Object) Placeholder {
	unknown := Placeholder{Name: p.String(), Object: p[:step].String(), Member: p[step]}
	if near := under.near(p[step]); len(near) == 1 && spelling.Distance(p[step], near[0]) < len(p[step]) {
		meant := slices.Clone(p)
		meant[step] = near[0]
		unknown.Meant, unknown.Certain = meant.String(), under.Complete
	}
	return unknown
}
