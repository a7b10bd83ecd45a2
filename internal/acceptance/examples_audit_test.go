package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// theAuditNamesWhatIsWrong runs the audit beside a stack of sends: nothing is wrong at
// first, then each thing that it looks for is.
func theAuditNamesWhatIsWrong(t *testing.T, providerFolder, cli string) {
	a := start(t)
	stack := a.inStack()
	stack.apply(production)
	var managed []string
	for title, trigger := range a.triggers() {
		if strings.HasPrefix(title, "Send Stella Connect") {
			managed = append(managed, number(trigger["id"]))
		}
	}
	backend := strings.TrimPrefix(a.url, "http://")
	w := a.workspace(providerFolder, cli, map[string]string{"managed_ids": asJSON(managed), "survey_backends": asJSON([]string{backend})})
	w.copyExample(t, "stacks/survey-audit", "*.tf")
	w.copyExample(t, "stacks/survey-audit", "*.tftest.hcl")
	a.solve(ticket{via: 4})
	a.forget()
	w.auditFinds(t, "")
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("an audit only reads: %v", writes)
	}

	surveying := func(conditions ...any) map[string]any {
		return map[string]any{"conditions": when(conditions...), "actions": []any{
			map[string]any{"field": "notification_webhook", "value": []string{a.list("/webhooks", "webhooks")[0]["id"].(string), "{}"}},
		}}
	}
	solved := condition("status", "value", "solved")
	byHand := a.foreign("By hand", surveying(solved, condition("via_id", "is", "4"), condition("current_tags", "includes", "vip")))
	w.auditFinds(t, `Excluded customers may be surveyed: {"email, tagged vip":{"surveys":["By hand"],"undecided":[]}}`)
	w.auditFinds(t, fmt.Sprintf(`Not managed, and sends to the survey backend: ["trigger By hand (%s)"]`, byHand))
	a.call(http.MethodDelete, "/triggers/"+byHand, nil)

	const byChat = "Send Stella Connect request on ticket solved for chat channel"
	second := a.foreign(byChat, surveying(solved, condition("via_id", "is", "29"), condition("current_tags", "not_includes", "vip")))
	w.auditFinds(t, fmt.Sprintf(`Channels without exactly one send: {"chat":[%[1]q,%[1]q]}`, byChat))
	a.call(http.MethodDelete, "/triggers/"+second, nil)

	chat := "/triggers/" + number(a.triggers()[byChat]["id"])
	a.call(http.MethodPut, chat, map[string]any{"trigger": map[string]any{"active": false}})
	w.auditFinds(t, `Channels without exactly one send: {"chat":[]}`)
	a.call(http.MethodPut, chat, map[string]any{"trigger": map[string]any{"active": true}})
	w.auditFinds(t, "")

	hook := a.list("/webhooks", "webhooks")[0]["id"].(string)
	a.call(http.MethodPatch, "/webhooks/"+hook, map[string]any{"webhook": map[string]any{"authentication": map[string]any{
		"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": "wrong"},
	}}})
	a.later("1m") // times are whole seconds
	a.solve(ticket{via: 4})
	w.auditFinds(t, fmt.Sprintf(`The last requests to the survey backend failed: {"%s":"1 in a row, the last with status 403"}`, hook))
}

// auditFinds runs the audit as a plan, which warns, and as a test, which fails; "" expects
// that nothing is wrong.
func (w *workspace) auditFinds(t *testing.T, wrong string) {
	t.Helper()
	told := w.tell("plan", "-input=false")
	for _, each := range told {
		if each.Severity == "error" {
			t.Errorf("an audit answers whatever is in the account: %v", each)
		}
	}
	said := fmt.Sprint(told)
	output, passed := w.try("test", "-no-color")
	if passed != (wrong == "") || !strings.Contains(strings.Join(strings.Fields(output), ""), strings.Join(strings.Fields(wrong), "")) {
		t.Errorf("the test is to find %q: %s", wrong, output)
	}
	if strings.Contains(said, "Check block assertion failed") != (wrong != "") || !strings.Contains(said, wrong) {
		t.Errorf("the plan is to warn of %q: %s", wrong, said)
	}
}

// What the guide on decisions offers for pasting is pasted, and prints what it shows.
func TestTheGuideOnDecisionsShowsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	guide := strings.ReplaceAll(readFile(t, "../../templates/guides/decisions.md.tmpl"), `{{"{{"}}`, "{{")
	blocks, printed := terraformBlock.FindAllStringSubmatch(guide, -1), quotedPlan.FindAllStringSubmatch(guide, -1)
	if len(blocks) != 3 || len(printed) != 3 {
		t.Fatalf("three questions with answers expected, got %d and %d", len(blocks), len(printed))
	}
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	for _, seeded := range s.list("/triggers", "triggers") {
		s.call(http.MethodDelete, "/triggers/"+number(seeded["id"]), nil)
	}
	s.call(http.MethodPatch, "/webhooks/"+s.webhook, map[string]any{"webhook": map[string]any{"endpoint": "https://api.stellaconnect.net/v1/auth"}})
	own := s.shell(s.config("%s", anExclusion("vip", attributes{"title": `"No survey for VIPs"`})+
		s.send("email", []string{"vip"}, attributes{"title": `"Survey by e-mail"`})+
		s.chatSend("chat", []string{"vip"}, attributes{
			"title": `"Survey by chat"`, "depends_on": "[" + sender("email") + "]",
			"conditions": `{ all = [{ field = "in_business_hours", operator = "is", value = "true" }] }`,
		})))
	own.apply()
	s.call(http.MethodPost, "/automations", map[string]any{"automation": map[string]any{
		"title": "Made by hand", "conditions": when(condition("status", "is", "solved"), condition("SOLVED", "is", "4")),
		"actions": []any{map[string]any{"field": "notification_webhook", "value": []string{s.webhook, "{}"}}, map[string]any{"field": "current_tags", "value": "asked"}},
	}})
	w := s.shell("")
	for i, block := range blocks {
		w.configure(s.provider() + block[1])
		w.apply()
		if output := w.run("output", "-no-color"); output != printed[i][1] {
			t.Errorf("the guide shows\n%s\nthis is printed\n%s", printed[i][1], output)
		}
	}
	unsure := s.asked(map[string]string{"one": `{ channel = "chat" }`})["one"]
	if unsure.Surveyed != nil || len(unsure.Undecided) != 1 {
		t.Errorf("without a word about business hours nothing is decided: %+v", unsure)
	}
}
