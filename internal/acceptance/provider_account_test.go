package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A provider without a word: all of it comes from the environment.
func TestTheProviderWorksFromTheEnvironmentAlone(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, provider := range []string{"provider \"surveytrigger\" {}\n", ""} {
		w := a.process(provider + webhooks.block("hook"))
		w.apply()
		if account := w.attribute(webhooks.address("hook"), "account"); account != "sandbox-acme.zendesk.com" {
			t.Errorf("account %q", account)
		}
		w.noChanges()
		w.destroy()
	}
}

// The token is made by a resource of the same apply.
func TestACredentialMayBeUnknownInTheFirstPlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(generation int) string {
		return fmt.Sprintf(`
resource "terraform_data" "token" {
  input            = %q
  triggers_replace = %d
}

provider "surveytrigger" {
  zendesk = {
    subdomain    = "sandbox-acme"
    endpoint     = %q
    access_token = terraform_data.token.output
  }
}
`, a.env["ZENDESK_ACCESS_TOKEN"], generation, a.env["ZENDESK_ENDPOINT"]) + grownConfig()
	}
	w := a.shell(config(1))
	a.forget()
	if changes := w.changes(); len(changes) != len(grown)+1 {
		t.Errorf("everything is planned, got %v", changes)
	}
	if requests := a.requests(); len(requests) != 0 {
		t.Errorf("nobody can be asked, got %s", describe(requests))
	}
	w.apply()
	w.noChanges()

	// Now there is something to read, and once more no token to read it with.
	w.configure(config(2))
	for _, each := range w.errors("plan") {
		if each.Summary != "Zendesk's configuration is not known yet" || !strings.Contains(each.Detail, "zendesk.access_token of the provider block") || !strings.Contains(each.Detail, "-target") {
			t.Errorf("the attribute and the remedy are named, got %v", each)
		}
	}
	w.apply("-target=terraform_data.token")
	w.noChanges()
}

func TestTwoAliasesAreTwoAccounts(t *testing.T) {
	t.Parallel()
	a, b := start(t), start(t)
	var config strings.Builder
	config.WriteString(a.provider())
	fmt.Fprintf(&config, "provider \"surveytrigger\" {\n  alias = \"b\"\n  zendesk = {\n    endpoint = %q\n    access_token = %q\n    subdomain = \"other\"\n  }\n}\n", b.env["ZENDESK_ENDPOINT"], b.env["ZENDESK_ACCESS_TOKEN"])
	for _, name := range []string{"here", "there"} {
		meta := attributes{}
		if name == "there" {
			meta["provider"] = "surveytrigger.b"
		}
		config.WriteString(webhooks.block(name, meta) + fields.block(name, meta) + categories.block(name, meta) + exclusions.block(name, meta))
		config.WriteString(sends.block(name, meta, attributes{
			"title": fmt.Sprintf("\"Send %s\"", name), "webhook_id": "surveytrigger_zendesk_webhook." + name + ".id",
			"exclude_tags": `["not_surveyed"]`, "evaluate_after": "[surveytrigger_zendesk_exclusion_trigger." + name + ".id]",
		}))
	}
	w := a.process(config.String())
	w.apply()
	for account, wanted := range map[*account][]string{a: {"Send here", "here"}, b: {"Send there", "there"}} {
		titles := ownTriggers(account)
		slices.Sort(titles)
		if !slices.Equal(titles, wanted) {
			t.Errorf("expected %q, got %q", wanted, titles)
		}
		var names []string
		for path, member := range map[string]string{"/webhooks": "webhooks", "/ticket_fields": "ticket_fields", "/trigger_categories": "trigger_categories"} {
			for _, each := range account.list(path, member) {
				names = append(names, fmt.Sprint(each["name"], each["title"]))
			}
		}
		name, others := "here", 0
		if account == b {
			name = "there"
		}
		own := slices.DeleteFunc(names, func(n string) bool { return !strings.Contains(n, "here") }) // "here" or "there"
		for _, each := range own {
			if strings.Contains(each, "there") != (name == "there") {
				others++
			}
		}
		if len(own) != 3 || others != 0 {
			t.Errorf("each account has its own three and none of the other's, got %q", own)
		}
	}
	for name, account := range map[string]string{"here": "sandbox-acme.zendesk.com", "there": "other.zendesk.com"} {
		for _, kind := range []subject{webhooks, fields, categories, exclusions, sends} {
			if got := w.attribute(kind.address(name), "account"); got != account {
				t.Errorf("%s is in %s", kind.address(name), got)
			}
		}
	}
	w.noChanges()
	w.destroy()
}

// In one process, too: no client, no header and no list is shared.
func TestTwoProvidersInOneProcessShareNothing(t *testing.T) {
	t.Parallel()
	a, b := start(t), start(t)
	const kind = "surveytrigger_zendesk_exclusion_trigger"
	inA, inB := a.protocol(a.section()), b.protocol(b.section())
	only := a.byHand("Only here", rule(sentVIP, ``, sentMark))
	for name, row := range map[string]struct {
		of    *protocol
		finds string
	}{"the account that has it": {inA, "Only here"}, "the other account": {inB, ""}} {
		state, _, failed := row.of.importByIdentity(kind, map[string]any{"id": only})
		if len(failed) != 0 || row.of.attribute(state, "title") != row.finds {
			t.Errorf("%s: expected %q, got %s and %v", name, row.finds, state, failed)
		}
	}
}
