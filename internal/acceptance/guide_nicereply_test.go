package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// What the guide shows, in its order, is one configuration that runs.
func TestTheSnippetsOfTheGuideToNicereplyAndKustomer(t *testing.T) {
	t.Parallel()
	blocks := terraformBlock.FindAllStringSubmatch(readFile(t, "../../templates/guides/nicereply-with-kustomer.md.tmpl"), -1)
	if len(blocks) != 4 {
		t.Fatalf("%d snippets, 4 expected", len(blocks))
	}
	a := start(t)
	section := fmt.Sprintf("  survey_backend = { endpoint = %q, token = %q }\n", a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"])
	config := strings.Replace(a.kustomerProvider(), "{\n", "{\n"+section, 1) + fmt.Sprintf("variable \"connector_api_key\" {\n  default = %q\n}\n", a.goodKey())
	for _, block := range blocks {
		config += block[1]
	}
	config = strings.NewReplacer("https://acme.kustomerapp.com", a.env["KUSTOMER_ENDPOINT"], "ana@acme.example", ana).Replace(config)
	w := a.shell(config)
	w.apply()
	w.noChanges()
	made := a.theOnly("trigger_distributions")
	if made["active"] != true || made["quiet_period_hours"] != 48.0 || made["write_back"].(map[string]any)["custom_field"] != "cesScoreNum" {
		t.Errorf("the distribution is %v", made)
	}
	if firstEnabled(a.kustomerSurveys("email")) != "" {
		t.Error("Kustomer's own survey is enabled")
	}
	a.isAskedFor(t, "CES")
}
