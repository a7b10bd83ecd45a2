package engine

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
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

// RedactBody gives the body of a system's request for the log: its JSON or form
// content with every secret replaced by [Redacted], nil when it is empty. A body
// that is neither is only described, because a secret in it could not be found.
func RedactBody(system System, r *http.Request, body []byte) any {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	// JSON first, whatever the header says: curl -d calls everything a form.
	value, err := DecodeValue(body)
	if err == nil {
		vendor, _ := system.(Secrets)
		return redact(value, nil, func(path []string) bool {
			return isSecretKey(path[len(path)-1]) || vendor != nil && vendor.IsSecret(r, path)
		})
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		if form, err := url.ParseQuery(string(body)); err == nil {
			return redactForm(form)
		}
	}
	return fmt.Sprintf("[not JSON: %d bytes]", len(body))
}

func redact(value any, path []string, isSecret func(path []string) bool) any {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			at := slices.Concat(path, []string{key})
			switch {
			case member == nil: // null tells nothing, and that it was null matters
			case isSecret(at):
				value[key] = Redacted
			default:
				value[key] = redact(member, at, isSecret)
			}
		}
	case []any:
		for i, member := range value {
			value[i] = redact(member, path, isSecret)
		}
	}
	return value
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
