package payload

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
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
}

// String tells the whole of it in one paragraph.
func (b Breakage) String() string {
	if b.Sample == "" {
		return "The template cannot be rendered: " + b.Message + "."
	}
	if b.Compared {
		return fmt.Sprintf("With the sample ticket %q (%s) the payload holds the text %q in place of a condition's block: a text is compared with a number. Whether Zendesk has a number there cannot be verified. "+
			"To be sure, compare a number that Liquid makes of the value: {%% assign count = ticket.ticket_field_123 | plus: 0 %%}{%% if count > 3 %%}.",
			b.Sample, b.Trouble, b.Message)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "With the sample ticket %q (%s) the payload is not a JSON object: %s.", b.Sample, b.Trouble, b.Message)
	if b.Snippet != "" {
		fmt.Fprintf(&text, " It reads: %s", b.Snippet)
	}
	if len(b.Placeholders) > 0 {
		fmt.Fprintf(&text, " The value comes from %s.", strings.Join(b.Placeholders, ", "))
	}
	switch {
	case len(b.Also) == len(troubles)-1:
		text.WriteString(" It breaks with every other sample too.")
	case len(b.Also) > 0:
		fmt.Fprintf(&text, " It breaks in the same way with these samples: %s.", strings.Join(b.Also, ", "))
	}
	return text.String()
}

// Remedy says how to write the template so that it withstands the sample; empty when there is no general advice.
func (b Breakage) Remedy() string {
	if b.JSONEncoded {
		return "The payload was made by jsonencode, which writes >, <, & and quotes inside Liquid tags as \\u003e, \\u003c, \\u0026 and \\\". Use survey_payload instead: " +
			"payload = provider::surveytrigger::survey_payload({ ... })"
	}
	if len(b.Placeholders) == 0 || b.Sample == plainName {
		return ""
	}
	switch b.Sample {
	case "quotes", "backslashes", "line_breaks":
		return fmt.Sprintf("Escape the value inside its quotes: {{ %s | %s }}", b.Placeholders[0], Escape)
	}
	return fmt.Sprintf("Put {{ %s }} in quotes, or test it with {%% if %%} first: it can be empty", b.Placeholders[0])
}

// Prove renders template against its Samples and reports each that gives no JSON object. A template that breaks even
// on the everyday ticket is reported once; samples that break through the same placeholders are reported together.
func Prove(template string, checkboxFieldIDs ...string) []Breakage {
	return slices.Clone(proven(claim{template, strings.Join(checkboxFieldIDs, " ")}))
}

// claim is that a template withstands the samples that these ids make.
type claim struct{ template, checkboxFieldIDs string }

var proven = once(func(c claim) []Breakage {
	template := c.template
	uses := customUses(template, strings.Fields(c.checkboxFieldIDs))
	plain := troubles[0].of(uses)
	r, err := compile(template)
	if err == nil {
		defer r.done()
		_, err = r.render(plain.nest())
	}
	if err != nil {
		var failed *TemplateError
		return []Breakage{{Message: err.Error(), JSONEncoded: errors.As(err, &failed) && failed.JSONEncoded}}
	}
	reads, _ := readings(template)
	var broken []Breakage
	for _, t := range troubles {
		sample := t.of(uses)
		b, ok := r.try(sample)
		if ok {
			continue
		}
		b.Sample, b.Trouble = t.name, t.description
		if len(broken) > 0 && broken[0].Sample == plainName {
			broken[0].Also = append(broken[0].Also, t.name)
			continue
		}
		b.Placeholders = r.culprits(plain, sample, reads)
		broken = collect(broken, b)
	}
	return append(broken, r.misordered(uses)...)
})

// misordered is the first sample in which a text is compared with a number, if there is one.
func (r *rendering) misordered(uses []use) []Breakage {
	if !strings.ContainsAny(r.template, "<>") {
		return nil // few templates compare
	}
	r.prints = true
	for _, t := range troubles {
		if _, err := r.render(t.of(uses).nest()); err == nil && r.printed != "" {
			return []Breakage{{Sample: t.name, Trouble: t.description, Message: r.printed, Compared: true}}
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

// culprits changes one value of the plain ticket at a time to what the sample has.
func (r *rendering) culprits(plain, sample flat, reads []reading) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(sample)) {
		if sample[name] == plain[name] || !slices.ContainsFunc(reads, func(r reading) bool { return r.path.under(name) }) {
			continue
		}
		one := maps.Clone(plain)
		one[name] = sample[name]
		if _, ok := r.try(one); !ok {
			names = append(names, name)
		}
	}
	return names
}

// under is true for the placeholder itself and for what a template reads of it, such as ticket.tags.size.
func (p path) under(name string) bool {
	return p.String() == name || strings.HasPrefix(p.String(), name+".")
}

func (r *rendering) try(sample flat) (Breakage, bool) {
	rendered, err := r.render(sample.nest())
	if err != nil {
		return Breakage{Message: err.Error()}, false
	}
	message, offset := objectProblem(rendered)
	if message == "" {
		return Breakage{}, true
	}
	return Breakage{Message: message, Snippet: around(rendered, offset)}, false
}

// objectProblem says why rendered is no JSON object, and at which byte; empty when it is one.
func objectProblem(rendered string) (message string, offset int) {
	if !utf8.ValidString(rendered) {
		return "it is not valid UTF-8", 0
	}
	if strings.TrimSpace(rendered) == "" {
		return "it is empty", 0
	}
	var value any
	err := json.Unmarshal([]byte(rendered), &value)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return syntax.Error(), int(syntax.Offset)
	case err != nil:
		return err.Error(), 0
	}
	if _, ok := value.(map[string]any); !ok {
		return "it is valid JSON, but not an object", 0
	}
	return "", 0
}

// around shows the rendered text at a byte's two sides, on one line and whole characters only.
func around(rendered string, offset int) string {
	from, to := max(offset-50, 0), min(offset+30, len(rendered))
	text := strings.ToValidUTF8(rendered[from:to], "")
	text = strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\t", " ").Replace(text)
	if from > 0 {
		text = "…" + text
	}
	if to < len(rendered) {
		text += "…"
	}
	return text
}

// Check sorts what Prove finds by how a plan should treat it. Whatever breaks is an error; a warning is what cannot be
// verified, and what only trouble in a ticket breaks in one of the article's own templates: its user asked for it byte for byte.
func Check(template string, checkboxFieldIDs ...string) (errs, warnings []Breakage) {
	broken := Prove(template, checkboxFieldIDs...)
	if len(broken) > 0 && IsVerbatim(template) && broken[0].Sample != "" && broken[0].Sample != plainName {
		return nil, broken
	}
	for _, b := range broken {
		if b.Compared {
			warnings = append(warnings, b)
		} else {
			errs = append(errs, b)
		}
	}
	return errs, warnings
}
