package promise

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const triggersPath = "/zendesk/api/v2/triggers"

// gate stands between the providers and Zendesk. It knows which run a request
// belongs to, makes mishap at the request that the scenario names, and lets the
// model look at the account after every write.
type gate struct {
	s      *simulation
	server *httptest.Server

	mu      sync.Mutex
	running map[string]*running
}

// running is one command on its way.
type running struct {
	name string
	run  run
	kill func()

	mu     sync.Mutex
	count  int
	dead   bool
	listed map[string]place // the newest whole list of triggers that it was given
}

// place is where a trigger stands.
type place struct {
	Category string
	Position int
}

func newGate(s *simulation) *gate {
	g := &gate{s: s, running: map[string]*running{}}
	g.server = httptest.NewServer(g)
	return g
}

// open lets a run in. Its endpoint is good until close.
func (g *gate) open(r run, kill func()) (*running, string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	opened := &running{name: fmt.Sprintf("run%d", len(g.running)+1), run: r, kill: kill}
	g.running[opened.name] = opened
	return opened, g.server.URL + "/" + opened.name + "/zendesk"
}

// close turns away whatever a run still sends: a process that has ended sends
// nothing.
func (r *running) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dead = true
}

// next counts a request and gives the mishap that it is in for.
func (r *running) next() (mishap, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dead {
		panic(http.ErrAbortHandler)
	}
	r.count++
	for _, t := range r.run.Troubles {
		if t.At == r.count {
			return t, true
		}
	}
	return mishap{}, false
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	g.mu.Lock()
	from := g.running[name]
	g.mu.Unlock()
	if from == nil {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	inner := r.Clone(r.Context())
	inner.URL.Path = strings.TrimPrefix(r.URL.Path, "/"+name)
	inner.Body = io.NopCloser(bytes.NewReader(body))
	handle := func() *engine.Answer { return g.handle(from, inner, body) }
	t, hit := from.next()
	if !hit {
		handle().SendTo(w)
		return
	}
	g.s.tell("  %s request %d (%s %s): %s %+v", from.name, t.At, r.Method, inner.URL.Path, t.Kind, t.Deed)
	switch t.Kind {
	case deedThen:
		g.s.do(t.Deed)
		handle().SendTo(w)
	case killAfter:
		handle()
		fallthrough
	case killBefore:
		from.close()
		from.kill()
		panic(http.ErrAbortHandler)
	default:
		soon := 0.05
		engine.Fault{Kind: t.Kind, RetryAfter: &soon}.Serve(w, r, handle, func(int) {})
	}
}

// handle lets Zendesk answer. Writes come one at a time, each with a look at
// what the account does to customers from then on.
func (g *gate) handle(from *running, r *http.Request, body []byte) *engine.Answer {
	s := g.s
	if r.Method == http.MethodGet {
		answer := s.serve(r)
		from.note(r, answer)
		return answer
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell("  %s %s %s %s", from.name, r.Method, strings.TrimPrefix(r.URL.Path, "/zendesk/api/v2"), brief(body))
	from.judge(s, r, body)
	answer := s.serve(r)
	s.tell("    answered %d", answer.Status())
	if made := madeID(answer); bare(r.URL.Path) == triggersPath && made != "" {
		s.teams[from.run.Team].made[made] = true
	}
	if id, isOne := strings.CutPrefix(bare(r.URL.Path), triggersPath+"/"); r.Method == http.MethodDelete && isOne && answer.Status() < http.StatusBadRequest {
		s.ended(id)
	}
	s.probe(fmt.Sprintf("after %s %s", r.Method, r.URL.Path))
	return answer
}

func brief(body []byte) string {
	if len(body) > 400 {
		return string(body[:400]) + "..."
	}
	return string(body)
}

// note remembers the newest whole list of triggers.
func (r *running) note(request *http.Request, answer *engine.Answer) {
	if bare(request.URL.Path) != triggersPath || answer.Status() != http.StatusOK {
		return
	}
	var page struct {
		Triggers []struct {
			ID       json.Number `json:"id"`
			Category string      `json:"category_id"`
			Position int         `json:"position"`
		} `json:"triggers"`
	}
	if json.Unmarshal(content(answer), &page) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listed = map[string]place{} // the accounts of the model fit one page
	for _, each := range page.Triggers {
		r.listed[each.ID.String()] = place{each.Category, each.Position}
	}
}

// mayTouch reports whether a trigger is a team's own. A send that another team
// makes too may be adopted while it is inactive.
func (s *simulation) mayTouch(r run, id string) bool {
	if s.teams[r.Team].made[id] {
		return true
	}
	title := fmt.Sprint(member(s.zendesk(http.MethodGet, "/triggers/"+id, nil), "trigger")["title"])
	return s.owned(id) && slices.ContainsFunc(r.Config.Sends, func(each sendOf) bool { return each.Title == title })
}

func content(answer *engine.Answer) []byte {
	recorder := httptest.NewRecorder()
	answer.SendTo(recorder)
	return recorder.Body.Bytes()
}

// madeID is the id of the trigger in the answer to a create.
func madeID(answer *engine.Answer) string {
	var made struct {
		Trigger struct {
			ID json.Number `json:"id"`
		} `json:"trigger"`
	}
	if answer.Status() != http.StatusCreated || json.Unmarshal(content(answer), &made) != nil {
		return ""
	}
	return made.Trigger.ID.String()
}

func isID(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func bare(path string) string { return strings.TrimSuffix(path, ".json") }

// judge expects that a write leaves other people's triggers in the relative
// order that they have in the list it was computed from, and that it changes
// nothing else of them.
func (r *running) judge(s *simulation, request *http.Request, body []byte) {
	var items []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	switch bare(request.URL.Path) {
	case "/zendesk/api/v2/trigger_categories/jobs":
		var sent struct {
			Job struct {
				Items struct {
					Triggers []map[string]any `json:"triggers"`
				} `json:"items"`
			} `json:"job"`
		}
		if decoder.Decode(&sent) == nil {
			items = sent.Job.Items.Triggers
		}
	case "/zendesk/api/v2/triggers/update_many":
		var sent struct {
			Triggers []map[string]any `json:"triggers"`
		}
		if decoder.Decode(&sent) == nil {
			items = sent.Triggers
		}
	}
	if id, isOne := strings.CutPrefix(bare(request.URL.Path), triggersPath+"/"); isOne && isID(id) && !s.mayTouch(r.run, id) {
		s.violated("%s %s is about a trigger that the team did not make", request.Method, request.URL.Path)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var moved []string
	asked := map[string]place{}
	for _, item := range items {
		id := fmt.Sprint(item["id"])
		if s.mayTouch(r.run, id) {
			continue
		}
		if item["active"] != nil || item["category_id"] != nil {
			s.violated("a write changes the foreign trigger %s: %v", id, item)
		}
		if position, isNumber := item["position"].(json.Number); isNumber {
			number, _ := position.Int64()
			moved, asked[id] = append(moved, id), place{r.listed[id].Category, int(number)}
		}
	}
	for i, one := range moved {
		for _, other := range moved[i+1:] {
			was := cmp.Compare(r.listed[one].Position, r.listed[other].Position)
			will := cmp.Compare(asked[one].Position, asked[other].Position)
			if asked[one].Category == asked[other].Category && was != 0 && was != will {
				s.violated("a write asks for another order of the foreign triggers %s and %s than the list it was computed from", one, other)
			}
		}
	}
}
