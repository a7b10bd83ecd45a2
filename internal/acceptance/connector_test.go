package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const connectorAddress = "surveytrigger_connector.desk"

// kustomerConnector declares one with a key.
func (a *account) kustomerConnector(key string, version int, more ...string) string {
	return fmt.Sprintf(`
resource "surveytrigger_connector" "desk" {
  help_desk = "kustomer"
  url       = %q
  kustomer  = { api_key_wo = %q, api_key_wo_version = %d }
  %s
}
`, a.env["KUSTOMER_ENDPOINT"], key, version, strings.Join(more, "\n  "))
}

func (a *account) goodKey() string { return a.env["KUSTOMER_CONNECTOR_API_KEY"] }

// tried counts how often a key was tried since the last forget.
func (a *account) tried() int { return counted(a.kustomerRequests())["GET /v1/auth/tokens/current"] }

func TestAConnectorFromCreationToTheEnd(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1, `agents = ["ana.agent@example.com"]`))
	a.forget()
	w.apply()
	w.noChanges()
	id := w.attribute(connectorAddress, "id")
	if roles := stateValue[[]any](w, connectorAddress, "verified_roles"); asJSON(roles) != `["org.admin.read","org.admin.write","org.user.read","org.user.write"]` {
		t.Errorf("got %v", roles)
	}
	if sent := a.kustomerRequests(); slices.ContainsFunc(sent, func(r request) bool { return r.Method != http.MethodGet || r.Path != "/v1/auth/tokens/current" }) {
		t.Errorf("nothing but the key in use is asked for, got %v", counted(sent))
	}
	if strings.Contains(w.read("terraform.tfstate"), a.goodKey()) {
		t.Error("the key is in state")
	}

	// A rotation is one request, and keeps the id; so is anything else.
	second := a.kustomerKey("Second", map[string]any{"roles": []string{"org.admin", "org.user"}})
	w.configure(a.backendProvider() + a.kustomerConnector(second, 2, `agents = ["ana.agent@example.com"]`))
	w.apply()
	w.noChanges()
	if roles := stateValue[[]any](w, connectorAddress, "verified_roles"); asJSON(roles) != `["org.admin","org.user"]` {
		t.Errorf("got %v", roles)
	}
	w.configure(a.backendProvider() + a.kustomerConnector(second, 2, `agents = ["ana.agent@example.com", "noah.new@example.com"]`))
	w.apply()
	w.noChanges()
	if now := w.attribute(connectorAddress, "id"); now != id || len(a.held("connectors")) != 1 {
		t.Errorf("from %s to %s", id, now)
	}

	// Somebody edits: the agents, and the key.
	a.backend(http.MethodPatch, "/connectors/"+id, map[string]any{"agents": []string{"ana.agent@example.com"}})
	for _, change := range w.plan().ResourceChanges {
		if err := (onlyChange{connectorAddress, "agents", `["ana.agent@example.com"]`, `["ana.agent@example.com","noah.new@example.com"]`}).check(change.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	w.noChanges()
	a.backend(http.MethodPatch, "/connectors/"+id, map[string]any{"kustomer": map[string]any{"api_key": a.goodKey()}})
	if changes := w.changes(); !slices.Equal(changes, []string{"update " + connectorAddress}) {
		t.Errorf("a key that somebody replaced shows, got %v", changes)
	}
	w.apply()
	w.noChanges()
	w.destroy()
	if left := a.held("connectors"); len(left) != 0 {
		t.Errorf("got %v", left)
	}
}

func TestACredentialIsProvenAtThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomerScreens(map[string]any{"token_expiry": "shown"})
	few := a.kustomerKey("Few", map[string]any{"roles": []string{"org.user.read", "org.permission.note.create"}})
	fine := a.kustomerKey("Fine", map[string]any{"roles": []string{
		"org.permission.user.read", "org.permission.customer.read", "org.permission.conversation.read", "org.permission.message.read", "org.permission.note.read",
		"org.permission.conversation.update", "org.permission.note.create", "org.permission.metadata.read", "org.permission.metadata.update",
	}})
	other := a.kustomerKey("Elsewhere", map[string]any{"organization": "other-acme", "roles": []string{"org.admin", "org.user"}})
	for name, row := range map[string]struct {
		config  string
		summary string
		says    []string
	}{
		"all four roles":         {a.kustomerConnector(a.goodKey(), 1), "", nil},
		"the finer roles":        {a.kustomerConnector(fine, 1), "", nil},
		"without org.user.write": {a.kustomerConnector(a.env["KUSTOMER_LIMITED_API_KEY"], 1), "Roles of the API key are missing", []string{"\n  org.user.write"}},
		"several are missing": {
			a.kustomerConnector(few, 1), "Roles of the API key are missing",
			[]string{"\n  org.admin.read", "\n  org.admin.write", "\n  org.user.write (or the finer org.permission.conversation.update)"},
		},
		"of another organization": {a.kustomerConnector(other, 1), "The help desk refuses the credential", []string{"another organization", "401"}},
		"no key at all":           {a.kustomerConnector("nonsense", 1), "The help desk refuses the credential", []string{"wrong, expired or revoked"}},
		"no secret":               {strings.Replace(a.kustomerConnector("", 1), `api_key_wo = "", `, "", 1), "The credential is missing", nil},
		"no block":                {fmt.Sprintf("resource \"surveytrigger_connector\" \"desk\" {\n  help_desk = \"kustomer\"\n  url = %q\n}\n", a.env["KUSTOMER_ENDPOINT"]), "The credential is missing", nil},
		"another address":         {strings.Replace(a.kustomerConnector(a.goodKey(), 1), a.env["KUSTOMER_ENDPOINT"], "https://acme.example.com", 1), "Not the address of the help desk", []string{"https://acme.kustomerapp.com"}},
		"an unencrypted one":      {strings.Replace(a.kustomerConnector(a.goodKey(), 1), a.env["KUSTOMER_ENDPOINT"], "http://acme.kustomerapp.com", 1), "Not the address of the help desk", []string{"write it like https://acme.kustomerapp.com"}},
		"no API there":            {strings.Replace(a.kustomerConnector(a.goodKey(), 1), a.env["KUSTOMER_ENDPOINT"], a.url+"/elsewhere", 1), "No API at the help desk's address", nil},
		"of another help desk":    {strings.Replace(a.kustomerConnector(a.goodKey(), 1), `"kustomer"`, `"zendesk"`, 1), "A credential of another help desk", nil},
	} {
		w := a.onBackend(row.config)
		found := slices.DeleteFunc(w.tell("plan"), func(d told) bool { return d.Severity != "error" })
		if row.summary == "" && len(found) == 0 {
			continue
		}
		if !slices.ContainsFunc(found, func(d told) bool { return d.Summary == row.summary }) {
			t.Errorf("%s: %q expected, got %v", name, row.summary, found)
			continue
		}
		for _, text := range row.says {
			if !strings.Contains(found[0].Detail, text) {
				t.Errorf("%s: %q expected in %s", name, text, found[0].Detail)
			}
		}
	}
	if left := a.held("connectors"); len(left) != 0 {
		t.Errorf("got %v", left)
	}
}

// What changes about a key after the apply shows in the next plan that has it.
func TestARevokedOrExpiredKeyShowsAtTheNextPlan(t *testing.T) {
	t.Parallel()
	four := []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}
	for name, end := range map[string]func(*account){
		"revoked": func(a *account) {
			a.kustomerScreens(map[string]any{"api_keys": []any{map[string]any{"name": "Short", "revoked": true}}})
		},
		"expired": func(a *account) { a.later("2h") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			key := a.kustomerKey("Short", map[string]any{"roles": four, "expires_in": "1h"})
			w := a.onBackend(a.kustomerConnector(key, 1))
			w.apply()
			end(a)
			if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "The help desk refuses the credential" || strings.Contains(found[0].Detail, key) {
				t.Errorf("got %v", found)
			}
			a.forget()
			w.noChanges("-refresh=false")
			if a.tried() != 0 {
				t.Error("with -refresh=false nothing is tried")
			}
			// Without the key nobody can try it, and the stored one stays.
			w.configure(a.backendProvider() + strings.Replace(a.kustomerConnector("", 1), `api_key_wo = "", `, "", 1))
			w.noChanges()
		})
	}
}

func TestAHelpDeskThatCannotBeReached(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1))
	w.configure(strings.ReplaceAll(w.read("main.tf"), a.env["KUSTOMER_ENDPOINT"], "http://127.0.0.1:1"))
	if warnings := w.warnings("plan"); len(warnings) != 1 || warnings[0].Summary != "The help desk could not be asked" || !strings.HasPrefix(warnings[0].line(), "url") {
		t.Errorf("got %v", warnings)
	}
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "before the survey backend gets it") || len(a.held("connectors")) != 0 {
		t.Errorf("got %v", found)
	}
}

// Two requests a connector at plan: one to the help desk; the backend's are a list.
func TestAPlanTriesEachCredentialOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1))
	a.forget()
	w.plan()
	if n := len(a.kustomerRequests()); n != 1 {
		t.Errorf("one request expected for a new one, got %d", n)
	}
	w.apply()
	a.forget()
	w.noChanges()
	if n := len(a.kustomerRequests()); n != 1 {
		t.Errorf("one request expected, got %d", n)
	}
}

func TestAConnectorToZendesk(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(token string, version int) string {
		return fmt.Sprintf("%sresource \"surveytrigger_connector\" \"desk\" {\n  help_desk = \"zendesk\"\n  url = %q\n  zendesk = { access_token_wo = %q, access_token_wo_version = %d }\n}\n",
			a.backendProvider(), a.env["ZENDESK_ENDPOINT"], token, version)
	}
	w := a.shell(config("nonsense", 1))
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "The help desk refuses the credential" {
		t.Errorf("got %v", found)
	}
	w.configure(config(a.env["ZENDESK_ACCESS_TOKEN"], 1))
	w.apply()
	w.noChanges()
	if roles := stateValue[[]any](w, connectorAddress, "verified_roles"); asJSON(roles) != `["admin"]` {
		t.Errorf("got %v", roles)
	}
	a.forget()
	w.noChanges()
	if sent := a.requests(); len(sent) != 1 || sent[0].String() != "GET /api/v2/users/me" {
		t.Errorf("got %s", describe(sent))
	}
}

func TestAnImportedConnector(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.backend(http.MethodPost, "/connectors", map[string]any{"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "kustomer": map[string]any{"api_key": a.goodKey()}})
	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", connectorAddress, made["id"]))
	for _, change := range w.plan().ResourceChanges {
		if changes := changed(change.Change); !slices.Equal(changes, []string{"kustomer", "verified_roles"}) || slices.Contains(change.Change.Actions, "create") {
			t.Errorf("got %v %v", changes, change.Change.Actions)
		}
	}
	w.apply()
	w.noChanges()
	if w.attribute(connectorAddress, "id") != made["id"] {
		t.Error("another one was made")
	}
}

// Agents that were left out are nobody's difference after an import, and no write sends
// them; those that are written as the backend has them are none either. A generated
// configuration has them.
func TestTheAgentsOfAnImportedConnector(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.backend(http.MethodPost, "/connectors", map[string]any{
		"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "agents": []string{"ana.agent@example.com"}, "kustomer": map[string]any{"api_key": a.goodKey()},
	})
	imports := fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", connectorAddress, made["id"])
	for _, agents := range []string{"", `agents = ["ana.agent@example.com"]`} {
		w := a.onBackend(a.kustomerConnector(a.goodKey(), 1, agents) + imports)
		if changes := changed(w.plan().ResourceChanges[0].Change); !slices.Equal(changes, []string{"kustomer", "verified_roles"}) {
			t.Errorf("with %q the import changes %v", agents, changes)
		}
	}
	generated := a.onBackend(imports)
	generated.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	if config := generated.read("generated.tf"); !strings.Contains(config, `["ana.agent@example.com"]`) {
		t.Errorf("generated %s", config)
	}
	if printed := generated.run("plan", "-input=false", "-no-color"); !strings.Contains(printed, "1 to import, 0 to add, 0 to change") {
		t.Errorf("the generated configuration: %s", printed)
	}

	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1) + imports)
	w.apply()
	a.backend(http.MethodPatch, "/connectors/"+made["id"].(string), map[string]any{"agents": []string{"ana.agent@example.com", "noah.new@example.com"}})
	w.noChanges()
	a.forget()
	w.configure(a.backendProvider() + a.kustomerConnector(a.goodKey(), 2))
	w.apply()
	if writes := a.backendWrites(); len(writes) != 1 || strings.Contains(writes[0], "agents") {
		t.Errorf("a rotation sends the credential alone, got %v", writes)
	}
	w.configure(a.backendProvider() + a.kustomerConnector(a.goodKey(), 2, `agents = ["ana.agent@example.com"]`))
	w.apply()
	w.configure(a.backendProvider() + a.kustomerConnector(a.goodKey(), 2))
	w.noChanges()
	if agents := a.held("connectors")[made["id"].(string)]["agents"]; asJSON(agents) != `["ana.agent@example.com"]` {
		t.Errorf("the backend has %v", agents)
	}
}

func TestTroubleWithConnectors(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.DropBefore, engine.DropAfterCommit} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.onBackend(a.kustomerConnector(a.goodKey(), 1))
			a.fault(engine.Fault{System: "backend", Kind: kind, Method: "POST", Path: "/v1/*", Times: 1}, engine.Fault{System: "kustomer", Kind: kind, Method: "GET", Path: "/v1/*", Times: 1})
			w.apply()
			w.noChanges()
			if n := len(a.held("connectors")); n != 1 {
				t.Errorf("one connector expected, got %d", n)
			}
			a.fault(engine.Fault{System: "backend", Kind: kind, Method: "PATCH", Path: "/v1/*", Times: 1})
			w.configure(a.backendProvider() + a.kustomerConnector(a.goodKey(), 2))
			w.apply()
			w.noChanges()
		})
	}
}

// Against Nicereply the same configuration is verified, and its key is tried all the same.
func TestAConnectorOfNicereply(t *testing.T) {
	t.Parallel()
	a := start(t)
	provider := fmt.Sprintf("provider \"surveytrigger\" {\n  nicereply = { endpoint = %q, email = %q, api_token = %q }\n}\n",
		a.env["NICEREPLY_ENDPOINT"], a.env["NICEREPLY_EMAIL"], a.env["NICEREPLY_API_TOKEN"])
	w := a.shell(provider + a.kustomerConnector(a.env["KUSTOMER_LIMITED_API_KEY"], 1))
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "Roles of the API key are missing" {
		t.Errorf("got %v", found)
	}
	w.configure(provider + a.kustomerConnector(a.goodKey(), 1, `agents = ["ana.agent@example.com"]`))
	warnings := w.warnings("plan")
	if !slices.ContainsFunc(warnings, func(d told) bool {
		return strings.HasPrefix(d.Summary, "To do by hand: ") && strings.Contains(d.Detail, "Click on the Kustomer icon")
	}) {
		t.Errorf("the clicks expected, got %v", warnings)
	}
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 || !strings.HasPrefix(found[0].Summary, "Not as declared: ") {
		t.Errorf("got %v", found)
	}
	a.send(http.MethodPost, "/_sandbox/nicereply", map[string]any{"integrations": []any{map[string]any{"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "connected": true}}}, nil)
	a.forget()
	w.apply()
	w.noChanges()
	if a.tried() < 2 || w.attribute(connectorAddress, "reconciliation") != "verified" || len(stateValue[[]any](w, connectorAddress, "verified_roles")) == 0 {
		t.Errorf("tried %d times: %v", a.tried(), stateValue[[]any](w, connectorAddress, "verified_roles"))
	}
	a.send(http.MethodPost, "/_sandbox/nicereply", map[string]any{"integrations": []any{map[string]any{"help_desk": "kustomer", "connected": false}}}, nil)
	if changes := w.changes(); !slices.Equal(changes, []string{"create " + connectorAddress}) {
		t.Errorf("one that is disconnected is gone, got %v", changes)
	}
}

// What is not known yet is tried when it is.
func TestAConnectorOfWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(key string) string {
		return fmt.Sprintf(`
resource "terraform_data" "url" { input = %q }
resource "terraform_data" "agents" { input = ["ana.agent@example.com"] }
variable "key" {
  type      = string
  ephemeral = true
  default   = %q
}
resource "surveytrigger_connector" "desk" {
  help_desk = "kustomer"
  url       = terraform_data.url.output
  kustomer  = { api_key_wo = var.key, api_key_wo_version = 1 }
  agents    = terraform_data.agents.output
}
`, a.env["KUSTOMER_ENDPOINT"], key)
	}
	w := a.onBackend(config(a.env["KUSTOMER_LIMITED_API_KEY"]))
	a.forget()
	w.plan()
	if a.tried() != 0 {
		t.Error("nothing can be tried yet")
	}
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 || found[0].Summary != "Roles of the API key are missing" || len(a.held("connectors")) != 0 {
		t.Errorf("got %v", found)
	}
	w.configure(a.backendProvider() + config(a.goodKey()))
	w.apply()
	w.noChanges()
}

// A second one for the same help desk would poll it twice.
func TestASecondConnectorIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.onBackend(a.kustomerConnector(a.goodKey(), 1)).apply()
	w := a.onBackend(a.kustomerConnector(a.goodKey(), 1))
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 || found[0].Summary != "The connector exists already" || len(a.held("connectors")) != 1 {
		t.Errorf("got %v", found)
	}
}

// A connector that moves to another account, for example from test to production by
// variables, takes the credential of that account with it, whatever its version.
func TestAConnectorThatMovesTakesItsCredential(t *testing.T) {
	t.Parallel()
	a, production := start(t), start(t)
	all := map[string]any{"roles": []string{"org.admin", "org.user"}}
	key := production.kustomerKey("Production", all)
	w := a.onBackend(a.kustomerConnector(a.kustomerKey("Test", all), 1))
	w.apply()
	moved := a.backendProvider() + production.kustomerConnector(key, 1)
	w.configure(strings.Replace(moved, fmt.Sprintf("api_key_wo = %q, ", key), "", 1))
	if refused := w.errors("plan"); len(refused) != 1 || refused[0].Summary != "A new address without its credential" {
		t.Errorf("got %v", refused)
	}
	w.configure(moved)
	a.forget()
	w.apply()
	w.noChanges()
	if sent := a.backendWrites(); len(sent) != 1 || !strings.Contains(sent[0], production.env["KUSTOMER_ENDPOINT"]) || !strings.Contains(sent[0], `"api_key"`) {
		t.Errorf("address and key expected, got %v", sent)
	}

	// The same where the address is known late.
	w.configure(strings.Replace(a.backendProvider()+a.kustomerConnector(a.goodKey(), 1), fmt.Sprintf("%q\n  kustomer", a.env["KUSTOMER_ENDPOINT"]), "terraform_data.url.output\n  kustomer", 1) +
		fmt.Sprintf("resource \"terraform_data\" \"url\" { input = %q }\n", a.env["KUSTOMER_ENDPOINT"]))
	w.apply()
	w.noChanges()
	if sent := a.backendWrites(); len(sent) != 2 || !strings.Contains(sent[1], `"api_key"`) {
		t.Errorf("address and key expected, got %v", sent)
	}
}

// A key that was replaced in the configuration without another version is tried by the
// plan, and works; the backend still has the old one, which was revoked.
func TestABackendThatCannotReadTheHelpDesk(t *testing.T) {
	t.Parallel()
	a := start(t)
	all := map[string]any{"roles": []string{"org.admin", "org.user"}}
	first, second := a.kustomerKey("First", all), a.kustomerKey("Second", all)
	config := func(key string, version int, settings string) string {
		declared := strings.Replace(asking("", "CES", settings), `""`, connectorAddress+".id", 1)
		return a.backendProvider() + a.kustomerConnector(key, version) + declared
	}
	w := a.shell(config(first, 1, ""))
	w.apply()
	a.kustomerScreens(map[string]any{"api_keys": []any{map[string]any{"name": "First", "revoked": true}}})
	a.later("1h")
	w.configure(config(second, 1, ""))
	warned := w.warnings("plan")
	if len(warned) != 1 || warned[0].Summary != "The survey backend cannot read the help desk" || !strings.Contains(warned[0].Detail, "401") || !strings.Contains(warned[0].Detail, "raise kustomer.api_key_wo_version") {
		t.Fatalf("one warning expected, got %v", warned)
	}
	w.configure(config(second, 2, ""))
	w.apply()
	if left := w.warnings("plan"); len(left) != 0 {
		t.Errorf("the advice was followed: %v", left)
	}
	a.later("1h")
	if left := w.warnings("plan"); len(left) != 0 {
		t.Errorf("the backend has polled: %v", left)
	}

	// What is not polled fails no more.
	a.kustomerScreens(map[string]any{"api_keys": []any{map[string]any{"name": "Second", "revoked": true}}})
	a.later("1h")
	third := a.kustomerKey("Third", all)
	w.configure(config(third, 2, "active = false"))
	w.apply()
	if left := w.warnings("plan"); len(left) != 0 {
		t.Errorf("no distribution is active: %v", left)
	}
}
