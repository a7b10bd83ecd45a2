package liquid

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Same reports whether a template that somebody wrote again is equivalent to the stored one: the two differ in white
// space that JSON ignores, or, where all Liquid stands inside JSON strings, in anything that JSON ignores, such as the
// order of keys. Liquid itself is compared to the letter, but for the escapes that HCL's jsonencode makes of <, > and &:
// those of a text that was generated from the stored template mean the stored one.
func Same(stored, written string) bool {
	if stored == written {
		return true
	}
	a, b := cut(stored), cut(written)
	if x, ok := a.decode(false); ok {
		plain, _ := b.decode(false)
		encoded, ok := b.decode(true)
		return ok && (sameJSON(x, plain) || sameJSON(x, encoded))
	}
	x, ok := a.compact()
	y, also := b.compact()
	return ok && also && x == y
}

// A piece is Liquid as written, or the text between.
type piece struct {
	source string
	liquid bool
}

type pieces []piece

// cut finds the Liquid of a template. It ends where [scan] says it does; what is not closed is text.
func cut(template string) (all pieces) {
	for rest := template; rest != ""; {
		start := delimiter(rest)
		if start > 0 {
			all = append(all, piece{source: rest[:start]})
			rest = rest[start:]
			continue
		}
		end := map[byte]string{'{': "}}", '%': "%}"}[rest[1]]
		length := strings.Index(rest, end)
		if length < 0 {
			return append(all, piece{source: rest})
		}
		length += len(end)
		all = append(all, piece{source: rest[:length], liquid: true})
		rest = rest[length:]
	}
	return all
}

// In JSON, a piece of Liquid is its number between these two. Outside of a string they make the JSON invalid.
const liquidOpen, liquidEnd = "\uE000", "\uE001"

var (
	numbered    = regexp.MustCompile(liquidOpen + `(\d+)` + liquidEnd)
	jsonencoded = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
)

// decode reads the template as JSON in whose strings Liquid stands as written. Undo takes back what jsonencode escaped
// in it. Ok is false when Liquid stands elsewhere too, or when it is no JSON at all.
func (p pieces) decode(undo bool) (value any, ok bool) {
	var skeleton strings.Builder
	for i, each := range p {
		switch {
		case each.liquid:
			fmt.Fprint(&skeleton, liquidOpen, i, liquidEnd)
		case strings.Contains(each.source, liquidOpen):
			return nil, false
		default:
			skeleton.WriteString(each.source)
		}
	}
	decoder := json.NewDecoder(strings.NewReader(skeleton.String()))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil, false
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, false
	}
	return p.fill(value, undo), true
}

// fill puts the Liquid back into the texts.
func (p pieces) fill(value any, undo bool) any {
	switch value := value.(type) {
	case string:
		return numbered.ReplaceAllStringFunc(value, func(mark string) string {
			i, _ := strconv.Atoi(numbered.FindStringSubmatch(mark)[1])
			source := p[i].source
			if undo {
				source = jsonencoded.Replace(source)
			}
			return liquidOpen + source + liquidEnd
		})
	case []any:
		for i := range value {
			value[i] = p.fill(value[i], undo)
		}
		return value
	case map[string]any:
		filled := make(map[string]any, len(value))
		for name, each := range value {
			filled[p.fill(name, undo).(string)] = p.fill(each, undo)
		}
		return filled
	default:
		return value
	}
}

// sameJSON compares numbers by their value: jsonencode writes 1.0 as 1.
func sameJSON(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		return ok && (a == b || sameNumber(string(a), string(b)))
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, sameJSON)
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, sameJSON)
	default:
		return a == b
	}
}

func sameNumber(a, b string) bool {
	const precision = 512 // bits, as HCL has
	x, _, err := big.ParseFloat(a, 10, precision, big.ToNearestEven)
	y, _, also := big.ParseFloat(b, 10, precision, big.ToNearestEven)
	return err == nil && also == nil && x.Cmp(y) == 0
}

// compact drops the white space that JSON ignores. Between two values, as in {{ a }} {{ b }}, one blank stays: without it
// they would be one value. Ok is false when a string stays open.
func (p pieces) compact() (text string, ok bool) {
	var out strings.Builder
	quoted, escaped, gap := false, false, false
	structural := true // what stands before, or the beginning
	for _, each := range p {
		if each.liquid {
			if gap && !structural {
				out.WriteByte(' ')
			}
			gap, structural, escaped = false, false, false
			out.WriteString(each.source)
			continue
		}
		for i := range len(each.source) {
			c := each.source[i]
			if !quoted && strings.IndexByte(whitespace, c) >= 0 {
				gap = true
				continue
			}
			around := !quoted && strings.IndexByte(`{}[]:,"`, c) >= 0
			if gap && !structural && !around {
				out.WriteByte(' ')
			}
			gap = false
			out.WriteByte(c)
			if c == '"' && !escaped {
				quoted = !quoted
			}
			escaped = quoted && c == '\\' && !escaped
			structural = !quoted && strings.IndexByte(`{}[]:,"`, c) >= 0
		}
	}
	return out.String(), !quoted
}
