package acceptance

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const examples = "../../examples"

// example is a folder under examples/ and what a user notices who applies it.
type example struct {
	// file is the configuration; "" takes all of the folder.
	file      string
	variables map[string]string
	// provider is the provider block of an example without one; nil for Zendesk's.
	provider func(*account) string
	// before makes what the example finds in the account.
	before func(*account)
	// noticed runs after the first apply.
	noticed func(*testing.T, *account, *workspace)
	// alone takes the place of all that, for an example of more than one account.
	alone func(t *testing.T, providerFolder, cli string)
}

const key = "stella_connect_key"

// covered holds every example. A folder that is not here fails the test.
var covered = map[string]example{
	"provider":                         {file: "provider.tf", noticed: theProviderIsConfigured},
	"functions/render_payload":         {file: "function.tf", noticed: theRequestIsShown},
	"functions/stella_connect_payload": {file: "function.tf", noticed: thePayloadsAreShown},
	"functions/survey_payload":         {file: "function.tf", noticed: thePlaceholdersSurvive},
	"resources/surveytrigger_zendesk_webhook": {
		file: "resource.tf", variables: map[string]string{key: "sandbox"}, noticed: theWebhookIsConnected,
	},
	"resources/surveytrigger_zendesk_ticket_field":      {file: "resource.tf", noticed: theFieldsAreOffered},
	"resources/surveytrigger_zendesk_trigger_category":  {file: "resource.tf", noticed: theCategoriesAreInOrder},
	"resources/surveytrigger_zendesk_exclusion_trigger": {file: "resource.tf", noticed: theTicketIsMarked},
	"resources/surveytrigger_zendesk_send_trigger": {
		file: "resource.tf", variables: map[string]string{key: "sandbox"}, noticed: theExclusionRunsFirst,
	},
	"resources/surveytrigger_zendesk_http_target": {
		file: "resource.tf", variables: map[string]string{key: "sandbox"}, noticed: theTargetIsConnected,
	},
	"resources/surveytrigger_zendesk_send_automation": {file: "resource.tf", noticed: theSurveyComesLater},
	"resources/surveytrigger_zendesk_native_csat":     {file: "resource.tf", noticed: zendeskSurveysNobody},
	"resources/surveytrigger_kustomer_attribute": {
		file: "resource.tf", provider: (*account).kustomerProvider, noticed: theAttributesAreDescribed,
	},
	"resources/surveytrigger_kustomer_native_csat": {
		file: "resource.tf", provider: (*account).kustomerProvider, noticed: kustomerSurveysNobody,
	},
	"resources/surveytrigger_desk_custom_field": {
		file: "resource.tf", provider: (*account).deskProvider, before: (*account).theArticleIsInAdmin, noticed: theOutputIsKnown("key_in_custom_fields"),
	},
	"resources/surveytrigger_desk_rule": {
		file: "resource.tf", provider: (*account).deskProvider, before: (*account).theArticleIsInAdmin, noticed: theRuleIsVerified,
	},
	"resources/surveytrigger_desk_label": {
		file: "resource.tf", provider: (*account).deskProvider, noticed: theLabelIsOffered,
	},
	"resources/surveytrigger_kustomer_send_workflow": {
		file: "resource.tf", provider: (*account).kustomerProvider, noticed: theSurveyWaits,
	},
	"resources/surveytrigger_connector": {
		file: "resource.tf", provider: (*account).backendProvider, noticed: theBackendHasOne("connectors"),
	},
	"data-sources/surveytrigger_kustomer_api_key": {
		file: "data-source.tf", provider: (*account).kustomerProvider, noticed: theOutputIsKnown("key_name"),
	},
	"data-sources/surveytrigger_zendesk_brand":         {file: "data-source.tf", noticed: theNameIsFound("brand_id")},
	"data-sources/surveytrigger_zendesk_group":         {file: "data-source.tf", noticed: theNameIsFound("group_id")},
	"data-sources/surveytrigger_zendesk_ticket_form":   {file: "data-source.tf", noticed: theNameIsFound("ticket_form_id")},
	"data-sources/surveytrigger_zendesk_custom_status": {file: "data-source.tf", noticed: theNameIsFound("custom_status_id")},
	"data-sources/surveytrigger_zendesk_locales":       {file: "data-source.tf", noticed: theLanguagesAreListed},
	"data-sources/surveytrigger_zendesk_ticket_field": {
		file: "data-source.tf", before: anExistingCheckbox, noticed: theOutputIsKnown("payload"),
	},
	"data-sources/surveytrigger_zendesk_trigger": {
		file: "data-source.tf", before: anExistingExclusion, noticed: theOutputIsKnown("legal_exclusion_id"),
	},
	"data-sources/surveytrigger_zendesk_trigger_category": {file: "data-source.tf", noticed: theCategoryFollows},
	"data-sources/surveytrigger_zendesk_webhook": {
		file: "data-source.tf", before: anExistingWebhook, noticed: theOutputIsKnown("stella_connect_webhook_id"),
	},
	"data-sources/surveytrigger_zendesk_webhook_health": {
		file: "data-source.tf", variables: map[string]string{key: "sandbox"}, noticed: theCheckFailsForAWrongKey,
	},
	"data-sources/surveytrigger_zendesk_survey_decision": {
		file: "data-source.tf", variables: map[string]string{key: "sandbox"}, noticed: theChecksFailForAForeignSend,
	},
	"data-sources/surveytrigger_zendesk_survey_senders": {
		file: "data-source.tf", variables: map[string]string{key: "sandbox"}, noticed: theCheckFailsForAForeignSender,
	},
	"ephemeral-resources/surveytrigger_zendesk_webhook_signing_secret": {
		file: "ephemeral-resource.tf", noticed: theSecretIsNotStored,
	},
	"resources/surveytrigger_survey": {file: "resource.tf", provider: (*account).backendProvider, noticed: theBackendHasOne("surveys")},
	"resources/surveytrigger_trigger_distribution": {
		file: "resource.tf", provider: (*account).backendProvider,
		before: func(a *account) { a.aConnector() }, noticed: theBackendHasOne("trigger_distributions"),
	},
	"resources/surveytrigger_agent":  {file: "resource.tf", provider: (*account).backendProvider, noticed: theAgentIsInvited},
	"stacks/stella-connect-zendesk":  {noticed: everyChannelIsSurveyedOnce},
	"stacks/two-listen-zendesk":      {before: aTicketOfTheDayBefore, noticed: bothModesSurveyOnce},
	"stacks/two-accounts":            {alone: oneConfigurationServesTwoAccounts},
	"stacks/nicereply-kustomer":      {alone: theArticleRunsOnEachBackend},
	"stacks/stella-connect-kustomer": {alone: stellaConnectAsksKustomersCustomers},
	"stacks/two-listen-kustomer":     {alone: twoListenAsksKustomersCustomers},
	"stacks/nicereply-desk":          {alone: theDeskArticleRunsOnEachBackend},
	"stacks/survey-audit":            {alone: theAuditNamesWhatIsWrong},

	"list-resources/surveytrigger_zendesk_webhook":           isListed("list-resources/surveytrigger_zendesk_webhook"),
	"list-resources/surveytrigger_zendesk_http_target":       isListed("list-resources/surveytrigger_zendesk_http_target"),
	"list-resources/surveytrigger_zendesk_ticket_field":      isListed("list-resources/surveytrigger_zendesk_ticket_field"),
	"list-resources/surveytrigger_zendesk_trigger_category":  isListed("list-resources/surveytrigger_zendesk_trigger_category"),
	"list-resources/surveytrigger_zendesk_exclusion_trigger": isListed("list-resources/surveytrigger_zendesk_exclusion_trigger"),
	"list-resources/surveytrigger_zendesk_send_trigger":      isListed("list-resources/surveytrigger_zendesk_send_trigger"),
	"list-resources/surveytrigger_zendesk_send_automation":   isListed("list-resources/surveytrigger_zendesk_send_automation"),
	"list-resources/surveytrigger_zendesk_native_csat":       isListed("list-resources/surveytrigger_zendesk_native_csat"),
	"list-resources/surveytrigger_kustomer_attribute":        isListed("list-resources/surveytrigger_kustomer_attribute"),
	"list-resources/surveytrigger_kustomer_native_csat":      isListed("list-resources/surveytrigger_kustomer_native_csat"),
	"list-resources/surveytrigger_kustomer_send_workflow":    isListed("list-resources/surveytrigger_kustomer_send_workflow"),
	"actions/surveytrigger_zendesk_test_webhook":             {alone: aWebhookIsTested},
	"actions/surveytrigger_send_test_survey":                 {alone: surveysAreTested},
}

func TestEveryExampleIsCovered(t *testing.T) {
	found := map[string]bool{}
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && (filepath.Ext(path) == ".tf" || strings.HasSuffix(path, ".tfquery.hcl")) {
			folder, _ := filepath.Rel(examples, filepath.Dir(path))
			found[filepath.ToSlash(folder)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder := range found {
		if _, ok := covered[path.Dir(folder)]; ok {
			continue // a module of that example
		}
		if _, ok := covered[folder]; !ok {
			t.Errorf("examples/%s is applied by no test: add it to covered, with what a user would notice", folder)
		}
	}
	for folder := range covered {
		if !found[folder] {
			t.Errorf("examples/%s does not exist", folder)
		}
		if !strings.HasPrefix(folder, "resources/") {
			continue
		}
		for _, file := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			if _, err := os.Stat(filepath.Join(examples, folder, file)); err != nil {
				t.Errorf("the resource's page has no import: %v", err)
			}
		}
	}
}

// What the registry lists has an example on its page.
func TestEveryPageHasAnExample(t *testing.T) {
	server, err := factories["surveytrigger"]()
	if err != nil {
		t.Fatal(err)
	}
	offered, err := server.GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, resource := range offered.Resources {
		pages = append(pages, "resources/"+resource.TypeName)
	}
	for _, source := range offered.DataSources {
		pages = append(pages, "data-sources/"+source.TypeName)
	}
	for _, ephemeral := range offered.EphemeralResources {
		pages = append(pages, "ephemeral-resources/"+ephemeral.TypeName)
	}
	for _, function := range offered.Functions {
		pages = append(pages, "functions/"+function.Name)
	}
	for _, listed := range offered.ListResources {
		pages = append(pages, "list-resources/"+listed.TypeName)
	}
	for _, action := range offered.Actions {
		pages = append(pages, "actions/"+action.TypeName)
	}
	if only := len(offered.ListResources) + len(offered.Actions); only < 12 {
		t.Errorf("the provider has %d list resources and actions", only)
	}
	for _, page := range pages {
		if _, ok := covered[page]; !ok {
			t.Errorf("there is no examples/%s", page)
		}
	}
}

// Each example is what a user has after pasting it into an empty folder: it is
// planned, applied, planned again without a change, imported and destroyed.
func TestExamples(t *testing.T) {
	t.Parallel()
	providerFolder, cli := buildProvider(t)
	for _, folder := range slices.Sorted(maps.Keys(covered)) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			if alone := covered[folder].alone; alone != nil {
				alone(t, providerFolder, cli)
				return
			}
			a := start(t)
			variables := map[string]string{
				"zendesk_client_id":             a.env["ZENDESK_OAUTH_CLIENT_ID"],
				"zendesk_client_secret":         a.env["ZENDESK_OAUTH_CLIENT_SECRET"],
				"stella_connect_key":            a.env["STELLA_CONNECT_PRODUCTION_KEY"],
				"stella_connect_test_key":       a.env["STELLA_CONNECT_TEST_KEY"],
				"stella_connect_production_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"],
				"stella_connect_url":            a.env["STELLA_CONNECT_ENDPOINT"],
				"two_listen_url":                a.env["TWO_LISTEN_URL"],
				"two_listen_admin_email":        "admin@example.com",
				"two_listen_token":              a.env["TWO_LISTEN_TOKEN"],
				"connector_id":                  "connector_1",
				"kustomer_url":                  a.env["KUSTOMER_ENDPOINT"],
				"kustomer_connector_key":        a.env["KUSTOMER_CONNECTOR_API_KEY"],
			}
			w := a.workspace(providerFolder, cli, variables)
			w.copyExample(t, folder, covered[folder].file)
			w.attachUnlessConfigured(t, covered[folder].provider)
			if before := covered[folder].before; before != nil {
				before(a)
			}
			theirs := ownTriggers(a)
			w.apply()
			if changes := w.changes(); len(changes) > 0 {
				t.Errorf("after apply there is still something to do: %v", changes)
			}
			covered[folder].noticed(t, a, w)
			if strings.HasPrefix(folder, "resources/") {
				w.importsAsDocumented(t, folder)
			}
			w.destroy()
			if left := ownTriggers(a); !slices.Equal(left, theirs) {
				t.Errorf("destroying left %q, expected %q", left, theirs)
			}
		})
	}
}

func (w *workspace) copyExample(t *testing.T, folder, file string) {
	t.Helper()
	pattern := file
	if pattern == "" {
		pattern = "*.tf"
	}
	files, err := filepath.Glob(filepath.Join(examples, folder, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no %s: %v", pattern, err)
	}
	for _, from := range files {
		w.write(filepath.Base(from), readFile(t, from))
	}
}

// attachUnlessConfigured gives the account to an example that has no provider block.
func (w *workspace) attachUnlessConfigured(t *testing.T, block func(*account) string) {
	t.Helper()
	if block == nil {
		block = (*account).provider
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(files, func(file string) bool { return strings.Contains(readFile(t, file), `provider "surveytrigger"`) }) {
		w.attach = true
		w.write("provider.tf", block(w.account))
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var (
	documentedID      = regexp.MustCompile(`(id += ")[^"]+"`)
	documentedAccount = regexp.MustCompile(`(account += ")[^"]+"`)
)

// filledInByApply are what Zendesk does not store, so that the first plan after
// an import still sets it: the number that says which secret was sent, and the
// relation between categories.
var filledInByApply = []string{
	"surveytrigger_connector.kustomer",
	"surveytrigger_kustomer_send_workflow.email",
	"surveytrigger_zendesk_http_target.stella_connect",
	"surveytrigger_zendesk_trigger_category.sends",
	"surveytrigger_zendesk_webhook.stella_connect",
}

// importsAsDocumented follows the three ways on the resource's page, with the
// real id in place of the printed one.
func (w *workspace) importsAsDocumented(t *testing.T, folder string) {
	t.Helper()
	in := filepath.Join(examples, folder)
	words := strings.Fields(readFile(t, filepath.Join(in, "import.sh")))
	if len(words) != 4 || words[0] != "terraform" || words[1] != "import" {
		t.Fatalf("import.sh is not one command: %q", words)
	}
	address := words[2]
	id, account := w.attribute(address, "id"), w.attribute(address, "account")
	expected := []string{}
	if slices.Contains(filledInByApply, address) {
		expected = append(expected, "update "+address)
	}

	w.removeFromState(address)
	w.run("import", "-input=false", "-no-color", address, id)
	if changes := w.changes(); !slices.Equal(changes, expected) {
		t.Errorf("after import.sh: %v", changes)
	}

	for _, file := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
		if file == "import-by-identity.tf" && !w.importsByIdentity() {
			continue
		}
		block := documentedID.ReplaceAllString(readFile(t, filepath.Join(in, file)), `${1}`+id+`"`)
		block = documentedAccount.ReplaceAllString(block, `${1}`+account+`"`)
		w.removeFromState(address)
		w.write("import.tf", block)
		if changes := w.changes(); !slices.Equal(changes, append([]string{"import " + address}, expected...)) {
			t.Errorf("with %s: %v", file, changes)
		}
		w.apply()
	}
}

// ownTriggers are the titles of those that are not the vendor's own.
func ownTriggers(a *account) []string {
	var titles []string
	for title := range a.triggers() {
		if !strings.HasPrefix(title, "Notify ") {
			titles = append(titles, title)
		}
	}
	slices.Sort(titles)
	return titles
}

// list is one of Zendesk's lists.
func (a *account) list(path, member string) []map[string]any {
	a.t.Helper()
	var found []map[string]any
	data, _ := json.Marshal(a.call(http.MethodGet, path, nil)[member])
	if err := json.Unmarshal(data, &found); err != nil {
		a.t.Fatal(err)
	}
	return found
}
