package sandbox

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
	pollingdesk "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling/desk"
	pollingkustomer "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling/kustomer"
	pollingzendesk "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// helpDesks are those that a survey backend can poll.
func helpDesks() map[polling.Kind]polling.HelpDesk {
	return map[polling.Kind]polling.HelpDesk{
		pollingdesk.Kind:     pollingdesk.HelpDesk{},
		pollingkustomer.Kind: pollingkustomer.HelpDesk{},
		pollingzendesk.Kind:  pollingzendesk.HelpDesk{},
	}
}

// appDirectory is Nicereply's: whoever connects a help desk there enters the credential that may do everything.
func appDirectory() map[polling.Kind]nicereply.HelpDesk {
	credentials := map[polling.Kind]polling.Credential{
		pollingdesk.Kind: {
			"consumer_key": desk.ConsumerKey, "consumer_secret": desk.ConsumerSecret,
			"access_token": desk.AccessToken, "access_token_secret": desk.AccessTokenSecret,
		},
		pollingkustomer.Kind: {"api_key": kustomer.APIKey},
		pollingzendesk.Kind:  {"access_token": zendesk.AccessToken},
	}
	apps := map[polling.Kind]nicereply.HelpDesk{}
	for kind, api := range helpDesks() {
		apps[kind] = nicereply.HelpDesk{API: api, Credential: credentials[kind]}
	}
	return apps
}
