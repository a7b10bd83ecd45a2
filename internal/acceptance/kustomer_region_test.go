package acceptance

import (
	"fmt"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// The host of a region serves every organization, and the key alone decides which one
// answers: with the key of another one nothing looks deleted.
func TestAKeyOfAnotherOrganizationOfTheRegion(t *testing.T) {
	t.Parallel()
	for name, subdomain := range map[string]string{"the host names the account": "", "the subdomain names the account": "subdomain = \"sandbox-acme\""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			target, err := url.Parse(a.url)
			if err != nil {
				t.Fatal(err)
			}
			region := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(target)
				r.Out.Host = "api.kustomerapp.com"
			}})
			defer region.Close()
			config := func(key, wanted string) string {
				return fmt.Sprintf("provider \"surveytrigger\" {\n  kustomer = {\n    %s\n    endpoint = \"%s/kustomer\"\n    api_key = %q\n  }\n}\n", subdomain, region.URL, key) +
					scoreConfig + "resource \"surveytrigger_kustomer_native_csat\" \"chat\" {\n  channel = \"chat\"\n  enabled = " + wanted + "\n}\n"
			}
			ours, theirs := a.env["KUSTOMER_API_KEY"], kustomer.OtherAPIKey
			w := a.shell(config(ours, "false"))
			w.apply()
			a.forget()
			w.configure(config(theirs, "true"))
			for _, command := range [][]string{
				{"plan"}, {"plan", "-refresh=false"}, {"destroy", "-auto-approve", "-input=false"}, {"destroy", "-auto-approve", "-input=false", "-refresh=false"},
			} {
				found := w.errors(command...)
				if len(found) != 2 || found[0].Summary != "State belongs to another account" || found[1].Summary != found[0].Summary {
					t.Errorf("%v: an error for each resource expected, got %v", command, found)
				}
			}
			if sent := a.kustomerRequests(); len(sent) != 0 {
				t.Errorf("no request expected, got %v", sent)
			}
			// Another key of the same organization is none of another account.
			w.configure(config(a.env["KUSTOMER_CONNECTOR_API_KEY"], "false"))
			w.noChanges()
		})
	}
}
