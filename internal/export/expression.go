package export

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// printer prints values as HCL expressions. What it prints is laid out by
// [hclwrite.Format] later.
type printer struct {
	references references
	loose      bool // white space around a text means nothing
	json       bool // texts are JSON
	inline     bool // something follows on the line, so a heredoc cannot end there
}

func (p printer) value(v tftypes.Value) (string, error) {
	switch v.Type().(type) {
	case tftypes.List, tftypes.Set, tftypes.Tuple:
		var elements []tftypes.Value
		if err := v.As(&elements); err != nil {
			return "", err
		}
		return p.list(elements, v.Type())
	case tftypes.Map, tftypes.Object:
		var members map[string]tftypes.Value
		if err := v.As(&members); err != nil {
			return "", err
		}
		return p.object(members, nil)
	}
	switch {
	case v.Type().Is(tftypes.Bool):
		var flag bool
		err := v.As(&flag)
		return literal(cty.BoolVal(flag)), err
	case v.Type().Is(tftypes.Number):
		var number big.Float
		err := v.As(&number)
		return literal(cty.NumberVal(&number)), err
	}
	var text string
	err := v.As(&text)
	return p.text(text), err
}

func literal(value cty.Value) string { return string(hclwrite.TokensForValue(value).Bytes()) }

// list prints texts in one line while they fit, and objects in one each.
func (p printer) list(elements []tftypes.Value, of tftypes.Type) (string, error) {
	p.inline = true
	printed := make([]string, 0, len(elements))
	for _, element := range elements {
		var text string
		var err error
		if members := map[string]tftypes.Value{}; element.As(&members) == nil {
			text, err = p.line(members)
		} else {
			text, err = p.value(element)
		}
		if err != nil {
			return "", err
		}
		printed = append(printed, text)
	}
	if of.Is(tftypes.Set{}) {
		slices.Sort(printed)
	}
	const width = 90
	if line := strings.Join(printed, ", "); len(line) <= width && !strings.ContainsAny(line, "{(") || len(printed) == 0 {
		return "[" + line + "]", nil
	}
	return "[\n" + strings.Join(printed, ",\n") + ",\n]", nil
}

// line is an object in one line, such as a condition. "field" comes first, and
// "operator" before "value", because the alphabet has it so.
func (p printer) line(members map[string]tftypes.Value) (string, error) {
	var printed []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name].IsNull() {
			continue
		}
		text, err := p.value(members[name])
		if err != nil {
			return "", err
		}
		printed = append(printed, key(name)+" = "+text)
	}
	return "{ " + strings.Join(printed, ", ") + " }", nil
}

// object is one over several lines. More are members that are printed already.
func (p printer) object(members map[string]tftypes.Value, more map[string]string) (string, error) {
	printed := maps.Clone(more)
	if printed == nil {
		printed = map[string]string{}
	}
	for name, member := range members {
		if member.IsNull() {
			continue
		}
		text, err := p.value(member)
		if err != nil {
			return "", err
		}
		printed[name] = text
	}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		lines.WriteString(key(name) + " = " + printed[name] + "\n")
	}
	if lines.Len() == 0 {
		return "{}", nil
	}
	return "{\n" + lines.String() + "}", nil
}

// key is the name of a member. The first one of an object could be taken for the word
// that begins a for expression.
func key(name string) string {
	if hclsyntax.ValidIdentifier(name) && name != "for" {
		return name
	}
	return literal(cty.StringVal(name))
}

// text is a reference, a text between quotes, or one over several lines.
func (p printer) text(text string) string {
	if p.json {
		if printed, same := p.encoded(text); same {
			return printed
		}
	}
	parts := p.references.in(text)
	if len(parts) == 1 && parts[0].address != "" {
		return parts[0].address + ".id"
	}
	if printed, possible := p.heredoc(text); possible && !p.inline {
		return printed
	}
	return `"` + join(parts, func(plain string) string {
		quoted := literal(cty.StringVal(plain))
		return quoted[1 : len(quoted)-1]
	}) + `"`
}

// join prints a template.
func join(parts []part, escaped func(string) string) string {
	var printed strings.Builder
	for i, each := range parts {
		plain := strings.TrimRight(each.text, "$%") // which would escape an interpolation
		switch {
		case each.address != "":
			printed.WriteString("${" + each.address + ".id}")
		case i+1 < len(parts) && plain != each.text:
			printed.WriteString(escaped(plain) + `${"` + each.text[len(plain):] + `"}`)
		default:
			printed.WriteString(escaped(each.text))
		}
	}
	return printed.String()
}

// heredoc is a text of several lines, or with quotes, as it was written. It ends in a
// line break, which is a difference unless the text is loose.
func (p printer) heredoc(text string) (printed string, possible bool) {
	if !strings.HasSuffix(text, "\n") && (!p.loose || !strings.ContainsAny(text, "\n\"")) || !plainLines(text) {
		return "", false
	}
	text = strings.TrimSuffix(text, "\n")
	template := join(p.references.in(text), func(plain string) string {
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(plain)
	})
	lines := strings.Split(template, "\n")
	if leftmost(lines) > 0 {
		return "<<EOT\n" + template + "\nEOT", true // their indentation would be lost
	}
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[i] = "    " + line
		}
	}
	return "<<-EOT\n" + strings.Join(lines, "\n") + "\n  EOT", true
}

// plainLines reports whether a text means the same in a heredoc: it has no characters
// that only quotes can escape, and no line that would end it.
func plainLines(text string) bool {
	odd := func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }
	ends := func(line string) bool { return strings.TrimSpace(line) == "EOT" }
	return strings.TrimSpace(text) != "" && !strings.ContainsFunc(text, odd) && !slices.ContainsFunc(strings.Split(text, "\n"), ends)
}

// leftmost is the smallest indentation of the lines that are not blank.
func leftmost(lines []string) int {
	least := -1
	for _, line := range lines {
		if indent := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace)); strings.TrimSpace(line) != "" && (least < 0 || indent < least) {
			least = indent
		}
	}
	return least
}

// encoded prints JSON as what jsonencode makes exactly this text of.
func (p printer) encoded(text string) (printed string, same bool) {
	of, err := ctyjson.ImpliedType([]byte(text))
	if err != nil {
		return "", false
	}
	value, err := ctyjson.Unmarshal([]byte(text), of)
	if err != nil {
		return "", false
	}
	again, err := stdlib.JSONEncode(value)
	var decoded any
	exactly := json.NewDecoder(strings.NewReader(text))
	exactly.UseNumber() // a long one is no float64
	if err != nil || again.AsString() != text || exactly.Decode(&decoded) != nil {
		return "", false
	}
	return "jsonencode(" + p.decoded(decoded) + ")", true
}

// decoded prints what JSON says.
func (p printer) decoded(value any) string {
	switch value := value.(type) {
	case map[string]any:
		var members []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			members = append(members, key(name)+" = "+p.decoded(value[name]))
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case []any:
		var elements []string
		for _, element := range value {
			elements = append(elements, p.decoded(element))
		}
		return "[" + strings.Join(elements, ", ") + "]"
	case string:
		return printer{references: p.references, inline: true}.text(value)
	case nil:
		return "null"
	}
	text, _ := json.Marshal(value)
	return string(text)
}
