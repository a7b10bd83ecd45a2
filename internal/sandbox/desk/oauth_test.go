package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
)

const unauthorized = `{"message":"Unauthorized"}`

// The query is signed, the JSON body is not: that the body can be changed on its way
// and the query cannot shows it.
func TestASignatureCoversTheQueryAndNotTheBody(t *testing.T) {
	s := open(t)
	s.must(200, "GET", "/cases/search?subject=it%20broke+again%26&status=open,new&page=1", "")
	s.must(201, "POST", "/labels", `{"name":"signed"}`)
	changed := func(change func(*http.Request)) int {
		request := s.request("POST", "/labels?a=1", `{"name":"changed"}`)
		client := signing(desk.ConsumerKey, desk.ConsumerSecret, desk.AccessToken, desk.AccessTokenSecret)
		client.Transport.(*oauth1.Transport).Base = transport(func(r *http.Request) (*http.Response, error) {
			change(r)
			return http.DefaultTransport.RoundTrip(r)
		})
		response, _ := s.with(client).send(request)
		return response.StatusCode
	}
	s.equal("another query", changed(func(r *http.Request) { r.URL.RawQuery = "a=2" }), 401)
	s.equal("another path", changed(func(r *http.Request) { r.URL.Path += "/search" }), 401)
	s.equal("another method", changed(func(r *http.Request) { r.Method = "PATCH" }), 401)
	s.equal("another body", changed(func(r *http.Request) {
		other := s.request("POST", "/labels", `{"name":"swapped"}`)
		r.Body, r.ContentLength = other.Body, other.ContentLength
	}), 201)
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestEachWrongPartOfACredentialIsRefused(t *testing.T) {
	s := open(t)
	for _, wrong := range []struct {
		reason string
		client *http.Client
	}{
		{"authorization_missing", http.DefaultClient},
		{"consumer_key_unknown", signing("wrong", desk.ConsumerSecret, desk.AccessToken, desk.AccessTokenSecret)},
		{"token_rejected", signing(desk.ConsumerKey, desk.ConsumerSecret, "wrong", desk.AccessTokenSecret)},
		{"signature_invalid", signing(desk.ConsumerKey, "wrong", desk.AccessToken, desk.AccessTokenSecret)},
		{"signature_invalid", signing(desk.ConsumerKey, desk.ConsumerSecret, desk.AccessToken, "wrong")},
	} {
		s.admin(`{"oauth_problems":"hidden"}`)
		s.with(wrong.client).refused(401, unauthorized, "GET", "/users", "")
		s.admin(`{"oauth_problems":"named"}`)
		s.with(wrong.client).refused(401, fmt.Sprintf(`{"message":"Unauthorized: %s"}`, wrong.reason), "GET", "/users", "")
	}
}

// signed is a request with a header that is signed by hand: with another time, nonce
// or method than a client would.
func (s *site) signed(parameters map[string]string) *http.Request {
	s.t.Helper()
	request := s.request("GET", "/users", "")
	all := map[string]string{
		"oauth_consumer_key": desk.ConsumerKey, "oauth_nonce": "n1", "oauth_signature_method": "HMAC-SHA1",
		"oauth_timestamp": fmt.Sprint(time.Now().Unix()), "oauth_token": desk.AccessToken, "oauth_version": "1.0",
	}
	for name, value := range parameters {
		all[name] = value
	}
	var pairs, header []string
	for _, name := range []string{"oauth_consumer_key", "oauth_nonce", "oauth_signature_method", "oauth_timestamp", "oauth_token", "oauth_version"} {
		pairs = append(pairs, name+"="+oauth1.PercentEncode(all[name]))
		header = append(header, fmt.Sprintf("%s=%q", name, oauth1.PercentEncode(all[name])))
	}
	base := "GET&" + oauth1.PercentEncode(request.URL.String()) + "&" + oauth1.PercentEncode(strings.Join(pairs, "&"))
	signature, err := (&oauth1.HMACSigner{ConsumerSecret: desk.ConsumerSecret}).Sign(desk.AccessTokenSecret, base)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "OAuth "+strings.Join(append(header, fmt.Sprintf("oauth_signature=%q", oauth1.PercentEncode(signature))), ", "))
	return request
}

func TestNoncesAndTimestamps(t *testing.T) {
	s := open(t).with(http.DefaultClient)
	s.admin(`{"oauth_problems":"named"}`)
	moment := func(ago time.Duration) string { return fmt.Sprint(time.Now().Add(-ago).Unix()) }
	for _, step := range []struct {
		parameters map[string]string
		status     int
		reason     string
	}{
		{map[string]string{}, 200, ""},
		{map[string]string{}, 401, "nonce_used"},
		{map[string]string{"oauth_nonce": "n2"}, 200, ""},
		{map[string]string{"oauth_nonce": "n3", "oauth_timestamp": moment(4 * time.Minute)}, 200, ""},
		{map[string]string{"oauth_nonce": "n4", "oauth_timestamp": moment(6 * time.Minute)}, 401, "timestamp_refused"},
		{map[string]string{"oauth_nonce": "n5", "oauth_timestamp": moment(-6 * time.Minute)}, 401, "timestamp_refused"},
		{map[string]string{"oauth_nonce": "n6", "oauth_timestamp": "now"}, 401, "timestamp_refused"},
		{map[string]string{"oauth_nonce": "n7", "oauth_signature_method": "PLAINTEXT"}, 401, "signature_method_rejected"},
		{map[string]string{"oauth_nonce": "n8", "oauth_version": "2.0"}, 401, "version_rejected"},
		{map[string]string{"oauth_nonce": ""}, 401, "parameter_absent"},
	} {
		response, answer := s.send(s.signed(step.parameters))
		message, _ := answer["message"].(string)
		if response.StatusCode != step.status || !strings.Contains(message, step.reason) {
			t.Errorf("%v: %d %q, want %d %q", step.parameters, response.StatusCode, message, step.status, step.reason)
		}
	}
}

// A request that is not signed right does not use up the nonce of one that is.
func TestANonceOutlivesAForgery(t *testing.T) {
	s := open(t).with(http.DefaultClient)
	forged, genuine := s.signed(nil), s.signed(nil)
	forged.Header.Set("Authorization", strings.Replace(forged.Header.Get("Authorization"), `oauth_signature="`, `oauth_signature="x`, 1))
	response, _ := s.send(forged)
	s.equal("forged", response.StatusCode, 401)
	response, _ = s.send(genuine)
	s.equal("genuine", response.StatusCode, 200)
}

func TestAnAgentsPasswordOpensTheAPIToo(t *testing.T) {
	s := open(t).with(http.DefaultClient)
	for password, want := range map[string]int{desk.Password: 200, "wrong": 401} {
		request := s.request("GET", "/users", "")
		request.SetBasicAuth(desk.AgentEmail, password)
		response, _ := s.send(request)
		s.equal(password, response.StatusCode, want)
	}
}

// A person removes an API application in Admin, and makes another one.
func TestAnApplicationIsRemoved(t *testing.T) {
	s := open(t)
	s.admin(`{"api_applications":[{"name":"Terraform","removed":true},{"name":"Nicereply"}]}`)
	s.refused(401, unauthorized, "GET", "/users", "")
	made := at(screens(s), "api_applications", 0)
	part := func(name string) string { return fmt.Sprint(at(made, name)) }
	s.with(signing(part("consumer_key"), part("consumer_secret"), part("access_token"), part("access_token_secret"))).
		must(200, "GET", "/users", "")
}
