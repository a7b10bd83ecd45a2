package evaluation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// fakeAccount does what it is told and keeps a list that is read again only after
// [Account.Forget]. Its log has a line for each request.
type fakeAccount struct {
	triggers   []Trigger
	categories []Category
	// late, if set, is what the list goes on showing.
	late []Trigger
	list *Snapshot
	log  []string
}

var errGone = errors.New("gone")

func (f *fakeAccount) Snapshot(context.Context) (*Snapshot, error) {
	if f.list == nil {
		f.log = append(f.log, "list")
		shown := f.triggers
		if f.late != nil {
			shown = f.late
		}
		now := time.Now()
		f.list = &Snapshot{Triggers: slices.Clone(shown), Categories: slices.Clone(f.categories), TriggersAt: now, CategoriesAt: now, ChangesAt: now}
	}
	return f.list, nil
}

func (f *fakeAccount) Triggers(ctx context.Context) (*Snapshot, error)   { return f.Snapshot(ctx) }
func (f *fakeAccount) Categories(ctx context.Context) (*Snapshot, error) { return f.Snapshot(ctx) }
func (f *fakeAccount) Listed() bool                                      { return f.list != nil }
func (f *fakeAccount) Find(context.Context, []string, []string) (bool, error) {
	return false, nil
}

func (f *fakeAccount) Forget(triggers, categories bool) {
	if triggers || categories {
		f.list = nil
	}
}

func (f *fakeAccount) Renew(context.Context) error {
	f.list = nil
	return nil
}

func (f *fakeAccount) Reread(_ context.Context, id string) (Trigger, error) {
	f.log = append(f.log, "get "+id)
	for _, t := range f.triggers {
		if t.ID == id {
			if f.list != nil {
				f.list = f.list.with(nil, t)
			}
			return t, nil
		}
	}
	return Trigger{}, errGone
}

func (f *fakeAccount) Place(_ context.Context, categories []CategoryPlace, triggers []TriggerPlace) error {
	var parts []string
	for _, place := range triggers {
		t := &f.triggers[slices.IndexFunc(f.triggers, func(t Trigger) bool { return t.ID == place.ID })]
		part := place.ID
		if place.Position != nil {
			t.Position = *place.Position
			part += fmt.Sprintf(" at %d", t.Position)
		}
		if place.Active != nil {
			t.Active = *place.Active
			part += fmt.Sprintf(" active %t", t.Active)
		}
		parts = append(parts, part)
	}
	for _, place := range categories {
		parts = append(parts, fmt.Sprintf("category %s at %d", place.ID, place.Position))
	}
	f.log = append(f.log, "place "+strings.Join(parts, ", "))
	f.list = nil
	return nil
}

func (f *fakeAccount) Deactivate(_ context.Context, id string) error {
	f.log = append(f.log, "deactivate "+id)
	return nil
}

func (f *fakeAccount) Judge(err error) Failure { return Failure{Gone: errors.Is(err, errGone)} }

// reconciler logs as requests do: before each "place" there is a "decided".
func (f *fakeAccount) reconciler() *Reconciler {
	return New(f, f.decides)
}

func (f *fakeAccount) decides(_ context.Context, message string, fields map[string]any) {
	f.log = append(f.log, fmt.Sprintf("decided: %s %v", message, fields))
}

// requests are the lines of the log that are no decisions.
func (f *fakeAccount) requests() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(f.log), func(line string) bool { return strings.HasPrefix(line, "decided") }), "; ")
}

// content is a placement of a send that lists an exclusion and changes.
func (f *fakeAccount) content() Placement {
	return Placement{ID: "s", Active: true, After: []string{"e"}, Pausable: true, Content: sending("no_survey"), Write: func(_ context.Context, deactivate bool) error {
		f.log = append(f.log, fmt.Sprintf("write s, deactivate %t", deactivate))
		return nil
	}}
}

// A change of content costs a request for each trigger that it is about, and the
// list only where something has to move.
func TestAChangeOfContentLooksAtItsTriggersOnly(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		order []string
		want  string
	}{
		"in order": {[]string{"e", "f", "s"}, "get s; get e; write s, deactivate false"},
		"dragged":  {[]string{"s", "f", "e"}, "get s; get e; list; place e at 1, s at 2, f at 3; list; write s, deactivate false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeAccount{triggers: inOrder(account, tt.order...).Triggers}
			if err := f.reconciler().Settle(t.Context(), f.content()); err != nil || f.requests() != tt.want {
				t.Errorf("%v\ngot  %s\nwant %s", err, f.requests(), tt.want)
			}
		})
	}
}

// A list that goes on showing what was is not believed for ever: each trigger is
// asked for by its id, and the content is written.
func TestAListThatLagsBehindHoldsNothingBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stood := inOrder(account, "s", "e").Triggers
		f := &fakeAccount{triggers: slices.Clone(stood), late: stood}
		attempt := "place e at 1, s at 2; list; list; "
		want := "get s; get e; list; " + strings.Repeat(attempt, attempts) + "get s; get e; write s, deactivate false"
		if err := f.reconciler().Settle(t.Context(), f.content()); err != nil || f.requests() != want {
			t.Errorf("%v: %s", err, f.requests())
		}
	})
}

// What cannot be had is refused before anything is written: no send is
// deactivated for it.
func TestARefusalWritesNothing(t *testing.T) {
	t.Parallel()
	f := &fakeAccount{categories: []Category{{"a", "A", 1}, {"b", "B", 2}}, triggers: []Trigger{
		{ID: "e", Title: "exclusion", CategoryID: "b", Position: 1, Active: true, Rule: account["e"]},
		{ID: "s", Title: "send", CategoryID: "a", Position: 1, Active: true, Rule: account["s"]},
	}}
	err := f.reconciler().Settle(t.Context(), f.content())
	var order *OrderError
	if !errors.As(err, &order) || !f.triggers[1].Active || strings.Contains(f.requests(), "place") || strings.Contains(f.requests(), "write") {
		t.Errorf("%v: %s", err, f.requests())
	}
}

// Each write is logged before it is sent: which triggers, which positions, for
// whom.
func TestDecisionsAreLogged(t *testing.T) {
	t.Parallel()
	f := &fakeAccount{triggers: inOrder(account, "s", "f", "e").Triggers}
	if err := f.reconciler().Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e"}}); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(f.log, func(line string) bool { return strings.HasPrefix(line, "place") })
	if at < 1 {
		t.Fatalf("nothing was written: %v", f.log)
	}
	for _, part := range []string{"order of triggers is written", "map[id:e position:1]", "map[id:s position:2]", "trigger s, after e (active: true)"} {
		if !strings.Contains(f.log[at-1], part) {
			t.Errorf("%q is not in %q", part, f.log[at-1])
		}
	}
}

// overtaken is an account in which somebody drags a send to the top as soon as it is
// activated.
type overtaken struct {
	*fakeAccount
	dragged bool
}

func (o *overtaken) Place(ctx context.Context, categories []CategoryPlace, triggers []TriggerPlace) error {
	err := o.fakeAccount.Place(ctx, categories, triggers)
	if !o.dragged {
		o.dragged = true
		o.triggers[slices.IndexFunc(o.triggers, func(t Trigger) bool { return t.ID == "s" })].Position = 0
	}
	return err
}

// Every write is logged before it is sent, also one that deactivates or that writes
// content, and so is what is left as it is.
func TestEveryWriteIsLoggedWithItsReason(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeAccount{triggers: inOrder(account, "e", "(s)").Triggers}
		r := New(&overtaken{fakeAccount: f}, f.decides)
		if err := errors.Join(r.Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e"}}), r.Settle(t.Context(), f.content())); err != nil {
			t.Fatal(err)
		}
		for i, line := range f.log {
			if strings.HasPrefix(line, "place") || strings.HasPrefix(line, "write") || strings.HasPrefix(line, "deactivate") {
				if !strings.HasPrefix(f.log[i-1], "decided") {
					t.Errorf("%q was not logged before: %q", line, f.log)
				}
			}
		}
		for _, want := range []string{"found before a trigger that they list", "content of triggers is written"} {
			if !slices.ContainsFunc(f.log, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("%q is not in %q", want, f.log)
			}
		}
	})
	f := &fakeAccount{categories: []Category{{"a", "A", 1}, {"b", "B", 2}}, triggers: []Trigger{
		{ID: "e", Title: "exclusion", CategoryID: "b", Position: 1, Rule: account["e"]},
		{ID: "s", Title: "send", CategoryID: "a", Position: 1, Active: true, Rule: account["s"]},
	}}
	if err := f.reconciler().Settle(t.Context(), Placement{ID: "e", Active: true, Protects: true}); err != nil {
		t.Fatal(err)
	}
	left := slices.DeleteFunc(slices.Clone(f.log), func(line string) bool { return !strings.Contains(line, "order is left as it is") })
	if len(left) != 1 || !strings.Contains(left[0], `The send "send" (s)`) {
		t.Errorf("got %q in %q", left, f.log)
	}
}

// Changes that are under way together are one write; one that hangs does not hold
// back the others for longer than maxWait.
func TestAHungChangeDoesNotHoldBackTheOthers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		hung bool
		took time.Duration
	}{"alone": {false, debounce}, "one hangs": {true, maxWait}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &fakeAccount{triggers: inOrder(account, "e", "(s)", "(s2)").Triggers}
				r := f.reconciler()
				began := time.Now()
				if tt.hung {
					defer r.Begin().Abandon()
				}
				other := make(chan error)
				go func() { other <- r.Settle(t.Context(), Placement{ID: "s2", Active: true, After: []string{"e"}}) }()
				err := r.Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e"}})
				if took := time.Since(began); errors.Join(err, <-other) != nil || took != tt.took || strings.Count(f.requests(), "place") != 1 {
					t.Errorf("%v after %v: %s", err, took, f.requests())
				}
			})
		})
	}
}

// A listed trigger that is gone is another error: an exclusion is in force or not
// whatever else it lists.
func TestWhatIsOpenDoesNotDependOnWhatIsGone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		order []string
		open  int
	}{{[]string{"e", "s"}, 0}, {[]string{"s", "e"}, 1}} {
		f := &fakeAccount{triggers: inOrder(account, tt.order...).Triggers}
		open, err := f.reconciler().Open(t.Context(), Placement{ID: "e", Active: true, Protects: true, After: []string{"99"}})
		if err != nil || len(open) != tt.open {
			t.Errorf("%v: %v, %v", tt.order, open, err)
		}
	}
}

// dragged is an account in which somebody moves everything back at once.
type dragged struct{ *fakeAccount }

func (d dragged) Place(context.Context, []CategoryPlace, []TriggerPlace) error {
	d.list = nil
	return nil
}

// An inactive listed trigger is in nobody's way: the error names the one that is
// evaluated too late.
func TestWhatDoesNotSettleIsNotBlamedOnAnInactiveTrigger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeAccount{triggers: inOrder(account, "s", "(e2)", "e").Triggers}
		err := New(dragged{f}, func(context.Context, string, map[string]any) {}).Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e2", "e"}})
		var order *OrderError
		if !errors.As(err, &order) || order.Listed != "e" {
			t.Errorf("got %v: %s", err, f.requests())
		}
	})
}

// vanishing is an account in which another workspace deletes a trigger just before the
// first write, which the vendor then refuses as a whole.
type vanishing struct {
	*fakeAccount
	id string
}

func (v *vanishing) Place(ctx context.Context, categories []CategoryPlace, triggers []TriggerPlace) error {
	if v.id == "" {
		return v.fakeAccount.Place(ctx, categories, triggers)
	}
	v.triggers = slices.DeleteFunc(v.triggers, func(t Trigger) bool { return t.ID == v.id })
	v.id = ""
	return errGone
}

// A refusal that says of no trigger in particular that it does not exist is no word
// about those that are to be placed.
func TestATriggerThatVanishesBesidesTheOnesThatArePlaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeAccount{triggers: inOrder(account, "s", "f", "e").Triggers}
		r := New(&vanishing{f, "f"}, func(context.Context, string, map[string]any) {})
		if err := r.Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e"}}); err != nil {
			t.Fatal(err)
		}
		s, _ := f.Snapshot(t.Context())
		if !s.Holds("s", []string{"e"}) {
			t.Errorf("the send is not behind the exclusion: %s", f.requests())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		f := &fakeAccount{triggers: inOrder(account, "s", "e").Triggers}
		err := New(&vanishing{f, "s"}, func(context.Context, string, map[string]any) {}).Settle(t.Context(), Placement{ID: "s", Active: true, After: []string{"e"}})
		var gone *GoneError
		if !errors.As(err, &gone) || gone.ID != "s" {
			t.Errorf("got %v: %s", err, f.requests())
		}
	})
}

// movedMeanwhile is an account whose categories another write moves right after they were
// listed.
type movedMeanwhile struct{ *fakeAccount }

func (m movedMeanwhile) Categories(ctx context.Context) (*Snapshot, error) {
	s, err := m.Snapshot(ctx)
	m.categories[0].Position, m.categories[1].Position = m.categories[1].Position, m.categories[0].Position
	m.list = nil
	return s, err
}

// A plan within an apply must say what the first one said: that the relation will hold.
func TestACategoryThatIsMovedWhileItIsPlannedIsMovable(t *testing.T) {
	t.Parallel()
	account := &fakeAccount{categories: []Category{{ID: "1", Position: 1}, {ID: "2", Position: 2}}}
	move, err := New(movedMeanwhile{account}, account.decides).CategoryMovable(context.Background(), Relation{ID: "1", After: []string{"2"}})
	if err != nil || !move.Movable || move.Hindrance != "" {
		t.Errorf("the move is %+v, %v", move, err)
	}
}
