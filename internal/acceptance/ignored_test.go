package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// What ignore_changes leaves out of a plan, an apply leaves as it is too.
func TestAnIgnoredVersionSendsNoCredential(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(agents string) string {
		return a.backendProvider() + a.kustomerConnector(a.goodKey(), 1, "agents = "+agents, "lifecycle { ignore_changes = [kustomer.api_key_wo_version] }")
	}
	w := a.onBackend("")
	w.configure(config(`["ana.agent@example.com"]`))
	w.apply()
	w.apply() // which reads what the backend holds
	// The key is rotated in the backend.
	rotated := a.kustomerKey("Rotated", map[string]any{"roles": []string{"org.admin", "org.user"}})
	a.backend(http.MethodPatch, "/connectors/"+w.attribute(connectorAddress, "id"), map[string]any{"kustomer": map[string]any{"api_key": rotated}})
	w.noChanges()
	w.configure(config(`["ana.agent@example.com", "noah.new@example.com"]`))
	a.forget()
	w.apply()
	if sent := a.backendWrites(); len(sent) != 1 || !strings.Contains(sent[0], "noah.new") || strings.Contains(sent[0], "api_key") {
		t.Errorf("the agents and no key expected, got %v", sent)
	}
	w.noChanges()
}

func TestAnIgnoredAddressSendsNoCredential(t *testing.T) {
	t.Parallel()
	a, another := start(t), start(t)
	config := func(of *account, agents string) string {
		return a.backendProvider() + of.kustomerConnector(a.goodKey(), 1, "agents = "+agents, "lifecycle { ignore_changes = [url] }")
	}
	w := a.onBackend("")
	w.configure(config(a, `["ana.agent@example.com"]`))
	w.apply()
	w.configure(config(another, `["ana.agent@example.com", "noah.new@example.com"]`))
	a.forget()
	another.forget()
	w.apply()
	if sent := a.backendWrites(); len(sent) != 1 || !strings.Contains(sent[0], "noah.new") || strings.Contains(sent[0], "api_key") {
		t.Errorf("the agents and no key expected, got %v", sent)
	}
	if another.tried() != 0 {
		t.Error("the key is tried at an address that is ignored")
	}
	w.noChanges()
}

// A new password goes with the user name of the plan.
func TestAnIgnoredUserNameIsNotSent(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(user string, version int) string {
		return strings.Replace(a.provider()+webhooks.block("hook", attributes{
			"authentication": fmt.Sprintf(`{ basic = { username = %q, password_wo = "secret", password_wo_version = %d } }`, user, version),
		}), "authentication ", "lifecycle { ignore_changes = [authentication.basic.username] }\n  authentication ", 1)
	}
	w := a.shell(config("connect", 1))
	w.apply()
	w.configure(config("another", 2))
	a.forget()
	w.apply()
	if writes := a.writes(); len(writes) != 1 || !strings.Contains(string(writes[0].Body), `"connect"`) {
		t.Errorf("the user name of the state expected, got %s", describe(writes))
	}
	w.noChanges()
}
