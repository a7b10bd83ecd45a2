//go:build unix

package acceptance

import (
	"bytes"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// killedWhileCreating applies, and kills the CLI and the provider while Zendesk
// has made the send but not answered yet.
func (w *workspace) killedWhileCreating(title string) {
	w.account.t.Helper()
	w.killedOnce(func() bool { return w.account.triggers()[title] != nil }, "/api/v2/triggers")
}

// killedOnce applies, holds back the answer to a create at the path, and kills
// the CLI and the provider once the object is made.
func (w *workspace) killedOnce(made func() bool, path string) {
	w.account.t.Helper()
	w.killedAtWrite(engine.Fault{System: "zendesk", Method: http.MethodPost, Path: path}, made)
}

// killedAtWrite applies, holds back the answer to a write, and kills the CLI and the
// provider once it is carried out.
func (w *workspace) killedAtWrite(write engine.Fault, made func() bool) {
	w.account.t.Helper()
	w.cutShort(write, made, func(cli int) error { return syscall.Kill(-cli, syscall.SIGKILL) })
}

// cutTime is more than an apply takes to the write at which it is cut short.
const cutTime = 2 * time.Minute

// cutShort applies, holds back the answer to a write, and ends the apply in some way
// once it is carried out. It gives all that was printed.
func (w *workspace) cutShort(write engine.Fault, made func() bool, end func(cli int) error) (printed string) {
	a := w.account
	a.t.Helper()
	wait := cutTime.Seconds()
	write.Kind, write.Times, write.RetryAfter = engine.Slow, 1, &wait
	a.fault(write)
	command := w.command("apply", "-auto-approve", "-input=false", "-no-color")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		a.t.Fatal(err)
	}
	ended, late := make(chan error, 1), time.After(cutTime)
	go func() { ended <- command.Wait() }()
	for !made() {
		select {
		case <-ended:
			a.t.Fatalf("the apply ended before %s %s was carried out: %s", write.Method, write.Path, output.String())
		case <-late:
			_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
			<-ended
			a.t.Fatalf("%s %s was not carried out in %s: %s", write.Method, write.Path, cutTime, output.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	if err := end(command.Process.Pid); err != nil {
		a.t.Fatal(err)
	}
	<-ended
	return output.String()
}

const emailSend = "Send Stella Connect request on ticket solved for email channel"

func (a *account) killedSend() *workspace {
	w := a.shell(a.protectedEmail())
	w.apply("-target=surveytrigger_zendesk_exclusion_trigger.vip", "-target=surveytrigger_zendesk_webhook.stella")
	w.killedWhileCreating(emailSend)
	if left := a.triggers()[emailSend]; left["active"] != false {
		a.t.Errorf("the orphan is active: %v", left)
	}
	return w
}

func TestAKilledApplyLeavesAnInactiveTriggerThatTheNextOneAdopts(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.killedSend()
	orphan := number(a.triggers()[emailSend]["id"])
	if surveys := a.surveysOf(a.solve(ticket{via: 4})); len(surveys) != 0 {
		t.Errorf("the orphan sends surveys: %+v", surveys)
	}
	w.apply()
	if id := w.attribute("surveytrigger_zendesk_send_trigger.email", "id"); id != orphan {
		t.Errorf("the orphan %s was not adopted, state has %s", orphan, id)
	}
	sends := 0
	for _, each := range a.call("GET", "/triggers?per_page=100", nil)["triggers"].([]any) {
		if each.(map[string]any)["title"] == emailSend {
			sends++
		}
	}
	if sends != 1 {
		t.Errorf("%d triggers of the title, one expected", sends)
	}
	w.noChanges()
	if surveys := a.surveysOf(a.solve(ticket{via: 4})); len(surveys) != 1 {
		t.Errorf("one survey expected now, got %+v", surveys)
	}
	w.destroy()
}

func TestALeftoverThatDiffersStopsAndTheErrorSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.killedSend()
	w.configure(strings.Replace(a.protectedEmail(), `channel        = "email"`, `channel        = "chat"`, 1))
	orphan := number(a.triggers()[emailSend]["id"])
	found := w.errors("apply", "-auto-approve", "-input=false")
	command := "terraform import <address> " + orphan
	if len(found) != 1 || !strings.Contains(found[0].Detail, command) {
		t.Fatalf("one error with %q expected, got %v", command, found)
	}
	w.run("import", "-input=false", "-no-color", "surveytrigger_zendesk_send_trigger.email", orphan)
	w.apply()
	w.noChanges()
	if surveys := a.surveysOf(a.solve(ticket{via: 29})); len(surveys) != 1 {
		t.Errorf("one survey for a chat expected, got %+v", surveys)
	}
	w.destroy()
}

// A connection that breaks after Zendesk made the object must not make a second.
func TestADroppedAnswerToACreateMakesOneTrigger(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.protectedEmail())
	w.apply("-target=surveytrigger_zendesk_exclusion_trigger.vip", "-target=surveytrigger_zendesk_webhook.stella")
	a.fault(engine.Fault{System: "zendesk", Method: "POST", Path: "/api/v2/triggers", Kind: "drop_after_commit", Times: 1})
	a.forget()
	w.apply()
	posts := 0
	for _, write := range a.writes() {
		if write.String() == "POST /api/v2/triggers" {
			posts++
		}
	}
	made := a.triggers()[emailSend]
	if posts != 1 || number(made["id"]) != w.attribute("surveytrigger_zendesk_send_trigger.email", "id") || made["active"] != true {
		t.Errorf("%d POSTs made %v", posts, made)
	}
	w.noChanges()
	w.destroy()
}

// A run that dies between the two writes was warned of as well: the exclusion is off,
// the send is as it was, the next plan says who is surveyed, and its apply ends that.
func TestARunThatDiesBetweenTheExclusionAndItsSendIsNotSilent(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
		w.apply()
		off := attributes{"active": "false"}
		w.configure(s.config("%s", anExclusion("vip", off)+s.send("email", []string{"vip"}, off)))
		if len(inTwoSteps(w, "email", "vip")) == 0 {
			t.Error("the plan does not say at the send what may happen")
		}
		write := engine.Fault{System: "zendesk", Method: http.MethodPut, Path: "/api/v2/triggers/" + s.id("vip")}
		w.killedAtWrite(write, func() bool { return s.triggers()["vip"]["active"] == false })
		s.active("vip", false)
		s.active("email", true)
		s.gets(1, 4, "vip")
		w.warns("vip")
		w.apply()
		s.active("email", false)
		s.gets(0, 4, "vip")
		w.noChanges()
	})
}
