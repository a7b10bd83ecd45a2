package stellaconnect

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	maxTags      = 20   // a request
	maxTagLength = 2000 // characters; longer ones are cut, not refused
)

// surveyRequest is what the judgement needs of a body; the other members of the
// description are checked and not kept.
type surveyRequest struct {
	channel       string
	customerEmail string
	employeeEmail string
	employeeID    string
	tags          []string
	doNotSend     bool
	brand         string
	language      string
}

// parseRequest reads a body by the vendor's description. The error says what is
// wrong; what could be read is given all the same, for the record.
func parseRequest(body []byte) (surveyRequest, error) {
	value, err := engine.DecodeValue(body)
	switch {
	case errors.Is(err, engine.ErrTrailing):
		return surveyRequest{}, errors.New("body is not JSON: something follows the object")
	case err != nil:
		return surveyRequest{}, fmt.Errorf("body is not JSON: %w", err)
	}
	members, ok := value.(map[string]any)
	if !ok {
		return surveyRequest{}, errors.New("body is not a JSON object")
	}
	reader := &memberReader{}
	request := reader.request(members)
	return request, reader.err
}

// memberReader reads members by name and keeps the first thing that is wrong.
type memberReader struct{ err error }

func (m *memberReader) fail(format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf(format, args...)
	}
}

func (m *memberReader) request(members map[string]any) surveyRequest {
	m.closed("", members, "channel", "customer", "employee", "tags", "ext_interaction_id", "external_url",
		"do_not_send", "brand", "language", "country", "custom_properties")
	customer := m.object("customer", members)
	m.closed("customer.", customer, "custom_id", "name", "email")
	employee := m.object("employee", members)
	m.closed("employee.", employee, "custom_id", "email")
	doNotSend, ok := parseDoNotSend(members["do_not_send"])
	if !ok {
		m.fail("do_not_send is neither true nor false: %v", members["do_not_send"])
	}
	for _, key := range []string{"ext_interaction_id", "external_url", "country"} {
		m.text("", key, members)
	}
	for _, key := range []string{"custom_id", "name"} {
		m.text("customer.", key, customer)
	}
	m.properties(m.object("custom_properties", members))
	request := surveyRequest{
		channel:       m.text("", "channel", members),
		customerEmail: m.text("customer.", "email", customer),
		employeeEmail: m.text("employee.", "email", employee),
		employeeID:    m.text("employee.", "custom_id", employee),
		tags:          m.tags(members["tags"]),
		doNotSend:     doNotSend,
		brand:         m.text("", "brand", members),
		language:      m.text("", "language", members),
	}
	if request.channel == "" {
		m.fail("channel is required")
	}
	return request
}

// closed refuses members that the description does not have.
func (m *memberReader) closed(path string, members map[string]any, known ...string) {
	if !rejectUnknownKeys {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, key) {
			m.fail("unknown key %q", path+key)
		}
	}
}

func (m *memberReader) object(key string, members map[string]any) map[string]any {
	switch value := members[key].(type) {
	case nil:
		return nil
	case map[string]any:
		return value
	default:
		m.fail("%s is not an object", key)
		return nil
	}
}

func (m *memberReader) text(path, key string, members map[string]any) string {
	switch value := members[key].(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(value)
	default:
		m.fail("%s is not a string", path+key)
		return ""
	}
}

func (m *memberReader) tags(value any) []string {
	if value == nil {
		return nil
	}
	list, ok := value.([]any)
	if !ok {
		m.fail("tags is not a list")
		return nil
	}
	tags := []string{}
	for _, item := range list {
		tag, ok := item.(string)
		if !ok {
			m.fail("tags holds something that is not a string")
			continue
		}
		tags = append(tags, cut(tag))
	}
	if len(tags) > maxTags {
		if rejectTooManyTags {
			m.fail("tags has %d entries, at most %d are allowed", len(tags), maxTags)
		}
		tags = tags[:maxTags]
	}
	return tags
}

// properties are a flat map of strings; too long ones are cut, not refused.
func (m *memberReader) properties(members map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(members)) {
		m.text("custom_properties.", key, members)
	}
}

func cut(text string) string {
	if characters := []rune(text); len(characters) > maxTagLength {
		return string(characters[:maxTagLength])
	}
	return text
}
