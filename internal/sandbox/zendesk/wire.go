package zendesk

import (
	"encoding/json"
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

func answer(status int, body any) *reply { return &reply{Status: status, Body: body} }

func noContent() *reply { return answer(http.StatusNoContent, nil) }

// classic is the error shape of most of /api/v2.
func classic(status int, code, description string) *reply {
	return answer(status, object{"error": code, "description": description})
}

func tooManyRequests() *reply {
	return classic(http.StatusTooManyRequests, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
}

func notFound() *reply { return classic(http.StatusNotFound, "RecordNotFound", "Not found") }

func unauthenticated() *reply {
	return answer(http.StatusUnauthorized, object{"error": "Couldn't authenticate you"})
}

// detail is one reason of a RecordInvalid: the member, the sentence and its code.
type detail struct{ member, description, code string }

// invalid is 422 RecordInvalid with the reasons grouped by member.
func invalid(reasons ...detail) *reply {
	details := map[string][]object{}
	for _, reason := range reasons {
		details[reason.member] = append(details[reason.member], object{"description": reason.description, "error": reason.code})
	}
	return answer(http.StatusUnprocessableEntity, object{
		"error": "RecordInvalid", "description": "Record validation errors", "details": details,
	})
}

func blank(member, label string) detail {
	return detail{member, label + ": cannot be blank", "BlankValue"}
}

// errorList is the error shape of webhooks and trigger categories. An empty detail or pointer is left out.
func errorList(status int, code, title, pointer string) *reply {
	one := object{"code": code, "title": title}
	if pointer != "" {
		one["detail"] = title
		one["source"] = object{"pointer": pointer}
	}
	return answer(status, object{"errors": []object{one}})
}

// envelope opens {"trigger": {...}} and its like.
func (c *call) envelope(name string) (members, *reply) {
	var outer members
	if err := json.Unmarshal(c.body, &outer); err != nil {
		return nil, classic(http.StatusBadRequest, "InvalidJSON", "The request body is not valid JSON: "+err.Error())
	}
	var inner members
	if err := json.Unmarshal(outer[name], &inner); err != nil || inner == nil {
		return nil, answer(http.StatusBadRequest, object{"error": object{
			"title": "Invalid attribute", "message": "You passed an invalid value for the " + name + " attribute. Invalid parameter: " + name + " must be an object",
		}})
	}
	return inner, nil
}

// lines opens {"tickets": [{...}, {...}]} and its like.
func (c *call) lines(name string) ([]members, *reply) {
	outer, bad := c.plain()
	if bad != nil {
		return nil, bad
	}
	var lines []members
	if err := json.Unmarshal(outer[name], &lines); err != nil || len(lines) == 0 {
		return nil, classic(http.StatusBadRequest, "InvalidAttribute", name+" must be a list of objects")
	}
	return lines, nil
}

// plain opens a body without a wrapper.
func (c *call) plain() (members, *reply) {
	var outer members
	if err := json.Unmarshal(c.body, &outer); err != nil {
		return nil, classic(http.StatusBadRequest, "InvalidJSON", "The request body is not valid JSON: "+err.Error())
	}
	return outer, nil
}

// stamp is how Zendesk writes a moment.
func stamp(moment time.Time) string { return moment.UTC().Format("2006-01-02T15:04:05Z") }

// momentOrNull gives null for a moment that was never set.
func momentOrNull(moment time.Time) any {
	if moment.IsZero() {
		return nil
	}
	return stamp(moment)
}

// ids are those that the query names as ids=1,2; nil when it names none.
func (c *call) ids() []int64 {
	var ids []int64
	if asked := c.query("ids"); asked != "" {
		for _, id := range strings.Split(asked, ",") {
			ids = append(ids, idOf(id))
		}
	}
	return ids
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func idOf(text string) int64 {
	id, _ := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return id
}
