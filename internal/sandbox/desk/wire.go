package desk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The shapes of the wire that every system has.
type (
	object  = engine.Object
	members = engine.Members
	reply   = engine.Reply
	list    = engine.List
	entry   = engine.Entry
)

// The classes of links.
const (
	classUser     = "user"
	classGroup    = "group"
	classCustomer = "customer"
	classCase     = "case"
	classLabel    = "label"
	classField    = "custom_field"
	classRule     = "rule"
	classNote     = "note"
	classReply    = "reply"
)

// pathOf is the path of a resource that stands by itself.
func pathOf(class string, id int) string { return "/api/v2/" + class + "s/" + strconv.Itoa(id) }

func link(href, class string) object { return object{"href": href, "class": class} }

// linkTo links to a resource that stands by itself, null for none.
func linkTo(class string, id int) any {
	if id == 0 {
		return nil
	}
	return link(pathOf(class, id), class)
}

// counted is a link to a list of which the number of entries is shown.
func counted(href, class string, count int) object {
	return object{"href": href, "class": class, "count": count}
}

// linkedID reads where a link of a body leads: an id, 0 when it is null or leads
// nowhere.
func linkedID(raw members, class string) int {
	path, found := strings.CutPrefix(raw.Text("href"), "/api/v2/"+class+"s/")
	id, err := strconv.Atoi(path)
	if !found || err != nil {
		return 0
	}
	return id
}

// pathID reads an id of the path, 0 when it is none.
func (c *call) pathID(name string) int {
	id, _ := strconv.Atoi(c.request.PathValue(name))
	return id
}

func ok(body object) *reply { return &reply{Status: http.StatusOK, Body: body} }

// created answers with a new resource and says where it is.
func (c *call) created(body object) *reply {
	self := body["_links"].(object)["self"].(object)["href"].(string)
	return &reply{Status: http.StatusCreated, Header: http.Header{"Location": {c.root + self}}, Body: body}
}

// problem is an error; errors says what is wrong with which members.
type problem struct {
	status  int
	message string
	errors  object
}

func (p *problem) reply() *reply {
	body := object{"message": p.message}
	if p.errors != nil {
		body["errors"] = p.errors
	}
	return &reply{Status: p.status, Body: body}
}

// The errors that are recorded; the others are in guesses.go.
var (
	notFound         = &problem{status: http.StatusNotFound, message: "Resource Not Found"}
	methodNotAllowed = &problem{status: http.StatusMethodNotAllowed, message: "Method Not Allowed"}
)

func invalid(errors object) *problem {
	return &problem{status: http.StatusUnprocessableEntity, message: "Validation Failed", errors: errors}
}

// stamp is how Desk.com writes a moment, null for one that never was.
func stamp(moment time.Time) any {
	if moment.IsZero() {
		return nil
	}
	return moment.UTC().Format("2006-01-02T15:04:05Z")
}

// selected leaves of every resource the members that the query asks for.
func (c *call) selected(r *reply) *reply {
	asked := c.query("fields")
	body, isObject := r.Body.(object)
	if asked == "" || !isObject || r.Status != http.StatusOK {
		return r
	}
	names := append(strings.Split(asked, ","), "_links", "_embedded")
	if entries := pageEntries(body); entries != nil {
		for _, entry := range entries {
			keep(entry, names)
		}
		return r
	}
	keep(body, names)
	return r
}

func keep(resource object, names []string) {
	for name := range resource {
		if !slices.Contains(names, name) {
			delete(resource, name)
		}
	}
}

// pageEntries gives the entries of a page, nil for anything else.
func pageEntries(body object) []object {
	embedded, _ := body["_embedded"].(object)
	entries, _ := embedded["entries"].([]object)
	return entries
}
