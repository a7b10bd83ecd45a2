package promise

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// terraform is a command line with one state: the small one of this process or a
// real one.
type terraform interface {
	Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result
	Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result
	Import(ctx context.Context, config tfcore.Configuration, address, id string) tfcore.Result
	Objects() []tfcore.Object
	// Reach says at which endpoint the next command finds Zendesk.
	Reach(endpoint string)
}

// simulation is a scenario as it runs.
type simulation struct {
	scenario scenario
	box      *sandbox.Sandbox
	gate     *gate
	props    props
	teams    []*team
	key      string

	mu      sync.Mutex // one write at a time, and what it caused is looked at before the next
	people  int
	pending []waiting
	counted int            // survey decisions that have been looked at
	surveys map[string]int // requests for a survey that would have left, by ticket
	force   map[protection]bool
	covered map[string]sendOf // settled sends by channel
	native  []string          // ids in the order in which foreign triggers run
	foreign map[string]bool
	strayed map[string]string // triggers that somebody put into another category, and theirs
	// lost says that nobody can know all that was made: a command line was killed
	// before it wrote state, or after a kill the configuration was changed before
	// it was applied once more.
	lost bool
	// named are the ids that a diagnostic gave an import command for.
	named map[string]bool

	telling sync.Mutex
	story   []string
	wrong   []string
}

// team is a workspace and what somebody knows of it.
type team struct {
	number    int
	terraform terraform
	applied   setup // what the last apply was about
	settled   setup // and the last one that succeeded
	made      map[string]bool
	killed    *setup // the configuration of the last run, if that was killed
	stopped   bool   // in the end an error stands in its way that another team has to remove
}

// protection is an exclusion in force for a send.
type protection struct {
	Team                int
	Exclusion, Send     string // names
	Tag, Channel        string
	ExclusionID, SendID string
}

// waiting is a ticket that was opened and is solved later.
type waiting struct {
	id, tag, channel string
}

func (s *simulation) tell(format string, args ...any) {
	s.telling.Lock()
	defer s.telling.Unlock()
	s.story = append(s.story, fmt.Sprintf(format, args...))
}

func (s *simulation) violated(format string, args ...any) {
	s.tell("VIOLATION "+format, args...)
	s.telling.Lock()
	defer s.telling.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

func (s *simulation) failed() bool {
	s.telling.Lock()
	defer s.telling.Unlock()
	return len(s.wrong) > 0
}

// serve lets the sandbox answer in this process.
func (s *simulation) serve(r *http.Request) *engine.Answer {
	answer := engine.NewAnswer()
	s.box.ServeHTTP(answer, r)
	return answer
}

// deliver makes the sandbox's own calls, from Zendesk to the survey backend.
type deliver struct{ s *simulation }

func (d deliver) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	d.s.box.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// call is a request of somebody with admin rights. It gives nil when Zendesk
// refuses.
func (s *simulation) call(method, path string, body any) map[string]any {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			panic(err)
		}
	}
	request := httptest.NewRequest(method, path, &content)
	request.Header.Set("Authorization", "Bearer "+s.key)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	s.box.ServeHTTP(recorder, request)
	if recorder.Code >= http.StatusBadRequest {
		return nil
	}
	decoder := json.NewDecoder(recorder.Body)
	decoder.UseNumber()
	answer := map[string]any{}
	_ = decoder.Decode(&answer)
	return answer
}

func (s *simulation) zendesk(method, path string, body any) map[string]any {
	return s.call(method, "/zendesk/api/v2"+path, body)
}

// begin makes the account.
func begin(sc scenario, terraforms []terraform) *simulation {
	s := &simulation{
		scenario: sc, box: sandbox.New(sandbox.Options{Mode: sc.Mode}), surveys: map[string]int{}, force: map[protection]bool{},
		covered: map[string]sendOf{}, foreign: map[string]bool{}, named: map[string]bool{}, strayed: map[string]string{},
	}
	s.box.World().Client = &http.Client{Transport: deliver{s}}
	s.gate = newGate(s)
	for i, each := range terraforms {
		s.teams = append(s.teams, &team{number: i, terraform: each, made: map[string]bool{}})
	}
	var stella, productionKey string
	for _, variable := range s.box.Environment("http://127.0.0.1") {
		switch variable.Name {
		case "ZENDESK_ACCESS_TOKEN":
			s.key = variable.Value
		case "STELLA_CONNECT_ENDPOINT":
			stella = variable.Value
		case "STELLA_CONNECT_PRODUCTION_KEY":
			productionKey = variable.Value
		}
	}
	if s.call(http.MethodPost, "/_sandbox/zendesk", sc.Settings) == nil {
		panic(fmt.Sprintf("the settings %v were refused", sc.Settings))
	}
	webhook := s.zendesk(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella Connect", "endpoint": stella + "/v1/auth", "http_method": "POST", "request_format": "json",
		"status": "active", "subscriptions": []string{"conditional_ticket_events"},
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": productionKey}},
	}})
	field := s.zendesk(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Do not send"}})
	s.props = props{webhook: fmt.Sprint(member(webhook, "webhook")["id"]), checkbox: fmt.Sprint(member(field, "ticket_field")["id"])}
	if webhook == nil || field == nil {
		panic("the sandbox refused the webhook or the checkbox")
	}
	if categories := s.list("trigger_categories"); len(categories) > 0 {
		s.props.home = fmt.Sprint(categories[0]["id"])
	}
	if err := s.props.prepare(); err != nil {
		panic(err)
	}
	for _, each := range s.list("triggers") { // their e-mails interest nobody here
		s.zendesk(http.MethodPut, "/triggers/"+fmt.Sprint(each["id"]), map[string]any{"trigger": map[string]any{"active": false}})
	}
	for i, at := range sc.Foreign {
		s.makeForeign(fmt.Sprintf("Foreign %d", i+1), at)
	}
	s.noteForeign()
	return s
}

func member(of map[string]any, name string) map[string]any {
	inner, _ := of[name].(map[string]any)
	return inner
}

// list is a whole list, as far as Zendesk has such.
func (s *simulation) list(kind string) (objects []map[string]any) {
	path := "/" + kind
	if kind == "triggers" {
		path += "?per_page=100"
	}
	for _, each := range anyList(s.zendesk(http.MethodGet, path, nil)[kind]) {
		objects = append(objects, each.(map[string]any))
	}
	return objects
}

func anyList(from any) []any {
	list, _ := from.([]any)
	return list
}

func (s *simulation) makeForeign(title string, position int) {
	trigger := map[string]any{
		"title":      title,
		"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "never"}}},
		"actions":    []any{map[string]any{"field": "priority", "value": "low"}},
	}
	if position > 0 {
		trigger["position"] = position
	}
	s.zendesk(http.MethodPost, "/triggers", map[string]any{"trigger": trigger})
}

// noteForeign takes all triggers that no team made as foreign, in the order in
// which they run now.
func (s *simulation) noteForeign() {
	s.native = nil
	for _, each := range s.list("triggers") {
		if id := fmt.Sprint(each["id"]); !s.owned(id) {
			s.foreign[id] = true
			s.native = append(s.native, id)
		}
	}
}

func (s *simulation) owned(id string) bool {
	return slices.ContainsFunc(s.teams, func(t *team) bool { return t.made[id] })
}

// do is a deed in the admin screens. What is touched by it is in force no more.
func (s *simulation) do(d deed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.Do == "shuffle" {
		s.shuffle(d)
		return
	}
	if d.Do == "foreign" {
		s.makeForeign(d.Title, d.To)
		s.noteForeign()
		return
	}
	var found map[string]any
	for _, each := range s.list("triggers") {
		if each["title"] == d.Title {
			if found != nil {
				return // two of the title: nobody could tell which was meant
			}
			found = each
		}
	}
	if found == nil {
		return
	}
	id := fmt.Sprint(found["id"])
	changes := map[string]any{}
	switch d.Do {
	case "drag":
		changes["position"] = d.To
	case "off", "on":
		changes["active"] = d.Do == "on"
	case "describe":
		changes["description"] = fmt.Sprintf("by hand %d", d.To)
	case "rename":
		if !s.managed(id) || !strings.HasPrefix(d.Title, "Exclude") {
			return // leftovers and sends are known by their titles
		}
		changes["title"] = d.Title + " by hand"
	case "retag": // of an exclusion: it excludes other customers
		if !strings.HasPrefix(d.Title, "Exclude") {
			return
		}
		changes["conditions"] = map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "value", "value": "solved"},
			map[string]any{"field": "current_tags", "operator": "includes", "value": "nobody"},
		}}
		changes["actions"] = found["actions"] // Zendesk replaces both
	case "categorize":
		into := s.category(d.Into)
		if into == "" {
			return
		}
		changes["category_id"] = into
		if _, before := s.strayed[id]; !before {
			s.strayed[id] = fmt.Sprint(found["category_id"])
		}
	}
	s.box.World().Clock.Advance(time.Minute) // Zendesk's times are whole seconds
	s.touch(id)
	if d.Do == "delete" {
		s.zendesk(http.MethodDelete, "/triggers/"+id, nil)
	} else if s.zendesk(http.MethodPut, "/triggers/"+id, map[string]any{"trigger": changes}) == nil {
		s.violated("Zendesk refuses what a person does: %+v", d)
	}
	s.noteForeign()
	s.probe("after a deed")
}

func (s *simulation) managed(id string) bool {
	return slices.ContainsFunc(s.teams, func(t *team) bool {
		return slices.ContainsFunc(t.terraform.Objects(), func(o tfcore.Object) bool { return o.ID == id })
	})
}

// category finds one by the model's word for it.
func (s *simulation) category(word string) string {
	for _, each := range s.list("trigger_categories") {
		if id := fmt.Sprint(each["id"]); word == "" && id == s.props.home || word != "" && strings.HasPrefix(fmt.Sprint(each["name"]), word) {
			return id
		}
	}
	return ""
}

// shuffle drags a category.
func (s *simulation) shuffle(d deed) {
	id := s.category(d.Title)
	if id == "" {
		return
	}
	s.force, s.covered = map[protection]bool{}, map[string]sendOf{}
	s.zendesk(http.MethodPatch, "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": d.To}})
	s.noteForeign()
}

// touch ends what a trigger takes part in. An apply may have replaced it since it
// came into force, so its address counts too.
func (s *simulation) touch(id string) {
	for _, t := range s.teams {
		var address string
		for _, o := range t.terraform.Objects() {
			if o.ID == id {
				address = o.Address
			}
		}
		for each := range s.force {
			own := each.Team == t.number && (exclusionType+each.Exclusion == address || sendType+each.Send == address)
			if own || each.ExclusionID == id || each.SendID == id {
				delete(s.force, each)
				delete(s.covered, each.Channel)
			}
		}
		if name, isSend := strings.CutPrefix(address, sendType); isSend {
			delete(s.covered, name) // a send is called after its channel
		}
	}
}

// ended is what the end of a send means: nothing is left to protect from it.
func (s *simulation) ended(id string) {
	for each := range s.force {
		if each.SendID == id {
			delete(s.force, each)
		}
	}
}

// customer opens a ticket of a channel.
func (s *simulation) customer(tag, channel string) string {
	s.people++
	tags := []string{}
	if tag != "" {
		tags = append(tags, tag)
	}
	made := s.zendesk(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": "open", "via_id": vias[channel], "tags": tags,
		"requester":      map[string]any{"name": "Carla Customer", "email": "customer" + strconv.Itoa(s.people) + "@customer.example"},
		"assignee_email": "ana.agent@example.com",
	}})
	return fmt.Sprint(member(made, "ticket")["id"])
}

// turn sets a ticket's status and gives how many surveys were asked for.
func (s *simulation) turn(id, status string) int {
	before := s.surveys[id]
	s.zendesk(http.MethodPut, "/tickets/"+id, map[string]any{"ticket": map[string]any{"status": status}})
	s.count()
	return s.surveys[id] - before
}

func (s *simulation) count() {
	all := s.box.World().Surveys.All()
	for _, each := range all[s.counted:] {
		if !each.DoNotSend {
			s.surveys[each.TicketID]++
		}
	}
	s.counted = len(all)
}

// probe lets a customer of every kind come by. The caller holds the account.
func (s *simulation) probe(when string) {
	for channel := range vias {
		for _, tag := range s.scenario.tags() {
			s.judge(when, s.turn(s.customer(tag, channel), "solved"), tag, channel)
		}
	}
}

// judge compares what one solve led to with what is in force.
func (s *simulation) judge(when string, sent int, tag, channel string) {
	if sent > 1 {
		s.violated("%s: a ticket of %s with the tag %q got %d surveys", when, channel, tag, sent)
	}
	for each := range s.force {
		if sent > 0 && each.Tag == tag && each.Channel == channel {
			s.violated("%s: a ticket of %s with the tag %q was surveyed although %s is in force for %s", when, channel, tag, each.Exclusion, each.Send)
		}
	}
	if _, settled := s.covered[channel]; sent == 0 && tag == "" && settled {
		s.violated("%s: a ticket of %s was not surveyed although nothing speaks against it", when, channel)
	}
}

// traffic solves what waits, solves some of it again, and opens more.
func (s *simulation) traffic() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range s.pending {
		s.judge("a ticket opened earlier", s.turn(each.id, "solved"), each.tag, each.channel)
		once := s.covered[each.channel].Once
		s.zendesk(http.MethodPut, "/tickets/"+each.id, map[string]any{"ticket": map[string]any{"status": "open"}})
		again := s.turn(each.id, "solved")
		if again > 1 || once && s.surveys[each.id] > 1 {
			s.violated("a ticket of %s that was solved again got %d surveys, %d in all", each.channel, again, s.surveys[each.id])
		}
	}
	s.pending = nil
	for channel := range vias {
		for _, tag := range append([]string{""}, customers...) {
			s.pending = append(s.pending, waiting{s.customer(tag, channel), tag, channel})
		}
	}
}

// announce ends, before an apply, what the new configuration no longer promises.
func (s *simulation) announce(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.teams[r.Team]
	before, after := t.applied, r.Config
	for each := range s.force {
		if each.Team != r.Team {
			continue
		}
		was, will := before.exclusion(each.Exclusion), after.exclusion(each.Exclusion)
		if will == nil && was != nil { // perhaps it has another address now
			will = movedTo(before, after, *was)
		}
		send := after.send(each.Send)
		kept := r.Options.Destroy || was != nil && will != nil && send != nil &&
			was.Tag == will.Tag && was.Mark == will.Mark && !was.Off && !will.Off && slices.Contains(send.After, will.Name) &&
			(was.Name == will.Name || !was.Careless && !will.Careless) &&
			(!was.Careless && !will.Careless || !slices.Contains(r.Options.Replace, exclusionType+will.Name))
		if !kept {
			s.tell("  no longer in force: %+v", each)
			delete(s.force, each)
		}
	}
	for channel := range s.covered {
		was, will := before.send(channel), after.send(channel)
		if was == nil && !slices.Contains(channelsOf[r.Team], channel) {
			continue // of the other team
		}
		if was == nil || will == nil || r.Options.Destroy || !reflect.DeepEqual(was, will) || !reflect.DeepEqual(before.Exclusions, after.Exclusions) ||
			before.Categories != after.Categories || len(r.Options.Replace)+len(r.Options.Targets) > 0 {
			delete(s.covered, channel)
		}
	}
}

// movedTo is the exclusion that has the content of a former one.
func movedTo(before, after setup, was exclusionOf) *exclusionOf {
	for i, each := range after.Exclusions {
		same := each
		same.Name = was.Name
		same.After = was.After
		if before.exclusion(each.Name) == nil && reflect.DeepEqual(same, was) {
			return &after.Exclusions[i]
		}
	}
	return nil
}

// conclude puts in force, after a run that succeeded, what it ordered.
func (s *simulation) conclude(r run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for each := range s.force {
		if each.Team == r.Team && len(r.Options.Targets) == 0 {
			delete(s.force, each)
		}
	}
	if r.Options.Destroy || len(r.Options.Targets) > 0 {
		return
	}
	s.teams[r.Team].settled = r.Config
	ids := map[string]string{}
	for _, o := range s.teams[r.Team].terraform.Objects() {
		if !o.Deposed {
			ids[o.Address] = o.ID
		}
	}
	for _, send := range r.Config.Sends {
		if send.Off {
			continue
		}
		s.covered[send.Channel] = send
		for _, name := range send.After {
			if exclusion := r.Config.exclusion(name); !exclusion.Off {
				s.force[protection{
					Team: r.Team, Exclusion: name, Send: send.Name, Tag: exclusion.Tag, Channel: send.Channel,
					ExclusionID: ids[exclusionType+name], SendID: ids[sendType+send.Name],
				}] = true
			}
		}
	}
	s.probe("when all is settled")
}

// command runs one command of a team against the gate.
func (s *simulation) command(r run, do func(ctx context.Context, t terraform) tfcore.Result) (result tfcore.Result, killed bool) {
	ctx, kill := context.WithTimeout(context.Background(), 3*time.Minute)
	defer kill()
	opened, endpoint := s.gate.open(r, kill)
	defer opened.close()
	t := s.teams[r.Team]
	t.terraform.Reach(endpoint)
	began := time.Now()
	result = do(ctx, t.terraform)
	killed = ctx.Err() != nil
	if d := time.Since(began); d > 20*time.Second {
		fmt.Println("SLOW", s.scenario.Seed, opened.name, d, r.Troubles, killed, result.Errors)
	}
	s.tell("  %s ended, killed: %v, errors: %q, broken: %q", opened.name, killed, result.Errors, result.Broken)
	s.mu.Lock()
	for _, each := range slices.Concat(result.Errors, result.Warnings) {
		for _, found := range importCommand.FindAllStringSubmatch(each, -1) {
			s.named[found[1]] = true
		}
	}
	s.mu.Unlock()
	for _, each := range result.Broken {
		s.violated("%s", each)
	}
	return result, killed
}
