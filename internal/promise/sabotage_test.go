package promise

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// worse is a provider that breaks the promise: the gate changes what the provider
// writes, as a worse one would have written it, or the command line loses what it
// says.
type worse struct {
	write func(s *simulation) rewriting
	wrap  func(terraform) terraform
	// seen is what the model says of it; survey is that it says so of a survey,
	// which is what a provider that causes a wrong one is convicted by.
	seen   string
	survey bool
	// in is a history in which it shows; without one, random ones are played.
	in *history
}

// A model that sees nothing wrong in a provider that breaks the promise proves
// nothing.
func TestTheModelSeesAWorseProvider(t *testing.T) {
	t.Parallel()
	all := worseProviders()
	maps.Copy(all, worseLater())
	for name, each := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const enough = 60
			for seed := uint64(1); seed <= enough; seed++ {
				played := writeHistory(seed, zendeskDesk{})
				if each.in != nil {
					played = copyOf(*each.in)
					played.Mode = engine.Modes()[seed%2]
				}
				s := begin(played, zendeskDesk{}, smalls())
				if each.wrap != nil {
					for _, t := range s.teams {
						t.terraform = each.wrap(t.terraform)
					}
				}
				if each.write != nil {
					s.sabotage = each.write(s)
				}
				s.play()
				for _, found := range s.wrong {
					if strings.Contains(found.kind, each.seen) && (found.survey || !each.survey) {
						t.Logf("seed %d: %s", seed, found.text)
						return
					}
				}
				if each.in != nil && seed == 2 {
					break
				}
			}
			t.Errorf("the model never said %q", each.seen)
		})
	}
}

func worseProviders() map[string]worse {
	return map[string]worse{
		"a new send is active before it is in order": {
			write: whereCreated(func(body string) string { return strings.Replace(body, `"active":false`, `"active":true`, 1) }),
			seen:  "was surveyed although", survey: true, in: &strayedExclusion,
		},
		"conditions are wrong": {
			write: whereCreated(func(body string) string { return strings.ReplaceAll(body, `"value":"solved"`, `"value":"closed"`) }),
			seen:  "was not surveyed although", survey: true,
		},
		"actions are wrong": {
			write: whereCreated(func(body string) string { return strings.ReplaceAll(body, `"no_survey"`, `"no_surveys"`) }),
			seen:  "was surveyed although", survey: true,
		},
		"a create is sent twice":                    {write: everyMethod(http.MethodPost, 2), seen: "there is an orphan"},
		"deletes are not sent":                      {write: everyMethod(http.MethodDelete, 0), seen: "by a send that no configuration has", survey: true, in: &removedSend},
		"order is not repaired":                     {write: rewriteItems(withoutPositions), seen: "though nothing is in its way", in: &draggedExclusion},
		"all is put at the top":                     {write: rewriteItems(allAtTheTop), seen: "was surveyed although", survey: true},
		"a send is activated before it is in order": {write: rewriteItems(withoutPositions), seen: "was surveyed although an exclusion is in force", survey: true, in: &resumedSend},
		"a send that is replaced is active before it is in order": {
			write: activeAgain("Send email"), seen: "was surveyed although an exclusion is in force", survey: true, in: &replacedSend,
		},
		"sends are inactive while an exclusion is written": {write: sendsPause, seen: "was not surveyed although", survey: true, in: &changedExclusion},
		"a send is written without its sent_tag first":     {write: putFirstWithout("surveyed_email"), seen: "a second survey in spite of the sent_tag", survey: true, in: &changedSend},
		"a send is written without its mark first":         {write: putFirstWithout("no_survey"), seen: "although it had a mark", survey: true, in: &changedSend},
		"the last is left out":                             {write: rewriteItems(func(_ *simulation, items []map[string]any) []map[string]any { return items[:len(items)-1] }), seen: "though nothing is in its way"},
		"an exclusion is put last":                         {write: rewriteItems(exclusionsLast), seen: "was surveyed although", survey: true},
		"a foreign trigger is moved": {write: rewriteItems(func(s *simulation, items []map[string]any) []map[string]any {
			return append(items, map[string]any{"id": s.account.(*zendesk).lowest(true), "position": 1})
		}), seen: "another order"},
		"a foreign trigger is deactivated": {write: rewriteItems(func(s *simulation, items []map[string]any) []map[string]any {
			return append(items, map[string]any{"id": s.account.(*zendesk).lowest(true), "active": false})
		}), seen: "something foreign was changed"},
		"an inactive foreign trigger is rewritten": {write: rewriteItems(func(s *simulation, items []map[string]any) []map[string]any {
			id := s.account.(*zendesk).lowest(false)
			if id == nil {
				return items
			}
			return append(items, map[string]any{"id": id, "position": 99})
		}), seen: "about an inactive trigger"},
		"an exclusion is deactivated while it is written":         {write: wherePut("active", false), seen: "was surveyed although", survey: true, in: &changedExclusion},
		"an exclusion is put behind its send while it is written": {write: wherePut("position", 999), seen: "was surveyed although", survey: true, in: &changedExclusion},
		"an exclusion is put before a send that does not list it": {write: wherePut("position", 1), seen: "takes its order from a pair", in: &listedOnly},
		"a pair loses its order":                                  {write: wherePut("position", 999), seen: "takes its order from a pair", in: &changedExclusion},
		"it never warns of two sends":                             {wrap: silent, seen: "no plan warned of it", survey: true, in: &overlappingSends},
		"it refuses without a reason": {write: func(*simulation) rewriting {
			return func(method, path string, body []byte) ([]byte, int) {
				if method == http.MethodPut {
					body = []byte(`{"trigger": {"title": ""}}`)
				}
				return body, 1
			}
		}, seen: "though nothing is in its way", in: &changedExclusion},
	}
}

// strayedExclusion is a history in which a new send cannot be ordered: somebody
// put its exclusion into a later category.
var strayedExclusion = history{
	Start: start{Categories: []string{"Foreign category 1"}},
	Steps: []step{
		applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
		did(adminAction{Do: recategorize, Title: "Exclude E", Into: "Foreign category 1"}),
		applied(plainPair),
	},
}

var changedExclusion = history{Steps: []step{
	applied(plainPair),
	applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Note = "changed" })}, emailSend(sameSend))),
}}

var draggedExclusion = history{Steps: []step{
	applied(plainPair),
	did(adminAction{Do: drags, Title: "Exclude E", To: 9}),
	applied(plainPair),
}}

// changedSend is a history in which a send that surveys each ticket once changes.
var changedSend = history{Steps: []step{
	applied(onceFor("email")),
	applied(onceFor("email", "chat")),
}}

// onceFor is a pair whose send has a sent_tag.
func onceFor(channels ...string) setup {
	return flat([]exclusionOf{vipExclusion(sameExclusion)}, emailSend(func(each *sendOf) { each.Sent, each.Channels = "surveyed_email", channels }))
}

// listedOnly is a history of an exclusion that protects only from sends that list it, and
// of one that honours its mark and does not.
var listedOnly = history{Name: "an exclusion protects only from what lists it", Steps: []step{
	applied(flat(nil, honoursOnly)),
	applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Listed = true })}, honoursOnly)),
	applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Listed, e.Note = true, "changed" })}, honoursOnly)),
}}

var honoursOnly = emailSend(func(each *sendOf) { each.After, each.Honours = nil, []string{"no_survey"} })

// resumedSend is a history in which a send is activated that stands before its
// exclusion.
var resumedSend = history{Name: "a send is activated above an exclusion that it lists", Steps: []step{
	applied(flat([]exclusionOf{vipExclusion(sameExclusion)}, emailSend(func(each *sendOf) { each.Off = true }))),
	did(adminAction{Do: drags, Title: "Send email", To: 1}),
	applied(plainPair),
}}

var replacedSend = history{Name: "a send is replaced", Steps: []step{
	applied(plainPair),
	{Kind: applies, Run: run{Config: plainPair, Options: tfcore.Options{Replace: []string{sendType + "email"}}}},
}}

var removedSend = history{Steps: []step{
	applied(plainPair),
	applied(flat([]exclusionOf{vipExclusion(sameExclusion)})),
}}

var overlappingSends = history{Steps: []step{applied(flat(nil,
	sendOf{Name: "email", Title: "Send email", Channels: []string{"email", "chat"}},
	sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"web_form", "email"}},
))}}

// mute is a command line that says no warnings.
type mute struct{ terraform }

func silent(of terraform) terraform { return mute{of} }

func (m mute) Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	result := m.terraform.Plan(ctx, config, options)
	result.Warnings = nil
	return result
}

func (m mute) Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	result := m.terraform.Apply(ctx, config, options)
	result.Warnings = nil
	return result
}

// rewriting changes the body of a write and says how often it is sent.
type rewriting func(method, path string, body []byte) (changed []byte, times int)

// everyMethod sends each write of a method so often.
func everyMethod(which string, times int) func(*simulation) rewriting {
	return func(*simulation) rewriting {
		return func(method, _ string, body []byte) ([]byte, int) {
			if method == which {
				return body, times
			}
			return body, 1
		}
	}
}

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

// activeAgain makes a trigger of a title active, before all others, when it is made for
// the second time.
func activeAgain(title string) func(*simulation) rewriting {
	return func(s *simulation) rewriting {
		made := 0
		return whereCreated(func(body string) string {
			if strings.Contains(body, title) {
				if made++; made > 1 {
					body = strings.Replace(body, `"active":false`, `"active":true,"position":1`, 1)
				}
			}
			return body
		})(s)
	}
}

// wherePut changes a member of triggers that are updated.
func wherePut(name string, value any) func(*simulation) rewriting {
	return func(*simulation) rewriting {
		return func(method, path string, body []byte) ([]byte, int) {
			sent := decoded(body)
			if trigger := member(sent, "trigger"); method == http.MethodPut && trigger != nil {
				trigger[name] = value
				body, _ = json.Marshal(sent)
			}
			return body, 1
		}
	}
}

// sendsPause deactivates the active sends, and looks at the account, before an exclusion
// is updated.
func sendsPause(s *simulation) rewriting {
	z := s.account.(*zendesk)
	return func(method, path string, body []byte) ([]byte, int) {
		id, isOne := strings.CutPrefix(path, zendeskAPI+triggersPath+"/")
		if is := z.now.byID[id]; method != http.MethodPut || !isOne || is == nil || is.receiver != "" {
			return body, 1
		}
		activate := func(active bool, which []*trigger) {
			for _, each := range which {
				z.must(http.MethodPut, triggersPath+"/"+each.id, map[string]any{"trigger": map[string]any{"active": active}})
			}
			z.now = z.look()
		}
		sends := z.now.notifiers("")
		activate(false, sends)
		s.probe("while sends are inactive")
		activate(true, sends)
		return body, 1
	}
}

// putFirstWithout writes triggers without the condition that a tag is absent, and looks
// at the account, before it writes them.
func putFirstWithout(tag string) func(*simulation) rewriting {
	return func(s *simulation) rewriting {
		return func(method, path string, body []byte) ([]byte, int) {
			if trigger := member(decoded(body), "trigger"); method == http.MethodPut && trigger["conditions"] != nil {
				conditions := member(trigger, "conditions")
				conditions["all"] = slices.DeleteFunc(members(conditions, "all"), func(each map[string]any) bool { return each["value"] == tag })
				s.account.(*zendesk).must(http.MethodPut, strings.TrimPrefix(path, zendeskAPI), map[string]any{"trigger": trigger})
				s.probe("without a condition")
			}
			return body, 1
		}
	}
}

func withoutPositions(_ *simulation, items []map[string]any) []map[string]any {
	for _, each := range items {
		delete(each, "position")
	}
	return items
}

func allAtTheTop(_ *simulation, items []map[string]any) []map[string]any {
	for _, each := range items {
		each["position"] = 1
	}
	return items
}

// exclusionsLast puts the exclusions of the teams at the end.
func exclusionsLast(s *simulation, items []map[string]any) []map[string]any {
	for _, each := range s.account.objects() {
		if strings.HasPrefix(each.Title, "Exclude") && each.Kind == "trigger" && each.Active {
			items = append(items, map[string]any{"id": each.ID, "position": 999})
		}
	}
	return items
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

// lowest is the foreign trigger that is evaluated last of those that are active or
// of those that are not.
func (z *zendesk) lowest(active bool) (id any) {
	for _, each := range z.now.triggers {
		if z.others[each.id] && each.active == active {
			id = each.id
		}
	}
	return id
}
