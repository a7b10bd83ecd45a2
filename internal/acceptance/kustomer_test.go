package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// kustomerProvider is the provider block for Kustomer.
func (a *account) kustomerProvider() string { return a.kustomerKeyed(a.env["KUSTOMER_API_KEY"]) }

func (a *account) kustomerKeyed(key string) string {
	return fmt.Sprintf(`
provider "surveytrigger" {
  kustomer = {
    subdomain = %q
    endpoint  = %q
    api_key   = %q
  }
}
`, a.env["KUSTOMER_SUBDOMAIN"], a.env["KUSTOMER_ENDPOINT"], key)
}

// kustomer sends a request as somebody with all roles and decodes the answer; a status
// of 400 or more fails the test.
func (a *account) kustomer(method, path string, body any) map[string]any {
	a.t.Helper()
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		content = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.env["KUSTOMER_ENDPOINT"]+"/v1"+path, content)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+a.env["KUSTOMER_API_KEY"])
	request.Header.Set("Content-Type", "application/json")
	var answer map[string]any
	a.decode(request, &answer)
	return answer
}

// kustomerScreens does what a person does in Kustomer's settings.
func (a *account) kustomerScreens(changes map[string]any) (shown struct {
	APIKeys []struct{ Name, Token string } `json:"api_keys"`
},
) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/kustomer", changes, &shown)
	return shown
}

// kustomerKey makes an API key.
func (a *account) kustomerKey(name string, change map[string]any) (token string) {
	a.t.Helper()
	change["name"] = name
	for _, key := range a.kustomerScreens(map[string]any{"api_keys": []any{change}}).APIKeys {
		if key.Name == name {
			return key.Token
		}
	}
	a.t.Fatalf("no key %q", name)
	return ""
}

// kustomerRequests are those that Kustomer got since the last forget.
func (a *account) kustomerRequests() []request {
	a.t.Helper()
	var all []request
	a.send(http.MethodGet, "/_sandbox/requests?system=kustomer", nil, &all)
	return all
}

// counted counts requests by method and path.
func counted(all []request) map[string]int {
	counts := map[string]int{}
	for _, each := range all {
		counts[each.Method+" "+each.Path]++
	}
	return counts
}

// properties are the custom attributes of conversations.
func (a *account) properties() map[string]map[string]any {
	a.t.Helper()
	data := a.kustomer(http.MethodGet, "/metadata/conversation", nil)["data"].(map[string]any)
	found := map[string]map[string]any{}
	for name, property := range data["attributes"].(map[string]any)["properties"].(map[string]any) {
		found[name] = property.(map[string]any)
	}
	return found
}

// kustomerSurveys are Kustomer's own, by id: whether each is enabled.
func (a *account) kustomerSurveys(channel string) (enabled map[string]bool) {
	a.t.Helper()
	enabled = map[string]bool{}
	for _, each := range a.kustomer(http.MethodGet, "/satisfaction", nil)["data"].([]any) {
		survey := each.(map[string]any)
		attributes := survey["attributes"].(map[string]any)
		if attributes["channel"] == channel {
			enabled[survey["id"].(string)] = attributes["enabled"].(bool)
		}
	}
	return enabled
}

func TestKustomerIsConfiguredByTheEnvironment(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process("provider \"surveytrigger\" {}\n" + kustomerKeyData(""))
	w.apply()
	if name := w.attribute("data.surveytrigger_kustomer_api_key.this", "name"); name != "Terraform" {
		t.Errorf("got %q", name)
	}
	w = a.shell(a.provider() + kustomerKeyData(""))
	found := w.errors("plan")
	if len(found) != 1 || found[0].Summary != "Kustomer is not configured" || !strings.Contains(found[0].Detail, "KUSTOMER_API_KEY") {
		t.Errorf("got %v", found)
	}
}

func kustomerKeyData(required string) string {
	if required != "" {
		required = "required_roles = " + required
	}
	return "data \"surveytrigger_kustomer_api_key\" \"this\" {\n" + required + "\n}\n"
}

func TestTheRolesOfAKustomerKey(t *testing.T) {
	t.Parallel()
	a := start(t)
	four := `["org.admin.read", "org.admin.write", "org.user.read", "org.user.write"]`
	limited := a.env["KUSTOMER_LIMITED_API_KEY"]
	finer := a.kustomerKey("Finer", map[string]any{"roles": []string{"org.permission.note.create", "org.user.conversation.write"}})
	for name, row := range map[string]struct {
		key, required string
		missing       []string
	}{
		"nothing asked for":         {limited, "", nil},
		"all four":                  {a.env["KUSTOMER_CONNECTOR_API_KEY"], four, nil},
		"one is missing":            {limited, four, []string{"org.user.write"}},
		"several are missing":       {finer, four, []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}},
		"a coarser one is held":     {limited, `["org.admin.metadata.write", "org.permission.metadata.update"]`, nil},
		"finer ones of a newer set": {finer, `["org.permission.conversation.update", "org.permission.note.create"]`, nil},
		"an unknown one":            {limited, `["org.permission.moon.read"]`, []string{"org.permission.moon.read"}},
	} {
		w := a.shell(a.kustomerKeyed(row.key) + kustomerKeyData(row.required))
		found := slices.DeleteFunc(w.tell("plan"), func(d told) bool { return d.Severity != "error" })
		if len(row.missing) == 0 && len(found) == 0 {
			continue
		}
		if len(found) != 1 || len(row.missing) == 0 || found[0].Summary != "Roles of the API key are missing" {
			t.Errorf("%s: got %v", name, found)
			continue
		}
		for _, role := range row.missing {
			if !strings.Contains(found[0].Detail, "\n  "+role) {
				t.Errorf("%s: %s is not named in %s", name, role, found[0].Detail)
			}
		}
		if strings.Contains(found[0].Detail, row.key) {
			t.Errorf("%s: the key is shown", name)
		}
	}

	revoked := a.kustomerKey("Short", map[string]any{"roles": []string{"org.user.read"}})
	a.kustomerScreens(map[string]any{"api_keys": []any{map[string]any{"name": "Short", "revoked": true}}})
	found := a.shell(a.kustomerKeyed(revoked) + kustomerKeyData("")).errors("plan")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "refuses the API key") || !strings.Contains(found[0].Detail, "401") {
		t.Errorf("got %v", found)
	}
}
