package promise

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
)

// workflowOracle is which requests of workflows may and must come now, and which did. All
// is by the name of the workflow, as in [polledOracle].
type workflowOracle struct {
	may   map[string][]workflowOf
	due   map[string]workflowOf
	talks []*surveyedTalk
	// requests are what the receiver got; those from judged on are not looked at yet.
	requests []surveyRequest
	judged   int
	tag      string // the id of [tagMark]
	opened   int    // conversations that were opened so far, of one kind after the other
	// written is what runs have written last, by the id of the workflow.
	written map[string]workflowOf
	// stateHad are the ids that were in state at any time.
	stateHad map[string]bool
}

// surveyRequest is what the receiver got.
type surveyRequest struct {
	Workflow, Conversation, key string
	marks                       []string // that the conversation had then
}

// surveyedTalk is a conversation in Kustomer.
type surveyedTalk struct {
	id string
	// kind is one of [talkKinds].
	kind   string
	optOut bool
	done   bool
	ends   []ending
	asked  map[string]bool // the marks under which a survey was requested
}

// ending is when a conversation became done, with the shortest delay that a workflow of
// a name may have had then.
type ending struct {
	at     time.Time
	delays map[string]int
}

// talkKinds are an ordinary conversation, those that an exclusion is about, one that
// opted out, one that nobody is assigned to, and a chat.
var talkKinds = append(slices.Sorted(maps.Keys(exclusions)), "opted out", "unassigned", "chat")

func newWorkflowOracle() workflowOracle {
	return workflowOracle{may: map[string][]workflowOf{}, due: map[string]workflowOf{}, written: map[string]workflowOf{}, stateHad: map[string]bool{}}
}

func (o *workflowOracle) allow(also workflowOf) {
	if !slices.ContainsFunc(o.may[also.Name], func(each workflowOf) bool { return reflect.DeepEqual(each, also) }) {
		o.may[also.Name] = append(o.may[also.Name], also)
	}
}

// begin is for a run that begins.
func (o *workflowOracle) begin(config polledSetup) {
	for _, each := range config.Workflows {
		o.allow(each)
	}
	o.due = map[string]workflowOf{}
}

// surveyReceiver gets the requests. Workflows run within requests that hold the account.
type surveyReceiver struct{ s *polledSimulation }

// RoundTrip answers a request of a workflow.
func (to surveyReceiver) RoundTrip(r *http.Request) (*http.Response, error) {
	var got surveyRequest
	if r.URL.String() == surveyAddress && json.NewDecoder(r.Body).Decode(&got) == nil {
		for _, header := range keyHeaders {
			got.key += strings.TrimSpace(r.Header.Get(header))
		}
		got.marks = to.s.marksOf(got.Conversation)
		to.s.workflows.requests = append(to.s.workflows.requests, got)
	}
	return &http.Response{StatusCode: http.StatusCreated, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

// marksOf are those that a conversation has.
func (s *polledSimulation) marksOf(conversation string) (marks []string) {
	has := member(polledKustomer{s}.call(http.MethodGet, "/conversations/"+conversation, nil), "attributes")
	for name, set := range member(has, "custom") {
		if set == true {
			marks = append(marks, name)
		}
	}
	if tags, _ := has["tags"].([]any); slices.Contains(tags, any(s.workflows.tag)) {
		marks = append(marks, tagMark)
	}
	return marks
}

// concludeWorkflows puts in force what a run ordered that succeeded.
func (s *polledSimulation) concludeWorkflows(r polledRun) {
	o := &s.workflows
	o.may = map[string][]workflowOf{}
	for _, each := range s.orphans() { // those that nobody knows go on
		if of, known := o.written[each.id]; known && s.excusable[each.id] && each.body["enabled"] == true {
			o.allow(of)
		}
	}
	if r.Options.Destroy {
		return
	}
	for _, each := range r.Config.Workflows {
		o.allow(each)
		if !each.Off {
			o.due[each.Name] = each
		}
	}
	s.variablesHold()
}

// writeIn lets customers write whose conversations become done, an ordinary one and one
// of another kind, and another one become done once more.
func (s *polledSimulation) writeIn() {
	s.converse("")
	s.workflows.opened++
	s.converse(talkKinds[s.workflows.opened%len(talkKinds)])
	s.again(s.workflows.talks[s.workflows.opened*7%len(s.workflows.talks)])
	s.received()
}

// converse makes a conversation that is done.
func (s *polledSimulation) converse(kind string) *surveyedTalk {
	desk := polledKustomer{s}
	customer := map[string]any{"name": "Carla", "emails": []any{map[string]any{"email": s.newCustomer()}}, "custom": map[string]any{"employeeBool": kind == "employee"}}
	of := desk.call(http.MethodPost, "/customers", customer)
	made := &surveyedTalk{kind: kind, optOut: kind == "opted out", asked: map[string]bool{}}
	made.id = text(desk.call(http.MethodPost, "/conversations", map[string]any{"customer": of["id"], "name": "My order"})["id"])
	channel := "email"
	if kind == "chat" {
		channel = kind
	}
	desk.call(http.MethodPost, "/conversations/"+made.id+"/messages", map[string]any{"channel": channel, "app": "postmark", "direction": "in", "preview": "Where is it?"})
	change := map[string]any{"assignedUsers": []any{desk.agent()}}
	switch kind {
	case "unassigned":
		change = map[string]any{"assignedUsers": []any{}}
	case "vip":
		change["tags"] = []any{"VIP"}
	case "urgent":
		change["priority"] = 5
	case "free":
		change["custom"] = map[string]any{"planStr": "free"}
	case "opted out":
		change["custom"] = map[string]any{optOut: true}
	}
	s.change(made, change)
	s.workflows.talks = append(s.workflows.talks, made)
	s.become(made, "done")
	return made
}

func (s *polledSimulation) change(of *surveyedTalk, change map[string]any) {
	polledKustomer{s}.call(http.MethodPatch, "/conversations/"+of.id, change)
}

// become changes the status.
func (s *polledSimulation) become(of *surveyedTalk, status string) {
	if of.done = status == "done"; of.done {
		end := ending{s.box.World().Clock.Now(), map[string]int{}}
		for name, all := range s.workflows.may {
			for i, each := range all {
				if i == 0 || each.Delay < end.delays[name] {
					end.delays[name] = each.Delay
				}
			}
		}
		of.ends = append(of.ends, end)
	}
	s.change(of, map[string]any{"status": status})
	s.received()
}

func (s *polledSimulation) again(of *surveyedTalk) {
	if len(of.asked) > 0 {
		s.count("a surveyed conversation that is done again")
	}
	s.become(of, "open")
	s.become(of, "done")
}

// excludes reports whether a conversation is excluded.
func (w workflowOf) excludes(of *surveyedTalk) bool {
	return w.OptOut && of.optOut || slices.Contains(w.Excludes, of.kind)
}

// covers reports whether a conversation is to be surveyed, but for its mark.
func (w workflowOf) covers(of *surveyedTalk) bool {
	return of.done && !w.excludes(of) && (w.Chat || of.kind != "chat") && (w.Anybody || of.kind != "unassigned")
}

// received judges what the receiver got since it was looked at last. The caller holds the
// account.
func (s *polledSimulation) received() {
	o := &s.workflows
	for ; o.judged < len(o.requests); o.judged++ {
		s.count("a request")
		s.judgeRequest(o.requests[o.judged])
	}
}

// judgeRequest compares a request with what is in force.
func (s *polledSimulation) judgeRequest(got surveyRequest) {
	at := slices.IndexFunc(s.workflows.talks, func(each *surveyedTalk) bool { return each.id == got.Conversation })
	if at < 0 {
		s.surveyViolated("a request names no conversation: %+v", got)
		return
	}
	of, left := s.workflows.talks[at], s.workflows.may[got.Workflow]
	declared := left
	keep := func(holds func(each workflowOf) bool) bool {
		left = slices.DeleteFunc(slices.Clone(left), func(each workflowOf) bool { return !holds(each) })
		return len(left) > 0
	}
	now := s.box.World().Clock.Now()
	waited := slices.ContainsFunc(of.ends, func(end ending) bool {
		delay, known := end.delays[got.Workflow]
		return known && now.Sub(end.at) >= time.Duration(delay)*time.Minute
	})
	hasKey := slices.ContainsFunc(declared, func(each workflowOf) bool {
		return each.keyless && got.key == "" || got.key == each.key()
	})
	wrong := ""
	switch {
	case len(left) == 0:
		wrong = "a request left that nobody declares"
	case !keep(func(each workflowOf) bool { return !each.Off }):
		wrong = "a request left from a disabled workflow"
	case !hasKey && got.key == "":
		wrong = "a request left without its key"
	case !hasKey:
		wrong = "a request left with a key that is not in force"
	case !keep(func(each workflowOf) bool { return !each.excludes(of) }):
		wrong = "a request left for an excluded conversation"
	case !keep(func(each workflowOf) bool { return each.covers(of) }):
		wrong = "a request left for a conversation that no workflow covers"
	case !waited:
		wrong = "a request left before its delay was over"
	case !keep(func(each workflowOf) bool { return !of.asked[each.Mark] }):
		wrong = "a conversation got a second request"
	}
	if wrong != "" {
		s.surveyViolated(wrong+": %+v of %+v, declared are %+v", got, *of, declared)
		return
	}
	for _, each := range left { // several while a run changes the mark
		if len(left) == 1 || slices.Contains(got.marks, each.Mark) {
			of.asked[each.Mark] = true
		}
	}
}

// workflowHours lets conversations of every kind become done and delays end, and expects
// the requests that must come. Some change while they wait.
func (s *polledSimulation) workflowHours() {
	from := len(s.workflows.talks)
	for range 4 {
		s.converse("")
	}
	for _, kind := range talkKinds {
		s.converse(kind)
	}
	s.pass(15 * time.Minute)
	fresh := s.workflows.talks[from:]
	s.again(fresh[1])
	s.change(fresh[2], map[string]any{"custom": map[string]any{optOut: true}})
	fresh[2].optOut = true
	s.become(fresh[3], "open")
	s.pass((longestDelay + 30) * time.Minute)
	for _, name := range slices.Sorted(maps.Keys(s.workflows.due)) {
		will := s.workflows.due[name]
		for _, each := range fresh {
			switch {
			case !each.done && will.Delay > 0:
				s.count("a waiting conversation that is reopened")
			case will.excludes(each):
				s.count("an excluded conversation that a workflow leaves alone")
			case will.covers(each):
				s.count("a conversation that a workflow covers")
				if !each.asked[will.Mark] {
					s.surveyViolated("a conversation got no request although nothing speaks against it: %s, %+v, %+v", name, *each, will)
				}
			}
		}
	}
}
