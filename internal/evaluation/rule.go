package evaluation

import (
	"slices"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Rule is a trigger's content as far as the order of evaluation depends on it.
// It is analyzed when it is first asked.
type Rule struct {
	content   rules.Rule
	fieldTags map[string][]string

	analyzing sync.Once
	analysis
}

// analysis is what a rule sets and reads. Facts are "t:" and a tag, or "f:" and
// the id of a custom field.
type analysis struct {
	effects rules.Effects
	// marks are what it leaves for later rules; honours, the marks whose presence
	// keeps it from acting; reported, the checkboxes that its payload reads.
	marks, honours rules.Marks
	reported       []string
	onlyMarks      bool

	sets, reads   []string // facts
	adds, removes []string // facts
	unticks       []string // facts: fields that it sets to false
	guarded       []string // facts that it adds and requires to be absent
	actions       string   // its tag and field actions as one text
	setsMask      uint64   // a bit for each fact, to tell most pairs apart cheaply
	readsMask     uint64
	softSets      uint64 // the same of other data than tags and custom fields
	softReads     uint64
	receiver      string
	fixed         map[string]string // fields that have to have one value, which it does not set
}

// NewRule prepares a rule. FieldTags are the tags of custom fields by their id
// (a checkbox's tag, the values of a drop-down's options), as far as known: a
// field and its tags are one thing.
func NewRule(content rules.Rule, fieldTags map[string][]string) *Rule {
	return &Rule{content: content, fieldTags: fieldTags}
}

// Sends reports whether it notifies a webhook or a target.
func (r *Rule) Sends() bool { return r.analyzed().effects.Notifies }

// Marks are the tags and ticked checkboxes that it leaves.
func (r *Rule) Marks() rules.Marks { return r.analyzed().marks }

// Honours reports whether a mark keeps it from acting, by a condition that every
// ticket has to meet.
func (r *Rule) Honours(marks rules.Marks) bool { return marks.Shares(r.analyzed().honours) }

// Considers is Honours, or reporting a marked checkbox in what it sends.
func (r *Rule) Considers(marks rules.Marks) bool {
	a := r.analyzed()
	return marks.Shares(a.honours) || marks.Shares(rules.Marks{Checkboxes: a.reported})
}

// Disjoint reports whether surely no update of a ticket makes both act.
func (r *Rule) Disjoint(other *Rule) bool {
	a, b := r.analyzed(), other.analyzed()
	return rules.StaysDisjoint(r.content.Conditions, other.content.Conditions, a.effects, b.effects)
}

// AddsWhatReads reports whether it adds a tag, or sets a field, that the other one
// reads.
func (r *Rule) AddsWhatReads(other *Rule) bool {
	a, b := r.analyzed(), other.analyzed()
	return slices.ContainsFunc(a.sets, func(fact string) bool {
		return slices.Contains(b.reads, fact) && !slices.Contains(a.removes, fact)
	})
}

// Receiver is the id of the webhook or target that it notifies, "" if there is none.
func (r *Rule) Receiver() string { return r.analyzed().receiver }

// MayFireWith reports whether one update of a ticket may make both act.
func (r *Rule) MayFireWith(other *Rule) bool {
	mine, theirs := r.analyzed().fixed, other.analyzed().fixed
	for field, value := range mine {
		if their, fixed := theirs[field]; fixed && their != value {
			return false // most pairs of sends: another channel, brand or form
		}
	}
	return !r.Disjoint(other) && !rules.Excludes(r.content, other.content)
}

// UsesFields reports whether it sets custom fields, or honours checkboxes.
func (r *Rule) UsesFields() bool {
	a := r.analyzed()
	return len(a.effects.SetsFields)+len(a.honours.Checkboxes) > 0
}

// HonouredTags are the tags whose presence keeps it from acting.
func (r *Rule) HonouredTags() []string { return r.analyzed().honours.Tags }

// WithFieldTags is the rule with the tags of custom fields known, see [NewRule].
func (r *Rule) WithFieldTags(fieldTags map[string][]string) *Rule {
	return NewRule(r.content, fieldTags)
}

// OnlyMarks reports whether it does nothing but leave marks, as exclusions do.
func (r *Rule) OnlyMarks() bool { return r.analyzed().onlyMarks }

// and is a rule that counts as both while one is being replaced by the other.
func (r *Rule) and(other *Rule) *Rule {
	both := &Rule{}
	both.analyzing.Do(func() {
		a, b := *r.analyzed(), other.analyzed()
		a.effects.AddsTags = union(a.effects.AddsTags, b.effects.AddsTags)
		a.effects.SetsAllTags = a.effects.SetsAllTags || b.effects.SetsAllTags
		a.softSets, a.softReads = a.softSets|b.softSets, a.softReads|b.softReads
		a.effects.Notifies = a.effects.Notifies || b.effects.Notifies
		a.marks = join(a.marks, b.marks)
		a.honours = join(a.honours, b.honours)
		a.reported = slices.Concat(a.reported, b.reported)
		a.onlyMarks = a.onlyMarks && b.onlyMarks
		a.sets, a.reads = slices.Concat(a.sets, b.sets), slices.Concat(a.reads, b.reads)
		a.adds, a.removes = slices.Concat(a.adds, b.adds), slices.Concat(a.removes, b.removes)
		a.guarded = nil
		a.setsMask, a.readsMask = a.setsMask|b.setsMask, a.readsMask|b.readsMask
		both.analysis = a
	})
	return both
}

// union is sorted and without duplicates.
func union(a, b []string) []string {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

func join(a, b rules.Marks) rules.Marks {
	return rules.Marks{Tags: slices.Concat(a.Tags, b.Tags), Checkboxes: slices.Concat(a.Checkboxes, b.Checkboxes)}
}

func (r *Rule) analyzed() *analysis {
	r.analyzing.Do(func() { r.analysis = analyze(r.content, r.fieldTags) })
	return &r.analysis
}

func analyze(rule rules.Rule, fieldTags map[string][]string) analysis {
	a := analysis{effects: rules.EffectsOf(rule), marks: rules.MarksOf(rule.Actions), honours: rules.HonouredBy(rule.Conditions.All)}
	a.onlyMarks = len(rule.Actions) > 0 && len(a.marks.Checkboxes)+taggingActions(rule.Actions) == len(rule.Actions)
	for _, action := range rule.Actions {
		parts, isList := action.Value.Texts()
		notifies := action.Field == rules.ActionNotifyHook || action.Field == rules.ActionNotifyTarget
		if notifies && isList && len(parts) > 0 {
			a.receiver = parts[0]
		}
		if notifies && isList && len(parts) == 2 {
			a.reported = append(a.reported, payload.FieldsRead(parts[1])...)
		}
		if id, custom := strings.CutPrefix(action.Field, rules.CustomField("")); custom && action.Value.Equal(rules.Text("false")) {
			a.unticks = append(a.unticks, "f:"+id)
		}
		if !strings.HasPrefix(action.Field, "notification_") {
			a.actions += action.Field + "\x00" + action.Value.String() + "\x00"
		}
	}
	effects := a.effects
	effects = effects.WithReads(a.reported...)
	if len(fieldTags) > 0 {
		effects = effects.WithFieldTags(fieldTags)
		a.marks, a.honours = Widen(a.marks, fieldTags), Widen(a.honours, fieldTags)
	}
	a.effects = effects
	a.adds, a.removes = tagFacts(effects.AddsTags), tagFacts(effects.RemovesTags)
	a.sets = slices.Concat(a.adds, a.removes, fieldFacts(effects.SetsFields))
	a.reads = slices.Concat(tagFacts(effects.ReadsTags), fieldFacts(effects.ReadsFields))
	for _, tag := range a.honours.Tags {
		if slices.Contains(effects.AddsTags, tag) {
			a.guarded = append(a.guarded, "t:"+tag)
		}
	}
	a.fixed = map[string]string{}
	for _, condition := range rule.Conditions.All {
		value, single := condition.Value.Text()
		set := slices.ContainsFunc(rule.Actions, func(action rules.Action) bool { return action.Field == condition.Field })
		if single && !set && condition.Field != rules.FieldTags && (condition.Operator == "" || condition.Operator == "is") {
			a.fixed[condition.Field] = value
		}
	}
	a.setsMask, a.readsMask = maskOf(a.sets), maskOf(a.reads)
	a.softSets, a.softReads = maskOf(effects.SetsOther), maskOf(effects.ReadsOther)
	if effects.SetsAllTags {
		a.setsMask = ^uint64(0)
	}
	return a
}

func taggingActions(actions []rules.Action) (n int) {
	for _, action := range actions {
		if action.Field == rules.ActionAddTags {
			n++
		}
	}
	return n
}

// Widen adds the tags of the marked checkboxes, and the checkboxes of the tags.
func Widen(marks rules.Marks, fieldTags map[string][]string) rules.Marks {
	wide := rules.Marks{Tags: slices.Clone(marks.Tags), Checkboxes: slices.Clone(marks.Checkboxes)}
	for _, id := range marks.Checkboxes {
		wide.Tags = append(wide.Tags, fieldTags[id]...)
	}
	for id, tags := range fieldTags {
		if len(tags) == 1 && slices.Contains(marks.Tags, tags[0]) {
			wide.Checkboxes = append(wide.Checkboxes, id)
		}
	}
	return wide
}

func tagFacts(tags []string) []string { return prefixed("t:", tags) }

func fieldFacts(ids []string) []string { return prefixed("f:", ids) }

func prefixed(prefix string, names []string) []string {
	facts := make([]string, 0, len(names))
	for _, name := range names {
		facts = append(facts, prefix+name)
	}
	return facts
}

// maskOf sets one of 64 bits for each fact.
func maskOf(facts []string) (mask uint64) {
	for _, fact := range facts {
		hash := uint64(14695981039346656037) // FNV-1a
		for i := range len(fact) {
			hash = (hash ^ uint64(fact[i])) * 1099511628211
		}
		mask |= 1 << (hash % 64)
	}
	return mask
}

// touches reports whether one of the facts is in the other list. A rule that sets
// all tags touches every tag.
func touches(facts []string, allTags bool, others []string) bool {
	for _, fact := range others {
		if allTags && fact[0] == 't' || slices.Contains(facts, fact) {
			return true
		}
	}
	return false
}
