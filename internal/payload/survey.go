package payload

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// SurveyBody is the template of a JSON body for any survey backend: the object as JSON, laid out over lines with its
// keys sorted, in which the Liquid placeholders of its texts survive and are escaped with [Escape]. A placeholder that
// ends in that chain already is left alone. Tags such as {% if %} stay as they are.
//
// Values are nil, string, bool, json.Number, []any, map[string]any or [Unknown]. Known is false when one is not known
// yet; the rest is checked all the same. The error is Problems, with paths below "object".
func SurveyBody(object map[string]any) (template string, known bool, err error) {
	w := bodyWriter{known: true}
	w.value("object", object, "")
	return w.out.String(), w.known, w.problems.err()
}

type bodyWriter struct {
	out      strings.Builder
	problems Problems
	known    bool
}

func (w *bodyWriter) value(path string, value any, indent string) {
	switch value := value.(type) {
	case Unknown:
		w.known = false
	case nil:
		w.out.WriteString("null")
	case string:
		w.text(path, value)
	case map[string]any:
		w.object(path, value, indent)
	case []any:
		w.list(path, value, indent)
	default: // bool and json.Number print as JSON
		fmt.Fprint(&w.out, value)
	}
}

func (w *bodyWriter) object(path string, fields map[string]any, indent string) {
	if len(fields) == 0 {
		w.out.WriteString("{}")
		return
	}
	inner := indent + "  "
	separator := "{\n"
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := path + "." + name
		if delimiter(name) < len(name) {
			w.problems.add(at, "a key cannot hold a placeholder: the backend expects fixed keys")
		}
		w.out.WriteString(separator + inner + jsonText(name) + ": ")
		w.value(at, fields[name], inner)
		separator = ",\n"
	}
	w.out.WriteString("\n" + indent + "}")
}

func (w *bodyWriter) list(path string, items []any, indent string) {
	if len(items) == 0 {
		w.out.WriteString("[]")
		return
	}
	inner := indent + "  "
	separator := "[\n"
	for i, item := range items {
		w.out.WriteString(separator + inner)
		w.value(fmt.Sprintf("%s[%d]", path, i), item, inner)
		separator = ",\n"
	}
	w.out.WriteString("\n" + indent + "]")
}

// text writes a JSON string: what is not Liquid is escaped as JSON, what is Liquid is escaped by Liquid.
func (w *bodyWriter) text(path, value string) {
	tokens, err := scan(value)
	if err != nil {
		w.problems.add(path, err.Error())
		return
	}
	w.out.WriteString(`"`)
	for _, t := range tokens {
		switch t.kind {
		case objectToken:
			w.out.WriteString(escaped(t))
		case tagToken:
			if t.part > 0 {
				w.problems.add(path, "a liquid tag is not supported: write its tags one by one, as in {% if … %}")
				return
			}
			w.out.WriteString(t.source)
		default:
			if delimiter(t.source) < len(t.source) {
				w.problems.add(path, "raw blocks are not supported: write the whole body as a string instead")
			}
			quoted := jsonText(t.source)
			w.out.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	w.out.WriteString(`"`)
}

// escaped is the placeholder with the escape chain at its end.
func escaped(t token) string {
	if strings.HasSuffix(t.markup, Escape) {
		return t.source
	}
	open, end := "{{ ", " }}"
	if strings.HasPrefix(t.source, "{{-") {
		open = "{{- "
	}
	if strings.HasSuffix(t.source, "-}}") {
		end = " -}}"
	}
	return open + t.markup + " | " + Escape + end
}
