package client

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Site is where a vendor has its accounts, each at a subdomain.
type Site struct {
	// Host is the host of an account's API, Account what the account is called in
	// state, both with %s for the subdomain.
	Host, Account string
	// Prefix is what the paths of the API have in common below the root.
	Prefix string
}

// subdomainShape is a host name's first label.
var subdomainShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Find gives the root that requests go to and the account's name, lower case. An
// empty endpoint means the subdomain's own host. An error begins with the member that
// is wrong and says what to write instead.
func (s Site) Find(subdomain, endpoint string) (root *url.URL, account string, err error) {
	subdomain = strings.ToLower(strings.TrimSpace(subdomain))
	if subdomain != "" && !subdomainShape.MatchString(subdomain) {
		return nil, "", fmt.Errorf("subdomain: %q is not a subdomain; write \"acme\" for https://%s", subdomain, fmt.Sprintf(s.Account, "acme"))
	}
	if endpoint == "" {
		if subdomain == "" {
			return nil, "", errors.New("neither subdomain nor endpoint is set")
		}
		endpoint = "https://" + fmt.Sprintf(s.Host, subdomain)
	}
	root, err = transport.CheckRoot(endpoint)
	if err != nil {
		return nil, "", fmt.Errorf("endpoint: %w", err)
	}
	if strings.HasSuffix(root.Path, s.Prefix) {
		return nil, "", fmt.Errorf("endpoint: %q ends in %s, which is appended by the provider; leave it out", root, s.Prefix)
	}
	if subdomain != "" {
		return root, fmt.Sprintf(s.Account, subdomain), nil
	}
	return root, root.Host, nil
}
