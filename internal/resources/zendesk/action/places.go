package action

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Places remembers the actions in the order in which they were last read.
var Places = lifecycle.KeyOf[[]place]("actions")

// place is one action of that list, and of an unmanaged one whether it was there
// when the resource was imported.
type place struct {
	rules.Action
	Unmanaged bool `json:"unmanaged,omitempty"`
	Kept      bool `json:"kept,omitempty"`
}

func recall(base *lifecycle.Base) (places []place) {
	base.Recall(Places, &places)
	return places
}

// kept are the unmanaged actions that were there when the resource was imported.
func kept(places []place) (actions []rules.Action) {
	for _, each := range places {
		if each.Kept {
			actions = append(actions, each.Action)
		}
	}
	return actions
}

func remember(base *lifecycle.Base, places []place) {
	tells := func(p place) bool {
		_, hasForm := rules.NotificationOf(p.Action)
		return p.Unmanaged || hasForm
	}
	if len(places) < 2 && !slices.ContainsFunc(places, tells) {
		base.Remember(Places, nil)
		return
	}
	base.Remember(Places, places)
}

// ownPlace is what is remembered of an own action: the field, and all of a
// notification in a form that the resource does not write.
func ownPlace(own rules.Action) rules.Action {
	if sent, is := rules.NotificationOf(own); is && !sent.Action().Equal(own) {
		return own
	}
	return rules.Action{Field: own.Field}
}

// inItsForm is an own action in the form that was read, if it still says the same.
func (p place) inItsForm(own rules.Action) rules.Action {
	if read, is := rules.NotificationOf(p.Action); is {
		if sent, _ := rules.NotificationOf(own); sent == read {
			return p.Action
		}
	}
	return own
}

// Reading takes the resource's own actions off those that Zendesk returned.
type Reading struct {
	all []rules.Action
	own []bool
}

// Read begins.
func Read(all []rules.Action) *Reading { return &Reading{all: all, own: make([]bool, len(all))} }

// Take gives the first action that fits and was not taken before.
func (r *Reading) Take(fits func(rules.Action) bool) (rules.Action, bool) {
	for i, each := range r.all {
		if !r.own[i] && fits(each) {
			r.own[i] = true
			return each, true
		}
	}
	return rules.Action{}, false
}

// Show is the attribute for what nobody took. It remembers the places.
func (r *Reading) Show(base *lifecycle.Base) types.List {
	before := kept(recall(base))
	var unmanaged []rules.Action
	var places []place
	for i, each := range r.all {
		if r.own[i] {
			places = append(places, place{Action: ownPlace(each)})
			continue
		}
		unmanaged = append(unmanaged, each)
		at := slices.IndexFunc(before, each.Equal)
		if at >= 0 {
			before = slices.Delete(before, at, at+1)
		}
		places = append(places, place{Action: each, Unmanaged: true, Kept: at >= 0 || base.Imported()})
	}
	for _, gone := range before { // the configuration may still ask for it
		places = append(places, place{Action: gone, Unmanaged: true, Kept: true})
	}
	remember(base, places)
	return listOf(unmanaged)
}

// Wire puts the resource's own actions and the unmanaged ones into the places that
// they had. What had none comes last. Complete is false while a part is not known
// yet.
func Wire(base *lifecycle.Base, own []rules.Action, unmanaged types.List) (actions []rules.Action, complete bool) {
	rest, complete := in(unmanaged)
	own = slices.Clone(own)
	for _, each := range recall(base) {
		from, fits := &own, func(a rules.Action) bool { return a.Field == each.Field }
		if each.Unmanaged {
			from, fits = &rest, each.Equal
		}
		if i := slices.IndexFunc(*from, fits); i >= 0 {
			actions = append(actions, each.inItsForm((*from)[i]))
			*from = slices.Delete(*from, i, i+1)
		}
	}
	return slices.Concat(actions, own, rest), complete
}

// Written remembers what was written: from now on these unmanaged actions stay,
// and no other.
func Written(base *lifecycle.Base, actions []rules.Action, unmanaged types.List) {
	stay, _ := in(unmanaged)
	var places []place
	for _, each := range actions {
		i := slices.IndexFunc(stay, each.Equal)
		if i < 0 {
			places = append(places, place{Action: ownPlace(each)})
			continue
		}
		stay = slices.Delete(stay, i, i+1)
		places = append(places, place{Action: each, Unmanaged: true, Kept: true})
	}
	remember(base, places)
}
