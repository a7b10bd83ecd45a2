package promise

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// terms are those under which a distribution sends its survey.
type terms struct {
	Active           bool
	Quiet            int // hours
	Metric, HelpDesk string
}

func (d distributionOf) terms() terms { return terms{!d.Off, d.Quiet, d.Metric, d.HelpDesk} }

// polledOracle is which surveys may and must leave now, and which did. All is by the
// name of the survey.
type polledOracle struct {
	// may are the terms that hold. While a run is under way, and when it did not
	// succeed, these are the ones before it and its own.
	may map[string][]terms
	// due are those of distributions that nobody has disturbed since the last apply,
	// which succeeded.
	due map[string]terms
	// asked are the conversations that got the survey, since its distribution was last
	// deleted for a reason: the next one does not know whom that has asked.
	asked map[string]map[string]int
	// forgotten are the names of which nobody knows any more whom they have asked.
	forgotten map[string]bool
	// worked are the ids of the distributions that were active at some time.
	worked  map[string]bool
	counted int // survey decisions that have been looked at
	talks   []*talk
	people  int
}

func newPolledOracle() polledOracle {
	return polledOracle{may: map[string][]terms{}, due: map[string]terms{}, asked: map[string]map[string]int{}, forgotten: map[string]bool{}, worked: map[string]bool{}}
}

func (o *polledOracle) allow(name string, also terms) {
	if !slices.Contains(o.may[name], also) {
		o.may[name] = append(o.may[name], also)
	}
}

// allowAll is for a run that begins.
func (o *polledOracle) allowAll(config polledSetup) {
	for _, each := range config.Distributions {
		o.allow(each.Name, each.terms())
	}
	o.due = map[string]terms{}
}

// probe lets a customer write and the backend poll once, and judges what it sent. The
// caller holds the account.
func (s *polledSimulation) probe(when string) {
	before := len(s.wrong)
	if s.history.hasWorkflows() {
		s.writeIn()
	} else {
		s.open()
	}
	s.pass(15 * time.Minute)
	if len(s.wrong) > before {
		s.tell("  that was %s", when)
	}
}

// open makes a resolved conversation in one help desk after the other.
func (s *polledSimulation) open() {
	helpDesk := polledHelpDesks[len(s.talks)%len(polledHelpDesks)]
	s.talks = append(s.talks, &talk{s.desks[helpDesk].talk(), helpDesk, s.box.World().Clock.Now()})
}

// age is for how many hours nobody changed a conversation.
func (s *polledSimulation) age(of *talk) float64 {
	return s.box.World().Clock.Now().Sub(of.changed).Hours()
}

// pass lets time pass, in which the backend polls.
func (s *polledSimulation) pass(length time.Duration) {
	s.must("", http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": length.String()})
	all := s.box.World().Surveys.All()
	questions := map[string]string{} // by the survey
	for _, mail := range s.box.World().Outbox.All() {
		questions[mail.SurveyID] = mail.Subject
	}
	for _, each := range all[s.counted:] {
		name, _, _ := strings.Cut(questions[each.ID], " ")
		if each.Outcome == engine.Sent && name != foreignName {
			s.judge(name, each)
		}
	}
	s.counted = len(all)
	s.received()
}

// judge compares a survey that left with what is in force.
func (s *polledSimulation) judge(name string, survey engine.Survey) {
	s.count("a survey")
	at := slices.IndexFunc(s.talks, func(each *talk) bool { return each.id == survey.TicketID })
	if at < 0 {
		return
	}
	of := s.talks[at]
	if s.asked[name] == nil {
		s.asked[name] = map[string]int{}
	}
	s.asked[name][of.id]++
	metric := slices.ContainsFunc(s.may[name], func(each terms) bool { return each.Metric == string(survey.Metric) })
	allowed := slices.DeleteFunc(slices.Clone(s.may[name]), func(each terms) bool { return each.HelpDesk != of.helpDesk })
	active := slices.DeleteFunc(slices.Clone(allowed), func(each terms) bool { return !each.Active })
	quiet := survey.At.Sub(of.changed)
	switch {
	case len(allowed) == 0 || !metric: // the metric is the survey's own
		s.surveyViolated("a survey left that nobody declares: %s, %+v, declared are %+v", name, survey, s.may[name])
	case len(active) == 0:
		s.surveyViolated("a survey left although its distribution is inactive: %s, %+v", name, survey)
	case !slices.ContainsFunc(active, func(each terms) bool { return quiet >= time.Duration(each.Quiet)*time.Hour }):
		s.surveyViolated("a survey left before the quiet period was over: %s, %+v, after %s, declared are %+v", name, survey, quiet, active)
	case s.asked[name][of.id] > 1 && !s.forgotten[name]:
		s.surveyViolated("a conversation got a survey twice: %s, %+v", name, survey)
	}
}

// hours lets conversations become due, one of which somebody changes meanwhile, and
// expects what must be sent. The caller holds the account.
func (s *polledSimulation) hours() {
	s.count("hours")
	if s.history.hasWorkflows() {
		s.workflowHours()
		return
	}
	s.open()
	s.open()
	s.pass(30 * time.Minute)
	changed := s.talks[len(s.talks)-1]
	s.desks[changed.helpDesk].touch(changed.id)
	changed.changed = s.box.World().Clock.Now()
	s.open()
	s.open()
	s.pass(longestQuiet*time.Hour + 30*time.Minute)
	for _, name := range slices.Sorted(maps.Keys(s.due)) {
		will := s.due[name]
		for _, each := range s.talks {
			if age := s.age(each); each.helpDesk != will.HelpDesk || age < float64(will.Quiet)+0.25 || age > 2*24 {
				continue
			}
			s.count("a conversation that a distribution covers")
			if s.asked[name][each.id] == 0 {
				s.surveyViolated("a conversation got no survey although nothing speaks against it: %s, %+v, %+v", name, *each, will)
			}
		}
	}
}
