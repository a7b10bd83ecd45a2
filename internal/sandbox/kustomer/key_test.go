package kustomer_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

func TestAKeyDescribesItself(t *testing.T) {
	d := open(t)
	answer := d.as(kustomer.ConnectorAPIKey).must(200, "GET", "/auth/tokens/current", "")
	d.equal("type", at(answer, "data", "type"), "auth_token")
	d.equal("roles", attribute(answer, "roles"), []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"})
	d.equal("name", attribute(answer, "name"), "Nicereply")
	d.equal("last characters", attribute(answer, "lastTokenChars"), kustomer.ConnectorAPIKey[len(kustomer.ConnectorAPIKey)-4:])
	d.equal("self", at(answer, "data", "links", "self"), "/v1/auth/tokens/"+text(answer, "data", "id"))
	d.equal("org", at(answer, "data", "relationships", "org", "data", "type"), "org")
	if attribute(answer, "expiresAt") != nil {
		t.Errorf("the record shows an expiry: %s", show(answer))
	}
	machine := d.as(kustomer.ConnectorAPIKey).must(200, "GET", "/users/current", "")
	d.equal("its machine user", at(machine, "data", "id"), at(answer, "data", "relationships", "user", "data", "id"))
	d.equal("kind", attribute(machine, "userType"), "machine")
}

func TestKeysLookLikeTheVendors(t *testing.T) {
	seen := []string{}
	for _, key := range []string{kustomer.APIKey, kustomer.ConnectorAPIKey, kustomer.LimitedAPIKey, kustomer.OtherAPIKey} {
		parts := strings.Split(key, ".")
		if len(parts) != 3 {
			t.Fatalf("key %q is no JWT", key)
		}
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil || !strings.Contains(string(payload), `"userType":"machine"`) {
			t.Errorf("payload %s, %v", payload, err)
		}
		if slices.Contains(seen, key) {
			t.Errorf("key %q twice", key)
		}
		seen = append(seen, key)
	}
}

func TestWithoutAKnownKey(t *testing.T) {
	d := open(t)
	for _, token := range []string{"", "eyJhbGciOiJIUzI1NiJ9.e30.x"} {
		answer := d.as(token).refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
		d.equal("shape", answer, thing{"errors": []any{thing{"code": "unauthorized", "message": "Unauthorized", "meta": thing{}}}})
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+"/v1/users", http.NoBody)
	request.SetBasicAuth("admin@example.com", kustomer.APIKey)
	response, err := d.client.Do(request)
	if err != nil || response.StatusCode != 401 {
		t.Errorf("basic authentication: %v %v", response, err)
	}
}

// What each key may do follows from the roles that the vendor's page of the
// operation lists, old and new, and from coarser ones.
func TestRoles(t *testing.T) {
	d := open(t)
	customer := d.customer("carla@customer.example")
	talk := d.conversation(customer, "email")
	operations := map[string][3]string{
		"read conversation":  {"GET", "/conversations/" + talk, ""},
		"write conversation": {"PATCH", "/conversations/" + talk, `{"priority":4}`},
		"write note":         {"POST", "/conversations/" + talk + "/notes", `{"body":"x"}`},
		"search":             {"POST", "/customers/search", `{"queryContext":"conversation"}`},
		"list users":         {"GET", "/users", ""},
		"list tags":          {"GET", "/tags", ""},
		"list tokens":        {"GET", "/auth/tokens", ""},
		"own token":          {"GET", "/auth/tokens/current", ""},
		"itself":             {"GET", "/users/current", ""},
	}
	for name, allowed := range map[string]struct {
		roles string
		can   []string
	}{
		"the four of the article": {
			`"org.admin.read","org.admin.write","org.user.read","org.user.write"`,
			[]string{"read conversation", "write conversation", "write note", "search", "list users", "list tags", "own token", "itself"},
		},
		"without org.user.write": {
			`"org.admin.read","org.admin.write","org.user.read"`,
			[]string{"read conversation", "search", "list users", "list tags", "own token", "itself"},
		},
		"without org.user.read": {
			`"org.admin.read","org.admin.write","org.user.write"`,
			[]string{"write conversation", "write note", "search", "list tags", "own token", "itself"},
		},
		"new and fine": {
			`"org.permission.conversation.read","org.permission.note.create"`,
			[]string{"read conversation", "write note", "own token", "itself"},
		},
		"old and fine": {`"org.user.conversation.write"`, []string{"write conversation", "own token", "itself"}},
		"old, no verb": {`"org.user"`, []string{"read conversation", "write conversation", "write note", "search", "list users", "list tags", "own token", "itself"}},
		"security":     {`"org.admin.security"`, []string{"list tokens", "own token", "itself"}},
		"one tag role": {`"org.admin.tag.read"`, []string{"list tags", "own token", "itself"}},
		"everything":   {`"org"`, []string{"read conversation", "write conversation", "write note", "search", "list users", "list tags", "list tokens", "own token", "itself"}},
		"nothing":      {`"org.tracking"`, []string{"own token", "itself"}},
	} {
		d.set(`{"api_keys":[{"name":"` + name + `","roles":[` + allowed.roles + `]}]}`)
		holder := d.as(d.keyNamed(name))
		for operation, call := range operations {
			response, answer := holder.send(call[0], call[1], call[2])
			want := slices.Contains(allowed.can, operation)
			if got := response.StatusCode < 300; got != want || !got && text(answer, "errors", 0, "code") != "forbidden" {
				t.Errorf("%s, %s: %d %s, allowed %t", name, operation, response.StatusCode, show(answer), want)
			}
		}
	}
}

// keyNamed gives the token of a key as the screen shows it.
func (d *desk) keyNamed(name string) string {
	d.t.Helper()
	var shown thing
	decode(d.t, show(d.system.Settings()), &shown)
	for _, key := range shown["api_keys"].([]any) {
		if text(key, "name") == name {
			return text(key, "token")
		}
	}
	d.t.Fatalf("no key %q", name)
	return ""
}

func TestTheSeededKeysDiffer(t *testing.T) {
	d := open(t)
	customer := d.as(kustomer.ConnectorAPIKey).customer("carla@customer.example")
	d.as(kustomer.LimitedAPIKey).must(200, "GET", "/customers/"+customer, "")
	d.as(kustomer.LimitedAPIKey).refused(403, "forbidden", "POST", "/customers", `{"name":"x"}`)
	d.as(kustomer.ConnectorAPIKey).refused(403, "forbidden", "GET", "/auth/tokens", "")
	d.must(200, "GET", "/auth/tokens", "")
}

// The API has no way to make a key or to change its roles, only to revoke one.
func TestRevokingAKey(t *testing.T) {
	d := open(t)
	connector := d.as(kustomer.ConnectorAPIKey)
	id := text(connector.must(200, "GET", "/auth/tokens/current", ""), "data", "id")
	d.refused(404, "not_found", "PUT", "/auth/tokens/"+id, `{"roles":["org"]}`)
	d.refused(404, "not_found", "POST", "/auth/tokens", `{"name":"x"}`)
	d.must(200, "GET", "/auth/tokens/"+id, "")
	d.equal("machine tokens", len(ids(d.must(200, "GET", "/auth/tokens?userType=machine", ""))), 3)
	d.must(204, "DELETE", "/auth/tokens/"+id, "")
	connector.refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
	d.refused(404, "not_found", "DELETE", "/auth/tokens/"+id, "")

	d.as(kustomer.LimitedAPIKey).must(204, "DELETE", "/auth/tokens/current", "")
	d.as(kustomer.LimitedAPIKey).refused(401, "unauthorized", "GET", "/auth/tokens/current", "")

	d.set(`{"api_keys":[{"name":"Terraform","revoked":true}]}`)
	d.refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
	d.system.Reset()
	d.must(200, "GET", "/auth/tokens/current", "")
	connector.must(200, "GET", "/auth/tokens/current", "")
}

func TestAKeyEnds(t *testing.T) {
	d := open(t)
	d.set(`{"api_keys":[{"name":"Short","roles":["org"],"expires_in":"24h"}],"token_expiry":"shown"}`)
	short := d.as(d.keyNamed("Short"))
	ends := text(short.must(200, "GET", "/auth/tokens/current", ""), "data", "attributes", "expiresAt")
	if moment, err := time.Parse(time.RFC3339, ends); err != nil || time.Until(moment) > 24*time.Hour {
		t.Errorf("expiresAt %q, %v", ends, err)
	}
	d.equal("no expiration", attribute(d.must(200, "GET", "/auth/tokens/current", ""), "expiresAt"), nil)
	d.world.Clock.Advance(24 * time.Hour)
	short.refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
	d.must(200, "GET", "/auth/tokens/current", "")
}

func TestOrganizations(t *testing.T) {
	d := open(t)
	other := d.as(kustomer.OtherAPIKey)
	other.refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
	d.at("sandbox-acme.api.kustomerapp.com").must(200, "GET", "/auth/tokens/current", "")
	other.at("sandbox-acme.api.kustomerapp.com").refused(401, "unauthorized", "GET", "/auth/tokens/current", "")
	d.at("other-acme.api.kustomerapp.com").refused(401, "unauthorized", "GET", "/users", "")

	customer := other.at("other-acme.api.kustomerapp.com").customer("carla@customer.example")
	d.refused(404, "not_found", "GET", "/customers/"+customer, "")
	other.at("api.kustomerapp.com").must(200, "GET", "/customers/"+customer, "")
	d.at("api.kustomerapp.com").refused(404, "not_found", "GET", "/customers/"+customer, "")
}

func TestSettingsAreChecked(t *testing.T) {
	d := open(t)
	for body, want := range map[string]string{
		`{"metadata_update":"sometimes"}`:                                 "metadata_update",
		`{"metadata_null":"x"}`:                                           "metadata_null",
		`{"put_custom":"x"}`:                                              "put_custom",
		`{"token_expiry":"x"}`:                                            "token_expiry",
		`{"error_shape":"x"}`:                                             "error_shape",
		`{"requests_per_minute":-1}`:                                      "requests_per_minute",
		`{"no_such":1}`:                                                   "no_such",
		`{"api_keys":[{"roles":["org"]}]}`:                                "no name",
		`{"api_keys":[{"name":"x"}]}`:                                     "no roles",
		`{"api_keys":[{"name":"x","revoked":true}]}`:                      `no key "x"`,
		`{"api_keys":[{"name":"Nicereply","roles":["org"]}]}`:             "roles cannot be changed",
		`{"api_keys":[{"name":"x","roles":["org"],"expires_in":"soon"}]}`: "expires_in",
		`{"api_keys":[{"name":"x","organization":"y"}]}`:                  "unknown organization",
	} {
		if err := d.change(body); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
	d.must(200, "GET", "/auth/tokens/current", "")
}
