package surveysenders

import (
	"fmt"
	"net"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// receivers are the receivers that a configuration asks for: all of them if it names none.
type receivers struct {
	endpoints, webhookIDs, targetIDs map[string]bool
}

func (r receivers) has(s sender) bool {
	if len(r.endpoints)+len(r.webhookIDs)+len(r.targetIDs) == 0 {
		return true
	}
	ids := r.webhookIDs
	if s.sent.Field == rules.ActionNotifyTarget {
		ids = r.targetIDs
	}
	if ids[s.sent.Receiver] {
		return true
	}
	for pattern := range r.endpoints {
		if matches(pattern, s.endpoint) {
			return true
		}
	}
	return false
}

// address is a URL taken apart. A placeholder may stand in one, which is no URL syntax.
type address struct{ scheme, host, port, rest string }

var defaultPorts = map[string]string{"http": "80", "https": "443"}

// addressOf takes a URL apart, and a host with or without a port.
func addressOf(text string) (a address) {
	scheme, after, found := strings.Cut(text, "://")
	if !found {
		scheme, after = "", text
	}
	a.scheme = strings.ToLower(scheme)
	end := strings.IndexAny(after, "/?#")
	if end < 0 {
		end = len(after)
	}
	authority := strings.ToLower(after[:end])
	a.rest = after[end:]
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		authority = authority[at+1:]
	}
	host, port, err := net.SplitHostPort(authority)
	if err != nil {
		host, port = strings.Trim(authority, "[]"), defaultPorts[a.scheme]
	}
	a.host, a.port = strings.TrimSuffix(host, "."), port
	return a
}

// matches reports whether an endpoint is at the host, at the host and port, or begins with the URL. One whose host is a
// placeholder may be anywhere.
func matches(pattern, endpoint string) bool {
	if endpoint == "" {
		return false
	}
	want, is := addressOf(pattern), addressOf(endpoint)
	if strings.Contains(is.host, "{{") || strings.Contains(is.host, "{%") {
		return true
	}
	return want.host == is.host && (want.port == "" || want.port == is.port) &&
		(want.scheme == "" || want.scheme == is.scheme) && strings.HasPrefix(is.rest+"/", want.rest)
}

// checkEndpoint reports what is neither a host nor the beginning of a URL.
func checkEndpoint(text string) error {
	a := addressOf(text)
	switch {
	case a.host == "" || strings.ContainsAny(text, " \t\n"), a.scheme == "" && a.rest != "", a.scheme != "" && defaultPorts[a.scheme] == "":
		return fmt.Errorf("%q is neither a host, such as \"api.example.com\" or \"api.example.com:8443\", nor the beginning of a URL, such as \"https://api.example.com/v1\"", text)
	}
	return nil
}
