package liquid

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Breakage is one way in which a template fails to give a JSON object.
type Breakage struct {
	Sample       string   // the first sample that broke; empty when the template renders for none
	Trouble      string   // what is special about that sample
	Placeholders []string // those whose value broke it, as far as one value alone does
	Snippet      string   // the rendered text around the place, on one line
	Message      string   // what JSON, or Liquid, says
	Also         []string // other samples that the same placeholders broke
	JSONEncoded  bool     // see [TemplateError]
	Compared     bool     // a text was compared with a number: Message stands in the payload then

	vocabulary *Vocabulary
}

// String tells the whole of it in one paragraph.
func (b Breakage) String() string {
	if b.Sample == "" {
		return "The template cannot be rendered: " + b.Message + "."
	}
	if b.Compared {
		return fmt.Sprintf("With the sample %s %q (%s) the payload holds the text %q in place of a condition's block: a text is compared with a number. Whether %s has a number there cannot be verified. "+
			"To be sure, compare a number that Liquid makes of the value: {%% assign count = %s | plus: 0 %%}{%% if count > 3 %%}.",
			b.vocabulary.Subject, b.Sample, b.Trouble, b.Message, b.vocabulary.HelpDesk, b.vocabulary.Number)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "With the sample %s %q (%s) the payload is not a JSON object: %s.", b.vocabulary.Subject, b.Sample, b.Trouble, b.Message)
	if b.Snippet != "" {
		fmt.Fprintf(&text, " It reads: %s", b.Snippet)
	}
	if len(b.Placeholders) > 0 {
		fmt.Fprintf(&text, " The value comes from %s.", strings.Join(b.Placeholders, ", "))
	}
	switch {
	case len(b.Also) == len(b.vocabulary.Troubles)-1:
		text.WriteString(" It breaks with every other sample too.")
	case len(b.Also) > 0:
		fmt.Fprintf(&text, " It breaks in the same way with these samples: %s.", strings.Join(b.Also, ", "))
	}
	return text.String()
}

// Ordinary says that not even the everyday sample gives a JSON object.
func (b Breakage) Ordinary() bool { return b.Sample == "" || b.Sample == Plain }

// Remedy says how to write the template so that it withstands the sample; empty when there is no general advice.
func (b Breakage) Remedy() string {
	if b.JSONEncoded {
		return "The payload was made by jsonencode, which writes >, <, & and quotes inside Liquid tags as \\u003e, \\u003c, \\u0026 and \\\". Use survey_payload instead: " +
			"payload = provider::surveytrigger::survey_payload({ ... })"
	}
	if len(b.Placeholders) == 0 || b.Ordinary() {
		return ""
	}
	switch b.Sample {
	case Quotes.Name, Backslashes.Name, LineBreaks.Name:
		return fmt.Sprintf("Escape the value inside its quotes: {{ %s | %s }}", b.Placeholders[0], Escape)
	}
	return fmt.Sprintf("Put {{ %s }} in quotes, or test it with {%% if %%} first: it can be empty", b.Placeholders[0])
}

// Prove renders template against its samples and reports each that gives no JSON object. A template that breaks even
// on the everyday one is reported once; samples that break through the same placeholders are reported together.
// Checkboxes are placeholders that are known to be ones.
func (v *Vocabulary) Prove(template string, checkboxes ...string) []Breakage {
	r, err := compile(template)
	if err != nil {
		return v.unrenderable(err)
	}
	defer r.done()
	samples := v.samples(template, checkboxes)
	outcomes := r.outcomes(samples)
	if err := outcomes[0].err; err != nil {
		return v.unrenderable(err)
	}
	var broken []Breakage
	for i, s := range samples {
		b, ok := outcomes[i].judge()
		if ok {
			continue
		}
		b.Sample, b.Trouble, b.vocabulary = s.Name, s.Description, v
		if len(broken) > 0 && broken[0].Sample == Plain {
			broken[0].Also = append(broken[0].Also, s.Name)
			continue
		}
		b.Placeholders = r.culprits(samples[0].tree, s.tree)
		broken = collect(broken, b)
	}
	return append(broken, r.misordered(v, samples)...)
}

func (v *Vocabulary) unrenderable(err error) []Breakage {
	var failed *TemplateError
	return []Breakage{{Message: err.Error(), JSONEncoded: errors.As(err, &failed) && failed.JSONEncoded, vocabulary: v}}
}

// misordered is the first sample in which a text is compared with a number, if there is one.
func (r *rendering) misordered(v *Vocabulary, samples []sample) []Breakage {
	if !strings.ContainsAny(r.template, "<>") {
		return nil // few templates compare
	}
	r.prints = true
	for _, s := range samples {
		if _, err := r.render(s.tree); err == nil && r.printed != "" {
			return []Breakage{{Sample: s.Name, Trouble: s.Description, Message: r.printed, Compared: true, vocabulary: v}}
		}
	}
	return nil
}

func collect(broken []Breakage, b Breakage) []Breakage {
	for i := range broken {
		if len(b.Placeholders) > 0 && slices.Equal(broken[i].Placeholders, b.Placeholders) {
			broken[i].Also = append(broken[i].Also, b.Sample)
			return broken
		}
	}
	return append(broken, b)
}

// culprits changes one value of the everyday sample at a time to what another one has.
func (r *rendering) culprits(plain, other tree) (placeholders []string) {
	for _, each := range Readings(r.template) {
		name, value := other.read(each.Path)
		_, was := plain.read(each.Path)
		if _, object := value.(map[string]any); object || value == was || slices.Contains(placeholders, name) {
			continue
		}
		if _, ok := r.of(plain.with(name, value)).judge(); !ok {
			placeholders = append(placeholders, name)
		}
	}
	slices.Sort(placeholders)
	return placeholders
}
