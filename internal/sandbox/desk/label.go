package desk

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

var (
	labelTypes  = []string{"case", "macro"}
	labelColors = []string{
		"default", "blue", "white", "yellow", "red", "orange", "green", "black", "purple", "brown", "grey", "pink",
	}
)

// label marks cases. A label that is not enabled is offered to nobody.
type label struct {
	id                int
	name, description string
	types             []string
	color             string
	enabled           bool
	position          int
}

// renderLabel shows enabled twice: it is enabled in the recordings, active in the
// examples of the vendor's page, and a public client reads both.
func renderLabel(l *label) object {
	return object{
		"id": l.id, "name": l.name, "description": engine.OrNull(l.description), "enabled": l.enabled, "active": l.enabled,
		"types": append([]string{}, l.types...), "color": l.color, "position": l.position,
		"_links": object{"self": linkTo(classLabel, l.id)},
	}
}

// read fills a label from a body.
func (l *label) read(r *reader) {
	r.text("name", &l.name)
	r.text("description", &l.description)
	r.texts("types", &l.types, labelTypes...)
	r.text("color", &l.color, labelColors...)
	r.flag("active", &l.enabled)
	r.flag("enabled", &l.enabled)
	r.whole("position", &l.position, 1, math.MaxInt32)
	r.required("name", l.name)
}

func (a *account) labelNamed(name string) *label {
	for _, l := range a.labels {
		if strings.EqualFold(l.name, name) {
			return l
		}
	}
	return nil
}

func (a *account) newLabel(name string) *label {
	return &label{
		name: name, types: slices.Clone(labelTypes[:1]), color: labelColors[0], enabled: true, position: len(a.labels) + 1,
	}
}

func (a *account) addLabel(l *label) *label {
	l.id = a.newID(classLabel)
	a.labels[l.id] = l
	return l
}

// checkLabel reads a body into a label, whose name must be nobody else's.
func (c *call) checkLabel(l *label) *problem {
	r := c.reader()
	l.read(r)
	if other := c.labelNamed(l.name); other != nil && other.id != l.id {
		r.fail("name", codeTaken)
	}
	return r.problem()
}

func (c *call) postLabel() *reply {
	made := c.newLabel("")
	if bad := c.checkLabel(made); bad != nil {
		return bad.reply()
	}
	return c.created(renderLabel(c.addLabel(made)))
}

func (c *call) showLabel() *reply {
	if l := c.labels[c.pathID("id")]; l != nil {
		return ok(renderLabel(l))
	}
	return notFound.reply()
}

func (c *call) patchLabel() *reply {
	l := c.labels[c.pathID("id")]
	if l == nil {
		return notFound.reply()
	}
	changed := *l
	if bad := c.checkLabel(&changed); bad != nil {
		return bad.reply()
	}
	*l = changed
	return ok(renderLabel(l))
}

// deleteLabel takes the label from all cases.
func (c *call) deleteLabel() *reply {
	id := c.pathID("id")
	if c.labels[id] == nil {
		return notFound.reply()
	}
	delete(c.labels, id)
	for _, t := range c.cases {
		t.labels = slices.DeleteFunc(slices.Clone(t.labels), func(label int) bool { return label == id })
	}
	return &reply{Status: http.StatusNoContent}
}

func (c *call) labelsThat(is func(*label) bool) list {
	var entries list
	for _, l := range byID(c.labels) {
		if is(l) {
			entries.Add(fmt.Sprint(l.id), renderLabel(l))
		}
	}
	return entries
}

func (c *call) listLabels() *reply {
	return c.page(c.labelsThat(func(*label) bool { return true }))
}

// searchLabels finds by name, names and type. Its links lead to the list, without the
// criteria: a public client notes that as a bug of the vendor.
func (c *call) searchLabels() *reply {
	query := c.request.URL.Query()
	names := append(anyOf(query, "name"), anyOf(query, "names")...)
	found := c.labelsThat(func(l *label) bool {
		return (len(names) == 0 || containsFold(names, l.name)) && sharesAny(anyOf(query, "type"), l.types)
	})
	c.request.URL.RawQuery = url.Values{"page": query["page"], "per_page": query["per_page"]}.Encode()
	return c.pageOf("/api/v2/labels", searchPage, found)
}

func containsFold(values []string, value string) bool {
	return slices.ContainsFunc(values, func(one string) bool { return strings.EqualFold(one, value) })
}

// sharesAny tells whether one of the values was asked for, or nothing was.
func sharesAny(asked, values []string) bool {
	return len(asked) == 0 || slices.ContainsFunc(values, func(value string) bool { return slices.Contains(asked, value) })
}
