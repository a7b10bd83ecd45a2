package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// bothSurveys are the warnings that the help desk asks, too.
func bothSurveys(w *workspace, args ...string) []told {
	w.account.t.Helper()
	return slices.DeleteFunc(w.warnings(append([]string{"plan"}, args...)...), func(d told) bool { return !strings.HasSuffix(d.Summary, "'s own survey is active as well") })
}

// advised is the resource that a warning advises, with its type and name.
var advised = regexp.MustCompile(`(?s)resource "(\w+)" "(\w+)" \{.*?\}`)

// followed is the configuration with what the warning advises, which the resource of
// this header waits for.
func followed(t *testing.T, warned []told, config, header string) string {
	t.Helper()
	if len(warned) != 1 {
		t.Fatalf("one warning expected, got %v", warned)
	}
	advice := advised.FindStringSubmatch(warned[0].Detail)
	if advice == nil || !strings.Contains(config, header) {
		t.Fatalf("no way out of %v", warned)
	}
	return strings.Replace(config, header, advice[0]+"\n"+header+"\n  depends_on = ["+advice[1]+"."+advice[2]+"]", 1)
}

func (a *account) kustomerBlock() string {
	return fmt.Sprintf("kustomer = { subdomain = %q, endpoint = %q, api_key = %q }", a.env["KUSTOMER_SUBDOMAIN"], a.env["KUSTOMER_ENDPOINT"], a.env["KUSTOMER_API_KEY"])
}

func (a *account) zendeskBlock() string {
	return fmt.Sprintf("zendesk = { subdomain = %q, endpoint = %q, access_token = %q }", a.env["ZENDESK_SUBDOMAIN"], a.env["ZENDESK_ENDPOINT"], a.env["ZENDESK_ACCESS_TOKEN"])
}

func (a *account) zendeskConnector(token string) string {
	return fmt.Sprintf("resource \"surveytrigger_connector\" \"desk\" {\n  help_desk = \"zendesk\"\n  url = \"%s/\"\n  zendesk = { access_token_wo = %q, access_token_wo_version = 1 }\n}\n", a.env["ZENDESK_ENDPOINT"], token)
}

// A survey backend asks the customers of a help desk that asks them, too. It is known
// where the provider block has both.
func TestAConnectorToAHelpDeskWithASurveyOfItsOwn(t *testing.T) {
	t.Parallel()
	const header = `resource "surveytrigger_connector" "desk" {`
	for name, row := range map[string]struct {
		section, connector func(*account) string
		sender             string
	}{
		"kustomer": {(*account).kustomerBlock, func(a *account) string { return a.kustomerConnector(a.goodKey(), 1) }, `the satisfaction survey "Email CSAT"`},
		"zendesk":  {(*account).zendeskBlock, func(a *account) string { return a.zendeskConnector(a.env["ZENDESK_ACCESS_TOKEN"]) }, "the automation "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			connector := row.connector(a)
			alone := a.backendProvider()
			if warned := bothSurveys(a.shell(alone + connector)); len(warned) != 0 {
				t.Errorf("only the backend is known: %v", warned)
			}
			both := strings.Replace(alone, "{\n", "{\n  "+row.section(a)+"\n", 1)
			w := a.shell(both + connector)
			warned := bothSurveys(w)
			if len(warned) != 1 || warned[0].Address != connectorAddress || !strings.Contains(warned[0].Detail, row.sender) || !strings.Contains(warned[0].Detail, "the survey of the trigger distributions of this connector") {
				t.Fatalf("one warning expected, got %v", warned)
			}
			w.apply()
			if again := bothSurveys(w); len(again) != 1 {
				t.Errorf("as long as it lasts, got %v", again)
			}
			a.forget()
			if quiet := bothSurveys(w, "-refresh=false"); len(quiet) != 0 || len(a.requests())+len(a.kustomerRequests()) != 0 {
				t.Errorf("nothing is asked for: %v, %v, %v", quiet, a.requests(), a.kustomerRequests())
			}
			w.configure(strings.Replace(both, "{\n", "{\n  checks = { native_survey = \"off\" }\n", 1) + connector)
			if off := bothSurveys(w); len(off) != 0 {
				t.Errorf("it is off: %v", off)
			}
			w.configure(followed(t, warned, both+connector, header))
			if left := bothSurveys(w); len(left) != 0 {
				t.Errorf("this plan deactivates it: %v", left)
			}
			w.apply()
			if left := bothSurveys(w); len(left) != 0 {
				t.Errorf("the advice was followed: %v", left)
			}
			w.noChanges()
		})
	}
}

// The same for a send workflow, on each of its channels.
func TestASendWorkflowBesideKustomersOwnSurveys(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.sending(byAttribute)
	w := a.shell(config)
	warned := bothSurveys(w)
	if len(warned) != 1 || warned[0].Address != sendAddress || !strings.Contains(warned[0].Detail, `"Email CSAT"`) {
		t.Fatalf("one warning expected, got %v", warned)
	}
	w.apply()
	a.forget()
	if quiet := bothSurveys(w, "-refresh=false"); len(quiet) != 0 || len(a.kustomerRequests()) != 0 {
		t.Errorf("nothing is asked for: %v, %v", quiet, a.kustomerRequests())
	}
	for what, row := range map[string]struct {
		config string
		count  int
	}{
		"another channel": {strings.Replace(config, `["email"]`, `["sms"]`, 1), 0},
		"disabled":        {a.sending(byAttribute + "\n  enabled = false"), 0},
		"two channels":    {strings.Replace(config, `["email"]`, `["email", "chat"]`, 1), 2},
		"enabled again":   {kustomerCSATConfig("email", true) + strings.Replace(config, "  request = {", "  depends_on = ["+kustomerCSAT+"]\n  request = {", 1), 1},
	} {
		w.configure(row.config)
		if found := bothSurveys(w); len(found) != row.count {
			t.Errorf("%s: %d warnings expected, got %v", what, row.count, found)
		}
	}
	w.configure(followed(t, warned, config, `resource "surveytrigger_kustomer_send_workflow" "send" {`))
	if left := bothSurveys(w); len(left) != 0 {
		t.Errorf("this plan deactivates it: %v", left)
	}
	w.apply()
	if left := bothSurveys(w); len(left) != 0 {
		t.Errorf("the advice was followed: %v", left)
	}
}

// A key that may not read them does not stop the plan.
func TestWhereKustomersOwnSurveysAreNotShown(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.sending(byAttribute)
	key := a.kustomerKey("Workflows", map[string]any{"roles": []string{"org.permission.workflow", "org.permission.metadata", "org.admin.tag.read"}})
	w := a.shell(strings.Replace(config, a.env["KUSTOMER_API_KEY"], key, 1))
	warned := w.warnings("plan")
	if !slices.ContainsFunc(warned, func(d told) bool {
		return d.Summary == "It is not known whether customers get two surveys" && strings.Contains(d.Detail, "403")
	}) {
		t.Errorf("got %v", warned)
	}
	if sent := counted(a.kustomerRequests()); sent["GET /v1/satisfaction"] != 1 {
		t.Errorf("got %v", sent)
	}
}

// A send and the trigger distributions of a connector ask about the same conversations.
// Which of the two is planned first is not known: it is said once.
func TestASendBesideAConnectorThatAsksAboutTheSameConversations(t *testing.T) {
	t.Parallel()
	asked := func(w *workspace, args ...string) []told {
		return slices.DeleteFunc(w.warnings(append([]string{"plan"}, args...)...), func(d told) bool { return d.Summary != "A conversation may get two surveys" })
	}
	expect := func(a *account, with func(settings, channel string) string, mail, chat string) {
		a.t.Helper()
		w := a.shell(with("", mail))
		if found := asked(w); len(found) != 1 || !strings.Contains(found[0].Detail, "e-mail") {
			a.t.Fatalf("one warning expected, got %v", found)
		}
		w.apply()
		if found := asked(w); len(found) != 1 {
			a.t.Errorf("as long as it lasts, got %v", found)
		}
		if found := asked(w, "-refresh=false"); len(found) != 0 {
			a.t.Errorf("without refresh nothing is compared, got %v", found)
		}
		w.configure(with(`checks = { overlapping_sends = "off" }`, mail))
		if found := asked(w); len(found) != 0 {
			a.t.Errorf("it is off: %v", found)
		}
		w.configure(with("", chat))
		if found := asked(w); len(found) != 0 {
			a.t.Errorf("another channel: %v", found)
		}
	}
	provider := func(a *account, section, settings string) string {
		return strings.Replace(a.backendProvider(), "{\n", "{\n  "+section+"\n  "+settings+"\n", 1)
	}
	t.Run("kustomer", func(t *testing.T) {
		t.Parallel()
		a := start(t)
		expect(a, func(settings, channel string) string {
			return provider(a, a.kustomerBlock(), settings) + strings.Replace(strings.TrimPrefix(a.sending(byAttribute), a.kustomerProvider()), `["email"]`, channel, 1) + a.kustomerConnector(a.goodKey(), 1)
		}, `["email"]`, `["sms"]`)
	})
	t.Run("zendesk", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		expect(s.account, func(settings, channel string) string {
			return provider(s.account, s.zendeskBlock(), settings) + s.send("email", nil, attributes{"channels": channel}) + s.zendeskConnector(s.env["ZENDESK_ACCESS_TOKEN"])
		}, `["email"]`, `["chat"]`)
	})
}

// The connector may be that of another configuration: then the trigger distribution says
// it.
func TestASendBesideADistributionWhoseConnectorIsElsewhere(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.account.send("POST", "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	provider := strings.Replace(s.backendProvider(), "{\n", "{\n  "+s.zendeskBlock()+"\n", 1)
	config := func(channel, settings string) string {
		return provider + asking("connector_1", "CES", settings) + s.send("email", nil, attributes{"channels": channel})
	}
	expect := func(w *workspace, count int, args ...string) {
		t.Helper()
		found := slices.DeleteFunc(w.warnings(append([]string{"plan"}, args...)...), func(d told) bool { return d.Summary != "A conversation may get two surveys" })
		if len(found) != count {
			t.Errorf("%d warnings expected, got %v", count, found)
		}
	}
	s.aConnector()
	w := s.shell(config(`["email"]`, ""))
	expect(w, 1)
	w.apply()
	id := s.solve(ticket{via: 4})
	s.later("50h")
	if got := s.sentFor(id); got != 2 {
		t.Errorf("the warning is of two surveys, got %d", got)
	}
	expect(w, 1)
	expect(w, 0, "-refresh=false")
	for _, quiet := range []string{config(`["email"]`, "active = false"), config(`["chat"]`, "")} {
		w.configure(quiet)
		expect(w, 0)
	}
}

// A send that is meant to ask beside a connector is listed in ignore, whichever of the two
// is planned first.
func TestASendBesideAConnectorThatIsIgnored(t *testing.T) {
	t.Parallel()
	ignored := func(a *account, section, address string, send, connector func(more string) string) {
		a.t.Helper()
		config := func(checks, send, connector string) string {
			return strings.Replace(a.backendProvider(), "{\n", "{\n  "+section+"\n  "+checks+"\n", 1) + send + connector
		}
		w := a.shell(config("", send(""), ""))
		w.apply()
		ignoring := fmt.Sprintf("checks = { ignore = [%q] }", w.attribute(address, "id"))
		for order, both := range map[string][2]string{
			"the connector first": {send("depends_on = [surveytrigger_connector.desk]"), connector("")},
			"the send first":      {send(""), connector("depends_on = [" + address + "]")},
		} {
			for checks, count := range map[string]int{"": 1, ignoring: 0} {
				w.configure(config(checks, both[0], both[1]))
				found := slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != "A conversation may get two surveys" })
				if len(found) != count {
					a.t.Errorf("%s, {%s}: %d warnings expected, got %v", order, checks, count, found)
				}
			}
		}
	}
	t.Run("kustomer", func(t *testing.T) {
		t.Parallel()
		a := start(t)
		ignored(a, a.kustomerBlock(), sendAddress,
			func(more string) string {
				return strings.TrimPrefix(a.sending(byAttribute+"\n  "+more), a.kustomerProvider())
			},
			func(more string) string { return a.kustomerConnector(a.goodKey(), 1, more) })
	})
	t.Run("zendesk", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		within := func(config, more string) string { return strings.Replace(config, "{\n", "{\n  "+more+"\n", 1) }
		ignored(s.account, s.zendeskBlock(), sends.address("email"),
			func(more string) string { return within(s.send("email", nil), more) },
			func(more string) string { return within(s.zendeskConnector(s.env["ZENDESK_ACCESS_TOKEN"]), more) })
	})
}
