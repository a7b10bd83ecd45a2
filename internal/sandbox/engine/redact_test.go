package engine

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// keyTaker is a vendor that takes API keys as {"name", "value"}.
type keyTaker struct{ System }

func (keyTaker) IsSecret(r *http.Request, path []string) bool {
	return r.URL.Path == "/keys" && slices.Equal(path, []string{"keys", "value"})
}

func TestAVendorNamesItsOwnSecrets(t *testing.T) {
	const body = `{"keys":[{"name":"a","value":"s3"},{"name":"b","value":null}],"value":"v","password":"s3"}`
	for path, want := range map[string]string{
		"/keys":  `{"keys":[{"name":"a","value":"[redacted]"},{"name":"b","value":null}],"password":"[redacted]","value":"v"}`,
		"/other": `{"keys":[{"name":"a","value":"s3"},{"name":"b","value":null}],"password":"[redacted]","value":"v"}`,
	} {
		got, err := json.Marshal(RedactBody(keyTaker{}, httptest.NewRequest("POST", path, nil), []byte(body)))
		if err != nil || string(got) != want {
			t.Errorf("%s: logged %s, %v, want %s", path, got, err, want)
		}
	}
}

func TestRedactBody(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	for name, tc := range map[string]struct{ contentType, body, want string }{
		"basic auth of a webhook": {
			body: `{"authentication":{"type":"basic_auth","data":{"username":"connect","password":"s3"}}}`,
			want: `{"authentication":{"type":"basic_auth","data":{"username":"connect","password":"[redacted]"}}}`,
		},
		"bearer token": {
			body: `{"authentication":{"type":"bearer_token","data":{"token":"s3"}}}`,
			want: `{"authentication":{"type":"bearer_token","data":{"token":"[redacted]"}}}`,
		},
		"custom headers": {
			body: `{"custom_headers":{"Authorization":"Bearer s3","X-Api-Key":"s3","X-Shop":"eu"}}`,
			want: `{"custom_headers":{"Authorization":"[redacted]","X-Api-Key":"[redacted]","X-Shop":"eu"}}`,
		},
		"secrets in a list": {
			body: `[{"client_secret":"s3"},{"access_token":"s3"},{"refresh_token":"s3"}]`,
			want: `[{"client_secret":"[redacted]"},{"access_token":"[redacted]"},{"refresh_token":"[redacted]"}]`,
		},
		"a null secret is no secret":  {body: `{"password":null}`, want: `{"password":null}`},
		"a value that is none":        {body: `{"conditions":{"all":[{"field":"status","value":"solved"}]}}`, want: `{"conditions":{"all":[{"field":"status","value":"solved"}]}}`},
		"ids above 2^53":              {body: `{"id":9007199254740993}`, want: `{"id":9007199254740993}`},
		"form":                        {contentType: form, body: "grant_type=client_credentials&client_secret=s3", want: `{"client_secret":"[redacted]","grant_type":"client_credentials"}`},
		"JSON that curl calls a form": {contentType: form, body: `{"password":"s3"}`, want: `{"password":"[redacted]"}`},
		"broken JSON":                 {body: `{"password": "s3"`, want: `"[not JSON: 17 bytes]"`},
		"two values":                  {body: `{} {"password":"s3"}`, want: `"[not JSON: 20 bytes]"`},
		"empty":                       {body: " ", want: `null`},
	} {
		t.Run(name, func(t *testing.T) {
			request := httptest.NewRequest("POST", "/", strings.NewReader(tc.body))
			request.Header.Set("Content-Type", tc.contentType)
			got, err := json.Marshal(RedactBody(nil, request, []byte(tc.body)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(decoded(t, tc.want), decoded(t, string(got))); diff != "" {
				t.Errorf("logged body (-want +got):\n%s", diff)
			}
		})
	}
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	value, err := DecodeValue([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func TestRedactQuery(t *testing.T) {
	for raw, want := range map[string]string{
		"":                           "",
		"page[size]=100&sort=-id":    "page[size]=100&sort=-id",
		"access_token=s3&page=2":     "access_token=[redacted]&page=2",
		"access%5Ftoken=s3":          "access%5Ftoken=[redacted]",
		"active=true&API-Key=s3&x":   "active=true&API-Key=[redacted]&x",
		"%zz=secret&include=%7B%22a": "%zz=[redacted]&include=%7B%22a",
	} {
		if got := RedactQuery(raw); got != want {
			t.Errorf("RedactQuery(%q) = %q, want %q", raw, got, want)
		}
	}
}
