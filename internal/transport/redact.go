package transport

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// hidden stands where a secret was.
const hidden = "(redacted)"

// shortestSecret is the length from which a text is replaced wherever it occurs.
// Shorter ones would tear ordinary words apart; they are hidden by key only.
const shortestSecret = 3

// Redactor knows secrets and takes them out of texts. The zero value is ready
// and knows none. It is safe for concurrent use; a nil Redactor changes nothing
// but what it recognises by key.
type Redactor struct {
	mu       sync.RWMutex
	forms    map[string]bool
	replacer *strings.Replacer
}

// Add registers secrets: credentials and every value of a write-only argument.
// Each is recognised in all of its formsOf.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := len(r.forms)
	for _, secret := range secrets {
		if len(secret) < shortestSecret {
			continue
		}
		if r.forms == nil {
			r.forms = map[string]bool{}
		}
		for _, form := range formsOf(secret) {
			r.forms[form] = true
		}
	}
	if len(r.forms) == before {
		return
	}
	longestFirst := make([]string, 0, len(r.forms))
	for form := range r.forms {
		longestFirst = append(longestFirst, form)
	}
	slices.SortFunc(longestFirst, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	pairs := make([]string, 0, 2*len(longestFirst))
	for _, form := range longestFirst {
		pairs = append(pairs, form, hidden)
	}
	r.replacer = strings.NewReplacer(pairs...)
}

// formsOf are the ways in which a secret is written down: as it is, inside JSON
// and in base64, and each of them once more in a URL or in HTML.
func formsOf(secret string) []string {
	written := []string{
		secret,
		base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
	for _, escapeHTML := range []bool{true, false} {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(escapeHTML)
		if encoder.Encode(secret) == nil {
			quoted := strings.TrimSpace(out.String())
			written = append(written, quoted[1:len(quoted)-1])
		}
	}
	var forms []string
	for _, text := range written {
		inHTML := html.EscapeString(text)
		forms = append(forms, text, url.QueryEscape(text), url.PathEscape(text), inHTML, strings.ReplaceAll(inHTML, "&#34;", "&quot;"))
	}
	return forms
}

// Redact takes every registered secret out of a text.
func (r *Redactor) Redact(text string) string {
	if r == nil {
		return text
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.replacer == nil {
		return text
	}
	return r.replacer.Replace(text)
}

// secretKeys are members whose values never appear, whoever registered them.
var secretKeys = map[string]bool{
	"password": true, "token": true, "secret": true, "client_secret": true, "access_token": true,
	"access_token_secret": true, "refresh_token": true, "api_key": true, "api_token": true,
	"api_secret": true, "consumer_secret": true, "authorization": true, "full_token": true,
}

// RedactBody takes registered secrets and secret-looking JSON members out of a
// body and cuts it to limit bytes.
func (r *Redactor) RedactBody(body []byte, limit int) string {
	text := string(body)
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) == nil && !decoder.More() {
		if clean, err := json.Marshal(r.hideMembers(value, "")); err == nil {
			text = string(clean)
		}
	} else {
		text = looseMember.ReplaceAllString(text, `$1"`+hidden+`"`)
	}
	text = r.Redact(text)
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + " (cut)"
	}
	return text
}

// looseMember finds secret members in what is not whole JSON.
var looseMember = regexp.MustCompile(`(?i)("(?:password|token|[a-z_]*secret|access_token|refresh_token|api_key|api_token|authorization)"\s*:\s*)"(?:[^"\\]|\\.)*"?`)

// hideMembers walks a JSON value. parent is the member that holds it: the data
// of a webhook's authentication calls its secret just "value", and any of its
// custom headers may hold one. Texts are searched
// as they are, because JSON in a text in JSON is escaped twice.
func (r *Redactor) hideMembers(value any, parent string) any {
	switch value := value.(type) {
	case map[string]any:
		clean := make(map[string]any, len(value))
		for key, member := range value {
			_, isText := member.(string)
			within := key
			if key == "data" && parent != "authentication" {
				within = ""
			}
			if isText && (secretKeys[strings.ToLower(key)] || parent == "data" && key == "value" || parent == "custom_headers") {
				member = hidden
			}
			clean[r.Redact(key)] = r.hideMembers(member, within)
		}
		return clean
	case []any:
		for i, element := range value {
			value[i] = r.hideMembers(element, parent)
		}
	case string:
		return r.Redact(value)
	}
	return value
}
