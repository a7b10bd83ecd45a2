package stellaconnect

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// systemOf is what sets Stella Connect's answers apart. Section is "" for an action, which
// says itself where the account is; address is the attribute that does.
func systemOf(section, address string) *client.System {
	return &client.System{
		Name: "Stella Connect", Section: section, Address: []string{address}, StatusPage: "agentconnect.status.medallia.com",
		Read: func(e *client.Error, body []byte) {
			var answer struct{ Error, Message client.Text }
			if json.Unmarshal(body, &answer) == nil {
				e.Message = client.FirstOf(answer.Error, answer.Message)
			}
		},
		Remedy: func(e *client.Error) string {
			switch {
			case !e.Unauthorized() && e.Status != http.StatusForbidden:
				return ""
			case section == "":
				return "Stella Connect refuses the key. The test key and the production key are in Settings > Integrations."
			case e.Skew.Abs() >= skewMax:
				return "Stella Connect refuses the token, which is dated, and the clock of this machine is " + e.Skew.Abs().Round(time.Minute).String() +
					" away from Stella Connect's. Set the clock, then plan again."
			}
			return "Stella Connect refuses stella_connect.api_key and stella_connect.api_secret (STELLA_CONNECT_API_KEY and STELLA_CONNECT_API_SECRET). " +
				"User management needs the production key and the secret of the same account: Settings > Integrations shows both."
		},
	}
}

// skewMax is by how much the clocks of a signer and a verifier may usually differ.
const skewMax = 5 * time.Minute
