// Package survey makes the body of a survey request for any survey backend, in the template language of any help desk. It
// knows the JSON; how a help desk's templates refer to a ticket is handed in.
package survey

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
)

// Quote is a text of a help desk's templates as a JSON string in which the references stay alive and are escaped. Refers
// says that the text holds one.
type Quote func(text string) (quoted string, refers bool, err error)

// Body is the template of a JSON body: the object as JSON, laid out over lines with its keys sorted, in which the
// references of its texts survive.
//
// Values are nil, string, bool, json.Number, []any, map[string]any or [argument.Unknown]. Known is false when one is not
// known yet; the rest is checked all the same. The error is [argument.Problems], with paths below "object".
func Body(object map[string]any, quote Quote) (template string, known bool, err error) {
	w := bodyWriter{quote: quote, known: true}
	w.value("object", object, "")
	return w.out.String(), w.known, w.problems.Err()
}

type bodyWriter struct {
	quote    Quote
	out      strings.Builder
	problems argument.Problems
	known    bool
}

func (w *bodyWriter) value(path string, value any, indent string) {
	switch value := value.(type) {
	case argument.Unknown:
		w.known = false
	case nil:
		w.out.WriteString("null")
	case string:
		quoted, _, err := w.quote(value)
		if err != nil {
			w.problems.Add(path, err.Error())
		}
		w.out.WriteString(quoted)
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
		quoted, refers, _ := w.quote(name)
		if refers {
			w.problems.Add(at, "a key cannot hold a placeholder: the backend expects fixed keys")
		}
		w.out.WriteString(separator + inner + quoted + ": ")
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
		w.value(argument.Index(path, i), item, inner)
		separator = ",\n"
	}
	w.out.WriteString("\n" + indent + "]")
}
