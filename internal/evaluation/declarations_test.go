package evaluation

import (
	"context"
	"errors"
	"strings"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Titles of exclusions may repeat: each that a plan creates counts, until it is created.
func TestNewExclusionsOfOneTitleAllCount(t *testing.T) {
	t.Parallel()
	r := (&fakeAccount{}).reconciler()
	vip := func(category, tag string) Declaration {
		return Declaration{Title: "VIP", CategoryID: category, Marks: rules.Marks{Tags: []string{tag}}}
	}
	for _, d := range []Declaration{vip("1", "a"), vip("2", "a"), vip("1", "b"), vip("1", "a")} {
		r.DeclareNew(d)
	}
	if found := r.NewExclusions(); len(found) != 3 {
		t.Errorf("three expected, got %v", found)
	}
	created := vip("2", "a")
	created.New = true
	r.Declare("10", created)
	found := r.NewExclusions()
	if len(found) != 2 || found[0].CategoryID+found[1].CategoryID != "11" {
		t.Errorf("those of the category 1 expected, got %v", found)
	}
}

// An exclusion that was replaced goes. A send that the same apply has deactivated is not
// activated again to be put in order.
func TestASendThatIsDeactivatedStaysSoWhenAnExclusionIsReplaced(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		planned *Declaration
		writes  int
	}{
		"a send that does not change": {nil, 1},
		"deactivated":                 {&Declaration{}, 0},
		"deleted":                     {&Declaration{Active: true, Deleted: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := map[string]*Rule{"e": account["e"], "s": account["s"], "copy": account["e"]}
			f := &fakeAccount{triggers: inOrder(of, "e", "s", "copy").Triggers}
			f.triggers[2].Title = f.triggers[0].Title
			r := f.reconciler()
			if tt.planned != nil {
				r.Declare("s", *tt.planned)
			}
			if err := r.SettleSuccessors(t.Context(), "e"); err != nil {
				t.Fatal(err)
			}
			if writes := strings.Count(f.requests(), "place"); writes != tt.writes {
				t.Errorf("%d writes expected: %s", tt.writes, f.requests())
			}
		})
	}
}

// apart is an account whose triggers are read without their categories.
type apart struct{ *fakeAccount }

func (a apart) Triggers(ctx context.Context) (*Snapshot, error) {
	s, err := a.Snapshot(ctx)
	return &Snapshot{Triggers: s.Triggers, TriggersAt: s.TriggersAt, ChangesAt: s.ChangesAt}, err
}

// The copy of an exclusion stands in a later category than a send: deleting the exclusion
// would leave the send without it.
func TestAnExclusionStaysWhoseCopyIsInALaterCategoryThanASend(t *testing.T) {
	t.Parallel()
	at := func(id, title, category string, rule *Rule) Trigger {
		return Trigger{ID: id, Title: title, CategoryID: category, Position: 1, Active: true, Rule: rule}
	}
	f := &fakeAccount{
		categories: []Category{{"a", "A", 1}, {"b", "B", 2}, {"c", "C", 3}},
		triggers:   []Trigger{at("e", "exclusion", "a", account["e"]), at("s", "send", "b", account["s"]), at("copy", "exclusion", "c", account["e"])},
	}
	var order *OrderError
	if err := New(apart{f}, f.decides).SettleSuccessors(t.Context(), "e"); !errors.As(err, &order) || order.Listed != "copy" {
		t.Errorf("got %v", err)
	}
}
