package kustomer_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// thing is a JSON object.
type thing = map[string]any

// desk is an organization that is reached over HTTP, with the full key unless
// token says otherwise.
type desk struct {
	t      *testing.T
	world  *engine.World
	system *kustomer.System
	url    string
	token  string
	client *http.Client
}

func open(t *testing.T) *desk {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := kustomer.New(world)
	server := httptest.NewServer(http.StripPrefix("/kustomer", system))
	t.Cleanup(server.Close)
	for _, host := range system.Hosts() {
		world.Hosts.Serve(host, system)
	}
	return &desk{t, world, system, server.URL + "/kustomer", kustomer.APIKey, server.Client()}
}

// as is the same organization seen with another key.
func (d *desk) as(token string) *desk {
	copied := *d
	copied.token = token
	return &copied
}

// at is the API at one of the vendor's hosts.
func (d *desk) at(host string) *desk {
	copied := *d
	copied.url, copied.client = "https://"+host, d.world.API
	return &copied
}

// set changes settings as a person does.
func (d *desk) set(body string) {
	d.t.Helper()
	if err := d.change(body); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) change(body string) error {
	return d.system.ChangeSettings(func(into any) error {
		return engine.DecodeStrictly(strings.NewReader(body), into)
	})
}

// send makes a call and gives status, header and the decoded body, nil when it is
// empty. The path is relative to /v1, or a link of an answer.
func (d *desk) send(method, path, body string) (*http.Response, thing) {
	d.t.Helper()
	return d.sendAs("application/json", method, path, body)
}

func (d *desk) sendAs(contentType, method, path, body string) (*http.Response, thing) {
	d.t.Helper()
	if !strings.HasPrefix(path, "/v1/") {
		path = "/v1" + path
	}
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.url+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	if d.token != "" {
		request.Header.Set("Authorization", "Bearer "+d.token)
	}
	response, err := d.client.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent {
		return response, nil
	}
	var answer thing
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		d.t.Fatalf("%s %s: not a JSON object: %v", method, path, err)
	}
	return response, answer
}

// must makes a call that has to answer with the status.
func (d *desk) must(status int, method, path, body string) thing {
	d.t.Helper()
	response, answer := d.send(method, path, body)
	if response.StatusCode != status {
		d.t.Fatalf("%s %s: got %d %s, want %d", method, path, response.StatusCode, show(answer), status)
	}
	return answer
}

// refused makes a call that has to fail with the status and the code, and say the words.
func (d *desk) refused(status int, code, method, path, body string, words ...string) thing {
	d.t.Helper()
	answer := d.must(status, method, path, body)
	if got := text(answer, "errors", 0, "code"); got != code {
		d.t.Errorf("%s %s: code %q, want %q", method, path, got, code)
	}
	for _, word := range words {
		if !strings.Contains(show(answer), word) {
			d.t.Errorf("%s %s: %s does not say %q", method, path, show(answer), word)
		}
	}
	return answer
}

func show(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

// at walks into an answer by names and indexes.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			inner, _ := value.(thing)
			value = inner[step]
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return value
}

func text(value any, path ...any) string {
	if found := at(value, path...); found != nil {
		return fmt.Sprint(found)
	}
	return ""
}

// ids gives the id of every item of a list.
func ids(answer thing) []string {
	all := []string{}
	items, _ := answer["data"].([]any)
	for _, item := range items {
		all = append(all, text(item, "id"))
	}
	return all
}

func (d *desk) equal(what string, got, want any) {
	d.t.Helper()
	if show(got) != show(want) {
		d.t.Errorf("%s: got %s, want %s", what, show(got), show(want))
	}
}

// attribute gives one attribute of the only resource of an answer.
func attribute(answer thing, path ...any) any {
	return at(answer, append([]any{"data", "attributes"}, path...)...)
}

// customer makes a customer with an e-mail address and gives the id.
func (d *desk) customer(email string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/customers", `{"name":"Carla","emails":[{"email":"`+email+`"}]}`), "data", "id")
}

// conversation makes a conversation by a message of the customer and gives the id.
func (d *desk) conversation(customerID, channel string) string {
	d.t.Helper()
	answer := d.must(201, "POST", "/customers/"+customerID+"/messages",
		`{"channel":"`+channel+`","app":"postmark","subject":"My order","preview":"Where is it?"}`)
	return text(answer, "data", "relationships", "conversation", "data", "id")
}

// user gives the id of a user.
func (d *desk) user(email string) string {
	d.t.Helper()
	return text(d.must(200, "GET", "/users?email="+email, ""), "data", 0, "id")
}

// screens is what a person sees in the settings.
func (d *desk) screens() (shown thing) {
	d.t.Helper()
	if err := json.Unmarshal([]byte(show(d.system.Settings())), &shown); err != nil {
		d.t.Fatal(err)
	}
	return shown
}
