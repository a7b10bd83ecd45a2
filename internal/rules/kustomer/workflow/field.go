package workflow

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// Field is an attribute of the conversation, or of the customer ("customer.") or the
// agent ("agent."): "priority", "custom.planStr", "customer.custom.vipBool".
type Field string

// custom is a custom attribute of the conversation.
func custom(name string) Field { return Field("custom." + name) }

const (
	references   = "/#steps."
	conversation = stepConversation + "."
)

// Reference is the field as a workflow writes it.
func (f Field) Reference() string {
	if step, _, _ := strings.Cut(string(f), "."); step == stepCustomer || step == stepAgent {
		return references + string(f)
	}
	return references + conversation + string(f)
}

// first is what a list has if it is not empty. A list without elements exists.
const first = ".0"

// there is what exists if the field has a value.
func (f Field) there() string {
	if f.kind() == "list" {
		return f.Reference() + first
	}
	return f.Reference()
}

// fieldOf reads a reference.
func fieldOf(reference any) (Field, bool) {
	text, _ := reference.(string)
	path, is := strings.CutPrefix(text, references)
	if own, of := strings.CutPrefix(path, conversation); is && of && own != "" {
		field := Field(own)
		return field, field.Reference() == text
	}
	field := Field(path)
	return field, is && path != "" && field.Reference() == text
}

// Custom is the klass and the name of a custom attribute.
func (f Field) Custom() (klass, name string, is bool) {
	klass, rest := stepConversation, string(f)
	for _, step := range []string{stepCustomer, stepAgent} {
		if own, of := strings.CutPrefix(rest, step+"."); of {
			klass, rest = step, own
		}
	}
	name, is = strings.CutPrefix(rest, "custom.")
	if klass == stepAgent {
		klass = "user"
	}
	return klass, name, is
}

// Undocumented reports that Kustomer documents no attribute of that name, so that the field
// may lead nowhere. Meant is the field that may be meant, "" where none is near.
func (f Field) Undocumented() (is bool, meant Field) {
	attribute, near := kustomer.Undocumented(strings.TrimPrefix(f.Reference(), "/#"))
	if attribute == "" {
		return false, ""
	}
	of, own := Field(""), string(f)
	for _, step := range []string{stepCustomer, stepAgent} {
		if rest, is := strings.CutPrefix(string(f), step+"."); is {
			of, own = Field(step+"."), rest
		}
	}
	if of == "" && near == "" && strings.Contains(own, ".") {
		near = spelling.Meant(attribute, kustomer.Steps)
	}
	switch {
	case near != "":
		return true, of + Field(near+own[len(attribute):])
	case rules.CheckName(own) == nil:
		return true, of + custom(own)
	}
	return true, ""
}

// The kinds of values of fields that are not custom attributes.
var (
	tagFields  = []Field{"tags", "customer.tags"}
	listFields = []Field{"channels", "assignedUsers", "assignedTeams", "suggestedTags", "tags", "customer.tags"}
	numbers    = []Field{"priority", "messageCount", "outboundMessageCount", "noteCount", "doneCount", "reopenCount", "satisfaction"}
	booleans   = []Field{"locked", "ended", "spam", "deleted", "customer.verified"}
)

// owners are the fields that hold ids, or lists of ids, and whose those are. That lookups
// give relations as ids is a guess.
var owners = map[Field]string{
	"id": "conversation", "customer.id": "customer", "agent.id": "user", "customer.company": "company", "brand": "brand", "queue": "queue",
	"createdBy": "user", "modifiedBy": "user", "assignedUsers": "user", "assignedTeams": "team",
}

var isID = regexp.MustCompile(`^[0-9a-f]{24}$`)

// owner is whose id the field holds, "" where it holds none.
func (f Field) owner() string {
	list, item, is := strings.Cut(string(f), ".")
	if _, err := strconv.Atoi(item); is && err == nil && Field(list).kind() == "list" {
		return owners[Field(list)]
	}
	return owners[f]
}

// object reports whether the field is an object or a list of them, and which field is the
// value of its first item.
func (f Field) object() (is bool, item Field) {
	is, path := kustomer.Object(strings.TrimPrefix(f.Reference(), "/#"))
	return is, Field(path)
}

// HoldsTags reports whether the values are tags, which conditions compare by id.
func (f Field) HoldsTags() bool { return slices.Contains(tagFields, f) }

// kind is the suffix of a custom attribute, and for another field one of the same type;
// "" for a text, "list" for a list.
func (f Field) kind() string {
	switch _, name, is := f.Custom(); {
	case is:
		suffix, _ := rules.SuffixOf(name)
		return suffix.End
	case slices.Contains(listFields, f):
		return "list"
	case slices.Contains(numbers, f):
		return "Num"
	case slices.Contains(booleans, f):
		return "Bool"
	case strings.HasSuffix(string(f), "At"):
		return "At"
	case f.owner() != "":
		return "Id"
	}
	if is, _ := f.object(); is {
		return "object"
	}
	return ""
}

// Operators are Kustomer's.
//
// https://developer.kustomer.com/docs/workflows/conditions-and-expressions
var Operators = []string{"eq", "neq", "gt", "gte", "lt", "lte", "contains", "not-contains", "exists", "dne", "true", "false"}

// TakesValue reports whether an operator compares with a value.
func TakesValue(operator string) bool {
	return !slices.Contains([]string{"exists", "dne", "true", "false"}, operator)
}

// Negates reports whether an operator holds where there is no value, or none that is equal
// to what it compares with.
func Negates(operator string) bool {
	return slices.Contains([]string{"neq", "not-contains", "dne"}, operator)
}

// operators of a type of values.
func operators(kind string) []string {
	switch kind {
	case "list":
		return []string{"contains", "not-contains", "exists", "dne"}
	case "Num":
		return []string{"eq", "neq", "gt", "gte", "lt", "lte", "exists", "dne"}
	case "Bool":
		return []string{"eq", "neq", "true", "false", "exists", "dne"}
	case "At":
		return []string{"gt", "lt", "exists", "dne"} // eq compares texts, and one moment has several
	case "Id":
		return []string{"eq", "neq", "exists", "dne"}
	case "object":
		return []string{"exists", "dne"}
	}
	return []string{"eq", "neq", "contains", "not-contains", "exists", "dne"}
}

// byDate are the operators that Kustomer has for moments.
var byDate = map[string]string{"gt": "gt-date", "lt": "lt-date"}

// CheckOperator says why an operator cannot hold for a field.
func CheckOperator(field Field, operator string) error {
	can := operators(field.kind())
	if slices.Contains(can, operator) || !slices.Contains(Operators, operator) {
		return nil
	}
	what := map[string]string{"list": "a list", "Num": "a number", "Bool": "true or false", "At": "a date and time", "Id": "the id of an object", "object": "an object with members"}[field.kind()]
	if what == "" {
		what = "a text"
	}
	return fmt.Errorf("%s is %s, which Kustomer cannot compare with %q: use %s", field, what, operator, strings.Join(can, ", "))
}

// CheckField says why a field cannot exist.
func CheckField(field Field) error {
	text := string(field)
	_, name, isCustom := field.Custom()
	switch {
	case strings.HasPrefix(text, references), strings.ContainsAny(text, "{}# "):
		return fmt.Errorf("%q is a reference: write the attribute alone, such as %q or %q", text, "priority", "customer.custom.vipBool")
	case text == "", strings.HasPrefix(text, "."), strings.HasSuffix(text, "."), strings.Contains(text, ".."):
		return fmt.Errorf("%q names no attribute: write, for example, %q, %q or %q", text, "tags", "custom.planStr", "customer.custom.vipBool")
	case strings.HasSuffix(text, first) && Field(strings.TrimSuffix(text, first)).kind() == "list":
		return fmt.Errorf("%q is one element of a list: write %q", text, strings.TrimSuffix(text, first))
	case strings.HasPrefix(text, conversation):
		return fmt.Errorf("the attributes of the conversation stand alone: write %q", strings.TrimPrefix(text, conversation))
	case !isCustom:
		if is, item := field.object(); is && item != "" {
			return fmt.Errorf("%q is a list of objects, or one of them: write %q", text, item)
		}
	default:
		if err := rules.CheckName(name); err != nil {
			return err
		}
	}
	return nil
}

// typed is the value of a comparison, by the type of the field.
func typed(field Field, value string) (any, error) {
	switch field.kind() {
	case "Num":
		number, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
			return value, fmt.Errorf("%s is a number, and %q is none", field, value)
		}
		return number, nil
	case "At":
		if !isMoment(value) {
			return value, fmt.Errorf("%s is a date and time, and %q is none that Kustomer reads: write %q or %q", field, value, "2026-01-31", "2026-01-31T09:00:00Z")
		}
	case "Bool":
		if value != "true" && value != "false" {
			return value, fmt.Errorf("%s is \"true\" or \"false\", and %q is neither", field, value)
		}
		return value == "true", nil
	}
	return value, nil
}

func isMoment(value string) bool {
	_, noDay := time.Parse(time.DateOnly, value)
	_, noTime := time.Parse(time.RFC3339, value)
	return noDay == nil || noTime == nil
}

// CheckValue says why a value cannot be one of the field.
func CheckValue(field Field, value string) error {
	if strings.HasPrefix(value, "/#") || strings.Contains(value, "{{") {
		return fmt.Errorf("%q is a reference: exclusions compare with fixed values", value)
	}
	if owner := field.owner(); owner != "" && !isID.MatchString(value) {
		return fmt.Errorf("%s holds the id of a %s, which has 24 digits and letters from a to f, and %q is none: write the id and not the name", field, owner, value)
	}
	_, err := typed(field, value)
	return err
}

// condition holds for what must not be surveyed.
func (e Exclusion) condition(tags Tags) Condition {
	op := e.Operator
	if byDate[op] != "" && e.Field.kind() == "At" {
		op = byDate[op]
	}
	if !TakesValue(op) {
		return compare(op, e.Field.there())
	}
	if e.Field.HoldsTags() {
		return compare(op, e.Field.Reference(), e.tagID(tags))
	}
	value, _ := typed(e.Field, e.Value)
	return compare(op, e.Field.Reference(), value)
}

// tagID is what the condition compares. The name of a tag that nobody has used equals no
// id: it matches nothing.
func (e Exclusion) tagID(tags Tags) string {
	if e.TagID != "" {
		return e.TagID
	}
	if id, exists := tags.ID(e.Value); exists {
		return id
	}
	return e.Value
}

// exclusionOf reads a condition.
func exclusionOf(c Condition, tags Tags) (e Exclusion, is bool) {
	e.Operator = c.Op
	for ours, theirs := range byDate {
		if c.Op == theirs {
			e.Operator = ours
		}
	}
	if e.Field, is = fieldOf(c.value(0)); !is || !slices.Contains(Operators, e.Operator) {
		return e, false
	}
	if !TakesValue(e.Operator) {
		if of, is := strings.CutSuffix(string(e.Field), first); is && Field(of).kind() == "list" {
			e.Field = Field(of)
		}
		return e, true
	}
	e.Value = textOf(c.value(1))
	if e.Field.HoldsTags() {
		e.TagID = e.Value
		if name, exists := tags[e.TagID]; exists {
			e.Value = name
		}
	}
	return e, true
}

func textOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case json.Number:
		return value.String()
	}
	return fmt.Sprint(value)
}

// SameValue reports whether two values of a field are compared alike: 3 and 3.0.
func SameValue(field Field, a, b string) bool {
	if field.HoldsTags() {
		return strings.EqualFold(a, b)
	}
	left, _ := typed(field, a)
	right, _ := typed(field, b)
	return left == right
}
