package promise

import (
	"bytes"
	"maps"
	"net/http"
	"strings"
	"testing"
)

// worsePolled is a provider that breaks the promise, by what the gate makes of its
// writes.
type worsePolled struct {
	write polledRewriting
	// seen is what the model says of it; survey is that it says so of a survey.
	seen   string
	survey bool
	// in is a history in which it shows; without one, random ones are played.
	in *polledHistory
}

func TestTheModelSeesAWorseProviderOfAPolledHelpDesk(t *testing.T) {
	t.Parallel()
	all := worsePolledProviders()
	maps.Copy(all, worseWorkflowProviders())
	for name, each := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const enough = 60
			var last string
			for seed := uint64(1); seed <= enough; seed++ {
				played := writePolled(seed)
				if each.in != nil {
					played, seed = copyOf(*each.in), enough
				}
				s := beginPolled(played, smalls()[0])
				s.sabotage = each.write
				s.play()
				for _, found := range s.wrong {
					if strings.Contains(found.kind, each.seen) && (found.survey || !each.survey) {
						t.Logf("seed %d: %s", played.Seed, found.text)
						return
					}
				}
				last = s.report(played)
			}
			t.Errorf("the model never said %q: %s", each.seen, last)
		})
	}
}

func worsePolledProviders() map[string]worsePolled {
	return map[string]worsePolled{
		"an inactive distribution is active": {
			write: rewritePolled(http.MethodPost, distributionKind, `"active":false`, `"active":true`), seen: "although its distribution is inactive", survey: true, in: &inactiveDistribution,
		},
		"a deactivation is not sent": {
			write: rewritePolled(http.MethodPatch, distributionKind, `"active":false`, `"active":true`), seen: "although its distribution is inactive", survey: true, in: &deactivatedDistribution,
		},
		"a quiet period is too short": {
			write: rewritePolled("", distributionKind, `"quiet_period_hours":3`, `"quiet_period_hours":1`), seen: "before the quiet period was over", survey: true, in: &longQuiet,
		},
		"a distribution is created twice and active": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, _ := about(r.URL.Path); r.Method == http.MethodPost && kind == distributionKind {
					return []byte(strings.Replace(string(body), `"active":false`, `"active":true`, 1)), 2
				}
				return body, 1
			},
			seen: "got a survey twice", survey: true, in: &oneDistribution,
		},
		"a changed distribution is replaced": {
			write: replaceInstead, seen: "got a survey twice", survey: true, in: &changedDistribution,
		},
		"a delete is not sent": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if r.Method == http.MethodDelete {
					return body, 0
				}
				return body, 1
			},
			seen: "that nobody declares", survey: true, in: &removedDistribution,
		},
		"another metric is asked": {
			write: rewritePolled("", surveyKind, `"metric":"CSAT"`, `"metric":"NPS"`), seen: "that nobody declares", survey: true, in: &oneDistribution,
		},
		"nothing is activated": {
			write: rewritePolled(http.MethodPatch, distributionKind, `"active":true`, `"active":false`), seen: "although nothing speaks against it", survey: true, in: &deactivatedAndBack,
		},
		"a question is not written": {
			write: rewritePolled("", surveyKind, `note 1`, `another`), seen: "something is left to do", in: &changedDistribution,
		},
		"a survey is created twice": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, _ := about(r.URL.Path); r.Method == http.MethodPost && kind == surveyKind {
					return body, 2
				}
				return body, 1
			},
			seen: "there is an orphan", in: &oneDistribution,
		},
		"another distribution is changed": {
			write: func(s *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, _ := about(r.URL.Path); r.Method == http.MethodPatch && kind == distributionKind && bytes.Contains(body, []byte("quiet")) {
					for id := range s.foreign {
						if s.now[id].kind == distributionKind {
							r.URL.Path = backendAPI + distributionKind + "/" + id
							r.Header.Set("If-Match", "*")
						}
					}
				}
				return body, 1
			},
			seen: "something foreign was changed", in: &changedDistribution,
		},
		"versions are ignored": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if r.Method != http.MethodPost {
					r.Header.Set("If-Match", "*")
				}
				return body, 1
			},
			seen: "overwrites what somebody has changed", in: &changedMeanwhile,
		},
	}
}

// rewritePolled changes the writes of a kind; without a method all.
func rewritePolled(method, kind, from, to string) polledRewriting {
	return func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
		if at, _ := about(r.URL.Path); at == kind && (method == "" || method == r.Method) {
			body = []byte(strings.ReplaceAll(string(body), from, to))
		}
		return body, 1
	}
}

// replaceInstead makes another distribution in the place of one that is changed.
func replaceInstead(s *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
	if kind, id := about(r.URL.Path); r.Method == http.MethodPatch && kind == distributionKind && s.now[id].body["active"] == true {
		was := s.now[id].body
		s.byHand(http.MethodDelete, kind+"/"+id, nil)
		s.byHand(http.MethodPost, kind, map[string]any{"survey_id": was["survey_id"], "connector_id": was["connector_id"], "quiet_period_hours": was["quiet_period_hours"]})
	}
	return body, 1
}

// setupOf is a connector with one distribution.
func setupOf(change func(*distributionOf)) polledSetup {
	made := distributionOf{Name: "survey1", Metric: "CSAT", HelpDesk: "kustomer", Quiet: 3}
	change(&made)
	return polledSetup{Connectors: []connectorOf{{HelpDesk: "kustomer", Version: 1}}, Distributions: []distributionOf{made}}
}

func appliedPolled(config polledSetup, faults ...fault) polledStep {
	return polledStep{Kind: applies, Run: polledRun{Config: config, Faults: faults}}
}

var dueNow = polledStep{Kind: passes}

func asItIs(*distributionOf) {}

func inactiveOne(d *distributionOf) { d.Off = true }

var (
	oneDistribution         = polledHistory{Steps: []polledStep{appliedPolled(setupOf(asItIs)), dueNow}}
	longQuiet               = oneDistribution
	inactiveDistribution    = polledHistory{Steps: []polledStep{appliedPolled(setupOf(inactiveOne)), dueNow}}
	deactivatedDistribution = polledHistory{Steps: []polledStep{appliedPolled(setupOf(asItIs)), appliedPolled(setupOf(inactiveOne)), dueNow}}
	deactivatedAndBack      = polledHistory{Steps: []polledStep{appliedPolled(setupOf(asItIs)), dueNow}}
	removedDistribution     = polledHistory{Steps: []polledStep{appliedPolled(setupOf(asItIs)), appliedPolled(polledSetup{}), dueNow}}
	changedDistribution     = polledHistory{Foreign: true, Steps: []polledStep{
		appliedPolled(setupOf(asItIs)), dueNow,
		appliedPolled(setupOf(func(d *distributionOf) { d.Quiet, d.Note = 1, "note 1" })), dueNow,
	}}
	changedMeanwhile = polledHistory{Steps: []polledStep{
		appliedPolled(setupOf(asItIs)),
		appliedPolled(setupOf(func(d *distributionOf) { d.Field = "1001" }), fault{At: 4, Kind: actionThen, Action: adminAction{Do: quiets, Title: "survey1", To: 2}}),
	}}
)
