package desk

import (
	"fmt"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Refusal is what is wrong with a credential that was refused, as far as that can be
// known.
type Refusal struct {
	// Part is the part of the credential that is wrong: "consumer_key". "" where that is
	// not known, or where the credential is not to blame.
	Part string
	// Words say so in a sentence or two.
	Words string
}

// skewMax is by how much the clocks of a signer and a verifier may usually differ.
const skewMax = 5 * time.Minute

// RefusalOf explains a 401. Where the answer names the problem, in the words of OAuth's
// problem reporting (http://wiki.oauth.net/w/page/12238543/ProblemReporting), the part is
// known; else the clocks are compared, and all four parts remain.
func RefusalOf(e *client.Error) Refusal {
	says := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(e.Message, word) {
				return true
			}
		}
		return false
	}
	skew := e.Skew.Round(time.Minute)
	switch {
	case says("timestamp_refused") || skew.Abs() >= skewMax:
		return Refusal{Words: "A signature is good for its own time only, and " + clocks(skew) + " Set the clock, then plan again. The credential itself may be right."}
	case says("consumer_key_unknown", "consumer_key_rejected", "consumer_key_refused"):
		return Refusal{"consumer_key", "Desk.com does not know the key of the API application: it is wrong, the application was deleted, or it is of another account."}
	case says("token_rejected", "token_revoked", "token_expired", "token_used"):
		return Refusal{"access_token", "Desk.com knows the key, but not the access token: it is wrong, revoked, or of another API application."}
	case says("signature_invalid"):
		return Refusal{"consumer_secret", "Desk.com knows the key and the access token, but the signature is wrong: the secret, the token secret, or both are wrong. They may have been mixed up."}
	case says("nonce_used"):
		return Refusal{Words: "Desk.com has seen this signed request before: something between this machine and Desk.com sends requests twice. Look for a proxy that repeats them, then plan again. The credential itself may be right."}
	}
	return Refusal{Words: "At least one of the key, the secret, the access token and the token secret is wrong, revoked, or of another account. Desk.com does not say which."}
}

func clocks(skew time.Duration) string {
	switch {
	case skew.Abs() < time.Minute:
		return "Desk.com refuses this machine's time."
	case skew > 0:
		return fmt.Sprintf("the clock of this machine is %s behind Desk.com's.", minutes(skew))
	default:
		return fmt.Sprintf("the clock of this machine is %s ahead of Desk.com's.", minutes(-skew))
	}
}

// minutes are a duration without its seconds: 1h5m.
func minutes(d time.Duration) string { return strings.TrimSuffix(d.String(), "0s") }
