package acceptance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const summaryScript = examples + "/pull-request/plan-summary.sh"

// summary is what the script of the examples writes about a plan. Where the machine has a
// jq of its own, that one has to write the same.
func (w *workspace) summary(args ...string) string {
	w.account.t.Helper()
	return summarized(w.account.t, w.asFile(args...))
}

func summarized(t *testing.T, file string) string {
	t.Helper()
	path := []string{os.Getenv("PATH")}
	if own := filepath.Dir(builtTool(t, "jq")); exists(own) {
		path = append(path, own+string(os.PathListSeparator)+path[0])
	}
	written := map[string]bool{}
	var text string
	for _, each := range path {
		if _, err := exec.LookPath("jq"); err != nil && len(path) > 1 && each == path[0] {
			continue
		}
		command := exec.CommandContext(t.Context(), "sh", summaryScript, file) //nolint:gosec // our own
		command.Env = append(os.Environ(), "PATH="+each)
		command.Stderr = os.Stderr
		output, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		text = string(output)
		written[text] = true
	}
	if len(written) != 1 {
		t.Errorf("two programs write two summaries: %v", written)
	}
	return text
}

var markdownBlock = regexp.MustCompile("(?s)```markdown\n(.*?)```")

// Going live is one warning and three lines, as the example's page shows it.
func TestASummaryOfGoingLive(t *testing.T) {
	t.Parallel()
	builtTool(t, "jq")
	w := start(t).inStack()
	w.apply()
	printed := markdownBlock.FindStringSubmatch(readFile(t, examples+"/pull-request/README.md"))
	if printed == nil {
		t.Fatal("the page shows no summary")
	}
	if written := w.summary(production); written != printed[1] {
		t.Errorf("the page shows\n%s\nthe script writes\n%s", printed[1], written)
	}
	if written := w.summary(); written != "## Survey triggers: no changes\n" {
		t.Errorf("nothing changes: %s", written)
	}
	if written := w.summary("-var=stella_connect_key_generation=2"); strings.Contains(written, "production key") || !strings.Contains(written, "`2` → `4`") {
		t.Errorf("this is the test key: %s", written)
	}
}

// ordered expects the texts in this order.
func ordered(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("no %q at its place in\n%s", part, text)
		}
		rest = after
	}
}

// Deletions come first, and what excludes and sends before the rest; conditions, marks and
// payloads are readable; a sensitive value is not there.
func TestASummaryOfManyChanges(t *testing.T) {
	t.Parallel()
	builtTool(t, "jq")
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	secret := "variable \"address\" {\n  type = string\n  sensitive = true\n}\n"
	hook := func(address string) string {
		return block("webhook", "another", attributes{"name": `"another"`, "endpoint": address})
	}
	ended := anExclusion("ended", attributes{"title": "\"`ended` | *now*\"", "mark": `{ tag = "ended" }`})
	w := s.shell("")
	w.setenv("TF_VAR_address=https://secret.example.com/1")
	w.configure(s.config("%s", secret+hook("var.address")+ended+anExclusion("vip")+s.send("email", []string{"vip"})+s.chatSend("chat", []string{"vip"})))
	w.apply()
	if text := w.read("terraform.tfstate"); !strings.Contains(text, "secret.example.com/1") {
		t.Fatal("the address is to be in state")
	}
	s.drag("email", 1)
	w.configure(s.config("%s", secret+hook(`"${var.address}/2"`)+anExclusion("vip", attributes{"conditions": solvedWith("gold"), "mark": `{ tag = "gone" }`})+
		s.send("email", []string{"vip"}, attributes{"payload": strings.Replace(s.payload(), "{}", "{ brand = true }", 1), "exclude_tags": `["no_survey", "gone"]`})+
		s.chatSend("chat", []string{"vip"}, attributes{"active": "false", "exclude_tags": `["gone"]`})+s.send("sms", []string{"vip"}, attributes{"channels": `["sms"]`, "exclude_tags": `["gone"]`})))
	text := w.summary()
	ordered(t, text,
		"## Survey triggers: 1 to delete, 4 to change, 1 to create\n",
		"> [!WARNING]\n",
		"> - `surveytrigger_zendesk_exclusion_trigger.ended` is removed: the customers that it excludes can be surveyed.\n",
		"> - `surveytrigger_zendesk_exclusion_trigger.vip` gets other conditions",
		"> - `surveytrigger_zendesk_exclusion_trigger.vip` leaves another mark",
		"### Deleted\n\n- zendesk exclusion trigger ``\"`ended` | *now*\"``: `surveytrigger_zendesk_exclusion_trigger.ended`\n",
		"### Changed\n\n- zendesk exclusion trigger `\"vip\"`: `surveytrigger_zendesk_exclusion_trigger.vip`\n",
		"  - `conditions.all`\n\n    ```diff\n    - current_tags includes vip\n    + current_tags includes gold\n    ```\n",
		"  - `mark.tag`: `\"no_survey\"` → `\"gone\"`\n",
		"- zendesk send trigger `\"chat\"`",
		"  - `active`: `true` → `false`\n",
		"- zendesk send trigger `\"email\"`",
		"  - `order_satisfied`: `false` → `true`\n",
		"  - `payload`\n\n    ```diff\n    +   \"brand\": ",
		"- zendesk webhook `\"another\"`",
		"  - `endpoint`: `(sensitive)` → `(sensitive)`\n",
		"### Created\n\n- zendesk send trigger `\"sms\"`",
		"  - `channels`: `[\"sms\"]`\n",
		fmt.Sprintf("  - `webhook_id`: `%q`\n", s.webhook),
	)
	if strings.Contains(text, "secret.example.com") {
		t.Errorf("a sensitive value is shown: %s", text)
	}
}

// Which key is sent is found through modules, too.
func TestASummaryFindsAKeyThroughModules(t *testing.T) {
	t.Parallel()
	builtTool(t, "jq")
	w := start(t).inKeyedModules()
	for module, warns := range keyedCalls {
		w.callsKeyed(module)
		if text := w.summary(); strings.Contains(text, "gets a production key") != warns {
			t.Errorf("%s: %s", module, text)
		}
	}
}
