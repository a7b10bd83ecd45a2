package kustomer

import (
	"net/http"
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
)

// resource is the JSON:API-like envelope of one object.
func resource(kind, id string, attributes object, relationships object) object {
	return object{
		"type": kind, "id": id, "attributes": attributes, "relationships": relationships,
		"links": object{"self": selfOf(kind, id)},
	}
}

// collections are the paths of the kinds whose path is not their plural.
var collections = map[string]string{
	"auth_token": "auth/tokens", "company": "companies", "satisfaction": "satisfaction",
	"satisfaction_response": "satisfaction-responses", "metadata": "metadata",
	"workflow_variable": "workflow-variables", "workflow_process": "workflow-processes",
}

func selfOf(kind, id string) string {
	collection, special := collections[kind]
	if !special {
		collection = kind + "s"
	}
	return "/v1/" + collection + "/" + id
}

// related is one relationship of a resource.
func related(kind, id string) object {
	return object{"data": object{"type": kind, "id": id}, "links": object{"self": selfOf(kind, id)}}
}

// relation is what a relationship is called, and what it points to.
type relation struct{ name, kind, id string }

// relationships gives the one to the organization and those that have an id.
func (a *account) relationships(others ...relation) object {
	all := object{"org": related("org", a.id)}
	for _, other := range others {
		if other.id != "" {
			all[other.name] = related(other.kind, other.id)
		}
	}
	return all
}

// one answers with a single resource.
func one(status int, data object) *reply { return &reply{Status: status, Body: object{"data": data}} }

// problem is one error of an answer.
type problem struct {
	status             int
	code, message      string
	pointer, parameter string // the member of the body or the query that is wrong, if one is
}

func badRequest(message string) *problem {
	return &problem{status: http.StatusBadRequest, code: "bad_request", message: message}
}

// wrong is 400 for a member of the body.
func wrong(member, message string) *problem {
	p := badRequest(member + " " + message)
	p.pointer = "/" + strings.ReplaceAll(member, ".", "/")
	return p
}

// wrongParameter is 400 for a member of the query.
func wrongParameter(name, message string) *problem {
	p := badRequest(name + " " + message)
	p.parameter = name
	return p
}

// plain is the error shape of most operations.
func (p *problem) plain() object {
	return object{"errors": []object{{"code": p.code, "message": p.message, "meta": object{}}}}
}

// jsonAPI is the error shape of the others.
func (p *problem) jsonAPI() object {
	one := object{
		"status": strconv.Itoa(p.status), "code": p.code, "title": http.StatusText(p.status),
		"detail": p.message, "meta": object{},
	}
	switch {
	case p.pointer != "":
		one["source"] = object{"pointer": p.pointer}
	case p.parameter != "":
		one["source"] = object{"parameter": p.parameter}
	}
	return object{"errors": []object{one}}
}

// reply is the error on its way out; [call.shaped] gives it its shape.
func (p *problem) reply() *reply { return &reply{Status: p.status, Body: p} }

// shaped gives an error the shape of its operation.
func (c *call) shaped(r *reply, settings Settings) *reply {
	p, isProblem := r.Body.(*problem)
	if !isProblem {
		return r
	}
	r.Body = p.plain()
	if settings.ErrorShape == ErrorsJSONAPI || settings.ErrorShape == ErrorsMixed && answersJSONAPI(c.request, p) {
		r.Body = p.jsonAPI()
	}
	return r
}

// stamp is how Kustomer writes a moment.
func stamp(moment time.Time) string { return moment.UTC().Format("2006-01-02T15:04:05.000Z") }

// momentOrNull gives null for a moment that was never set.
func momentOrNull(moment time.Time) any {
	if moment.IsZero() {
		return nil
	}
	return stamp(moment)
}
