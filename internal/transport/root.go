package transport

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// CheckRoot parses the root that requests go to, for example
// "https://acme.example.com" or "http://127.0.0.1:8089/acme", and returns it
// without a trailing slash. It accepts https anywhere and http only to loopback,
// and refuses user names, queries and fragments. It makes no request.
func CheckRoot(raw string) (*url.URL, error) {
	root, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, errors.New("it is not a URL; write it like https://acme.example.com") // the cause quotes what may hold a password
	}
	switch {
	case root.Scheme != "https" && root.Scheme != "http":
		return nil, fmt.Errorf("%q does not begin with https://", root.Redacted())
	case root.User != nil:
		return nil, errors.New("it holds a user name or a password; give credentials in their own attributes")
	case root.Hostname() == "":
		return nil, fmt.Errorf("%q names no host", root)
	case root.RawQuery != "" || root.Fragment != "" || root.ForceQuery:
		return nil, errors.New("it holds a query or a fragment; give only scheme, host, port and an optional path")
	case root.Scheme == "http" && !Loopback(root.Hostname()):
		return nil, fmt.Errorf("%q is not encrypted; http:// is accepted for this machine only (localhost, 127.0.0.1, ::1), use https://", root)
	}
	root.Host = strings.ToLower(root.Host)
	root.Path = strings.TrimRight(root.Path, "/")
	root.RawPath = strings.TrimRight(root.RawPath, "/")
	return root, nil
}

// Loopback reports whether a host, without its port, is this machine.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

const maxRedirects = 5

// checkRedirect follows redirects of reads within the root's scheme, host and
// port. Every other redirect is handed to the caller: the credential does not go
// with it, so nothing good is read there, and following that of a write could
// repeat it, change its verb or carry its body to somebody else.
func checkRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case first.Method != http.MethodGet && first.Method != http.MethodHead:
		return http.ErrUseLastResponse
	case next.URL.Scheme != first.URL.Scheme || next.URL.Host != first.URL.Host:
		return http.ErrUseLastResponse
	case len(via) >= maxRedirects:
		return fmt.Errorf("more than %d redirects, the last one to %s", maxRedirects, next.URL.Path)
	default:
		return nil
	}
}
