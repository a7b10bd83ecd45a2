package zendesk_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// losses are ways to lose the answer to a create.
var losses = map[string]answer{
	"dropped":   drop,
	"truncated": truncated,
	"500":       says(500, `{"error":"InternalError"}`),
	"502 HTML":  says(502, `<html><head><title>Bad gateway</title></head></html>`),
	"503":       says(503, ``),
	"504":       says(504, ``),
	"no JSON":   says(201, `<html></html>`),
	"no object": says(201, `{}`),
}

func truncated(w http.ResponseWriter, _ *http.Request, _ int) {
	w.Header().Set("Content-Length", "5000")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write([]byte(`{"trigger":{"id":`))
}

// The answer is lost after the trigger was made: it is found, not made twice.
func TestALostAnswerIsFoundAgain(t *testing.T) {
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			old := trigger("1", "Send", 1) // same title and content, but not new
			a.on("GET /triggers", first(says(200, triggers(old)), says(200, triggers(old, trigger("2", "Send", 2)))))
			a.on("POST /triggers", lose)
			got, err := a.client().CreateTrigger(ctx(), input("Send"))
			noError(t, err)
			equal(t, "adopted", got.ID, "2")
			equal(t, "creates", a.count("POST"), 1)
		})
	}
}

// The server is still at it, or its list lags behind: nothing is sent again before
// a second look.
func TestALostAnswerIsLookedForTwice(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	old := says(200, triggers(trigger("1", "Send", 1)))
	a.on("GET /triggers", first(old, first(old, says(200, triggers(trigger("1", "Send", 1), trigger("2", "Send", 2))))))
	a.on("POST /triggers", says(504, ``))
	got, err := a.client().CreateTrigger(ctx(), input("Send"))
	noError(t, err)
	equal(t, "adopted", got.ID, "2")
	equal(t, "creates", a.count("POST"), 1)
}

// The answer is lost and nothing was made: the create is sent a second time.
func TestACreateThatDidNothingIsSentAgain(t *testing.T) {
	t.Parallel()
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			a.on("GET /triggers", says(200, triggers(trigger("1", "Send", 1))))
			a.on("POST /triggers", first(lose, says(201, `{"trigger":`+trigger("2", "Send", 2)+`}`)))
			got, err := a.client().CreateTrigger(ctx(), input("Send"))
			noError(t, err)
			equal(t, "created", got.ID, "2")
			equal(t, "creates", a.count("POST"), 2)
		})
	}
}

func TestACreateIsNotSentAThirdTime(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers()))
	a.on("POST /triggers", drop)
	_, err := a.client().CreateTrigger(ctx(), input("Send"))
	equal(t, "ambiguous", zendesk.IsAmbiguous(err), true)
	equal(t, "creates", a.count("POST"), 2)
}

// Two of them: a person has to choose.
func TestMoreThanOneIsAnErrorThatNamesThem(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", first(says(200, triggers()), says(200, triggers(trigger("21", "Send", 1), trigger("22", "Send", 2), trigger("23", "Other", 3)))))
	a.on("POST /triggers", drop)
	_, err := a.client().CreateTrigger(ctx(), input("Send"))
	e := asError(t, err)
	for _, want := range []string{"21, 22", `"Send"`} {
		if !strings.Contains(e.Error(), want) {
			t.Errorf("%q does not say %q", e.Error(), want)
		}
	}
	if strings.Contains(e.Error(), "23") || !strings.Contains(e.Remedy(), "Import") {
		t.Errorf("%q: %q", e.Error(), e.Remedy())
	}
	equal(t, "creates", a.count("POST"), 1)
}

// A new one of that title with other content is neither adopted nor ignored.
func TestANewTriggerThatDiffersStopsTheCreate(t *testing.T) {
	a := newAccount(t)
	other := strings.ReplaceAll(trigger("21", "Send", 1), "solved", "open")
	a.on("GET /triggers", first(says(200, triggers()), says(200, triggers(other))))
	a.on("POST /triggers", drop)
	_, err := a.client().CreateTrigger(ctx(), input("Send"))
	if e := asError(t, err); !strings.Contains(e.Error(), "id 21") {
		t.Errorf("got %v", e)
	}
	equal(t, "creates", a.count("POST"), 1)
}

func TestARefusedCreateIsFinal(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers()))
	a.on("POST /triggers", says(422, `{"error":"RecordInvalid","description":"Record validation errors","details":{"title":[{"description":"Title: cannot be blank"}]}}`))
	_, err := a.client().CreateTrigger(ctx(), input(""))
	equal(t, "invalid", zendesk.IsInvalid(err), true)
	equal(t, "requests", len(a.lines()), 2)
}

func TestLookingForALostCreateCanFailToo(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", first(says(200, triggers()), says(403, `{"error":"Forbidden"}`)))
	a.on("POST /triggers", drop)
	_, err := a.client().CreateTrigger(ctx(), input("Send"))
	equal(t, "ambiguous", zendesk.IsAmbiguous(err), true)
	if !strings.Contains(err.Error(), "looking for it") {
		t.Errorf("got %v", err)
	}
}

// Two equal creates, and the answer to the first is lost: each gets its own.
func TestEqualCreatesWaitForEachOther(t *testing.T) {
	a := newAccount(t)
	var mu sync.Mutex
	var made []string
	running := 0
	a.on("GET /triggers", func(w http.ResponseWriter, r *http.Request, n int) {
		mu.Lock()
		defer mu.Unlock()
		says(200, triggers(made...))(w, r, n)
	})
	a.on("POST /triggers", func(w http.ResponseWriter, r *http.Request, n int) {
		mu.Lock()
		running++
		if running > 1 {
			t.Error("two equal creates ran at once")
		}
		object := trigger([]string{"31", "32"}[len(made)], "Send", 1)
		made = append(made, object)
		running--
		mu.Unlock()
		if n == 0 {
			drop(w, r, n)
			return
		}
		says(201, `{"trigger":`+object+`}`)(w, r, n)
	})
	c := a.client()
	ids := make([]string, 2)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			if got, err := c.CreateTrigger(ctx(), input("Send")); err != nil {
				t.Error(err)
			} else {
				ids[i] = got.ID
			}
		})
	}
	group.Wait()
	if ids[0] == ids[1] {
		t.Errorf("both got %v", ids)
	}
	equal(t, "creates", a.count("POST"), 2)
}

func TestWaitingForAnEqualCreateEndsWithTheContext(t *testing.T) {
	a := newAccount(t)
	started, release := make(chan struct{}), make(chan struct{})
	a.on("GET /triggers", says(200, triggers()))
	a.on("POST /triggers", func(w http.ResponseWriter, r *http.Request, n int) {
		close(started)
		<-release
		says(201, `{"trigger":`+trigger("1", "Send", 1)+`}`)(w, r, n)
	})
	c := a.client()
	var group sync.WaitGroup
	group.Go(func() { _, _ = c.CreateTrigger(ctx(), input("Send")) })
	<-started
	cancelled, cancel := context.WithCancel(ctx())
	cancel()
	_, err := c.CreateTrigger(cancelled, input("Send"))
	if err == nil || zendesk.IsAmbiguous(err) {
		t.Errorf("got %v", err)
	}
	close(release)
	group.Wait()
}
