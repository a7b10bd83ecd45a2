package nicereply

import (
	"fmt"
	"strings"
)

// app is a help desk in the words of the app directory.
type app struct {
	name string
	// key is how a person gets the credential, fields are what the screen asks for
	// besides the URL.
	key, fields string
	// connect is the button's word.
	connect string
}

// apps are by the help desk's name in the configuration. The articles are about the
// first two.
var apps = map[string]app{
	"kustomer": {
		name: "Kustomer", fields: "the API key", connect: "Connect",
		key: "In Kustomer, go to Settings > Security > API keys > New API key. Add the roles " + strings.Join(Roles, ", ") +
			`, and set the expiration date to "No Expiration".`,
	},
	"desk": {
		name: "Desk.com", fields: "key, secret, token and token secret", connect: "CONNECT AND CONTINUE",
		// https://www.stitchdata.com/docs/integrations/saas/desk
		key: `In Desk.com, go to Admin > Settings > API > Add API Application. Its page shows the key and the secret; "Your Access Token" on it shows the token and the token secret.`,
	},
	"zendesk": {
		name: "Zendesk", fields: "the access token", connect: "Connect",
		key: "In Zendesk's Admin Center, create the access token.",
	},
}

// Roles are those that the article asks for in Kustomer.
var Roles = []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}

// appOf is the app of a help desk; one that is not known has its own name.
func appOf(helpDesk string) app {
	if known, found := apps[helpDesk]; found {
		return known
	}
	return app{name: helpDesk, fields: "its credentials", connect: "Connect", key: "Create the credentials in " + helpDesk + "."}
}

// bare is a URL as the screen asks for it: acme.kustomerapp.com.
func bare(url string) string {
	if _, rest, found := strings.Cut(url, "://"); found {
		url = rest
	}
	return strings.TrimRight(url, "/")
}

// start begins a survey of a metric.
func start(metric string) string {
	return fmt.Sprintf(`Choose the %[1]s metric in the left menu of your Nicereply account. If you have begun this survey already to connect your help desk, open it; otherwise click on START %[1]s or, if there is no such button, on NEW SURVEY in the top left corner of the screen.`, metric)
}

const chooseTrigger = "From the distribution options choose TRIGGER. The app directory opens."

// open is a survey that exists.
func open(metric, survey string) string {
	if metric == "" {
		return fmt.Sprintf("In your Nicereply account, open the survey %q.", survey)
	}
	return fmt.Sprintf("Choose the %s metric in the left menu of your Nicereply account and open the survey %q.", metric, survey)
}
