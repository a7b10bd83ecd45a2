package promise

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// A model that sees nothing wrong in a provider that breaks the promise proves
// nothing. Here the gate changes what the provider writes, as a worse provider
// would have written it.
func TestTheModelSeesAWorseProvider(t *testing.T) {
	t.Parallel()
	for name, worse := range map[string]struct {
		write func(s *simulation) rewriting
		seen  string
	}{
		"what is created is active": {whereCreated(func(body string) string {
			return strings.Replace(body, `"active":false`, `"active":true`, 1)
		}), "something is left to do"},
		"conditions are wrong": {whereCreated(func(body string) string {
			return strings.ReplaceAll(body, `"value":"solved"`, `"value":"closed"`)
		}), "was not surveyed although"},
		"actions are wrong": {whereCreated(func(body string) string {
			return strings.ReplaceAll(body, `"no_survey"`, `"no_surveys"`)
		}), "something is left to do"},
		"a create is sent twice": {func(*simulation) rewriting {
			return func(method, _ string, body []byte) ([]byte, int) {
				if method == http.MethodPost {
					return body, 2
				}
				return body, 1
			}
		}, "there is an orphan"},
		"deletes are not sent": {func(*simulation) rewriting {
			return func(method, _ string, body []byte) ([]byte, int) {
				if method == http.MethodDelete {
					return body, 0
				}
				return body, 1
			}
		}, "there is an orphan"},
		"order is not repaired": {rewriteItems(func(_ *simulation, items []map[string]any) []map[string]any {
			for _, each := range items {
				delete(each, "position")
			}
			return items
		}), "cannot settle down"},
		"all is put at the top": {rewriteItems(func(_ *simulation, items []map[string]any) []map[string]any {
			for _, each := range items {
				each["position"] = 1
			}
			return items
		}), "was surveyed although"},
		"the last of a batch is forgotten": {rewriteItems(func(_ *simulation, items []map[string]any) []map[string]any {
			return items[:len(items)-1]
		}), "though nothing is in its way"},
		"a foreign trigger is moved": {rewriteItems(func(s *simulation, items []map[string]any) []map[string]any {
			return append(items, map[string]any{"id": s.account.(*zendesk).lowest(), "position": 1})
		}), "another order"},
		"a foreign trigger is switched off": {rewriteItems(func(s *simulation, items []map[string]any) []map[string]any {
			return append(items, map[string]any{"id": s.account.(*zendesk).lowest(), "active": false})
		}), "something foreign was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const enough = 40
			for seed := uint64(1); seed <= enough; seed++ {
				s := begin(writeHistory(seed, zendeskDesk{}), zendeskDesk{}, smalls())
				s.sabotage = worse.write(s)
				s.play()
				for _, each := range s.wrong {
					if strings.Contains(each.kind, worse.seen) {
						t.Logf("seed %d: %s", seed, each.text)
						return
					}
				}
			}
			t.Errorf("in %d histories the model never said %q", enough, worse.seen)
		})
	}
}

// rewriting changes the body of a write and says how often it is sent.
type rewriting func(method, path string, body []byte) (changed []byte, times int)

// whereCreated changes new triggers.
func whereCreated(change func(body string) string) func(*simulation) rewriting {
	return func(*simulation) rewriting {
		return func(method, path string, body []byte) ([]byte, int) {
			if method == http.MethodPost && path == zendeskAPI+triggersPath {
				body = []byte(change(string(body)))
			}
			return body, 1
		}
	}
}

// rewriteItems changes the triggers of a batch.
func rewriteItems(change func(s *simulation, items []map[string]any) []map[string]any) func(*simulation) rewriting {
	return func(s *simulation) rewriting {
		return func(_, path string, body []byte) ([]byte, int) {
			sent := decoded(body)
			holder := sent
			switch path {
			case zendeskAPI + "/trigger_categories/jobs":
				holder = member(member(sent, "job"), "items")
			case zendeskAPI + "/triggers/update_many":
			default:
				return body, 1
			}
			if items := members(holder, "triggers"); len(items) > 0 {
				holder["triggers"] = change(s, items)
			}
			changed, err := json.Marshal(sent)
			if err != nil {
				panic(err)
			}
			return changed, 1
		}
	}
}

// lowest is the foreign trigger that runs last.
func (z *zendesk) lowest() (id any) {
	for _, each := range z.list("triggers") {
		if z.others[text(each["id"])] {
			id = each["id"]
		}
	}
	return id
}
