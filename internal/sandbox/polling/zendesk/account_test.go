package zendesk

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

func TestTheAPIOfAnAccount(t *testing.T) {
	for entered, want := range map[string]string{
		"acme.zendesk.com":               "https://acme.zendesk.com/api/v2",
		"https://acme.zendesk.com/agent": "https://acme.zendesk.com/api/v2",
		"http://127.0.0.1:8089/zendesk":  "http://127.0.0.1:8089/zendesk/api/v2",
		"https://acme.example.com":       "",
		"https://evilzendesk.com":        "",
	} {
		opened, err := HelpDesk{}.Open(http.DefaultClient, entered, polling.Credential{"access_token": "token"})
		if want == "" {
			if err == nil {
				t.Errorf("%s is taken for Zendesk's", entered)
			}
			continue
		}
		if err != nil || opened.(*account).api.Root != want {
			t.Errorf("%s: %v, %v, want %s", entered, opened, err, want)
		}
	}
	if _, err := (HelpDesk{}).Open(http.DefaultClient, "acme.zendesk.com", nil); err == nil {
		t.Error("an account opens without a token")
	}
}
