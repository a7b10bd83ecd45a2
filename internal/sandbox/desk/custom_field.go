package desk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What a custom field belongs to; the vendor calls cases tickets here.
const (
	ofCases     = "ticket"
	ofCustomers = "customer"
)

// The types of custom fields.
const (
	typeString  = "string"
	typeBoolean = "boolean"
	typeInteger = "integer"
	typeDate    = "date"
	typeList    = "list"
)

var fieldTypes = []string{typeString, typeBoolean, typeInteger, typeDate, typeList}

// customField is made and changed in Admin: the API only reads it.
type customField struct {
	id          int
	name, label string
	of          string // cases or customers
	kind        string
	choices     []string
	active      bool
}

func renderField(f *customField) object {
	data := object{"type": f.kind}
	if f.kind == typeList {
		data["choices"] = append([]string{}, f.choices...)
	}
	return object{
		"id": f.id, "name": f.name, "label": f.label, "type": f.of, "active": f.active, "data": data,
		"_links": object{"self": linkTo(classField, f.id)},
	}
}

func (c *call) listFields() *reply {
	var entries list
	for _, f := range byID(c.fields) {
		entries.Add(fmt.Sprint(f.id), renderField(f))
	}
	return c.page(entries)
}

func (c *call) showField() *reply {
	if f := c.fields[c.pathID("id")]; f != nil {
		return ok(renderField(f))
	}
	return notFound.reply()
}

func (a *account) fieldNamed(of, name string) *customField {
	for _, f := range a.fields {
		if f.of == of && f.name == name {
			return f
		}
	}
	return nil
}

// renderValues gives the values of all active fields, null where there is none.
func (a *account) renderValues(of string, values map[string]any) object {
	all := object{}
	for _, f := range a.fields {
		if f.of == of && f.active {
			all[f.name] = values[f.name]
		}
	}
	return all
}

// values reads custom_fields into a copy of what was there.
func (r *reader) values(a *account, of string, before map[string]any) map[string]any {
	all := map[string]any{}
	for name, value := range before {
		all[name] = value
	}
	for name, raw := range r.sent.Object("custom_fields") {
		f := a.fieldNamed(of, name)
		if f == nil || !f.active {
			r.fail("custom_fields."+name, codeInvalid)
			continue
		}
		value, wrong := f.value(raw)
		if wrong != "" {
			r.fail("custom_fields."+name, wrong)
			continue
		}
		all[name] = value
	}
	return all
}

// value reads a value as the field keeps it: numbers are shown as texts, as recorded.
func (f *customField) value(raw json.RawMessage) (value any, wrong string) {
	var sent any
	if json.Unmarshal(raw, &sent) != nil {
		return nil, codeInvalid
	}
	if sent == nil || sent == "" {
		return nil, ""
	}
	text := members{"value": raw}.Text("value")
	switch f.kind {
	case typeBoolean:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return nil, codeInclusion
		}
		return on, ""
	case typeInteger:
		if _, err := strconv.ParseInt(text, 10, 64); err != nil {
			return nil, codeNumber
		}
	case typeDate:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, codeInvalid
		}
	case typeList:
		if !slices.Contains(f.choices, text) {
			return nil, codeInclusion
		}
	default:
		if text == "" {
			return nil, codeInvalid
		}
	}
	return text, ""
}
