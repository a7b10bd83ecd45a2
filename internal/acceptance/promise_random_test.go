package acceptance

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// rounds is how often the admin interferes. More of them, for a night, with
// SURVEYTRIGGER_ROUNDS.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("SURVEYTRIGGER_ROUNDS")); err == nil {
		return n
	}
	return 2
}

// An admin who does anything, a network that loses anything, and customers who
// never wait. Whatever state the account is in: one apply, or two when Zendesk
// failed in the first, makes every relation hold; other people's triggers keep
// their order; and while all relations held before an apply, no excluded customer
// is surveyed during it.
func TestAfterAnythingOneApplyMakesEveryRelationHold(t *testing.T) {
	t.Parallel()
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			m := &mess{stage: newStage(t, sandbox.Options{Mode: mode}), chance: rand.New(rand.NewPCG(seed, 0))} //nolint:gosec // a test's
			m.foreign("one", 0)
			m.w = m.shell(m.configuration())
			m.w.apply()
			m.foreign("two", 1)
			m.foreign("three", 0)
			m.settledDown()
			for round := range rounds() {
				deeds := m.interfere()
				m.repair()
				m.settledDown()
				if t.Failed() {
					t.Fatalf("round %d: %q", round+1, deeds)
				}
			}
		})
	}
}

// mess is an account in which anything happens.
type mess struct {
	*stage
	w      *workspace
	chance *rand.Rand
}

// relations are those of the configuration: a trigger and those before it.
var relations = map[string][]string{"vip": {"gold"}, "email": {"vip"}, "chat": {"vip", "staff"}, "web_form": {"staff", "vip"}}

var others = []string{"one", "two", "three"}

// configuration changes from round to round: titles cannot, contents can.
func (m *mess) configuration() string {
	more := attributes{}
	if m.chance.IntN(4) == 0 {
		more["description"] = fmt.Sprintf("\"round %d\"", m.chance.IntN(1000))
	}
	both := attributes{"exclude_tags": `["no_survey", "vip"]`}
	return m.config("%s", anExclusion("gold", attributes{"mark": `{ tag = "vip" }`, "conditions": solvedWith("gold")})+
		anExclusion("vip", attributes{"evaluate_after": "[" + excl("gold") + ".id]"}, more)+
		anExclusion("staff", attributes{"conditions": solvedWith("staff")})+
		m.send("email", []string{"vip"}, more)+
		m.send("chat", []string{"vip", "staff"}, both, attributes{"channels": `["chat"]`})+
		m.send("web_form", []string{"staff", "vip"}, attributes{"channels": `["web_form"]`}))
}

// interfere does one to three things in the admin screen.
func (m *mess) interfere() (deeds []string) {
	m.t.Helper()
	own := []string{"gold", "vip", "staff", "email", "chat", "web_form"}
	for range 1 + m.chance.IntN(3) {
		title := own[m.chance.IntN(len(own))]
		var deed string
		switch pick := m.chance.IntN(10); {
		case !slices.Contains(m.order(), title): // deleted in this round
			continue
		case pick == 0:
			deed = "delete " + title
			m.call(http.MethodDelete, "/triggers/"+m.id(title), nil)
		case pick == 1:
			deed = "switch off " + title
			m.byHand(title, map[string]any{"active": false})
		case pick == 2:
			title, at := others[m.chance.IntN(len(others))], 1+m.chance.IntN(10)
			deed = fmt.Sprintf("drag %s to %d", title, at)
			m.drag(title, at)
		default:
			at := []int{1, 2, 1 + m.chance.IntN(12), 99}[m.chance.IntN(4)]
			deed = fmt.Sprintf("drag %s to %d", title, at)
			m.drag(title, at)
		}
		deeds = append(deeds, deed)
	}
	return deeds
}

// repair applies, with or without a new content, with or without trouble.
func (m *mess) repair() {
	m.t.Helper()
	if m.chance.IntN(3) == 0 {
		m.w.configure(m.configuration())
	}
	kinds := []engine.Kind{engine.ServerError, engine.DropAfterCommit, engine.DropBefore, engine.Truncate}
	kind, path := kinds[m.chance.IntN(len(kinds))], []string{jobsPath, triggersPath}[m.chance.IntN(2)]
	times := m.chance.IntN(6)
	if times > 0 {
		m.fault(trouble(kind, path, times))
	}
	held, foreign := m.holds(), m.order(others...)
	var flow *traffic
	if held {
		flow = m.traffic(4, 29, 0)
	}
	output, ok := m.w.try("apply", "-auto-approve", "-input=false", "-no-color")
	if !ok && times <= 1 {
		m.t.Errorf("one failure of Zendesk is survived, but %s on %s: %s", kind, path, output)
	}
	m.calm()
	if !ok {
		m.w.apply()
	}
	if flow != nil {
		flow.stop()
	}
	if after := m.order(others...); !slices.Equal(after, foreign) {
		m.t.Errorf("other people's triggers ran as %q and now run as %q", foreign, after)
	}
}

// holds reports whether every relation holds between active triggers.
func (m *mess) holds() bool {
	m.t.Helper()
	triggers, order := m.triggers(), m.order()
	for later, before := range relations {
		for _, title := range append([]string{later}, before...) {
			if triggers[title] == nil || triggers[title]["active"] != true || slices.Index(order, title) > slices.Index(order, later) {
				return false
			}
		}
	}
	return true
}

func (m *mess) settledDown() {
	m.t.Helper()
	m.w.done()
	if order := m.order("gold", "vip", "staff", "email", "chat", "web_form"); len(order) != 6 || !m.holds() {
		m.t.Errorf("not every relation holds: %q of %q", order, m.order())
	}
	for _, tag := range []string{"gold", "vip", "staff"} {
		for _, via := range []int{4, 29, 0} {
			if (via != 4 || tag != "staff") && m.sentFor(m.solve(ticket{via: via, tags: []string{tag}})) != 0 {
				m.t.Errorf("a ticket of channel %d with the tag %s was surveyed", via, tag)
			}
		}
	}
}
