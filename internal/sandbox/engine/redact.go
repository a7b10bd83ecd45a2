package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// Redacted stands in the request log where a secret was.
const Redacted = "[redacted]"

// secretWords: a key with one of these in it holds a secret, whatever the
// vendor. Rather one key too many than one secret shown.
var secretWords = []string{
	"password", "secret", "token", "api_key", "apikey", "authorization", "credential",
}

func isSecretKey(key string) bool {
	key = strings.ReplaceAll(strings.ToLower(key), "-", "_")
	for _, word := range secretWords {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// RedactBody gives the body of a request for the log: its JSON or form content
// with every secret replaced by [Redacted], nil when it is empty. A body that is
// neither is only described, because a secret in it could not be found.
func RedactBody(contentType string, body []byte) any {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	// JSON first, whatever the header says: curl -d calls everything a form.
	value, err := decodeExactly(body)
	if err == nil {
		return redact(value)
	}
	if strings.HasPrefix(contentType, "application/x-www-form-urlencoded") {
		if form, err := url.ParseQuery(string(body)); err == nil {
			return redactForm(form)
		}
	}
	return fmt.Sprintf("[not JSON: %d bytes]", len(body))
}

// decodeExactly keeps numbers as they were written: Zendesk's ids do not all
// survive a float64.
func decodeExactly(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the JSON value")
	}
	return value, nil
}

func redact(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			switch {
			case member == nil: // null tells nothing, and that it was null matters
			case isSecretKey(key):
				value[key] = Redacted
			case key == "authentication":
				value[key] = redactAuthentication(member)
			default:
				value[key] = redact(member)
			}
		}
	case []any:
		for i, member := range value {
			value[i] = redact(member)
		}
	}
	return value
}

// redactAuthentication knows the one secret whose key does not say so: an API
// key is sent as {"type": "api_key", "data": {"name": ..., "value": ...}}.
func redactAuthentication(value any) any {
	authentication, ok := value.(map[string]any)
	if !ok {
		return redact(value)
	}
	if data, ok := authentication["data"].(map[string]any); ok {
		if secret, present := data["value"]; present && secret != nil {
			data["value"] = Redacted
		}
	}
	return redact(authentication)
}

func redactForm(form url.Values) map[string]any {
	shown := map[string]any{}
	for key, values := range form {
		shown[key] = strings.Join(values, ",")
		if isSecretKey(key) {
			shown[key] = Redacted
		}
	}
	return shown
}

// RedactQuery gives a raw query for the log: the order and spelling as sent,
// the values of secret keys replaced.
func RedactQuery(raw string) string {
	if raw == "" {
		return ""
	}
	pairs := strings.Split(raw, "&")
	for i, pair := range pairs {
		key, _, hasValue := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if hasValue && (err != nil || isSecretKey(name)) {
			pairs[i] = key + "=" + Redacted
		}
	}
	return strings.Join(pairs, "&")
}
