package acceptance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// secretVariables are the variables through which a test gives the secrets, by
// the attribute that takes them. The last one is a secret that Zendesk makes.
var secretVariables = map[string]string{
	"provider.zendesk.oauth.client_secret":                           "client_secret",
	"provider.zendesk.access_token":                                  "access_token",
	"provider.zendesk.api_token":                                     "api_token",
	"surveytrigger_zendesk_webhook.authentication.basic.password_wo": "password",
	"surveytrigger_zendesk_webhook.authentication.bearer.token_wo":   "token",
	"surveytrigger_zendesk_webhook.authentication.api_key.value_wo":  "key",
	"surveytrigger_zendesk_webhook.secret_headers_wo":                "header",
	"surveytrigger_zendesk_http_target.password_wo":                  "target_password",
	"surveytrigger_zendesk_webhook_signing_secret.secret":            "",
}

// marked is a secret that looks different wherever it is written down, and is no
// part of another.
func marked(variable, generation string) string {
	return `s3cr3t"` + variable + generation + `<k&y\/é`
}

// everyKind is one of each kind that the provider has, with every secret that
// it can take.
func everyKind(credential, label string) string {
	config := "provider \"surveytrigger\" {\n  zendesk = { " + credential + " }\n}\nvariable \"generation\" {}\n"
	for _, variable := range secretVariables {
		if variable != "" {
			config += "variable " + quoted(variable) + " {\n  type      = string\n  ephemeral = true\n}\n"
		}
	}
	for kind, of := range lookups {
		config += lookup(kind, "x", of.name)
	}
	authenticated := func(name, kind string) string {
		return webhooks.block(name, attributes{"description": quoted(label), "authentication": "{ " + kind + ", $_wo_version = var.generation } }"})
	}
	config += "data \"surveytrigger_zendesk_locales\" \"x\" {}\n" +
		strings.ReplaceAll(authenticated("basic", `basic = { username = "connect", password_wo = var.password`), "$", "password") +
		strings.ReplaceAll(authenticated("bearer", `bearer = { token_wo = var.token`), "$", "token") +
		strings.ReplaceAll(authenticated("key", `api_key = { name = "X-Survey", value_wo = var.key`), "$", "value") +
		webhooks.block("headers", attributes{"secret_headers_wo": `{ X-Api-Key = var.header }`, "secret_headers_wo_version": "var.generation"}) +
		"data \"surveytrigger_zendesk_webhook_health\" \"x\" {\n  webhook_id = surveytrigger_zendesk_webhook.basic.id\n}\n" +
		targets.block("target", attributes{"username": `"connect"`, "password_wo": "var.target_password", "password_wo_version": "var.generation"}) +
		"ephemeral \"surveytrigger_zendesk_webhook_signing_secret\" \"basic\" {\n  webhook_id = surveytrigger_zendesk_webhook.basic.id\n}\n" +
		webhooks.block("receiver", attributes{"authentication": `{ bearer = { token_wo = ephemeral.surveytrigger_zendesk_webhook_signing_secret.basic.secret, token_wo_version = var.generation } }`}) +
		fields.block("field", attributes{"description": quoted(label)}) + categories.block("category") + csatOff +
		exclusions.block("exclusion", attributes{"description": quoted(label)}) +
		sends.block("send", attributes{"description": quoted(label), "webhook_id": webhooks.address("basic") + ".id", "exclude_tags": `["not_surveyed"]`, "evaluate_after": "[" + exclusions.address("exclusion") + ".id]"}) +
		automations.block("automation", attributes{"sent_tag": `"survey_sent"`, "webhook_id": webhooks.address("bearer") + ".id"})
	return config
}

const (
	withOAuth       = `oauth = { client_id = "surveytrigger_sandbox", client_secret = var.client_secret }`
	withAccessToken = `access_token = var.access_token`
	withAPIToken    = `email = "admin@example.com", api_token = var.api_token`
)

// A kind of resource or a secret that is new to the provider fails this test
// until it stands above.
func TestEveryKindAndEverySecretOfTheProviderIsSearchedFor(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	schemas, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(nil, err)
	config := everyKind(withOAuth+withAccessToken+withAPIToken, "") + everySurveyKind()
	given := maps.Clone(secretVariables)
	for attribute, secret := range surveySecrets {
		given[attribute] = secret.variable
	}
	secrets := secretsIn("provider", schemas.Provider.Block.Attributes)
	for _, kinds := range []map[string]*tfprotov6.Schema{schemas.ResourceSchemas, schemas.DataSourceSchemas, schemas.EphemeralResourceSchemas} {
		for name, schema := range kinds {
			if !strings.Contains(config, quoted(name)) {
				t.Errorf("no %s is searched", name)
			}
			secrets = append(secrets, secretsIn(name, schema.Block.Attributes)...)
		}
	}
	slices.Sort(secrets)
	if known := slices.Sorted(maps.Keys(given)); !slices.Equal(secrets, known) {
		t.Errorf("the provider takes or gives the secrets\n%s\nknown here are\n%s", strings.Join(secrets, "\n"), strings.Join(known, "\n"))
	}
	for attribute, variable := range given {
		if !strings.Contains(config, "var."+variable) {
			t.Errorf("%s is not given", attribute)
		}
	}
}

// secretsIn names the attributes that are write-only or sensitive.
func secretsIn(path string, attributes []*tfprotov6.SchemaAttribute) (found []string) {
	for _, attribute := range attributes {
		at := path + "." + attribute.Name
		if attribute.WriteOnly || attribute.Sensitive {
			found = append(found, at)
		}
		if attribute.NestedType != nil {
			found = append(found, secretsIn(at, attribute.NestedType.Attributes)...)
		}
	}
	return found
}

// A whole life of everything, with a new credential in each part of it, in front
// of an account that repeats in its answers what it was sent. All that the
// command line, the log and the sandbox wrote is searched.
func TestSecretsAreKeptNowhere(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	m := a.mirror()
	w := m.shell(everyKind(withOAuth, "first"))

	keeps := func(file string, args ...string) {
		printed, ok := w.try(args...)
		if w.write(file, printed); !ok {
			t.Fatalf("%s: %s", args, printed)
		}
	}
	lives := func(part string, options ...string) {
		keeps(part+"-plan.txt", append([]string{"plan", "-out=" + part + ".plan"}, options...)...)
		keeps(part+"-plan.json", "show", "-json", part+".plan")
		keeps(part+"-shown.txt", "show", part+".plan")
		keeps(part+"-apply.txt", "apply", part+".plan")
		keeps(part+"-state.json", "show", "-json")
		keeps(part+"-state.txt", "show")
	}
	m.give(w, "1")
	keeps("validate.txt", "validate")
	lives("create")
	w.configure(everyKind(withAccessToken, "second"))
	lives("update")
	w.configure(everyKind(withAPIToken, "second"))
	m.give(w, "2")
	lives("rotate")
	lives("destroy", "-destroy")

	for _, variable := range []string{"password", "token", "key", "target_password"} {
		m.expectSent(marked(variable, "1"))
		m.expectSent(marked(variable, "2"))
	}
	for _, credential := range []string{marked("client_secret", "1"), "Bearer " + marked("access_token", "1"), "admin@example.com/token:" + marked("api_token", "2")} {
		m.expectSent(credential)
	}
	for _, line := range []string{"POST", "PATCH", "PUT", "DELETE", "HTTP bodies", "echo"} {
		if !strings.Contains(w.read("trace.log"), line) {
			t.Errorf("the log holds no %s, so finding no secret in it proves nothing", line)
		}
	}
	if !strings.Contains(w.read("terraform.tfstate.backup"), "password_wo_version") {
		t.Error("the backup of the state holds no webhook, so finding no secret in it proves nothing")
	}
	m.searched(w)
}

// What a vendor, or what stands before it, repeats in its refusal is told to
// nobody.
func TestARefusalThatRepeatsASecretDoesNotShowIt(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]func(w http.ResponseWriter, body, authorization string){
		"a sentence": func(w http.ResponseWriter, body, authorization string) {
			answerJSON(w, map[string]any{"error": "RecordInvalid", "description": body + " of " + authorization})
		},
		"details": func(w http.ResponseWriter, body, authorization string) {
			answerJSON(w, map[string]any{"error": "RecordInvalid", "details": map[string]any{body: []any{map[string]string{"description": authorization}}}})
		},
		"an error list": func(w http.ResponseWriter, body, authorization string) {
			answerJSON(w, map[string]any{"errors": []any{map[string]any{"code": authorization, "title": body, "detail": url.QueryEscape(body), "source": map[string]string{"pointer": body}}}})
		},
		"a page": func(w http.ResponseWriter, body, authorization string) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = fmt.Fprintf(w, "<html><title>%s of %s</title><pre>%[1]s</pre>", html.EscapeString(body), html.EscapeString(authorization))
		},
		"plain text": func(w http.ResponseWriter, body, authorization string) {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = fmt.Fprintf(w, "%s of %s", body, authorization)
		},
		"a redirect": func(w http.ResponseWriter, body, authorization string) {
			w.Header().Set("Location", "https://elsewhere.example.com/?"+url.Values{"body": {body}, "authorization": {authorization}}.Encode())
			w.WriteHeader(http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.furnish()
			m := a.mirror()
			m.refuse = refuse
			w := m.shell(everyKind(withAPIToken, "first"))
			m.give(w, "1")
			printed, ok := w.try("apply", "-auto-approve", "-input=false", "-no-color")
			if refused := strings.Count(printed, "Cannot create zendesk_webhook"); ok || refused != 4 || !strings.Contains(printed, "Cannot create zendesk_http_target") || !strings.Contains(printed, "redacted") {
				t.Errorf("four webhooks and the target are refused, got %s", printed)
			}
			w.write("printed.txt", printed)
			for _, variable := range []string{"password", "token", "key", "target_password"} {
				m.expectSent(marked(variable, "1"))
			}
			m.searched(w)
		})
	}
}

func answerJSON(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_ = json.NewEncoder(w).Encode(answer)
}

// mirror stands in front of an account. It takes marked credentials instead of
// the account's own, and repeats in each answer what it was sent.
type mirror struct {
	account *account
	url     string
	refuse  func(w http.ResponseWriter, body, authorization string) // answers writes, if it is set

	mu     sync.Mutex
	sent   []string // bodies and credentials, decoded
	issued []string // secrets that the account made
}

func (a *account) mirror() *mirror {
	a.t.Helper()
	m := &mirror{account: a}
	server := httptest.NewServer(m)
	a.t.Cleanup(server.Close)
	m.url = server.URL + "/zendesk"
	return m
}

// shell is a workspace for the mirrored account, with every log that there is.
func (m *mirror) shell(config string) *workspace {
	m.account.t.Helper()
	w := m.account.process(config)
	w.setenv("ZENDESK_ENDPOINT="+m.url, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.dir, "trace.log"))
	for name := range m.account.env {
		if strings.HasPrefix(name, "ZENDESK_") && name != "ZENDESK_SUBDOMAIN" && name != "ZENDESK_ENDPOINT" {
			w.setenv(name + "=")
		}
	}
	return w
}

// give sets the variables to the secrets of a generation.
func (m *mirror) give(w *workspace, generation string) {
	w.setenv("TF_VAR_generation=" + generation)
	for _, variable := range secretVariables {
		if variable != "" {
			w.setenv("TF_VAR_" + variable + "=" + marked(variable, generation))
		}
	}
}

func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	authorization := r.Header.Get("Authorization")
	m.note(body, authorization)
	path := strings.TrimPrefix(r.URL.Path, "/zendesk")
	if m.refuse != nil && r.Method != http.MethodGet && (path == "/api/v2/webhooks" || path == "/api/v2/targets") {
		m.refuse(w, string(body), authorization)
		return
	}
	answer := m.forward(w, r, body)
	var object map[string]any
	if json.Unmarshal(answer, &object) == nil {
		m.keep(object)
		object["echo"] = []string{string(body), authorization} // under no key that says what it is
		answer, _ = json.Marshal(object)
	}
	_, _ = w.Write(answer)
}

// note keeps what was sent, in the clear.
func (m *mirror) note(body []byte, authorization string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var value any
	if json.Unmarshal(body, &value) == nil {
		m.sent = append(m.sent, textsOf(value)...)
	}
	if encoded, basic := strings.CutPrefix(authorization, "Basic "); basic {
		decoded, _ := base64.StdEncoding.DecodeString(encoded)
		authorization = string(decoded)
	}
	m.sent = append(m.sent, authorization)
}

// keep remembers the secrets that the account makes.
func (m *mirror) keep(answer map[string]any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	signing, _ := answer["signing_secret"].(map[string]any)
	for _, made := range []any{answer["access_token"], signing["secret"]} {
		if secret, ok := made.(string); ok {
			m.issued = append(m.issued, secret)
		}
	}
}

// forward sends a request on to the account, with a credential that it knows.
func (m *mirror) forward(w http.ResponseWriter, r *http.Request, body []byte) []byte {
	a := m.account
	inJSON, _ := json.Marshal(marked("client_secret", "1"))
	body = []byte(strings.ReplaceAll(string(body), string(inJSON), quoted(a.env["ZENDESK_OAUTH_CLIENT_SECRET"])))
	request, err := http.NewRequestWithContext(r.Context(), r.Method, a.url+r.URL.RequestURI(), strings.NewReader(string(body)))
	if err != nil {
		a.t.Error(err)
		return nil
	}
	request.Header.Set("Content-Type", r.Header.Get("Content-Type"))
	if r.Header.Get("Authorization") != "" {
		request.Header.Set("Authorization", "Bearer "+a.env["ZENDESK_ACCESS_TOKEN"])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer func() { _ = response.Body.Close() }()
	answer, _ := io.ReadAll(response.Body)
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	return answer
}

// textsOf are the texts in a JSON value.
func textsOf(value any) (texts []string) {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, element := range value {
			texts = append(texts, textsOf(element)...)
		}
	case map[string]any:
		for _, member := range value {
			texts = append(texts, textsOf(member)...)
		}
	}
	return texts
}

// wasSent tells whether secrets went over the wire: only then it proves
// something that they are nowhere else.
func (m *mirror) wasSent(secrets ...string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !slices.ContainsFunc(secrets, func(secret string) bool { return !slices.Contains(m.sent, secret) })
}

func (m *mirror) expectSent(secret string) {
	m.account.t.Helper()
	if !m.wasSent(secret) {
		m.account.t.Errorf("%q was never sent", secret)
	}
}

// searched expects none of the secrets in what the command line left behind and
// in the sandbox's request log.
func (m *mirror) searched(w *workspace) {
	m.account.t.Helper()
	var requests json.RawMessage
	m.account.send(http.MethodGet, "/_sandbox/requests", nil, &requests)
	w.write("requests.json", string(requests))
	m.mu.Lock()
	defer m.mu.Unlock()
	secrets := []string{}
	for _, secret := range m.issued {
		secrets = append(secrets, forms(secret)...)
	}
	for _, variable := range secretVariables {
		for _, generation := range []string{"1", "2"} {
			if variable != "" {
				secrets = append(secrets, forms(marked(variable, generation))...)
			}
		}
	}
	w.holdsNone(secrets...)
}
