package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// kustomerDesk is Kustomer, whose resolved conversations are done.
type kustomerDesk struct{ n *town }

func newKustomerDesk(n *town) helpDesk { return kustomerDesk{n} }

func (kustomerDesk) kind() string { return "kustomer" }
func (kustomerDesk) url() string  { return "https://sandbox-acme.kustomerapp.com" }

func (kustomerDesk) credential() string {
	return fmt.Sprintf(`"kustomer":{"api_key":%q}`, kustomer.ConnectorAPIKey)
}

// record is what Kustomer answers with.
type record struct {
	ID         string
	Attributes map[string]any
}

func (d kustomerDesk) call(method, path, body string, into any) {
	d.n.t.Helper()
	req, err := http.NewRequest(method, d.n.url+"/kustomer/v1"+path, strings.NewReader(body))
	if err != nil {
		d.n.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+kustomer.APIKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := d.n.client.Do(req)
	if err != nil {
		d.n.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		d.n.t.Fatalf("%s %s: %s: %s", method, path, resp.Status, text)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(text, into); err != nil {
		d.n.t.Fatalf("%s %s: %s: %v", method, path, text, err)
	}
}

func (d kustomerDesk) one(method, path, body string) record {
	d.n.t.Helper()
	var answer struct{ Data record }
	d.call(method, path, body, &answer)
	return answer.Data
}

func (d kustomerDesk) list(path string) []record {
	d.n.t.Helper()
	var answer struct{ Data []record }
	d.call("GET", path, "", &answer)
	return answer.Data
}

// carl is the customer, who is made when he writes for the first time.
func (d kustomerDesk) carl() string {
	if known := d.list("/customers"); len(known) > 0 {
		return known[0].ID
	}
	return d.one("POST", "/customers", `{"name":"Carl","emails":[{"email":"carl@example.net"}]}`).ID
}

func (d kustomerDesk) write(channel, agent string) string {
	talk := d.one("POST", "/conversations", fmt.Sprintf(`{"customer":%q,"name":"Help"}`, d.carl()))
	d.call("POST", "/conversations/"+talk.ID+"/messages", fmt.Sprintf(`{"channel":%q,"app":"postmark","direction":"in","preview":"It broke"}`, channel), nil)
	for _, user := range d.list("/users") {
		if user.Attributes["email"] == agent {
			d.one("PUT", "/conversations/"+talk.ID, fmt.Sprintf(`{"assignedUsers":[%q]}`, user.ID))
		}
	}
	return talk.ID
}

func (d kustomerDesk) resolve(id string) { d.one("PUT", "/conversations/"+id, `{"status":"done"}`) }

func (d kustomerDesk) touch(id string) { d.one("PUT", "/conversations/"+id, `{"priority":2}`) }

// field needs no definition: the suffix is the type.
func (d kustomerDesk) field() string { return "scoreNum" }

func (d kustomerDesk) score(id, key string) string {
	custom, _ := d.one("GET", "/conversations/"+id, "").Attributes["custom"].(map[string]any)
	return fmt.Sprint(custom[key])
}

func (d kustomerDesk) notes(id string) (bodies []string) {
	for _, note := range d.list("/conversations/" + id + "/notes") {
		bodies = append(bodies, fmt.Sprint(note.Attributes["body"]))
	}
	return bodies
}

func (kustomerDesk) noteCall(id string) (method, path string) {
	return "POST", "/v1/conversations/" + id + "/notes"
}

func (kustomerDesk) fieldCall(id string) (method, path string) {
	return "PATCH", "/v1/conversations/" + id
}

func (d kustomerDesk) refuseForever(id string) { d.call("DELETE", "/conversations/"+id, "", nil) }

func TestARevokedKeyIsShownAndSendsNothing(t *testing.T) {
	for key, open := range map[string]func(*town) pollingBackend{"Terraform": newNicereply, "Nicereply": newOpenBackend} {
		n := newTown(t, Options{})
		backend, desk := open(n), newKustomerDesk(n)
		backend.connect(desk, desk.url())
		backend.trigger("CSAT", trigger{})
		desk.resolve(desk.write("email", anasAddress))
		n.do("POST", "/_sandbox/kustomer", fmt.Sprintf(`{"api_keys":[{"name":%q,"revoked":true}]}`, key), 200)
		n.pass("48h")
		n.wantAsked("with a revoked key")
		if failure := backend.lastFailure(); !strings.Contains(failure, "status 401") {
			t.Errorf("the last poll failed with %q, want that the key is refused", failure)
		}
	}
}

// limitedDesk has a connector without org.user.write: it can read, and not write back.
type limitedDesk struct{ kustomerDesk }

func (limitedDesk) credential() string {
	return fmt.Sprintf(`"kustomer":{"api_key":%q}`, kustomer.LimitedAPIKey)
}

func TestAKeyThatCannotWriteKeepsTheRating(t *testing.T) {
	n := newTown(t, Options{})
	backend, desk := newOpenBackend(n), limitedDesk{kustomerDesk{n}}
	backend.connect(desk, desk.url())
	backend.trigger("CSAT", trigger{})
	id := desk.write("email", anasAddress)
	desk.resolve(id)
	n.pass("48h")
	n.wantAsked("with a key that can read", id+" CSAT")
	n.answer("1", 4)
	if state, failure := backend.progress(); state != "pending" || !strings.Contains(failure, "status 403") {
		t.Errorf("write-back %q, failure %q, want that the key is refused", state, failure)
	}
}
