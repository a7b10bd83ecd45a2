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

// Where several sections could serve a resource and none is configured, the error names
// what each of them lacks, and one of the errors the variables of all.
func TestWithoutAnySurveyBackendTheErrorNamesTheVariables(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process(`
resource "surveytrigger_survey" "csat" {
  name   = "CSAT"
  metric = "CSAT"
}

resource "surveytrigger_survey" "nps" {
  name   = "NPS"
  metric = "NPS"
}
`)
	w.setenv("NICEREPLY_EMAIL=", "NICEREPLY_API_TOKEN=", "SURVEY_BACKEND_ENDPOINT=", "SURVEY_BACKEND_TOKEN=")
	found := w.errors("plan")
	explained(t, "no survey backend", found, []string{"None of the provider's sections", "nicereply", "survey_backend"},
		[]string{"No complete credential is set.", "NICEREPLY_EMAIL", "NICEREPLY_API_TOKEN", "SURVEY_BACKEND_ENDPOINT", "SURVEY_BACKEND_TOKEN"})
	if len(found) != 2 {
		t.Errorf("one error for each resource, got %v", found)
	}
}
