package promise

import (
	"slices"
	"testing"
)

// unordered is a help desk whose exclusions are conditions of its sends. What it has
// of accounts is no part of it: histories are written without one.
type unordered struct{ desk }

func (unordered) start(*author) start        { return start{} }
func (unordered) action(*author) adminAction { return adminAction{Do: deletes} }
func (unordered) offers() flavour            { return flavour{automations: true} }
func (unordered) replaceable(string) bool    { return true }

func (unordered) addresses(s setup, _ int) (all []string) {
	for _, each := range s.Sends {
		all = append(all, "workflow."+each.Name)
	}
	return all
}

func TestHistoriesFitAHelpDeskWithoutOrder(t *testing.T) {
	t.Parallel()
	applied := 0
	for seed := range uint64(2000) {
		h := writeHistory(seed, unordered{})
		for team := range channelsOf {
			for _, config := range h.configured(team) {
				applied++
				ordered := slices.ContainsFunc(config.Exclusions, func(each exclusionOf) bool {
					return len(each.After)+len(each.Follows) > 0 || each.Category != ""
				})
				placed := slices.ContainsFunc(config.Sends, func(each sendOf) bool { return each.Category != "" })
				if ordered || placed || config.Categories || config.Order != "" || len(config.Receivers) > 0 {
					t.Fatalf("seed %d has an order or a receiver: %+v", seed, config)
				}
			}
		}
	}
	if applied < 2000 {
		t.Errorf("%d configurations, want more", applied)
	}
}
