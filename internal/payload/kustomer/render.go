package kustomer

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// none is what a reference gives that leads nowhere.
type none struct{}

// Render is the body that Kustomer sends: the outputs of the steps in place of the
// references. Steps hold strings, bools, float64, []any and maps of these. A reference
// that leads nowhere leaves its member out, is null in a list, and empty in a text.
func Render(body string, steps map[string]any) (string, error) {
	data, err := Data(body)
	if err != nil {
		return "", err
	}
	rendered, err := render(data, steps)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(rendered)
	return string(text), err
}

func render(value any, steps map[string]any) (any, error) {
	switch value := value.(type) {
	case string:
		return renderText(value, steps)
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			rendered, err := render(item, steps)
			if err != nil {
				return nil, err
			}
			if _, nowhere := rendered.(none); !nowhere {
				items[i] = rendered
			}
		}
		return items, nil
	case map[string]any:
		fields := make(map[string]any, len(value))
		for name, field := range value {
			rendered, err := render(field, steps)
			if err != nil {
				return nil, err
			}
			if _, nowhere := rendered.(none); !nowhere {
				fields[name] = rendered
			}
		}
		return fields, nil
	}
	return value, nil
}

func renderText(text string, steps map[string]any) (any, error) {
	parts, err := parse(text)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.call != "":
			return nil, fmt.Errorf("%s can be evaluated by Kustomer only", p.source())
		case p.whole:
			return value(steps, p.path), nil
		case p.path == "":
			b.WriteString(p.literal)
		case p.escaped:
			b.WriteString(html.Replace(inText(value(steps, p.path))))
		default:
			b.WriteString(inText(value(steps, p.path)))
		}
	}
	return b.String(), nil
}

// html is what Handlebars escapes.
var html = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;", "`", "&#x60;", "=", "&#x3D;")

// value is what stands at steps.<step>.<attribute>.
func value(steps map[string]any, path string) any {
	names := strings.Split(path, ".")
	var at any = map[string]any{"steps": steps}
	for _, name := range names {
		switch inner := at.(type) {
		case map[string]any:
			next, exists := inner[name]
			if !exists {
				return none{}
			}
			at = next
		case []any:
			index, err := strconv.Atoi(name)
			switch {
			case name == "length":
				at = float64(len(inner))
			case err != nil || index < 0 || index >= len(inner):
				return none{}
			default:
				at = inner[index]
			}
		default:
			return none{}
		}
	}
	return at
}

// inText is a value inside a text, as JavaScript writes it.
func inText(value any) string {
	switch value := value.(type) {
	case nil, none:
		return ""
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		items := make([]string, len(value))
		for i, item := range value {
			items[i] = inText(item)
		}
		return strings.Join(items, ",")
	case map[string]any:
		return "[object Object]"
	}
	return fmt.Sprint(value)
}
