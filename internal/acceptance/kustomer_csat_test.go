package acceptance

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const kustomerCSAT = "surveytrigger_kustomer_native_csat.email"

func kustomerCSATConfig(channel string, enabled bool) string {
	return fmt.Sprintf("resource \"surveytrigger_kustomer_native_csat\" \"email\" {\n  channel = %q\n  enabled = %t\n}\n", channel, enabled)
}

// kustomerSurvey makes one of Kustomer's own surveys.
func (a *account) kustomerSurvey(channel string, enabled bool) (id string) {
	a.t.Helper()
	made := a.kustomer(http.MethodPost, "/satisfaction", map[string]any{"name": "Another one", "channel": channel, "enabled": enabled})
	return made["data"].(map[string]any)["id"].(string)
}

func TestKustomersOwnSurveysAreDisabledAndRestored(t *testing.T) {
	t.Parallel()
	a := start(t)
	off := a.kustomerSurvey("email", false)
	before := a.kustomerSurveys("email")
	w := a.shell(a.kustomerProvider() + kustomerCSATConfig("email", false))
	a.forget()
	w.apply()
	w.noChanges()
	counts := counted(a.kustomerRequests())
	if len(before) != 2 || w.attribute(kustomerCSAT, "id") != "email" || counts["PUT /v1/satisfaction/"+firstEnabled(before)] != 1 || counts["GET /v1/satisfaction"] != 3 {
		t.Errorf("one write of the survey that was enabled, and a list in each of three processes expected, got %v", counts)
	}
	if now := a.kustomerSurveys("email"); slices.Contains(slices.Collect(maps.Values(now)), true) {
		t.Errorf("got %v", now)
	}
	if chat := a.kustomerSurveys("chat"); firstEnabled(chat) == "" {
		t.Error("those of another channel are not ours")
	}

	// One that somebody enables, or adds, is drift, and is disabled again.
	a.kustomer(http.MethodPut, "/satisfaction/"+off, map[string]any{"enabled": true})
	a.kustomerSurvey("email", true)
	for _, change := range w.plan().ResourceChanges {
		if err := (onlyChange{kustomerCSAT, "enabled", "true", "false"}).check(change.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	w.noChanges()
	for _, enabled := range []bool{true, false} {
		w.configure(a.kustomerProvider() + kustomerCSATConfig("email", enabled))
		w.apply()
		w.noChanges()
		if now := a.kustomerSurveys("email"); now[firstEnabled(before)] != enabled || now[off] {
			t.Errorf("enabled %t: got %v", enabled, now)
		}
	}
	w.destroy()
	after := a.kustomerSurveys("email")
	if enabled := slices.DeleteFunc(slices.Sorted(maps.Keys(after)), func(id string) bool { return !after[id] }); !slices.Equal(enabled, []string{firstEnabled(before)}) {
		t.Errorf("from %v to %v", before, after)
	}
}

func firstEnabled(surveys map[string]bool) string {
	for _, id := range slices.Sorted(maps.Keys(surveys)) {
		if surveys[id] {
			return id
		}
	}
	return ""
}

// Two surveys for one conversation are worse than none: while a distribution of a
// configured backend is active for Kustomer, a destroy enables nothing.
func TestKustomersOwnSurveysStayDisabledWhileADistributionIsActive(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		active, configured bool
		more               string
		restored           bool
	}{
		"active":            {active: true, configured: true},
		"inactive":          {configured: true, restored: true},
		"always":            {active: true, configured: true, more: "  restore = \"always\"\n", restored: true},
		"no backend to ask": {active: true, restored: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			connector := a.backend(http.MethodPost, "/connectors", map[string]any{
				"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "kustomer": map[string]any{"api_key": a.goodKey()},
			})["id"].(string)
			a.distribution(connector, row.active)
			provider := a.kustomerProvider()
			if row.configured {
				section := fmt.Sprintf("  survey_backend = { endpoint = %q, token = %q }\n", a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"])
				provider = strings.Replace(provider, "{\n", "{\n"+section, 1)
			}
			w := a.shell(provider + strings.Replace(kustomerCSATConfig("email", false), "}\n", row.more+"}\n", 1))
			w.apply()
			warned := w.warnings("destroy", "-auto-approve", "-input=false")
			if restored := firstEnabled(a.kustomerSurveys("email")) != ""; restored != row.restored {
				t.Errorf("restored: %t", restored)
			}
			if row.restored != (len(warned) == 0) {
				t.Errorf("warned of %v", warned)
			}
			if !row.restored && (warned[0].Summary != "Kustomer's own surveys stay disabled" || !strings.Contains(warned[0].Detail, "trigger distribution trigger_distribution_1 at")) {
				t.Errorf("warned of %v", warned)
			}
		})
	}
}

// A workflow sends as a distribution does, whoever manages it.
func TestKustomersOwnSurveysStayDisabledWhileAWorkflowSends(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		more     string
		restored bool
	}{
		"enabled":  {more: byAttribute},
		"disabled": {more: byAttribute + "\n  enabled = false", restored: true},
		"delayed":  {more: byAttribute + "\n  delay_minutes = 10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.shell(a.sending(row.more)).apply()
			w := a.shell(a.kustomerProvider() + kustomerCSATConfig("email", false))
			w.apply()
			warned := w.warnings("destroy", "-auto-approve", "-input=false")
			if restored := firstEnabled(a.kustomerSurveys("email")) != ""; restored != row.restored {
				t.Errorf("restored: %t", restored)
			}
			if named := len(warned) == 1 && strings.Contains(warned[0].Detail, `workflow "Survey by e-mail`); named == row.restored {
				t.Errorf("warned of %v", warned)
			}
		})
	}
}

func TestAChannelWithoutSurveysOfKustomers(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.forget()
	w := a.shell(a.kustomerProvider() + kustomerCSATConfig("sms", false))
	w.apply()
	w.noChanges()
	w.destroy()
	if counts := counted(a.kustomerRequests()); len(counts) != 1 {
		t.Errorf("nothing but lists expected, got %v", counts)
	}
	for config, want := range map[string]string{
		kustomerCSATConfig("sms", true):    "The channel has no satisfaction surveys",
		kustomerCSATConfig("emial", false): "Unknown channel",
		kustomerCSATConfig("email", false) + strings.Replace(kustomerCSATConfig("email", false), `csat" "email"`, `csat" "again"`, 1): "Two resources for the surveys of a channel",
	} {
		w := a.shell(a.kustomerProvider() + config)
		if found := w.errors("plan"); len(found) != 1 || found[0].Summary != want {
			t.Errorf("%s expected, got %v", want, found)
		}
	}
}

func TestImportingKustomersOwnSurveys(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := firstEnabled(a.kustomerSurveys("chat"))
	w := a.shell(a.kustomerProvider() + kustomerCSATConfig("chat", true) + "import {\n  to = " + kustomerCSAT + "\n  id = \"chat\"\n}\n")
	if changes := w.changes(); !slices.Equal(changes, []string{"import " + kustomerCSAT}) {
		t.Errorf("got %v", changes)
	}
	w.apply()
	w.configure(a.kustomerProvider() + kustomerCSATConfig("chat", false))
	w.apply()
	w.destroy()
	if !a.kustomerSurveys("chat")[id] {
		t.Error("it was enabled when it was imported, and is not restored")
	}
}

// What was enabled before is in state although the answer is lost.
func TestTroubleWithKustomersOwnSurveys(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.DropBefore, engine.DropAfterCommit} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			before := a.kustomerSurveys("email")
			w := a.shell(a.kustomerProvider() + strings.Replace(kustomerCSATConfig("email", false), "}\n", "timeouts = { create = \"10s\" }\n}\n", 1))
			a.fault(engine.Fault{System: "kustomer", Kind: kind, Method: "PUT", Path: "/v1/*", Times: 2})
			w.apply()
			w.noChanges()
			a.fault(engine.Fault{System: "kustomer", Kind: kind, Method: "PUT", Path: "/v1/*", Times: 1})
			w.destroy()
			if after := a.kustomerSurveys("email"); !maps.Equal(before, after) {
				t.Errorf("from %v to %v", before, after)
			}
		})
	}
}

// Replacing the resource restores nothing in between.
func TestReplacingTheResourceOfKustomersOwnSurveys(t *testing.T) {
	t.Parallel()
	for name, lifecycle := range map[string]string{"destroy first": "", "create first": "lifecycle { create_before_destroy = true }"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.kustomerProvider() + strings.Replace(kustomerCSATConfig("email", false), "}\n", lifecycle+"\n}\n", 1))
			w.apply()
			w.apply("-replace=" + kustomerCSAT)
			w.noChanges()
			if id := firstEnabled(a.kustomerSurveys("email")); id != "" {
				t.Errorf("%s is enabled", id)
			}
		})
	}
}

func kustomerSurveysNobody(t *testing.T, a *account, _ *workspace) {
	if id := firstEnabled(a.kustomerSurveys("email")); id != "" {
		t.Errorf("%s is enabled", id)
	}
}

// The end of the resource enables the surveys beside a send: what is planned after it
// says so, while the account still has them disabled.
func TestSurveysThatComeBackAreSaidOfASendThatStays(t *testing.T) {
	t.Parallel()
	const ends, stays = "surveytrigger_kustomer_native_csat", "surveytrigger_kustomer_send_workflow"
	for restore, want := range map[string]int{"always": 1, "unless_sends_active": 0} {
		t.Run(restore, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			p := newProtocol(t)
			p.configureAll(map[string]any{"kustomer": a.kustomerSection()})
			read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: ends, CurrentState: p.wire(p.value(p.types[ends], map[string]any{"id": "email", "restore": restore}))})
			p.must(nil, err)
			p.must(read.Diagnostics, nil)
			a.shell(a.kustomerProvider() + kustomerCSATConfig("email", false)).apply()

			p = newProtocol(t)
			p.configureAll(map[string]any{"kustomer": a.kustomerSection()})
			none := p.wire(tftypes.NewValue(p.types[ends], nil))
			ended, err := p.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: ends, Config: none, ProposedNewState: none, PriorState: read.NewState, PriorPrivate: read.Private,
			})
			p.must(nil, err)
			p.must(ended.Diagnostics, nil)
			said := p.plan(stays, p.value(p.types[stays], map[string]any{
				"name": "Survey by e-mail", "channels": []any{"email"}, "sent_attribute": "surveySentBool", "request": map[string]any{"url": "https://api.stellaconnect.net/v1/requests", "body": "{}"},
			}))
			p.must(said, nil)
			said = slices.DeleteFunc(said, func(d *tfprotov6.Diagnostic) bool { return d.Summary != "Kustomer's own survey is active as well" })
			if len(said) != want {
				t.Errorf("the plan of the send says %v", said)
			}
		})
	}
}
