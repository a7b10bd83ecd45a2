package kustomer_test

import (
	"encoding/base64"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
)

// A key of another form than that of a JSON Web Token tells no organization, and nothing
// is compared with it.
func TestAKeyTellsItsOrganizationOrNothing(t *testing.T) {
	t.Parallel()
	token := func(claims string) string {
		return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2lnbmF0dXJl"
	}
	for key, want := range map[string]string{
		token(`{"id":"1","org":"5f1"}`): "5f1",
		token(`{"id":"1"}`):             "",
		token(`{"org":{"id":"5f1"}}`):   "",
		token(`org`):                    "",
		"a.%.c":                         "",
		"0123456789abcdef":              "",
	} {
		client, err := kustomer.New(kustomer.Config{Subdomain: "acme", Credential: kustomer.APIKey(key)})
		if err != nil {
			t.Fatal(err)
		}
		if got := client.AccountID(); got != want {
			t.Errorf("%s tells %q, want %q", key, got, want)
		}
	}
}
