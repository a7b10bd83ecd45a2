package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// inconsistent is how the CLI puts it when what a saved plan creates would now be
// created elsewhere: it compares the planned account before it asks the provider.
const inconsistent = "Provider produced inconsistent final plan"

// Credentials of one account, state of another: what a forgotten export does.
func TestStateOfAnotherAccountIsNeverTouched(t *testing.T) {
	t.Parallel()
	for name, mixUp := range map[string]struct {
		before, after func(own, other *account) []string // the environment
		names         func(own, other *account) []string // what the error says
	}{
		"another subdomain": {
			func(own, _ *account) []string {
				return []string{"ZENDESK_SUBDOMAIN=sandbox-acme", "ZENDESK_ENDPOINT=" + own.env["ZENDESK_ENDPOINT"]}
			},
			func(own, _ *account) []string {
				return []string{"ZENDESK_SUBDOMAIN=Production", "ZENDESK_ENDPOINT=" + own.env["ZENDESK_ENDPOINT"]}
			},
			func(*account, *account) []string {
				return []string{"sandbox-acme.zendesk.com", "production.zendesk.com"}
			},
		},
		"another host": {
			func(own, _ *account) []string {
				return []string{"ZENDESK_SUBDOMAIN=", "ZENDESK_ENDPOINT=" + own.env["ZENDESK_ENDPOINT"]}
			},
			func(_, other *account) []string {
				return []string{"ZENDESK_SUBDOMAIN=", "ZENDESK_ENDPOINT=" + other.env["ZENDESK_ENDPOINT"]}
			},
			func(own, other *account) []string {
				return []string{strings.TrimPrefix(own.url, "http://"), strings.TrimPrefix(other.url, "http://")}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own, other := start(t), start(t)
			w := own.process(grownConfig())
			w.setenv(mixUp.before(own, other)...)
			w.apply()
			state := w.run("state", "pull")
			// A plan made in time: it updates, deletes and creates. (A new category would be
			// planned once more by the apply, and looks for orphans then.)
			w.configure(strings.Replace(strings.ReplaceAll(grownConfig(), `"For people"`, `"For others"`), grown["send_trigger.single"], "", 1) +
				webhooks.block("new") + fields.block("new"))
			w.run("plan", "-out=in_time.plan")
			w.configure(strings.ReplaceAll(grownConfig(), `"For people"`, `"For others"`))

			w.setenv(mixUp.after(own, other)...)
			own.forget()
			other.forget()
			for _, command := range [][]string{
				{"plan"},
				{"plan", "-refresh=false"},
				{"plan", "-refresh-only"},
				{"apply", "-auto-approve"},
				{"apply", "-auto-approve", "-refresh=false"},
				{"apply", "in_time.plan"},
				{"destroy", "-auto-approve"},
				{"destroy", "-auto-approve", "-refresh=false"},
			} {
				found := w.errors(command...)
				for _, each := range found {
					if each.Summary != "State belongs to another account" && each.Summary != inconsistent {
						t.Errorf("%s: %v", command, each)
					}
					for _, part := range mixUp.names(own, other) {
						if !strings.Contains(each.Detail, part) {
							t.Errorf("%s: %q is not in %v", command, part, each)
						}
					}
				}
				long := slices.DeleteFunc(slices.Clone(found), func(d told) bool { return !strings.Contains(d.Detail, "a state of its own") })
				if len(long) != 1 || len(found) < 2 {
					t.Errorf("%s: one error explains, the others stay short: %v", command, found)
				}
			}
			var all []string
			for _, each := range append(own.everyRequest(), other.everyRequest()...) {
				all = append(all, fmt.Sprint(each))
			}
			if len(all) != 0 {
				t.Errorf("every one is refused before the first request, got %q", all)
			}
			if now := w.run("state", "pull"); resourcesOf(t, now) != resourcesOf(t, state) {
				t.Errorf("the state changed from %s to %s", state, now)
			}
			w.setenv(mixUp.before(own, other)...)
			w.configure(grownConfig())
			w.noChanges()
		})
	}
}
