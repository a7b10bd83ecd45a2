package acceptance

import (
	"fmt"
	"regexp"
	"testing"
)

// Somebody adds each action a second time: applying removes it, and the ticket gets one
// survey again.
func TestAnActionThatIsAddedASecondTimeIsRemoved(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})+s.automation("later", attributes{"conditions": `{ all = [{ field = "via_id", operator = "is", value = "29" }] }`})))
	w.apply()
	twice := func(path, member string, is map[string]any) {
		t.Helper()
		all := is["actions"].([]any)
		s.call("PUT", path+"/"+number(is["id"]), map[string]any{member: map[string]any{"conditions": is["conditions"], "actions": append(append([]any{}, all...), all...)}})
	}
	_, automation := s.account.titled("later")
	before := []string{asJSON(s.triggers()["email"]["actions"]), asJSON(automation["actions"])}
	twice("/triggers", "trigger", s.triggers()["email"])
	twice("/automations", "automation", automation)
	s.gets(2, 4)
	w.apply()
	_, automation = s.account.titled("later")
	for i, now := range []string{asJSON(s.triggers()["email"]["actions"]), asJSON(automation["actions"])} {
		if now != before[i] {
			t.Errorf("%s instead of %s", now, before[i])
		}
	}
	s.gets(1, 4)
	w.noChanges()
}

// A send that notifies twice is imported as it is, and [] removes the second one.
func TestAnActionThatIsThereTwiceIsImported(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	notify := map[string]any{"field": "notification_webhook", "value": []any{s.webhook, `{"ticket": "{{ticket.id}}"}`}}
	id := s.account.foreign("twice", map[string]any{"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "4")), "actions": []any{notify, notify}})
	w := s.shell(s.config("import {\n  to = %s\n  id = %q\n}\n", sender("twice"), id))
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	s.forget()
	w.apply()
	w.noChanges()
	generated := w.read("generated.tf")
	list := regexp.MustCompile(`(?m)^  unmanaged_actions .*\n`)
	w.write("generated.tf", list.ReplaceAllString(generated, ""))
	w.noChanges()
	if writes := s.ownWrites(); len(writes) != 0 {
		t.Errorf("an import writes nothing, got %s", describe(writes))
	}
	w.write("generated.tf", list.ReplaceAllString(generated, "  unmanaged_actions = []\n"))
	w.apply()
	if writes := s.ownWrites(); len(writes) != 1 || !sameJSON(asJSON(s.triggers()["twice"]["actions"]), fmt.Sprintf("[%s]", asJSON(notify))) {
		t.Errorf("one write that leaves one action expected, got %s", describe(writes))
	}
	w.noChanges()
}
