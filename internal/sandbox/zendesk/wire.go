package zendesk

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// object is a JSON object on its way out.
type object = map[string]any

// reply is one answer. A nil body is an empty one.
type reply struct {
	status int
	body   any
	header http.Header

	// afterwards, when set, is run without the account's lock and gives the real answer: the test of a webhook has to
	// call somebody first.
	afterwards func() *reply
}

func answer(status int, body any) *reply { return &reply{status: status, body: body} }

func noContent() *reply { return &reply{status: http.StatusNoContent} }

func (r *reply) write(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	if r.body == nil {
		w.WriteHeader(r.status)
		return
	}
	engine.WriteJSON(w, r.status, r.body)
}

// classic is the error shape of most of /api/v2.
func classic(status int, code, description string) *reply {
	return answer(status, object{"error": code, "description": description})
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

// members is a JSON object on its way in: absent, null and a value are three things.
type members map[string]json.RawMessage

func (m members) has(name string) bool { _, ok := m[name]; return ok }

func (m members) isNull(name string) bool { return string(bytes.TrimSpace(m[name])) == "null" }

// sent tells whether the member is there and not null.
func (m members) sent(name string) bool { return m.has(name) && !m.isNull(name) }

// text gives a string member; a number gives its digits, a boolean its word.
func (m members) text(name string) string { return scalar(m[name]) }

func scalar(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	trimmed := strings.TrimSpace(string(raw))
	if trimmed == "null" || strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		return ""
	}
	return trimmed
}

func (m members) flag(name string) bool {
	on, _ := strconv.ParseBool(m.text(name))
	return on
}

func (m members) number(name string) int64 {
	number, _ := strconv.ParseInt(m.text(name), 10, 64)
	return number
}

func (m members) object(name string) members {
	var inner members
	_ = json.Unmarshal(m[name], &inner)
	return inner
}

func (m members) list(name string) []json.RawMessage {
	var items []json.RawMessage
	_ = json.Unmarshal(m[name], &items)
	return items
}

func (m members) objects(name string) []members {
	var items []members
	_ = json.Unmarshal(m[name], &items)
	return items
}

func (m members) texts(name string) []string {
	var texts []string
	for _, raw := range m.list(name) {
		texts = append(texts, scalar(raw))
	}
	return texts
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

// orNull gives null for an empty text, as Zendesk does for members that were never set.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// idOrNull gives null for the id that stands for nobody.
func idOrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
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
