package promise

import (
	"slices"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// Histories that let surveys out, or refused without a reason, written by hand: E
// is an exclusion, S a send that lists it, p a trigger that sets what E reads.

// vipExclusion and emailSend are the pair that most of them begin with.
func vipExclusion(change func(*exclusionOf)) exclusionOf {
	made := exclusionOf{Name: "e", Title: "Exclude E", Tag: "vip", Mark: "no_survey"}
	change(&made)
	return made
}

func emailSend(change func(*sendOf)) sendOf {
	made := sendOf{Name: "email", Title: "Send email", Channels: []string{"email"}, After: []string{"e"}}
	change(&made)
	return made
}

func sameExclusion(*exclusionOf) {}
func sameSend(*sendOf)           {}

// applied is a step that applies a configuration.
func applied(config setup, faults ...fault) step {
	return step{Kind: applies, Run: run{Config: config, Faults: faults}}
}

func did(action adminAction) step { return step{Kind: acts, Action: action} }

// inOrder is a setup with the two categories.
func inOrder(order categoryOrder, exclusions []exclusionOf, sends ...sendOf) setup {
	return setup{Categories: true, Order: order, Exclusions: exclusions, Sends: sends}
}

func flat(exclusions []exclusionOf, sends ...sendOf) setup {
	return setup{Exclusions: exclusions, Sends: sends}
}

var (
	plainPair = flat([]exclusionOf{vipExclusion(sameExclusion)}, emailSend(sameSend))
	setters   = []foreign{{Title: "p1", Tag: "gold", Adds: "vip"}, {Title: "p2", Tag: "staff", Adds: "vip"}}
	following = vipExclusion(func(e *exclusionOf) { e.Follows = []string{"p1", "p2"} })
)

// followingElsewhere is an exclusion that protects only from what lists it and that
// follows another one in an earlier category.
var followingElsewhere = inOrder(guardsFirst, []exclusionOf{
	{Name: "first", Title: "Exclude first", Tag: "staff"},
	vipExclusion(func(e *exclusionOf) { e.Category, e.Listed, e.After = surveys, true, []string{"first"} }),
}, emailSend(inSurveys))

func inGuards(e *exclusionOf)   { e.Category = guards }
func inSurveys(each *sendOf)    { each.Category = surveys }
func sendInGuards(each *sendOf) { each.Category = guards }

var leaks = []history{
	{Name: "an exclusion that nobody lists", Steps: []step{
		applied(plainPair),
		applied(flat([]exclusionOf{vipExclusion(sameExclusion), {Name: "second", Title: "Exclude second", Tag: "gold", Mark: "no_survey"}}, emailSend(sameSend))),
	}},
	{Name: "a foreign trigger leaves the mark too late", Steps: []step{
		applied(plainPair),
		did(adminAction{Do: adds, Makes: &foreign{Title: "Late", Tag: "staff", Adds: "no_survey"}}),
		applied(plainPair),
	}},
	{Name: "two categories swap while an exclusion and its send change places", Steps: []step{
		applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(inGuards)}, emailSend(inSurveys))),
		applied(inOrder(surveysFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category = surveys })}, emailSend(sendInGuards))),
	}},
	{Name: "the relation of the categories is reversed alone", Steps: []step{
		applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(inGuards)}, emailSend(inSurveys))),
		applied(inOrder(surveysFirst, []exclusionOf{vipExclusion(inGuards)}, emailSend(inSurveys))),
		applied(inOrder(surveysFirst, []exclusionOf{vipExclusion(inGuards)}, emailSend(inSurveys))),
	}},
	{
		Name:  "a safe order of the categories is chosen",
		Start: start{Categories: []string{"Foreign category 1"}, Foreign: []foreign{{Title: "p1", Tag: "gold", Adds: "vip", Category: "Foreign category 1"}}},
		Steps: []step{
			applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category, e.Follows = guards, []string{"p1"} })}, emailSend(inSurveys))),
			did(adminAction{Do: shuffles, Title: surveys, To: 2}),
			applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category, e.Follows = guards, []string{"p1"} })}, emailSend(inSurveys))),
		},
	},
	{
		Name: "an exclusion comes to list what stands below its send", Start: start{Foreign: setters},
		Steps: []step{
			applied(plainPair),
			did(adminAction{Do: drags, Title: "p1", To: 9}),
			did(adminAction{Do: drags, Title: "p2", To: 9}),
			applied(flat([]exclusionOf{following}, emailSend(sameSend))),
		},
	},
	{
		Name: "what an exclusion lists was dragged below its send", Start: start{Foreign: setters},
		Steps: []step{
			applied(flat([]exclusionOf{following}, emailSend(sameSend))),
			did(adminAction{Do: drags, Title: "p1", To: 9}),
			did(adminAction{Do: drags, Title: "p2", To: 9}),
			applied(flat([]exclusionOf{following}, emailSend(func(each *sendOf) { each.Note = "changed" }))),
		},
	},
	{Name: "a setter moves behind the exclusion that lists it", Steps: []step{
		applied(inOrder(guardsFirst, []exclusionOf{setterIn(guards), vipExclusion(func(e *exclusionOf) { e.Category, e.After = guards, []string{"p"} })}, emailSend(inSurveys))),
		applied(inOrder(guardsFirst, []exclusionOf{setterIn(surveys), vipExclusion(func(e *exclusionOf) { e.Category, e.After = guards, []string{"p"} })}, emailSend(inSurveys))),
	}},
	{Name: "a setter moves behind the exclusion that reads what it sets", Steps: []step{
		applied(inOrder(guardsFirst, []exclusionOf{setterIn("")}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"web_form"}})),
		applied(inOrder(guardsFirst, []exclusionOf{setterIn(""), vipExclusion(inGuards)}, emailSend(inSurveys))),
		applied(inOrder(guardsFirst, []exclusionOf{setterIn(surveys), vipExclusion(inGuards)}, emailSend(inSurveys))),
	}},
	{
		Name: "a send above comes to list an exclusion that follows a foreign trigger", Start: start{Foreign: setters[:1]},
		Steps: []step{
			applied(flat(nil, emailSend(func(each *sendOf) { each.After = nil }))),
			did(adminAction{Do: drags, Title: "p1", To: 9}),
			applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Follows = []string{"p1"} })}, emailSend(func(each *sendOf) { each.After = nil }))),
			applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Follows = []string{"p1"} })}, emailSend(sameSend))),
		},
	},
	{Name: "an exclusion is activated and moved behind its send", Steps: []step{
		applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category, e.Off = guards, true })}, emailSend(sendInGuards))),
		applied(inOrder(guardsFirst, []exclusionOf{vipExclusion(func(e *exclusionOf) { e.Category = surveys })}, emailSend(sendInGuards))),
	}},
	{Name: "an exclusion that follows one in another category is activated again", Steps: []step{
		applied(followingElsewhere),
		did(adminAction{Do: deactivates, Title: "Exclude E"}),
		applied(followingElsewhere),
	}},
	{Name: "an exclusion and its send are deactivated in one apply", Steps: []step{
		applied(plainPair),
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Off = true })}, emailSend(func(each *sendOf) { each.Off = true }))),
	}},
	{Name: "an exclusion is narrowed and its send changes", Steps: []step{
		applied(plainPair),
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Tag = "gold" })}, emailSend(func(each *sendOf) { each.Channels = []string{"email", "chat"} }))),
	}},
	{Name: "an inactive exclusion that somebody keeps is adopted by a new one", Steps: []step{
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Off = true })})),
		applied(flat([]exclusionOf{vipExclusion(func(e *exclusionOf) { e.Off = true }), vipExclusion(func(e *exclusionOf) { e.Name = "second" })})),
	}},
	{Name: "two sends swap their channels", Steps: []step{
		applied(flat(nil, sendOf{Name: "email", Title: "Send email", Channels: []string{"email"}}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"web_form"}})),
		applied(flat(nil, sendOf{Name: "email", Title: "Send email", Channels: []string{"web_form"}}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"email"}})),
	}},
	{Name: "two sends overlap", Steps: []step{
		applied(flat(nil, sendOf{Name: "email", Title: "Send email", Channels: []string{"email", "chat"}}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"web_form", "email"}})),
	}},
	{Name: "somebody removes the conditions of a send", Steps: []step{
		applied(onceFor("email")),
		did(adminAction{Do: opens, Title: "Send email"}),
		applied(onceFor("email")),
	}},
	{
		Name:  "a send lists somebody's own exclusion, which was dragged below it",
		Start: start{Foreign: []foreign{{Title: "Marks gold", Tag: "gold", Adds: "no_survey"}}},
		Steps: []step{
			applied(followingSend),
			did(adminAction{Do: drags, Title: "Marks gold", To: 99}),
			applied(followingSend),
		},
	},
	{Name: "a plan does not refresh what somebody deactivated", Steps: []step{
		applied(plainPair),
		did(adminAction{Do: deactivates, Title: "Exclude E"}),
		{Kind: applies, Run: run{
			Config: flat([]exclusionOf{vipExclusion(sameExclusion)}, emailSend(func(each *sendOf) { each.Note = "changed" })), Options: tfcore.Options{NoRefresh: true},
		}},
	}},
	{Name: "two sends swap their channels, one after the other", Steps: []step{
		applied(flat(nil, sendOf{Name: "email", Title: "Send email", Channels: []string{"email"}}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"web_form"}})),
		{Kind: applies, Run: run{
			Config:  flat(nil, sendOf{Name: "email", Title: "Send email", Channels: []string{"web_form"}}, sendOf{Name: "web_form", Title: "Send web_form", Channels: []string{"email"}}),
			Options: tfcore.Options{Parallelism: 1},
		}},
	}},
	{
		Name: "inactive triggers share positions",
		Start: start{
			Settings: map[string]any{"renumber": false},
			Foreign: []foreign{
				{Title: "Inactive 1", Tag: "never", At: 1, Off: true},
				{Title: "Inactive 2", Tag: "never", At: 1, Off: true},
				{Title: "Inactive 3", Tag: "never", At: 1, Off: true},
			},
		},
		Steps: []step{
			applied(plainPair),
			did(adminAction{Do: drags, Title: "Send email", To: 2}),
			applied(plainPair),
		},
	},
}

// followingSend lists an exclusion of other people.
var followingSend = flat([]exclusionOf{vipExclusion(sameExclusion)}, emailSend(func(each *sendOf) {
	each.Follows = []string{"Marks gold"}
}))

// setterIn is a managed trigger that sets what E reads.
func setterIn(category string) exclusionOf {
	return exclusionOf{Name: "p", Title: "Exclude P", Tag: "gold", Mark: "vip", Category: category}
}

func TestHistoryLeaks(t *testing.T) {
	t.Parallel()
	for _, leak := range slices.Concat(leaks, laterLeaks, freed, []history{resumedSend, replacedSend, listedOnly}) {
		for _, mode := range engine.Modes() {
			t.Run(leak.Name+", "+string(mode), func(t *testing.T) {
				t.Parallel()
				played := copyOf(leak)
				played.Mode = mode
				s := playFast(played)
				if s.failed() {
					t.Error(s.report(s.history))
				}
				if s.visits == 0 {
					t.Error("no customer ever came by")
				}
			})
		}
	}
}
