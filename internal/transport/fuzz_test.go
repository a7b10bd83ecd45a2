package transport_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Whatever a body is, the log shows no registered secret, no text under a key
// that says so, and not more than it wants.
func FuzzRedactBody(f *testing.F) {
	for _, seed := range []string{
		`{"webhook":{"authentication":{"data":{"name":"X","value":"k"},"type":"api_key"},"client_secret":["k",{"API_key":"k"}]}}`,
		`{"target":{"Password":"k","username":"REGISTERED"},"a":["REGISTERED",{"REGISTERED":360001234567890123}],"token":null}`,
		`{"token":"REGISTERED","unfin`, `<input value="REGISTERED">`, "grant=REGISTERED\xff", `{} {"secret":"k"}`, `{"data":{"value":7}}`, ``,
	} {
		f.Add([]byte(seed))
	}
	const registered, limit = `s3cr3t"wörd<&`, 200
	quoted, _ := json.Marshal(registered)
	inJSON := string(bytes.Trim(quoted, `"`))
	var r transport.Redactor
	r.Add(registered)
	f.Fuzz(func(t *testing.T, body []byte) {
		body = bytes.ReplaceAll(body, []byte("REGISTERED"), []byte(inJSON))
		cut, whole := r.RedactBody(body, limit), r.RedactBody(body, 100*len(body)+limit)
		if strings.Contains(whole, registered) || strings.Contains(whole, inJSON) || strings.Contains(cut, registered[:len(registered)-1]) {
			t.Errorf("%q is shown as %q", body, whole)
		}
		if len(cut) > limit+len(" (cut)") || utf8.Valid(body) && !utf8.ValidString(cut) {
			t.Errorf("%q is shown as %d bytes, %q", body, len(cut), cut)
		}
		var value any
		if json.Valid(body) && json.Unmarshal([]byte(whole), &value) == nil {
			expectHidden(t, value)
		}
	})
}

func expectHidden(t *testing.T, value any) {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			text, isText := member.(string)
			if isText && text != "(redacted)" && slices.Contains([]string{"password", "token", "client_secret", "api_key", "authorization"}, strings.ToLower(key)) {
				t.Errorf("%s shows %q", key, text)
			}
			expectHidden(t, member)
		}
	case []any:
		for _, element := range value {
			expectHidden(t, element)
		}
	}
}
