package evaluation

import (
	"slices"
	"strings"
	"sync"

	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Rule is a trigger's content as far as the order of evaluation depends on it.
// It is analyzed when it is first asked.
type Rule struct {
	content   rules.Rule
	fieldTags map[string][]string

	analyzing sync.Once
	analysis

	rendering sync.Once
	reported  []string // of mentioned, those that make a difference to the body

	easing sync.Once
	eased  *Rule // without conditions on the status
}

// analysis is what a rule sets and reads. Facts are "t:" and a tag, or "f:" and
// the id of a custom field.
type analysis struct {
	effects rules.Effects
	// marks are what it leaves for later rules; honours, the marks whose presence
	// keeps it from acting; mentioned, the custom fields that its payloads read.
	marks, honours rules.Marks
	guard          rules.Guard
	scope          *rules.Scope
	payloads       []string
	mentioned      []string
	onlyMarks      bool

	sets, reads []string // facts, for the chains
	setsMask    uint64   // a bit for each fact, to tell most pairs apart cheaply
	readsMask   uint64
	receivers   []string          // the ids of the webhooks and targets that it notifies, as far as known
	fixed       map[string]string // fields that have to have one value, which it does not set
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
	return marks.Shares(a.honours) ||
		marks.Shares(rules.Marks{Checkboxes: a.mentioned}) && marks.Shares(rules.Marks{Checkboxes: r.reports()})
}

// reports renders the payloads, and is asked only about what they mention.
func (r *Rule) reports() []string {
	r.rendering.Do(func() {
		for _, each := range r.analyzed().payloads {
			r.reported = append(r.reported, payload.FieldsReported(each)...)
		}
	})
	return r.reported
}

// Disjoint reports whether surely no update of a ticket makes both act.
func (r *Rule) Disjoint(other *Rule) bool {
	a, b := r.analyzed(), other.analyzed()
	return a.scope.StaysDisjoint(b.scope, a.effects, b.effects)
}

// AddsWhatReads reports whether it adds a tag, or sets a field, that the other one
// reads.
func (r *Rule) AddsWhatReads(other *Rule) bool {
	adding := r.analyzed().effects
	adding.RemovesTags, adding.SetsAllTags = nil, false
	return adding.SetsWhatReads(&other.analyzed().effects)
}

// Receiver is the id of the webhook or target that it notifies first, "" if there is
// none or it is not known yet.
func (r *Rule) Receiver() string {
	if receivers := r.analyzed().receivers; len(receivers) > 0 {
		return receivers[0]
	}
	return ""
}

// NotifiesSame reports whether both are known to notify one webhook or target.
func (r *Rule) NotifiesSame(other *Rule) bool {
	theirs := other.analyzed().receivers
	return slices.ContainsFunc(r.analyzed().receivers, func(id string) bool { return slices.Contains(theirs, id) })
}

// MayFireWith reports whether one update of a ticket may make both act.
func (r *Rule) MayFireWith(other *Rule) bool {
	return !r.fixedApart(other) && !r.Excludes(other) && !r.Disjoint(other)
}

// fixedApart reports whether the two require different values of a field. Most pairs of
// sends do: another channel, brand or form.
func (r *Rule) fixedApart(other *Rule) bool {
	theirs := other.analyzed().fixed
	for field, value := range r.analyzed().fixed {
		if their, fixed := theirs[field]; fixed && their != value {
			return true
		}
	}
	return false
}

// MayFireLater reports whether a ticket on which one acts may be one on which the
// other one acts at another time.
func (r *Rule) MayFireLater(other *Rule) bool {
	return !rules.Apart(r.content.Conditions, other.content.Conditions)
}

// MayFollow reports whether a ticket that made the other one act may make this one act when
// it gets another status: each asks for one, and nothing else keeps them apart.
func (r *Rule) MayFollow(other *Rule) bool {
	mine, theirs := r.withoutStatus(), other.withoutStatus()
	if mine == nil || theirs == nil || mine.fixedApart(theirs) || r.Honours(other.Marks()) {
		return false
	}
	return !closed.Covers(other.analyzed().scope) && !mine.Disjoint(theirs) // a closed ticket stays closed
}

// withoutStatus is what the rule does to a ticket without its conditions on the status; nil
// where it has none.
func (r *Rule) withoutStatus() *Rule {
	r.easing.Do(func() {
		content := rules.Rule{Conditions: r.content.Conditions}
		content.Conditions.All = slices.DeleteFunc(slices.Clone(content.Conditions.All), func(c rules.Condition) bool { return c.Field == rules.FieldStatus })
		if len(content.Conditions.All) == len(r.content.Conditions.All) {
			return
		}
		for _, action := range r.content.Actions {
			if _, notifies := rules.NotificationOf(action); !notifies {
				content.Actions = append(content.Actions, action)
			}
		}
		r.eased = NewRule(content, r.fieldTags)
	})
	return r.eased
}

// Excludes reports whether at most one of the two acts on a ticket: each requires the
// absence of a mark that the other leaves.
func (r *Rule) Excludes(other *Rule) bool {
	return r.analyzed().guard.Excludes(other.analyzed().guard)
}

// Covers reports whether surely every update of a ticket on which the other one acts
// is one on which this one acts, too.
func (r *Rule) Covers(other *Rule) bool {
	return r.analyzed().scope.Covers(other.analyzed().scope)
}

// Replaces reports whether it surely leaves these marks on every ticket on which the other
// one acts.
func (r *Rule) Replaces(other *Rule, marks rules.Marks) bool {
	return !r.Sends() && !r.Marks().Lacks(marks) && r.Covers(other)
}

// OnceBy are the tags that it adds and requires to be absent: it acts once on a ticket that
// keeps them.
func (r *Rule) OnceBy() []string {
	a := r.analyzed()
	return slices.DeleteFunc(slices.Clone(a.marks.Tags), func(tag string) bool { return !slices.Contains(a.honours.Tags, tag) })
}

// Forgets reports whether it may remove one of these tags from a ticket on which the other
// one acts.
func (r *Rule) Forgets(tags []string, other *Rule) bool {
	e := &r.analyzed().effects
	removes := func(tag string) bool {
		gone := slices.Contains(e.RemovesTags, tag) || e.SetsAllTags && !slices.Contains(e.AddsTags, tag)
		return gone && !slices.Contains(e.NeedsAbsent, tag)
	}
	return slices.ContainsFunc(tags, removes) && r.MayFireLater(other)
}

// OnNew reports whether it acts on new tickets only.
func (r *Rule) OnNew() bool {
	scope := r.analyzed().scope
	return created.Covers(scope) || fresh.Covers(scope)
}

// What every plan of a send compares rules with.
var (
	closed  = only(rules.FieldStatus, "greater_than", "solved")
	created = only("update_type", "is", "Create")
	fresh   = only(rules.FieldStatus, "is", "new")
)

// only is the scope of one condition.
func only(field, operator, value string) *rules.Scope {
	return rules.NewScope(rules.Conditions{All: []rules.Condition{{Field: field, Operator: operator, Value: rules.Text(value)}}})
}

// UsesFields reports whether it sets custom fields, or honours checkboxes.
func (r *Rule) UsesFields() bool {
	a := r.analyzed()
	return len(a.effects.SetsFields)+len(a.honours.Checkboxes) > 0
}

// Fields are the ids of the custom ticket fields that it sets, reads in its conditions or
// renders in its payloads, and of those of which it reads a tag, as far as [NewRule] was
// told the tags: without such a field it does something else. A rule that only adds a
// field's tag does that without the field.
func (r *Rule) Fields() []string {
	own := rules.EffectsOf(r.content)
	ids := slices.Concat(own.SetsFields, own.ReadsFields, r.analyzed().mentioned)
	for id, tags := range r.fieldTags {
		if slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(own.ReadsTags, strings.ToLower(tag)) }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// WithFieldTags is the rule with the tags of custom fields known, see [NewRule].
func (r *Rule) WithFieldTags(fieldTags map[string][]string) *Rule {
	return NewRule(r.content, fieldTags)
}

// Tickets says for people which tickets it matches.
func (r *Rule) Tickets() string { return r.content.Conditions.Tickets() }

// OnlyMarks reports whether it does nothing but leave marks, as exclusions do.
func (r *Rule) OnlyMarks() bool { return r.analyzed().onlyMarks }

// and is a rule that counts as both while one is being replaced by the other.
func (r *Rule) and(other *Rule) *Rule {
	both := &Rule{}
	both.analyzing.Do(func() {
		a, b := *r.analyzed(), other.analyzed()
		a.effects = a.effects.And(&b.effects)
		a.marks = join(a.marks, b.marks)
		a.honours = join(a.honours, b.honours)
		a.payloads = slices.Concat(a.payloads, b.payloads)
		a.mentioned = slices.Concat(a.mentioned, b.mentioned)
		a.onlyMarks = a.onlyMarks && b.onlyMarks
		a.guard, a.scope = rules.Guard{}, rules.NewScope(rules.Conditions{}) // no pair is sure to be apart
		a.index()
		both.analysis = a
	})
	return both
}

func join(a, b rules.Marks) rules.Marks {
	return rules.Marks{Tags: slices.Concat(a.Tags, b.Tags), Checkboxes: slices.Concat(a.Checkboxes, b.Checkboxes)}
}

func (r *Rule) analyzed() *analysis {
	r.analyzing.Do(func() { r.analysis = analyze(r.content, r.fieldTags) })
	return &r.analysis
}

func analyze(rule rules.Rule, fieldTags map[string][]string) analysis {
	a := analysis{effects: rules.EffectsOf(rule), marks: rules.MarksOf(rule.Actions), honours: rules.HonouredBy(rule.Conditions.All), guard: rules.GuardOf(rule), scope: rules.NewScope(rule.Conditions)}
	a.onlyMarks = len(rule.Actions) > 0 && len(a.marks.Checkboxes)+taggingActions(rule.Actions) == len(rule.Actions)
	for _, action := range rule.Actions {
		if sent, notifies := rules.NotificationOf(action); notifies {
			if sent.Receiver != rules.SomeReceiver { // two of these may be the same, or not
				a.receivers = append(a.receivers, sent.Receiver)
			}
			a.payloads = append(a.payloads, sent.Body)
			a.mentioned = append(a.mentioned, payload.FieldsRead(sent.Body)...)
		}
	}
	a.effects = a.effects.WithReads(a.mentioned...)
	if len(fieldTags) > 0 {
		a.effects = a.effects.WithFieldTags(fieldTags)
		a.marks, a.honours = Widen(a.marks, fieldTags), Widen(a.honours, fieldTags)
	}
	a.fixed = map[string]string{}
	for _, condition := range rule.Conditions.All {
		value, single := condition.Value.Text()
		set := slices.ContainsFunc(rule.Actions, func(action rules.Action) bool { return action.Field == condition.Field })
		if single && !set && condition.Field != rules.FieldTags && (condition.Operator == "" || condition.Operator == "is") {
			a.fixed[condition.Field] = value
		}
	}
	a.index()
	return a
}

// index is what comparisons of many rules look at first.
func (a *analysis) index() {
	e := &a.effects
	a.sets = slices.Concat(tagFacts(e.AddsTags), tagFacts(e.RemovesTags), fieldFacts(e.SetsFields))
	a.reads = slices.Concat(tagFacts(e.ReadsTags), fieldFacts(e.ReadsFields))
	a.setsMask, a.readsMask = maskOf(a.sets), maskOf(a.reads)
	if a.setsUnknownTags() {
		a.setsMask = ^uint64(0)
	}
	if e.ReadsAllTags {
		a.readsMask = ^uint64(0)
	}
}

// setsUnknownTags reports whether the rule may add or remove any tag.
func (a *analysis) setsUnknownTags() bool { return a.effects.SetsAllTags || a.effects.AddsAnyTag }

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

func marksFacts(marks rules.Marks) []string {
	return slices.Concat(tagFacts(marks.Tags), fieldFacts(marks.Checkboxes))
}

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
