package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// credentialed is a resource whose vendor keeps a credential for the URL that it calls.
type credentialed struct {
	// config has a URL, and a version of the credential.
	config func(a *account, url, version string) string
	// writes are the requests so far that changed it, in their vendor's form.
	writes func(a *account) int
	// moveAway is what an admin does to the URL.
	moveAway func(a *account, url string)
	names    []string
}

var credentials = map[string]credentialed{
	"webhook, authentication": {
		config: func(a *account, url, version string) string {
			return a.provider() + webhooks.block("hook", attributes{"endpoint": quoted(url), "authentication": `{ bearer = { token_wo = "s3cr3t", token_wo_version = ` + version + ` } }`})
		},
		names: []string{"endpoint changes", "authentication.bearer.token_wo", "authentication.bearer.token_wo_version"},
	},
	"webhook, headers": {
		config: func(a *account, url, version string) string {
			return a.provider() + webhooks.block("hook", attributes{"endpoint": quoted(url), "secret_headers_wo": `{ X-Api-Key = "s3cr3t" }`, "secret_headers_wo_version": version})
		},
		names: []string{"endpoint changes", "secret_headers_wo", "secret_headers_wo_version"},
	},
	"target": {
		config: func(a *account, url, version string) string {
			return a.provider() + targets.block("old", attributes{"url": quoted(url), "username": `"connect"`, "password_wo": `"s3cr3t"`, "password_wo_version": version})
		},
		writes: func(a *account) int { return len(a.writes()) },
		moveAway: func(a *account, url string) {
			id := number(a.list("/targets", "targets")[0]["id"])
			a.call(http.MethodPut, "/targets/"+id, map[string]any{"target": map[string]any{"target_url": url}})
		},
		names: []string{"url changes", "password_wo", "password_wo_version"},
	},
	"send workflow": {
		config: func(a *account, url, version string) string {
			return strings.NewReplacer("https://api.stellaconnect.net/v1/requests", url, "wo_version = 1", "wo_version = "+version).Replace(a.sending(byAttribute))
		},
		writes: func(a *account) int { return len(a.workflowWrites()) },
		moveAway: func(a *account, url string) {
			w := a.workflows()[0]
			steps := strings.NewReplacer("https://first.example.com/a", url, "https://other.example.com/a", url).Replace(asJSON(w["steps"]))
			a.inKustomer(http.MethodPut, "/workflows/"+w["id"].(string), `{"steps":`+steps+`}`)
		},
		names: []string{"request.url changes", "request.secret_headers_wo", "request.secret_headers_wo_version"},
	},
}

// A stored credential is never sent to another host than the one that it was meant for.
func TestAStoredCredentialIsNotSentToAnotherHost(t *testing.T) {
	t.Parallel()
	const first, path, other = "https://first.example.com/a", "https://FIRST.example.com:443/b", "https://other.example.com/a"
	for name, row := range credentials {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if row.writes == nil {
				row.writes = func(a *account) int { return len(a.writes()) }
				row.moveAway = func(a *account, url string) {
					a.call(http.MethodPatch, "/webhooks/"+a.list("/webhooks", "webhooks")[0]["id"].(string), map[string]any{"webhook": map[string]any{"endpoint": url}})
				}
			}
			a := start(t)
			w := a.shell(row.config(a, first, "1"))
			w.apply()

			a.forget()
			w.configure(row.config(a, other, "1"))
			refused := w.errors("plan")
			if len(refused) != 1 || refused[0].Summary != "A new address without its credential" || !strings.Contains(refused[0].Detail, "the stored credential belongs to the old address") {
				t.Fatalf("one refusal expected, got %v", refused)
			}
			for _, each := range row.names {
				if !strings.Contains(refused[0].Detail, each) {
					t.Errorf("%q does not name %s", refused[0].Detail, each)
				}
			}
			w.errors("apply", "-auto-approve")
			if got := row.writes(a); got != 0 {
				t.Errorf("%d requests of a refused apply", got)
			}

			w.configure(row.config(a, path, "1"))
			w.apply()
			w.noChanges()
			w.configure(row.config(a, first, "1"))
			w.apply()

			// Somebody moves it. Going back is no new address.
			row.moveAway(a, other)
			w.apply()
			w.noChanges()

			// The other address, with its credential.
			w.configure(row.config(a, other, "2"))
			w.apply()
			w.noChanges()

			// What somebody moved, and the configuration follows, is where the credential is.
			row.moveAway(a, first)
			w.configure(row.config(a, first+"/b", "2"))
			w.apply()
			w.noChanges()
		})
	}
}

// Of an address that an apply tells, the apply refuses it.
func TestAnAddressThatIsKnownLateNeedsItsCredentialToo(t *testing.T) {
	t.Parallel()
	for name, row := range credentials {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(row.config(a, "https://first.example.com/a", "1"))
			w.apply()
			w.configure(strings.ReplaceAll(row.config(a, "LATE", "1"), `"LATE"`, `terraform_data.address.output`) + "\nresource \"terraform_data\" \"address\" {\n  input = \"https://other.example.com/a\"\n}\n")
			w.run("plan") // which does not know it
			if refused := w.errors("apply", "-auto-approve"); len(refused) != 1 || refused[0].Summary != "A new address without its credential" {
				t.Errorf("one refusal expected, got %v", refused)
			}
		})
	}
}

// Without a credential there is none to keep.
func TestAnAddressWithoutACredentialMoves(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(url string, more attributes) string {
		return a.provider() + webhooks.block("hook", attributes{"endpoint": quoted(url)}, more) + targets.block("old", attributes{"url": quoted(url)})
	}
	w := a.shell(config("https://first.example.com", attributes{"authentication": `{ bearer = { token_wo = "s3cr3t" } }`}))
	w.apply()
	w.configure(config("https://other.example.com", nil)) // the credential goes with the address
	w.apply()
	w.configure(config("https://third.example.com", nil))
	w.apply()
	w.noChanges()
}
