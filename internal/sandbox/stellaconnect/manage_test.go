package stellaconnect

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// token is what RFC 7519 makes of a header and claims.
func token(header, claims, secret string) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func issued(ago time.Duration) string {
	return token(`{"typ":"JWT","alg":"HS256"}`, fmt.Sprintf(`{"iat":%d}`, time.Now().Add(-ago).Unix()), APISecret)
}

// manages sends a request of user management.
func (c *company) manages(method, path, body string, key, authorization string) (status int, answer map[string]any) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("x-api-key", key)
	request.Header.Set("Authorization", authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if len(bytes.TrimSpace(text)) > 0 && strings.Contains(response.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(text, &answer); err != nil {
			c.t.Fatalf("%s: %s", err, text)
		}
	}
	return response.StatusCode, answer
}

func (c *company) manage(method, path, body string) (status int, answer map[string]any) {
	c.t.Helper()
	return c.manages(method, path, body, ProductionKey, issued(0))
}

func TestUserManagementNeedsAKeyAndAFreshToken(t *testing.T) {
	now := fmt.Sprintf(`{"iat":%d}`, time.Now().Unix())
	const hs256 = `{"typ":"JWT","alg":"HS256"}`
	for name, tc := range map[string]struct {
		key, authorization string
		status             int
	}{
		"both":                  {ProductionKey, issued(0), 200},
		"the issuer besides":    {ProductionKey, token(hs256, fmt.Sprintf(`{"iss":"acme","iat":%d}`, time.Now().Unix()), APISecret), 200},
		"test key":              {TestKey, issued(0), 403},
		"wrong key":             {"wrong", issued(0), 403},
		"no token":              {ProductionKey, "", 403},
		"bearer":                {ProductionKey, "Bearer " + issued(0), 403},
		"wrong secret":          {ProductionKey, token(hs256, now, "wrong"), 403},
		"no iat":                {ProductionKey, token(hs256, `{}`, APISecret), 403},
		"iat is a text":         {ProductionKey, token(hs256, `{"iat":"now"}`, APISecret), 403},
		"old":                   {ProductionKey, issued(time.Hour), 403},
		"of the future":         {ProductionKey, issued(-time.Hour), 403},
		"not signed":            {ProductionKey, token(`{"alg":"none"}`, now, APISecret), 403},
		"two parts of a token":  {ProductionKey, "e30.e30", 403},
		"not a token in base64": {ProductionKey, "?.?.?", 403},
	} {
		t.Run(name, func(t *testing.T) {
			if status, answer := newCompany(t).manages(http.MethodGet, "/v2/employees", "", tc.key, tc.authorization); status != tc.status {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
}

func TestEmployeesAreListedInPages(t *testing.T) {
	c := newCompany(t)
	for n := range 3 {
		if status, answer := c.manage(http.MethodPost, "/v2/employees", fmt.Sprintf(`{"email":"e%d@acme.example","first_name":"E","last_name":"%d"}`, n, n)); status != http.StatusCreated {
			t.Fatalf("%d %v", status, answer)
		}
	}
	c.manage(http.MethodPut, "/v2/employees/e1@acme.example/deactivate", "")
	for query, want := range map[string]string{
		"": "admin ana.agent noah.new e0 e1 e2", "number_of_employees=4": "admin ana.agent noah.new e0 | e1 e2",
		"status=deactivated": "e1", "status=active": "ana.agent", "status=pending+review": "admin noah.new", "status=created": "e0 e2",
		"q=ana": "ana.agent", "roles=Admin": "", "number_of_employees=1&status=created": "e0 | e2",
	} {
		var pages []string
		for asked := query; ; {
			_, page := c.manage(http.MethodGet, "/v2/employees?"+asked, "")
			var names []string
			for _, each := range page["employees"].([]any) {
				name, _, _ := strings.Cut(each.(map[string]any)["email"].(string), "@")
				names = append(names, name)
				if _, told := each.(map[string]any)["status"]; told {
					t.Error("no answer of the vendor has a status")
				}
			}
			pages = append(pages, strings.Join(names, " "))
			next, more := page["meta"].(map[string]any)["next_page"].(string)
			if !more {
				break
			}
			_, place, _ := strings.Cut(next, "?")
			asked = query + "&" + place
		}
		if got := strings.Join(pages, " | "); got != want {
			t.Errorf("%q gives %q, want %q", query, got, want)
		}
	}
}

func TestWhatUserManagementRefuses(t *testing.T) {
	for line, want := range map[string]string{
		`GET /v2/employees/who@example.com`:          "404 Employee not found",
		`PUT /v2/employees/who@example.com/activate`: "404 Employee not found",
		`DELETE /v2/employees/ana.agent@example.com`: "405 ",
		`POST /v2/employees {}`:                      "422 email can't be blank, first_name can't be blank, last_name can't be blank",
		`POST /v2/employees []`:                      "422 body is not a JSON object",
		`POST /v2/employees {"email":"Ana.Agent@example.com","first_name":"A","last_name":"B"}`:                    "422 email has already been taken",
		`POST /v2/employees {"email":"ana","first_name":"A","last_name":"B"}`:                                      "422 email is not in accepted email format",
		`PUT /v2/employees/employee-ana {"role":"Boss"}`:                                                           "422 role is none of Agent, Team Leader, Admin",
		`PUT /v2/employees/employee-ana {"channels":["pigeon"]}`:                                                   "422 channels has no pigeon",
		`PUT /v2/employees/employee-ana {"team_leader_email":"noah.new@example.com"}`:                              "422 team_leader_email is not found",
		`PUT /v2/employees/employee-ana {"start_date":"May"}`:                                                      "422 start_date is not YYYY-MM-DD",
		`PUT /v2/employees/employee-ana {"custom_employee_id":"employee-noah"}`:                                    "422 custom_employee_id has already been taken",
		`PUT /v2/employees/employee-ana {"manage_team":true}|PUT /v2/employees/employee-ana {"manage_team":false}`: "422 manage_team cannot be taken away",
	} {
		t.Run(line, func(t *testing.T) {
			c := newCompany(t)
			var got string
			for each := range strings.SplitSeq(line, "|") {
				parts := append(strings.SplitN(each, " ", 3), "")
				status, answer := c.manage(parts[0], parts[1], parts[2])
				said, _ := answer["error"].(string)
				got = fmt.Sprintf("%d %s", status, said)
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if _, ana := c.manage(http.MethodGet, "/v2/employees/employee-ana", ""); ana["first_name"] != "Ana" || ana["role"] != "Agent" || ana["email"] != "ana.agent@example.com" {
				t.Errorf("she is %v", ana)
			}
		})
	}
}

// Somebody who was created has no approved profile, and a deactivated one is not asked about.
func TestANewEmployeeIsAskedAboutOnceApprovedUntilDeactivated(t *testing.T) {
	c := newCompany(t)
	reason := func() string {
		_, decision := c.ask(`{"channel":"email","customer":{"email":"carl@example.net"},"employee":{"email":"jane@acme.example"}}`)
		return string(decision.Outcome) + " " + decision.Reason
	}
	got := []string{reason()}
	_, made := c.manage(http.MethodPost, "/v2/employees/invite", `{"email":"jane@acme.example","custom_employee_id":"7","first_name":"Jane","last_name":"Doe","channels":["email"]}`)
	got = append(got, reason())
	if err := c.set(`{"approved":["jane@acme.example"]}`); err != nil {
		t.Fatal(err)
	}
	got = append(got, reason())
	c.manage(http.MethodPut, "/v2/employees/7/deactivate", "")
	got = append(got, reason())
	c.manage(http.MethodPut, "/v2/employees/7/activate", "")
	got = append(got, reason())
	want := []string{"not_sent Employee not found", "not_sent Employee profile not complete", "sent ", "not_sent Deactivated employee", "sent "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if made["first_name"] != "Jane" || made["manage_team"] != false || fmt.Sprint(made["channels"]) != "[email]" {
		t.Errorf("made %v", made)
	}
	if mails := c.world.Outbox.All(); len(mails) != 3 || mails[0].To != "jane@acme.example" || mails[0].Kind != "invitation" {
		t.Errorf("mails: %v", mails)
	}
}
