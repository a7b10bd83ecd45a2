package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// Another mark does not know whom the former one was set for. The plan says how to keep
// it, and with that nobody is surveyed twice.
func TestAnotherMarkOfASendWorkflowNamesTheFormerOne(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ from, to, said string }{
		"another attribute": {byAttribute, `sent_attribute = "otherBool"`, `{ field = "custom.surveySentBool", operator = "true" }`},
		"a tag instead":     {byAttribute, `sent_tag = "surveyed"`, `{ field = "custom.surveySentBool", operator = "true" }`},
		"another tag":       {`sent_tag = "surveyed"`, `sent_tag = "asked"`, `{ field = "tags", operator = "contains", value = "surveyed" }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.sending(row.from))
			w.apply()
			id := a.converse("email")
			a.done(id)
			w.keepsTheMark(a.sending(row.to), a.sending(row.to+"\n  exclude_when = ["+row.said+"]"), row.said)
			a.asksOnce(id, "email")
		})
	}
}

// An attribute under another name is another one. The plan says how to keep those excluded
// who opted out by the former.
func TestAnotherOptOutOfASendWorkflowNamesTheFormerOne(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(name, more string) string {
		return "resource \"surveytrigger_kustomer_attribute\" \"opt_out\" {\n  name = \"" + name + "\"\n}\n" +
			a.sending(byAttribute+"\n  opt_out_attribute = surveytrigger_kustomer_attribute.opt_out.name\n"+more)
	}
	w := a.shell(config("doNotSendSurveyBool", ""))
	w.apply()
	former, now := a.converse("email"), a.converse("email")
	a.change(former, map[string]any{"custom": map[string]any{"doNotSendSurveyBool": true}})
	a.change(now, map[string]any{"custom": map[string]any{"noSurveyBool": true}})
	said := func() []told {
		return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != "Conversations that opted out may be surveyed" })
	}
	w.configure(config("noSurveyBool", ""))
	const advice = `{ field = "custom.doNotSendSurveyBool", operator = "true" }`
	if found := said(); len(found) != 1 || !strings.Contains(found[0].Detail, advice) {
		t.Fatalf("one warning with %s expected, got %v", advice, found)
	}
	w.configure(config("noSurveyBool", "exclude_when = ["+advice+"]"))
	if found := said(); len(found) != 0 {
		t.Errorf("got %v", found)
	}
	w.apply()
	w.noChanges()
	for _, id := range []string{former, now} {
		a.done(id)
		if a.requested(id) != 0 {
			t.Errorf("%s opted out, got %v", id, a.surveys())
		}
	}
	a.requestsOne()
}

// A channel changes hands in one plan: those who were surveyed there have the mark of the
// workflow that gives it up. Whichever of the two is planned later, the plan says so, and
// with its advice nobody is surveyed twice.
func TestAChannelThatAnotherWorkflowTakesKeepsItsMark(t *testing.T) {
	t.Parallel()
	a := start(t)
	pair := func(first, second, more, dependence string) string {
		gives, takes := a.sending(byAttribute+dependence), a.another(a.sending(`sent_attribute = "otherBool"`+more), "takes")
		return strings.Replace(gives, `["email"]`, first, 1) + strings.Replace(takes, `["email"]`, second, 1)
	}
	const before, first = "\n  depends_on = [surveytrigger_kustomer_send_workflow.send]", `["email", "chat"]`
	w := a.shell(pair(first, `["sms"]`, before, ""))
	w.apply()
	id := a.converse("chat")
	a.done(id)

	const advice = `{ field = "custom.surveySentBool", operator = "true" }`
	w.configure(pair(`["email"]`, `["sms", "chat"]`, "", "\n  depends_on = [surveytrigger_kustomer_send_workflow.takes]"))
	if found := w.warnings("plan"); !slices.ContainsFunc(found, func(d told) bool { return strings.Contains(d.Summary, "surveys the same channel") }) {
		t.Errorf("the one that takes the channel is planned first, got %v", found)
	}
	w.keepsTheMark(pair(`["email"]`, `["sms", "chat"]`, before, ""), pair(`["email"]`, `["sms", "chat"]`, before+"\n  exclude_when = ["+advice+"]", ""), advice)
	a.asksOnce(id, "chat")
}

// keepsTheMark expects that the plan of a configuration says once how to keep a mark that
// is no longer looked for, and that the one which does as advised has nothing of it to say.
func (w *workspace) keepsTheMark(config, advised, advice string) {
	w.account.t.Helper()
	said := func() []told {
		return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != "Conversations may be surveyed again" })
	}
	w.configure(config)
	if found := said(); len(found) != 1 || !strings.Contains(found[0].Detail, advice) {
		w.account.t.Fatalf("one warning with %s expected, got %v", advice, found)
	}
	w.configure(advised)
	if found := said(); len(found) != 0 {
		w.account.t.Errorf("got %v", found)
	}
	w.apply()
	w.noChanges()
}

// asksOnce expects one survey for a conversation that was surveyed and is done again, and
// one for a new one of the channel.
func (a *account) asksOnce(id, channel string) {
	a.t.Helper()
	a.reopen(id)
	a.done(id)
	fresh := a.converse(channel)
	a.done(fresh)
	if a.requested(id) != 1 || a.requested(fresh) != 1 {
		a.t.Errorf("one survey for each expected, got %v", a.surveys())
	}
}
