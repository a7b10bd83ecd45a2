package liquid

import (
	"maps"
	"strings"
	"sync"
)

// A Vocabulary is what a help desk puts into its templates: which placeholders there are, what stands in them, and what
// goes wrong with them. Its package makes one, and nobody changes it afterwards.
type Vocabulary struct {
	// HelpDesk and Subject are for messages: its name, and what it fills in a template for.
	HelpDesk, Subject string
	// Number is the placeholder of a field that may hold a number, for an example in a message.
	Number string

	// Objects are the documented placeholders, by the roots of their chains.
	Objects map[string]*Object
	// Titles, Prose and Other are placeholders with the values of an everyday sample: one-line texts that people type,
	// texts of several lines, and the rest: text or int.
	Titles, Prose map[string]string
	Other         map[string]any
	// Custom tells what a placeholder holds whose name is the account's own. A chain that reads on in its value counts
	// as the placeholder itself.
	Custom func(Path) (Custom, bool)
	// Unticked and Ticked are how a checkbox goes out.
	Unticked, Ticked string
	// Flags are the members of a body in which survey backends expect a checkbox.
	Flags []string
	// Troubles are the samples, the everyday one first, which is named [Plain].
	Troubles []Trouble

	once     sync.Once
	everyday []tree // of each trouble, without custom fields
}

// Custom is a placeholder whose name holds an id or a key of the account's own.
type Custom struct {
	Placeholder string
	Title       bool // a text of one line stands there; of others it is not known
}

// A Trouble is what one sample makes of the values of each kind. An empty member leaves the everyday value.
type Trouble struct {
	Name, Description string
	Title, Prose      string            // in place of the values of Titles and Prose
	Ticked            bool              // custom fields that are checkboxes or numbers
	Blank             bool              // custom fields are empty
	Set               map[string]string // single placeholders; "" makes one blank
}

// Plain is the name of the everyday sample.
const Plain = "plain"

// The troubles of any help desk. They are chosen so that a template which withstands them withstands what people type.
// Left out on purpose is a lone carriage return, a tab or another control character: no filter that both Ruby's and
// Go's Liquid know takes them out, and help desks do not let them into names.
var (
	Ticked      = Trouble{Name: "ticked", Description: "every checkbox is ticked", Ticked: true}
	EmptyFields = Trouble{Name: "empty_fields", Description: "no custom field has a value", Blank: true}
	Quotes      = Trouble{
		Name: "quotes", Description: `names and texts with quotes, such as Ann "AJ" O'Neil`,
		Title: `Ann "AJ" O'Neil`, Prose: `She said "thank you" and 'bye'`,
	}
	Backslashes = Trouble{
		Name: "backslashes", Description: `names and texts with backslashes, such as AC\DC \"live\" \`,
		Title: `AC\DC \"live\" \`, Prose: `It is in C:\new\users \"here\" \`,
	}
	LineBreaks = Trouble{Name: "line_breaks", Description: "texts of several lines", Prose: "Hello,\nit works.\r\n\r\nThank you\n"}
	NonLatin   = Trouble{
		Name: "non_latin", Description: "names and texts in Japanese, Arabic and emoji",
		Title: "山田 太郎 أحمد 🙂", Prose: "ありがとう شكرا 👋🏽",
	}
)

// With is the trouble with single placeholders of a help desk.
func (t Trouble) With(set map[string]string) Trouble {
	t.Set = set
	return t
}

// A Sample is something to render a template for: everyday, or with one kind of trouble in it.
type Sample struct {
	Name        string         // quotes, no_tags
	Description string         // what is special about it, for people
	Bindings    map[string]any // as the placeholders see it; nobody may write into it
}

// Samples are what template has to withstand, the everyday one first. Custom fields have a value in each
// when the template reads them: one that is compared with a checkbox's value, or goes out as a flag, or is in
// checkboxes is a checkbox; one that stands outside quotes is a number; any other is text, with the sample's trouble
// in it. A template that is not Liquid has the same samples without custom fields. Checkboxes are placeholders.
func (v *Vocabulary) Samples(template string, checkboxes ...string) []Sample {
	samples := make([]Sample, len(v.Troubles))
	for i, s := range v.samples(template, checkboxes) {
		samples[i] = Sample{s.Name, s.Description, s.tree}
	}
	return samples
}

type sample struct {
	*Trouble
	tree
	filled map[string]string // the custom placeholders of the tree
}

func (v *Vocabulary) samples(template string, checkboxes []string) []sample {
	v.once.Do(v.build)
	uses := v.uses(template, checkboxes)
	samples := make([]sample, len(v.Troubles))
	for i := range v.Troubles {
		t := &v.Troubles[i]
		samples[i] = sample{t, v.everyday[i], map[string]string{}}
		for _, u := range uses {
			if _, set := t.Set[u.Placeholder]; !set {
				value := v.custom(t, u)
				samples[i].tree = samples[i].with(u.Placeholder, value)
				samples[i].filled[u.Placeholder] = value
			}
		}
	}
	return samples
}

// build fills in what no template changes.
func (v *Vocabulary) build() {
	for _, t := range v.Troubles {
		values := tree{}
		for name, plain := range v.Titles {
			values.put(name, either(t.Title, plain))
		}
		for name, plain := range v.Prose {
			values.put(name, either(t.Prose, plain))
		}
		for name, plain := range v.Other {
			values.put(name, plain)
		}
		for name, value := range t.Set {
			values.put(name, value)
		}
		v.everyday = append(v.everyday, values)
	}
}

// custom is the value of a custom placeholder.
func (v *Vocabulary) custom(t *Trouble, u use) string {
	switch {
	case u.checkbox && t.Blank && u.bare:
		return v.Unticked // a checkbox nobody touched
	case t.Blank:
		return ""
	case (u.checkbox || u.bare) && t.Ticked:
		return v.Ticked
	case u.checkbox || u.bare:
		return v.Unticked
	case u.Title:
		return either(t.Title, "Late delivery")
	}
	return either(t.Prose, "late_delivery")
}

func either(value, plain string) string {
	if value != "" {
		return value
	}
	return plain
}

// A tree is a sample as the placeholders see it: order.customer.name stands in {"order": {"customer": {…}}}.
type tree map[string]any

// put sets a value in a tree that nobody else has yet.
func (t tree) put(name string, value any) {
	at := t
	steps := strings.Split(name, ".")
	for _, step := range steps[:len(steps)-1] {
		next, ok := at[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[step] = next
		}
		at = next
	}
	at[steps[len(steps)-1]] = value
}

// with is the tree with another value; t stays as it is.
func (t tree) with(name string, value any) tree {
	step, rest, deeper := strings.Cut(name, ".")
	changed := make(tree, len(t)+1)
	maps.Copy(changed, t)
	if deeper {
		under, _ := t[step].(map[string]any)
		value = map[string]any(tree(under).with(rest, value))
	}
	changed[step] = value
	return changed
}

// read is the value that stands at a chain, or at its beginning when the chain reads on in it, and its placeholder.
func (t tree) read(p Path) (placeholder string, value any) {
	value = map[string]any(t)
	for i, step := range p {
		under, deeper := value.(map[string]any)
		if !deeper {
			return p[:i].String(), value
		}
		value = under[step]
	}
	return p.String(), value
}
