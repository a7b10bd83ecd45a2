package zendesk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// pages serves n triggers in numbered pages.
func pages(n int) answer { return miscounted(n, n) }

// miscounted serves them with a count that differs.
func miscounted(n, count int) answer {
	return func(w http.ResponseWriter, r *http.Request, _ int) {
		number, _ := strconv.Atoi(r.URL.Query().Get("page"))
		var objects []string
		for i := (number-1)*100 + 1; i <= min(n, number*100); i++ {
			objects = append(objects, trigger(strconv.Itoa(i), "t"+strconv.Itoa(i), i))
		}
		next := "null"
		if number*100 < n {
			next = fmt.Sprintf(`"https://x.zendesk.com/api/v2/triggers.json?page=%d&per_page=100"`, number+1)
		}
		_, _ = fmt.Fprintf(w, `{"triggers":[%s],"count":%d,"next_page":%s}`, strings.Join(objects, ","), count, next)
	}
}

func TestNumberedPagesAreAllRead(t *testing.T) {
	for _, n := range []int{0, 1, 100, 101, 734} {
		a := newAccount(t)
		a.on("GET /triggers", pages(n))
		c := a.client()
		got, err := c.Triggers(ctx())
		noError(t, err)
		equal(t, "triggers", len(got), n)
		equal(t, "pages", len(a.lines()), max(1, (n+99)/100))
		if n > 0 {
			equal(t, "in order", got[n-1].ID, strconv.Itoa(n))
		}
	}
}

// The count lags behind: the list ends where Zendesk says that it does.
func TestACountThatLagsHidesNothing(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", miscounted(201, 200))
	a.on("GET /triggers?page%5Bsize%5D=100", says(200, `{"triggers":[`+trigger("201", "t201", 201)+`],"meta":{"has_more":false}}`))
	got, err := a.client().Triggers(ctx())
	noError(t, err)
	equal(t, "by cursor", got[0].ID, "201")
	equal(t, "requests", len(a.lines()), 3)
}

// Offset pages end at 10,000 objects, so beyond that the cursor is used.
func TestLargeAccountsAreReadByCursor(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers?page=1&per_page=100", says(200, `{"triggers":[`+trigger("1", "a", 1)+`],"count":10001}`))
	a.on("GET /triggers?page%5Bsize%5D=100", says(200, `{"triggers":[`+trigger("1", "a", 1)+`],"meta":{"has_more":true,"after_cursor":"c/1="},"links":{"next":"https://elsewhere.example.com/x"}}`))
	a.on("GET /triggers?page%5Bafter%5D=c%2F1%3D&page%5Bsize%5D=100", says(200, `{"triggers":[`+trigger("1", "a", 1)+`,`+trigger("2", "b", 2)+`],"meta":{"has_more":false,"after_cursor":"c2"}}`))
	got, err := a.client().Triggers(ctx())
	noError(t, err)
	equal(t, "triggers, each once", len(got), 2)
}

// A server that tells no count is followed along its links, but never to
// another host or path.
func TestLinksAreFollowedOnTheConfiguredHost(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers?page=1&per_page=100", says(200, `{"triggers":[`+trigger("1", "a", 1)+`],"links":{"next":"https://evil.example.com/api/v2/users.json?page%5Bafter%5D=z"}}`))
	a.on("GET /triggers?page%5Bafter%5D=z", says(200, `{"triggers":[`+trigger("2", "b", 2)+`],"next_page":"https://x.zendesk.com/api/v2/triggers.json?page=3&per_page=100"}`))
	a.on("GET /triggers?page=3&per_page=100", says(200, `{"triggers":[`+trigger("3", "c", 3)+`],"next_page":null}`))
	got, err := a.client().Triggers(ctx())
	noError(t, err)
	equal(t, "triggers", len(got), 3)
}

// Somebody deletes a trigger between two pages: the next one slips and one
// trigger hides between the pages. By cursor none can.
func TestAListThatMovedWhileItWasReadIsReadByCursor(t *testing.T) {
	a := newAccount(t)
	var mu sync.Mutex
	asked := 0
	a.on("GET /triggers", func(w http.ResponseWriter, r *http.Request, before int) {
		mu.Lock()
		asked++
		n := 150
		if asked > 1 {
			n = 149
		}
		mu.Unlock()
		pages(n)(w, r, before)
	})
	a.on("GET /triggers?page%5Bsize%5D=100", says(200, `{"triggers":[`+trigger("7", "kept", 1)+`],"meta":{"has_more":true,"after_cursor":"7"}}`))
	a.on("GET /triggers?page%5Bafter%5D=7&page%5Bsize%5D=100", says(200, `{"triggers":[`+trigger("8", "hid", 2)+`],"meta":{"has_more":false}}`))
	got, err := a.client().Triggers(ctx())
	noError(t, err)
	equal(t, "triggers", len(got), 2)
	equal(t, "the hidden one", got[1].ID, "8")
	equal(t, "requests", len(a.lines()), 4)
}

// A server without cursors whose count is never right is believed by its links.
func TestAListThatIsMiscountedIsReadWithoutACursorToo(t *testing.T) {
	for _, counted := range []int{100, 130, 170} {
		a := newAccount(t)
		a.on("GET /triggers", miscounted(150, counted))
		a.on("GET /triggers?page%5Bsize%5D=100", says(400, `{"error":"InvalidPaginationParameter","description":"page must be an integer"}`))
		got, err := a.client().Triggers(ctx())
		noError(t, err)
		equal(t, "triggers", len(got), 150)
	}
}

// What a list lacks looks deleted, so one that cannot be read to its end is an
// error and never a shorter list.
func TestAListThatCannotBeReadIsNeverAShorterOne(t *testing.T) {
	for name, page := range map[string]string{
		"null":                   `{"triggers":null,"count":0}`,
		"no list":                `{"count":0,"next_page":null}`,
		"another type":           `{"triggers":{}}`,
		"an element of null":     `{"triggers":[null],"count":1}`,
		"an element of no id":    `{"triggers":[{"title":"a"}],"count":1}`,
		"nowhere to go on":       `{"triggers":[` + trigger("1", "a", 1) + `],"meta":{"has_more":true,"after_cursor":null},"links":{"next":null}}`,
		"a link to nowhere":      `{"triggers":[` + trigger("1", "a", 1) + `],"next_page":"https://x.zendesk.com/api/v2/triggers.json"}`,
		"a link of another type": `{"triggers":[` + trigger("1", "a", 1) + `],"links":{"next":{"href":"?page=2"}}}`,
		"a circle":               `{"triggers":[` + trigger("1", "a", 1) + `],"next_page":"https://x.zendesk.com/api/v2/triggers.json?page=2"}`,
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /triggers", says(200, page))
			got, err := a.client().Triggers(ctx())
			if err == nil || len(got) != 0 || zendesk.IsNotFound(err) {
				t.Errorf("got %v, %v", got, err)
			}
			if n := len(a.lines()); n > 2 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// Twenty resources are refreshed at once; the account is listed once.
func TestReadsShareOneList(t *testing.T) {
	a := newAccount(t)
	release := make(chan struct{})
	a.on("GET /triggers", func(w http.ResponseWriter, r *http.Request, before int) {
		<-release
		pages(20)(w, r, before)
	})
	c := a.client()
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			if i == 10 {
				close(release)
			}
			got, err := c.Trigger(ctx(), strconv.Itoa(i+1))
			if err != nil || got.Title != "t"+strconv.Itoa(i+1) {
				t.Errorf("%d: %v %v", i, got, err)
			}
		})
	}
	group.Wait()
	equal(t, "requests", len(a.lines()), 1)
}

// The one who asked for the list ran out of time. That is his problem only.
func TestAnImpatientReaderDoesNotFailTheOthers(t *testing.T) {
	a := newAccount(t)
	asked, release := make(chan struct{}), make(chan struct{})
	a.on("GET /triggers", first(func(http.ResponseWriter, *http.Request, int) {
		close(asked)
		<-release
	}, pages(1)))
	c := a.client()
	impatient, cancel := context.WithCancel(ctx())
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := c.Triggers(impatient); !errors.Is(err, context.Canceled) {
			t.Errorf("impatient: %v", err)
		}
	})
	<-asked
	group.Go(func() {
		if got, err := c.Triggers(ctx()); err != nil || len(got) != 1 {
			t.Errorf("patient: %v %v", got, err)
		}
	})
	cancel()
	group.Wait()
	close(release)
}

func TestAbsentFromTheListIsAskedByID(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers(trigger("1", "a", 1))))
	a.on("GET /triggers/2", says(200, `{"trigger":`+trigger("2", "late", 2)+`}`))
	a.on("GET /triggers/4", says(403, `{"error":{"title":"Forbidden","message":"You do not have access"}}`))
	c := a.client()
	late, err := c.Trigger(ctx(), "2")
	noError(t, err)
	equal(t, "title", late.Title, "late")
	_, err = c.Trigger(ctx(), "2")
	noError(t, err)
	equal(t, "asked by id", a.count("GET /triggers/2"), 1)
	_, err = c.Trigger(ctx(), "3")
	equal(t, "404 is not found", zendesk.IsNotFound(err), true)
	_, err = c.Trigger(ctx(), "4")
	equal(t, "403 is not found", zendesk.IsNotFound(err), false)
	equal(t, "403 is forbidden", zendesk.IsForbidden(err), true)
}

// A list that cannot be had says nothing of what is in it.
func TestAListThatIsNotFoundIsNoObjectThatIsGone(t *testing.T) {
	for name, missing := range map[string]answer{
		"in the API's words": says(404, `{"error":"RecordNotFound","description":"Not found"}`),
		"a gateway":          says(404, ``),
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /triggers", pages(120))
			a.on("GET /triggers?page=2&per_page=100", missing)
			a.on("GET /trigger_categories", missing)
			c := a.client()
			_, trigger := c.Trigger(ctx(), "7")
			_, category := c.Category(ctx(), "10026")
			for _, err := range []error{trigger, category} {
				if e := asError(t, err); e.Status != 404 || zendesk.IsNotFound(err) || strings.Contains(e.Remedy(), "Check the id") {
					t.Errorf("got %v: %s", e, e.Remedy())
				}
			}
		})
	}
}

// A 404 without a word may be a gateway's that does not know the path. The list
// tells.
func TestAWordless404IsConfirmedByTheList(t *testing.T) {
	const hooks = `{"webhooks":[{"id":"A","name":"a"}],"meta":{"has_more":false}}`
	for name, test := range map[string]struct {
		list answer
		gone bool
	}{
		"it is gone":        {says(200, `{"webhooks":[],"meta":{"has_more":false}}`), true},
		"it is there":       {says(200, hooks), false},
		"there is no route": {says(404, ``), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /webhooks/A", says(404, ``))
			a.on("DELETE /webhooks/A", says(404, ``))
			a.on("GET /webhooks", test.list)
			_, err := a.client().Webhook(ctx(), "A")
			asError(t, err)
			equal(t, "gone when read", zendesk.IsNotFound(err), test.gone)

			c := a.client()
			a.on("GET /webhooks", says(200, hooks))
			_, err = c.Webhooks(ctx())
			noError(t, err)
			a.on("GET /webhooks", test.list)
			err = c.DeleteWebhook(ctx(), "A")
			asError(t, err)
			equal(t, "gone when deleted", zendesk.IsNotFound(err), test.gone)
		})
	}
	a := newAccount(t)
	a.on("GET /triggers", pages(1))
	a.on("PUT /triggers/1", says(404, ``))
	_, err := a.client().UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Active: ptr(false)})
	asError(t, err)
	equal(t, "gone when deactivated", zendesk.IsNotFound(err), false)

	a = newAccount(t)
	a.on("DELETE /webhooks/A", says(404, `{"errors":[{"code":"WebhookNotFound","title":"Webhook not found"}]}`))
	equal(t, "gone in the API's words", zendesk.IsNotFound(a.client().DeleteWebhook(ctx(), "A")), true)
	equal(t, "requests", len(a.lines()), 1)
}

// Twenty sends list an exclusion that is gone: it is asked for once, until the
// account is listed again.
func TestWhatIsGoneIsAskedForOnce(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers(trigger("1", "a", 1))))
	c := a.client()
	for range 2 {
		for range 20 {
			_, err := c.Trigger(ctx(), "2")
			equal(t, "gone", zendesk.IsNotFound(err), true)
		}
		c.ForgetTriggers()
	}
	equal(t, "requests", strings.Join(a.lines(), " "), strings.Repeat(" GET /triggers?page=1&per_page=100 GET /triggers/2", 2)[1:])

	_, err := c.Trigger(ctx(), "2")
	equal(t, "gone", zendesk.IsNotFound(err), true)
	a.on("PUT /triggers/2", says(200, `{"trigger":`+trigger("2", "late", 2)+`}`))
	_, err = c.UpdateTrigger(ctx(), "2", zendesk.TriggerInput{Title: ptr("late")})
	noError(t, err)
	_, err = c.Trigger(ctx(), "2")
	noError(t, err)
}

func TestWritesKeepTheListInStep(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers(trigger("1", "a", 1), trigger("2", "b", 2), trigger("3", "c", 3))))
	a.on("PUT /triggers/1", says(200, `{"trigger":`+trigger("1", "renamed", 1)+`}`))
	a.on("DELETE /triggers/2", says(204, ""))
	c := a.client()
	_, err := c.Triggers(ctx())
	noError(t, err)
	_, err = c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("renamed")})
	noError(t, err)
	noError(t, c.DeleteTrigger(ctx(), "2"))
	err = c.DeleteTrigger(ctx(), "3") // gone already
	equal(t, "gone", zendesk.IsNotFound(err), true)
	got, err := c.Triggers(ctx())
	noError(t, err)
	equal(t, "left", len(got), 1)
	equal(t, "title", got[0].Title, "renamed")
	equal(t, "lists", a.count("GET /triggers?"), 1)
	c.ForgetTriggers()
	_, err = c.Triggers(ctx())
	noError(t, err)
	equal(t, "lists", a.count("GET /triggers?"), 2)
}

// The list was asked for before the trigger was created and answered after.
func TestAWriteDuringTheListIsNotLost(t *testing.T) {
	a := newAccount(t)
	asked, release := make(chan struct{}), make(chan struct{})
	a.on("GET /triggers", func(w http.ResponseWriter, _ *http.Request, _ int) {
		close(asked)
		<-release
		_, _ = io.WriteString(w, triggers(trigger("1", "old", 1)))
	})
	a.on("PUT /triggers/1", says(200, `{"trigger":`+trigger("1", "new", 1)+`}`))
	c := a.client()
	var group sync.WaitGroup
	group.Go(func() {
		got, err := c.Triggers(ctx())
		if err != nil || got[0].Title != "new" {
			t.Errorf("got %v %v", got, err)
		}
	})
	<-asked
	_, err := c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("new")})
	noError(t, err)
	close(release)
	group.Wait()
}

// Whoever forgets the list while it is on its way does not want that answer.
func TestForgettingDuringTheListAsksAgain(t *testing.T) {
	a := newAccount(t)
	asked, release := make(chan struct{}), make(chan struct{})
	a.on("GET /triggers", first(func(w http.ResponseWriter, _ *http.Request, _ int) {
		close(asked)
		<-release
		_, _ = io.WriteString(w, triggers(trigger("1", "old", 1)))
	}, says(200, triggers(trigger("1", "new", 1)))))
	c := a.client()
	var group sync.WaitGroup
	group.Go(func() { _, _ = c.Triggers(ctx()) })
	<-asked
	c.ForgetTriggers()
	got, err := c.Triggers(ctx())
	noError(t, err)
	equal(t, "title", got[0].Title, "new")
	close(release)
	group.Wait()
	got, err = c.Triggers(ctx())
	noError(t, err)
	equal(t, "title after the late answer", got[0].Title, "new")
}

// An ambiguous update may have changed the trigger, so the account decides.
func TestOnlyAnAmbiguousAnswerEvictsTheList(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		lists  int
	}{
		"refused":   {says(422, `{"error":"RecordInvalid"}`), 1},
		"forbidden": {says(403, `{}`), 1},
		"nonsense":  {says(200, `{"trigger":`), 2},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /triggers", pages(1))
			a.on("PUT /triggers/1", test.answer)
			c := a.client()
			_, err := c.Triggers(ctx())
			noError(t, err)
			_, err = c.UpdateTrigger(ctx(), "1", zendesk.TriggerInput{Title: ptr("x")})
			equal(t, "ambiguous", zendesk.IsAmbiguous(err), test.lists == 2)
			_, err = c.Triggers(ctx())
			noError(t, err)
			equal(t, "lists", a.count("GET /triggers?"), test.lists)
		})
	}
}

// One webhook costs one request; many cost the list.
func TestTheFirstWebhookIsReadAlone(t *testing.T) {
	a := newAccount(t)
	hook := func(id string) string { return `{"id":"` + id + `","name":"` + id + `","status":"active"}` }
	a.on("GET /webhooks/A", says(200, `{"webhook":`+hook("A")+`}`))
	a.on("GET /webhooks", says(200, `{"webhooks":[`+hook("A")+`,`+hook("B")+`,`+hook("C")+`],"meta":{"has_more":false}}`))
	c := a.client()
	for _, id := range []string{"A", "A", "B", "C", "A"} {
		got, err := c.Webhook(ctx(), id)
		noError(t, err)
		equal(t, "id", got.ID, id)
	}
	want := []string{"GET /webhooks/A", "GET /webhooks/A", "GET /webhooks?page%5Bsize%5D=100"}
	if got := a.lines(); !slices.Equal(got, want) {
		t.Errorf("asked %v, want %v", got, want)
	}
}
