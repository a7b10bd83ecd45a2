package acceptance

import "testing"

// Without a credential each resource says what is missing, and one of them how to
// give it.
func TestWhatIsNotConfiguredIsSaidByEachAndItsRemedyOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process(webhooks.block("hook") + fields.block("box") + exclusions.block("vip"))
	w.setenv("ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=", "ZENDESK_API_TOKEN=")
	found := w.errors("plan")
	explained(t, "no credential", found, []string{"No complete credential is set."}, []string{"Credential, one of:", "ZENDESK_ACCESS_TOKEN", "Host:"})
	if len(found) != 3 {
		t.Errorf("one error for each resource, got %v", found)
	}
}
