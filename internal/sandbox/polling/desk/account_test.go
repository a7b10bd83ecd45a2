package desk

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

func TestTheAPIOfASite(t *testing.T) {
	credential := polling.Credential{"consumer_key": "a", "consumer_secret": "b", "access_token": "c", "access_token_secret": "d"}
	for entered, want := range map[string]string{
		"acme.desk.com":                   "https://acme.desk.com/api/v2",
		"https://acme.desk.com/agent":     "https://acme.desk.com/api/v2",
		"http://127.0.0.1:8089/desk/":     "http://127.0.0.1:8089/desk/api/v2",
		"https://acme.desk.com.evil.test": "",
		"https://acme.example.com":        "",
	} {
		opened, err := HelpDesk{}.Open(http.DefaultClient, entered, credential)
		if want == "" {
			if err == nil {
				t.Errorf("%s is taken for Desk.com's", entered)
			}
			continue
		}
		if err != nil || opened.(*account).api.Root != want {
			t.Errorf("%s: %v, %v, want %s", entered, opened, err, want)
		}
	}
	for part := range credential {
		short := polling.Credential{"consumer_key": "a", "consumer_secret": "b", "access_token": "c", "access_token_secret": "d"}
		delete(short, part)
		if _, err := (HelpDesk{}).Open(http.DefaultClient, "acme.desk.com", short); err == nil {
			t.Errorf("a site opens without %s", part)
		}
	}
}

// A case as it looked in 2013: without an id, without changed_at, with nobody assigned.
func TestAnOldAnswerIsRead(t *testing.T) {
	var old theCase
	err := json.Unmarshal([]byte(`{"status":"resolved","type":"email","labels":[],"active_at":null,"updated_at":"2013-09-10T21:34:34Z",
		"custom_fields":{"follow_up":null},"unheard_of":{},"_links":{"self":{"href":"/api/v2/cases/3014","class":"case"},
		"customer":{"href":"/api/v2/customers/37823480","class":"customer"},"assigned_user":null}}`), &old)
	got := old.conversation()
	if err != nil || got.ID != "3014" || got.CustomerID != "37823480" || got.AssigneeID != "" || got.Status != polling.Resolved ||
		got.Channel != polling.Email || !got.Changed.Equal(time.Date(2013, 9, 10, 21, 34, 34, 0, time.UTC)) {
		t.Errorf("%+v, %v", got, err)
	}
}
