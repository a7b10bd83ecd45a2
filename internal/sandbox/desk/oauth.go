package desk

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1" // HMAC-SHA1 is what OAuth 1.0a signs with
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// application is an API application as a person makes it in Admin, with the access
// token of whoever made it.
type application struct {
	name                           string
	consumerKey, consumerSecret    string
	accessToken, accessTokenSecret string
	user                           *user
}

// The reasons for which a request is not authenticated, in the words of OAuth's
// problem reporting.
const (
	authorizationMissing    = "authorization_missing"
	passwordWrong           = "credentials_rejected"
	parameterAbsent         = "parameter_absent"
	signatureMethodRejected = "signature_method_rejected"
	versionRejected         = "version_rejected"
	consumerKeyUnknown      = "consumer_key_unknown"
	tokenRejected           = "token_rejected"
	timestampRefused        = "timestamp_refused"
	signatureInvalid        = "signature_invalid"
	nonceUsed               = "nonce_used"
)

// authenticate finds who sends a request, or says why it is nobody.
func (c *call) authenticate() (refused string) {
	if email, password, ok := c.request.BasicAuth(); ok {
		if c.user = c.userWithEmail(email); c.user == nil || password != Password {
			return passwordWrong
		}
		return ""
	}
	scheme, parameters, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "OAuth") {
		return authorizationMissing
	}
	return c.checkSignature(oauthParameters(parameters))
}

// checkSignature checks a request by RFC 5849, by the real time. A nonce is used up
// only by a request that is signed.
func (c *call) checkSignature(sent map[string]string) (refused string) {
	for _, name := range []string{"oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_signature", "oauth_timestamp", "oauth_nonce"} {
		if sent[name] == "" {
			return parameterAbsent
		}
	}
	app := c.application(func(a *application) bool { return a.consumerKey == sent["oauth_consumer_key"] })
	switch {
	case sent["oauth_signature_method"] != "HMAC-SHA1":
		return signatureMethodRejected
	case cmp.Or(sent["oauth_version"], "1.0") != "1.0":
		return versionRejected
	case app == nil:
		return consumerKeyUnknown
	case app.accessToken != sent["oauth_token"]:
		return tokenRejected
	}
	signed, err := strconv.ParseInt(sent["oauth_timestamp"], 10, 64)
	if skew := time.Since(time.Unix(signed, 0)).Abs(); err != nil || skew > longestSkew {
		return timestampRefused
	}
	if !hmac.Equal([]byte(app.sign(signatureBase(c.request, c.root, sent))), []byte(sent["oauth_signature"])) {
		return signatureInvalid
	}
	if !c.nonces.use(strings.Join([]string{app.consumerKey, app.accessToken, sent["oauth_timestamp"], sent["oauth_nonce"]}, " "), time.Now()) {
		return nonceUsed
	}
	c.user = app.user
	return ""
}

func (a *application) sign(base string) string {
	mac := hmac.New(sha1.New, []byte(escape(a.consumerSecret)+"&"+escape(a.accessTokenSecret)))
	mac.Write([]byte(base))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// oauthParameters reads the parameters of an Authorization header.
func oauthParameters(header string) map[string]string {
	sent := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		name, badName := url.PathUnescape(name)
		value, badValue := url.PathUnescape(strings.Trim(value, `"`))
		if badName == nil && badValue == nil {
			sent[name] = value
		}
	}
	return sent
}

// signatureBase is what is signed: the method, the address, and the parameters of
// header and query. A JSON body is not signed.
func signatureBase(r *http.Request, root string, sent map[string]string) string {
	var pairs []string
	for name, value := range sent {
		if name != "oauth_signature" && name != "realm" {
			pairs = append(pairs, escape(name)+"="+escape(value))
		}
	}
	for name, values := range r.URL.Query() {
		for _, value := range values {
			pairs = append(pairs, escape(name)+"="+escape(value))
		}
	}
	slices.Sort(pairs)
	return r.Method + "&" + escape(address(root, r)) + "&" + escape(strings.Join(pairs, "&"))
}

// address is that of the request without its query, in the one spelling that is signed.
func address(root string, r *http.Request) string {
	scheme, rest, _ := strings.Cut(root, "://")
	host, prefix, _ := strings.Cut(rest, "/")
	if prefix != "" {
		prefix = "/" + prefix
	}
	usual := map[string]string{"http": "80", "https": "443"}[scheme]
	if name, port, err := net.SplitHostPort(host); err == nil && port == usual {
		host = name
	}
	return scheme + "://" + strings.ToLower(host) + prefix + r.URL.EscapedPath()
}

// escape writes a text as RFC 3986 does: all but the unreserved characters escaped.
func escape(text string) string {
	var escaped strings.Builder
	for _, b := range []byte(text) {
		letter := b|0x20 >= 'a' && b|0x20 <= 'z'
		if letter || b >= '0' && b <= '9' || strings.IndexByte("-._~", b) >= 0 {
			escaped.WriteByte(b)
			continue
		}
		fmt.Fprintf(&escaped, "%%%02X", b)
	}
	return escaped.String()
}

// nonces remembers what was used for as long as a timestamp is taken.
type nonces map[string]time.Time

func (n nonces) use(nonce string, now time.Time) bool {
	for old, at := range n {
		if now.Sub(at) > 2*longestSkew {
			delete(n, old)
		}
	}
	if _, used := n[nonce]; used {
		return false
	}
	n[nonce] = now
	return true
}
