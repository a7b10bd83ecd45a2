package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// team writes the triggers of one team: its own exclusion, and sends for its own
// channels.
func (s *stage) team(name string, channels ...string) (config string, titles []string) {
	config = anExclusion(name+"_vip", attributes{"mark": fmt.Sprintf(`{ tag = "no_survey_%s" }`, name)})
	for _, channel := range channels {
		config += s.send(name+"_"+channel, []string{name + "_vip"}, attributes{
			"channels": fmt.Sprintf("[%q]", channel), "exclude_tags": fmt.Sprintf(`["no_survey_%s"]`, name),
		})
		titles = append(titles, name+"_"+channel)
	}
	return config, titles
}

// differences finds the attributes that a plan changes.
var differences = regexp.MustCompile(`(?m)^\s+[~+-] (\w+)\s+=`)

// Two teams apply to one account at the same moment, each with a state of its
// own. Zendesk cannot compare and set, so one may shift the other's numbers
// under its hands: nothing is lost or doubled, no excluded customer is surveyed,
// and what is out of order in the end shows in the plan and is repaired.
func TestTwoTeamsAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	first, firstTitles := s.team("first", "email", "web_form", "help_center", "mobile")
	second, secondTitles := s.team("second", "chat", "phone_call_inbound", "voicemail", "sms")
	teams := []*workspace{s.shell(s.config("%s", first)), s.shell(s.config("%s", second))}
	together := func() {
		var waits []func()
		for _, team := range teams {
			waits = append(waits, team.applying())
		}
		for _, wait := range waits {
			wait()
		}
	}
	flow := s.traffic(4, 29, 0, 34)
	together()
	flow.stop()
	s.runsEachAfter(firstTitles, "first_vip")
	s.runsEachAfter(secondTitles, "second_vip")

	// Somebody turns everything upside down, and both repair it at once.
	for _, title := range append(slices.Clone(firstTitles), secondTitles...) {
		s.drag(title, 1)
	}
	together()
	for i, team := range teams {
		if output, nothing := team.try("plan", "-input=false", "-no-color", "-detailed-exitcode"); !nothing {
			for _, line := range differences.FindAllStringSubmatch(output, -1) {
				if line[1] != "order_satisfied" && line[1] != "in_force" {
					t.Errorf("team %d has more to repair than the order: %s", i+1, output)
				}
			}
			if !strings.Contains(output, "Plan: 0 to add,") || !strings.Contains(output, " 0 to destroy.") {
				t.Errorf("team %d has triggers to create or delete: %s", i+1, output)
			}
			team.apply()
		}
	}
	for _, team := range teams {
		team.noChanges()
	}
	s.runsEachAfter(firstTitles, "first_vip")
	s.runsEachAfter(secondTitles, "second_vip")

	// One goes, and what the other has stays.
	teams[0].destroy()
	s.runsEachAfter(secondTitles, "second_vip")
	teams[1].noChanges()
	teams[1].destroy()
	for title := range s.triggers() {
		if !strings.HasPrefix(title, "Notify ") {
			t.Errorf("%q is left", title)
		}
	}
}

// Two teams make the same send at the same moment. Their lists are held back
// until both are under way, so that neither can know of the other when it looks;
// but each looks again before it switches on. There is never more than one that
// is active.
func TestTwoTeamsThatMakeTheSameSendAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.foreignExclusion("vip")
	config := strings.ReplaceAll(s.send("email", nil, attributes{"evaluate_after": fmt.Sprintf("[%q]", s.id("vip"))}), "\n\n", "\n")
	other := strings.Replace(config, "  title = ", "  description = \"ours\"\n  title = ", 1)
	teams := []*workspace{s.shell(s.config("%s", config)), s.shell(s.config("%s", other))}
	flow := s.traffic(4)
	held := 0.7
	s.fault(engine.Fault{System: "zendesk", Method: "GET", Path: triggersPath, Kind: engine.Slow, Times: 4, RetryAfter: &held}) // two plans, two applies
	outcomes := make(chan string, len(teams))
	for _, team := range teams {
		go func() {
			output, _ := team.try("apply", "-auto-approve", "-input=false", "-no-color")
			outcomes <- output
		}()
	}
	var failed int
	for range teams {
		if output := <-outcomes; strings.Contains(output, "The trigger exists already") {
			failed++
		}
	}
	flow.stop()
	active := 0
	for _, each := range s.list("/triggers?per_page=100", "triggers") {
		if each["title"] == "email" && each["active"] == true {
			active++
		}
	}
	if failed == 0 || active > 1 {
		t.Errorf("%d of two were refused, %d are active", failed, active)
	}
}
