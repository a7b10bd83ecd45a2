package kustomer

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

func TestTheAPIOfAnOrganization(t *testing.T) {
	for entered, want := range map[string]string{
		"acme.kustomerapp.com":                   "https://acme.api.kustomerapp.com/v1",
		"https://acme.kustomerapp.com/app":       "https://acme.api.kustomerapp.com/v1",
		"https://acme.api.kustomerapp.com":       "https://acme.api.kustomerapp.com/v1",
		"https://api.kustomerapp.com":            "https://api.kustomerapp.com/v1",
		"https://api.prod2.kustomerapp.com":      "https://api.prod2.kustomerapp.com/v1",
		"https://apiary.kustomerapp.com":         "https://apiary.api.kustomerapp.com/v1",
		"http://127.0.0.1:8089/kustomer/":        "http://127.0.0.1:8089/kustomer/v1",
		"https://acme.kustomerapp.com.evil.test": "",
		"https://acme.example.com":               "",
	} {
		opened, err := HelpDesk{}.Open(http.DefaultClient, entered, polling.Credential{"api_key": "key"})
		if want == "" {
			if err == nil {
				t.Errorf("%s is taken for Kustomer's", entered)
			}
			continue
		}
		if err != nil || opened.(*account).api.Root != want {
			t.Errorf("%s: %v, %v, want %s", entered, opened, err, want)
		}
	}
	if _, err := (HelpDesk{}).Open(http.DefaultClient, "acme.kustomerapp.com", nil); err == nil {
		t.Error("an organization opens without a key")
	}
}

func TestTheChannelIsThatOfTheFirstMessage(t *testing.T) {
	var talk conversation
	talk.Attributes.Channels = []string{"chat", "email"}
	if got := talk.conversation().Channel; got != polling.Chat {
		t.Errorf("without a message of the customer: %q", got)
	}
	talk.Attributes.FirstMessageIn.Channel = "email"
	if got := talk.conversation().Channel; got != polling.Email {
		t.Errorf("the customer began by e-mail: %q", got)
	}
	talk.Attributes.FirstMessageIn.Channel = "whatsapp"
	if got := talk.conversation().Channel; got != "whatsapp" {
		t.Errorf("the customer began by WhatsApp: %q", got)
	}
}
