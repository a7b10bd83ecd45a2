package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// deskParts are the four parts of a credential.
type deskParts struct{ key, secret, token, tokenSecret string }

func (a *account) deskCredential() deskParts {
	return deskParts{a.env["DESK_CONSUMER_KEY"], a.env["DESK_CONSUMER_SECRET"], a.env["DESK_ACCESS_TOKEN"], a.env["DESK_ACCESS_TOKEN_SECRET"]}
}

// deskConnector declares a connector with a credential.
func (a *account) deskConnector(c deskParts, version int, more ...string) string {
	return fmt.Sprintf(`
resource "surveytrigger_connector" "desk" {
  help_desk = "desk"
  url       = %q
  desk = {
    consumer_key           = %q
    consumer_secret_wo     = %q
    access_token           = %q
    access_token_secret_wo = %q
    secrets_wo_version     = %d
  }
  %s
}
`, a.env["DESK_ENDPOINT"], c.key, c.secret, c.token, c.tokenSecret, version, strings.Join(more, "\n  "))
}

// deskApplication makes an API application.
func (a *account) deskApplication(name string) deskParts {
	a.t.Helper()
	var shown struct {
		Applications []struct {
			Name              string
			ConsumerKey       string `json:"consumer_key"`
			ConsumerSecret    string `json:"consumer_secret"`
			AccessToken       string `json:"access_token"`
			AccessTokenSecret string `json:"access_token_secret"`
		} `json:"api_applications"`
	}
	a.send(http.MethodPost, "/_sandbox/desk", map[string]any{"api_applications": []any{map[string]any{"name": name}}}, &shown)
	for _, each := range shown.Applications {
		if each.Name == name {
			return deskParts{each.ConsumerKey, each.ConsumerSecret, each.AccessToken, each.AccessTokenSecret}
		}
	}
	a.t.Fatalf("no application %s in %+v", name, shown)
	return deskParts{}
}

func TestAConnectorToDeskFromCreationToTheEnd(t *testing.T) {
	t.Parallel()
	a := start(t)
	first, second := a.deskCredential(), a.deskApplication("Second")
	w := a.onBackend(a.deskConnector(first, 1, `agents = ["ana.agent@example.com"]`))
	a.forget()
	w.apply()
	w.noChanges()
	if sent := a.deskRequests(); slices.ContainsFunc(sent, func(line string) bool { return line != "GET /api/v2/users" }) || len(sent) != 4 {
		t.Errorf("one request each for plan, create's plan, create and plan expected, got %v", sent)
	}
	id := w.attribute(connectorAddress, "id")
	if roles := stateValue[[]any](w, connectorAddress, "verified_roles"); len(roles) != 0 {
		t.Errorf("got %v", roles)
	}
	state := w.read("terraform.tfstate")
	if !strings.Contains(state, first.key) || strings.Contains(state, first.secret) || strings.Contains(state, first.tokenSecret) {
		t.Error("the names are in state, the secrets are not")
	}

	// Another key sends its secrets, whatever the version says.
	w.configure(a.backendProvider() + a.deskConnector(second, 1, `agents = ["ana.agent@example.com"]`))
	a.forget()
	w.apply()
	w.noChanges()
	writes := a.backendWrites()
	if len(writes) != 1 || !strings.Contains(writes[0], second.key) || !strings.Contains(writes[0], `"consumer_secret"`) || !strings.Contains(writes[0], `"access_token_secret"`) {
		t.Errorf("got %v", writes)
	}
	withoutSecrets := func(c deskParts) string {
		return strings.NewReplacer(fmt.Sprintf("consumer_secret_wo     = %q", c.secret), "", fmt.Sprintf("access_token_secret_wo = %q", c.tokenSecret), "").Replace(a.deskConnector(c, 1, `agents = ["ana.agent@example.com"]`))
	}
	w.configure(a.backendProvider() + withoutSecrets(second))
	w.noChanges()
	w.configure(a.backendProvider() + withoutSecrets(first))
	if failed := w.errors("plan"); len(failed) != 1 || failed[0].Summary != "A new key without its secret" {
		t.Errorf("got %v", failed)
	}

	half := strings.Replace(a.deskConnector(second, 1), fmt.Sprintf("access_token_secret_wo = %q", second.tokenSecret), "", 1)
	w.configure(a.backendProvider() + half)
	if failed := w.errors("plan"); len(failed) != 1 || failed[0].Summary != "A part of the credential is missing" || !strings.Contains(failed[0].Detail, "desk.access_token_secret_wo") {
		t.Errorf("got %v", failed)
	}

	// What somebody else does there shows, and is undone.
	w.configure(a.backendProvider() + a.deskConnector(second, 1, `agents = ["ana.agent@example.com"]`))
	a.backend(http.MethodPatch, "/connectors/"+id, map[string]any{"desk": map[string]any{
		"consumer_key": first.key, "consumer_secret": first.secret, "access_token": first.token, "access_token_secret": first.tokenSecret,
	}})
	if changes := w.changes(); !slices.Equal(changes, []string{"update " + connectorAddress}) {
		t.Errorf("got %v", changes)
	}
	w.apply()
	w.noChanges()
	if held := a.theOnly("connectors"); asJSON(held["desk"]) != fmt.Sprintf(`{"access_token":%q,"consumer_key":%q}`, second.token, second.key) || held["id"] != id {
		t.Errorf("got %v", held)
	}
	w.destroy()
	if left := a.held("connectors"); len(left) != 0 {
		t.Errorf("got %v", left)
	}
}

// Each part that is wrong is an error of the plan, at its attribute where Desk.com names it,
// and never with a secret.
func TestEachWrongPartOfADeskCredentialIsToldAtThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	good, other := a.deskCredential(), a.deskApplication("Other")
	for _, mode := range []string{"named", "hidden"} {
		a.deskAdmin(fmt.Sprintf(`{"oauth_problems": %q}`, mode))
		for name, row := range map[string]struct {
			credential  deskParts
			names, says string
		}{
			"key":                    {deskParts{"wrong", good.secret, good.token, good.tokenSecret}, "Check url and desk.consumer_key.", "does not know the key"},
			"secret":                 {deskParts{good.key, "a-wrong-secret", good.token, good.tokenSecret}, "Check url and desk.consumer_secret_wo and desk.access_token_secret_wo.", "the signature is wrong"},
			"token":                  {deskParts{good.key, good.secret, "wrong", good.tokenSecret}, "Check url and desk.access_token.", "not the access token"},
			"token secret":           {deskParts{good.key, good.secret, good.token, "a-wrong-secret"}, "Check url and desk.consumer_secret_wo and desk.access_token_secret_wo.", "the token secret, or both are wrong"},
			"secrets mixed up":       {deskParts{good.key, good.tokenSecret, good.token, good.secret}, "Check url and desk.consumer_secret_wo and desk.access_token_secret_wo.", "mixed up"},
			"of another application": {deskParts{good.key, good.secret, other.token, other.tokenSecret}, "Check url and desk.access_token.", "of another API application"},
		} {
			if mode == "hidden" {
				row.names, row.says = "Check url and desk.", "At least one of the key, the secret, the access token and the token secret is wrong"
			}
			w := a.onBackend(a.deskConnector(row.credential, 1))
			failed := w.errors("plan")
			if len(failed) != 1 || failed[0].Summary != "The help desk refuses the credential" || !strings.Contains(failed[0].Detail, row.says) || !strings.Contains(failed[0].Detail, row.names) {
				t.Errorf("%s, %s: got %v", mode, name, failed)
			}
			for _, secret := range []string{"a-wrong-secret", good.secret, good.tokenSecret, other.tokenSecret} {
				if strings.Contains(failed[0].Detail, secret) {
					t.Errorf("%s, %s: a secret is shown: %v", mode, name, failed)
				}
			}
		}
	}
	if left := a.held("connectors"); len(left) != 0 {
		t.Errorf("got %v", left)
	}
}

func TestADeskCredentialThatIsIncompleteOrOfAnotherPlace(t *testing.T) {
	t.Parallel()
	a := start(t)
	good := a.deskConnector(a.deskCredential(), 1)
	endpoint := a.env["DESK_ENDPOINT"]
	for name, row := range map[string]struct{ config, summary, says string }{
		"no token secret": {strings.Replace(good, "access_token_secret_wo", "# ", 1), "The credential is missing", "set desk.access_token_secret_wo."},
		"no block":        {fmt.Sprintf("resource \"surveytrigger_connector\" \"desk\" {\n  help_desk = \"desk\"\n  url = %q\n}\n", endpoint), "The credential is missing", "desk.consumer_secret_wo and desk.access_token_secret_wo"},
		"another address": {strings.Replace(good, endpoint, "https://acme.zendesk.com", 1), "Not the address of the help desk", "https://acme.desk.com"},
		"no API there":    {strings.Replace(good, endpoint, a.url+"/elsewhere", 1), "No API at the help desk's address", "Check url"},
		"another block":   {strings.Replace(good, `"desk"`+"\n  url", `"kustomer"`+"\n  url", 1), "A credential of another help desk", `"desk" would have no effect`},
	} {
		w := a.onBackend(strings.Replace(row.config, `resource "surveytrigger_connector" "kustomer"`, `resource "surveytrigger_connector" "desk"`, 1))
		failed := w.errors("plan")
		if !slices.ContainsFunc(failed, func(d told) bool {
			return d.Summary == row.summary && strings.Contains(strings.Join(strings.Fields(d.Detail), " "), row.says)
		}) {
			t.Errorf("%s: got %v", name, failed)
		}
	}
}

// A plan can do without the help desk; an apply cannot, and stores nothing. Both say that
// there is none any more.
func TestAConnectorToAHostWithoutDesk(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(strings.Replace(a.deskConnector(a.deskCredential(), 1), a.env["DESK_ENDPOINT"], "http://127.0.0.1:1", 1))
	if warned := w.warnings("plan"); len(warned) != 1 || warned[0].Summary != "The help desk could not be asked" || !strings.Contains(warned[0].Detail, "Desk.com ended on 13 March 2020") {
		t.Errorf("got %v", warned)
	}
	failed := w.errors("apply", "-auto-approve")
	if len(failed) != 1 || len(a.held("connectors")) != 0 {
		t.Fatalf("got %v", failed)
	}
	inOrder(t, failed[0].Detail, "127.0.0.1:1", "Desk.com ended on 13 March 2020", "Zendesk or Kustomer", "check url", "Nothing was sent to the survey backend")
}

func TestAnImportedConnectorToDesk(t *testing.T) {
	t.Parallel()
	a := start(t)
	c := a.deskCredential()
	made := a.backend(http.MethodPost, "/connectors", map[string]any{"help_desk": "desk", "url": a.env["DESK_ENDPOINT"], "desk": map[string]any{
		"consumer_key": c.key, "consumer_secret": c.secret, "access_token": c.token, "access_token_secret": c.tokenSecret,
	}})
	w := a.onBackend(a.deskConnector(c, 1) + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", connectorAddress, made["id"]))
	for _, change := range w.plan().ResourceChanges {
		if changes := changed(change.Change); !slices.Equal(changes, []string{"desk", "verified_roles"}) || slices.Contains(change.Change.Actions, "create") {
			t.Errorf("got %v %v", changes, change.Change.Actions)
		}
		if before := asJSON(change.Change.Before); !strings.Contains(before, `"consumer_key":"`+c.key+`"`) {
			t.Errorf("the names are imported, got %s", before)
		}
	}
	w.apply()
	w.noChanges()
	if w.attribute(connectorAddress, "id") != made["id"] {
		t.Error("another one was made")
	}
}
