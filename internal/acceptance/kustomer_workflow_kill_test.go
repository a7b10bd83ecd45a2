//go:build unix

package acceptance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// killedAt applies through a proxy, and kills the CLI and the provider once the n-th
// write was executed, before it is answered. It is false where there are fewer writes.
func (w *workspace) killedAt(config string, n int32) (killed bool) {
	a := w.account
	a.t.Helper()
	target, err := url.Parse(a.url)
	if err != nil {
		a.t.Fatal(err)
	}
	var writes atomic.Int32
	executed, over := make(chan struct{}), make(chan struct{})
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || writes.Add(1) != n {
			proxy.ServeHTTP(answer, r)
			return
		}
		proxy.ServeHTTP(httptest.NewRecorder(), r)
		close(executed)
		<-over
	}))
	defer server.Close()
	defer close(over)
	w.configure(strings.ReplaceAll(config, a.env["KUSTOMER_ENDPOINT"], server.URL+"/kustomer"))
	command := w.command("apply", "-auto-approve", "-input=false", "-no-color")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		a.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = command.Wait(); close(ended) }()
	select {
	case <-executed:
		killed = true
		if err := syscall.Kill(-command.Process.Pid, syscall.SIGKILL); err != nil {
			a.t.Fatal(err)
		}
		<-ended
	case <-ended:
	}
	w.configure(config)
	return killed
}

// complete expects one send workflow of the name, with its scheduler or without, whose
// variables are those that it refers to.
func (a *account) complete(delayed bool) {
	a.t.Helper()
	want := 1
	if delayed {
		want = 2
	}
	all := a.workflows()
	if len(all) != want {
		a.t.Errorf("%d workflows, %d expected: %v", len(all), want, all)
	}
	variables := 0
	for _, w := range all {
		if w["enabled"] != true {
			a.t.Errorf("%s is not enabled", w["name"])
		}
		variables += len(a.variables(w))
	}
	if variables != 1 {
		a.t.Errorf("%d variables, one expected", variables)
	}
	a.noMissingKey()
}

// variables are the ids of those of a workflow.
func (a *account) variables(w map[string]any) (ids []string) {
	a.t.Helper()
	for _, each := range a.kustomer(http.MethodGet, fmt.Sprintf("/workflows/%s/variables", w["id"]), nil)["data"].([]any) {
		ids = append(ids, each.(map[string]any)["id"].(string))
	}
	return ids
}

// noMissingKey expects that every enabled workflow that requests surveys has its key.
func (a *account) noMissingKey() {
	a.t.Helper()
	for _, w := range a.workflows() {
		text := asJSON(w["steps"])
		if w["enabled"] != true || !strings.Contains(strings.ToLower(text), "x-api-key") {
			continue
		}
		found := false
		for _, id := range a.variables(w) {
			found = found || strings.Contains(text, "{{{variables."+id+"}}}")
		}
		if !found {
			a.t.Errorf("%s is enabled without its key: %s", w["name"], text)
		}
	}
}

// Whichever request the kill comes at: nothing is enabled that is not complete, and the
// next apply finishes it.
func TestACreateThatIsKilledAtAnyRequestIsFinishedByTheNextApply(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]string{"at once": "", "with a delay": "delay_minutes = 10"} {
		for n := int32(1); n <= 6; n++ {
			t.Run(fmt.Sprintf("%s, write %d", name, n), func(t *testing.T) {
				t.Parallel()
				a := start(t)
				config := a.sending(byAttribute + "\n" + delay)
				w := a.shell(config)
				if !w.killedAt(config, n) {
					if n <= 3 {
						t.Errorf("there is no write %d", n)
					}
					return
				}
				a.noMissingKey()
				w.apply()
				w.noChanges()
				a.complete(delay != "")
				a.requestsOne()
			})
		}
	}
}

// The same for an update that replaces the secret, and for the end.
func TestAnUpdateThatIsKilledAtAnyRequestIsFinishedByTheNextApply(t *testing.T) {
	t.Parallel()
	for name, writes := range map[string]int32{"update": 3, "destroy": 2} {
		for n := int32(1); n <= writes; n++ {
			t.Run(fmt.Sprintf("%s, write %d", name, n), func(t *testing.T) {
				t.Parallel()
				a := start(t)
				first := a.sending(byAttribute)
				second := strings.NewReplacer("version = 1", "version = 2", "{ x-api-key", "{ X-Api-Key", `["email"]`, `["chat"]`).Replace(first)
				if name == "destroy" {
					second = a.kustomerProvider()
				}
				w := a.shell(first)
				w.apply()
				if !w.killedAt(second, n) {
					t.Fatalf("there is no write %d", n)
				}
				a.noMissingKey()
				w.apply()
				w.noChanges()
				all := a.workflows()
				if variables := a.variables(all[0]); name == "destroy" && (len(all) != 1 || all[0]["enabled"] != false || len(variables) != 0) {
					t.Errorf("%v, variables %v", all, variables)
				}
				if name == "update" {
					a.complete(false)
				}
			})
		}
	}
}

// A destroy that is killed has deleted the key. Who keeps the workflow after all gets one
// with its key.
func TestAWorkflowThatADestroyLeftHalfwayHasItsKeyAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.sending(byAttribute)
	w := a.shell(config)
	w.apply()
	if !w.killedAt(a.kustomerProvider(), 2) {
		t.Fatal("there is no second write")
	}
	w.configure(config)
	w.apply()
	w.noChanges()
	a.complete(false)
	id := a.converse("email")
	a.done(id)
	if a.requested(id) != 1 {
		t.Errorf("surveys %v, failed runs %v", a.surveys(), a.failedRuns())
	}
}

// goingLive gives a send the production key and a new exclusion in one apply.
func (a *account) goingLive() (test, live string) {
	production, another := a.env["STELLA_CONNECT_PRODUCTION_KEY"], a.env["STELLA_CONNECT_TEST_KEY"]
	test = strings.Replace(a.sending(byAttribute), production, another, 1)
	live = strings.Replace(a.sending(byAttribute+"\n"+excludeWhen(excluding("priority", "eq", "5"))), "wo_version = 1", "wo_version = 2", 1)
	return test, live
}

// excludedByPriority is a conversation that the exclusion of goingLive is about.
func (a *account) excludedByPriority() (id string) {
	a.t.Helper()
	id = a.converse("email")
	a.change(id, map[string]any{"priority": 5})
	a.done(id)
	return id
}

// However far an apply that goes live comes, the production key is never in use without the
// exclusions of the same apply; and going back after it leaves no production key.
func TestANewKeyIsNotInUseBeforeTheExclusionsOfTheSameApply(t *testing.T) {
	t.Parallel()
	toCustomer := func(a *account, id string) bool {
		found := a.surveysOf(id)
		return len(found) > 0 && !found[0].Test
	}
	for n := int32(1); n <= 3; n++ {
		t.Run(fmt.Sprintf("killed at write %d", n), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			test, live := a.goingLive()
			w := a.shell(test)
			w.apply()
			if !w.killedAt(live, n) {
				t.Fatalf("there is no write %d", n)
			}
			if id := a.excludedByPriority(); toCustomer(a, id) {
				t.Errorf("an excluded customer got a survey: %v", a.surveysOf(id))
			}

			w.configure(test)
			w.apply()
			w.noChanges()
			id := a.converse("email")
			a.done(id)
			if got := a.surveysOf(id); len(got) != 1 || !got[0].Test {
				t.Errorf("the stage is test again, and one survey to the test address is expected, got %v", got)
			}
			w.configure(live)
			w.apply()
			w.noChanges()
			a.complete(false)
		})
	}
}
