package zendesk_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// target is an HTTP target as the API writes it.
func target(id, username string) string {
	return `{"url":"https://x.zendesk.com/api/v2/targets/` + id + `.json","id":` + id + `,"type":"http_target","title":"Survey","active":true,
 "method":"post","username":"` + username + `","password":null,"content_type":"application/json","target_url":"https://s.example.com/zd","created_at":"2019-09-29T08:11:03Z"}`
}

func TestTargetsOfEveryTypeAreRead(t *testing.T) {
	a := newAccount(t)
	a.on("GET /targets", says(http.StatusOK, `{"count":3,"next_page":null,"targets":[`+target(big, "svc")+`,
 {"id":"2","type":"email_target","title":"Mail","active":false,"email":"a@example.com","subject":"s"},
 {"id":3,"type":"url_target_v2","title":"Old","active":true,"target_url":"https://o.example.com","method":"put","username":null,"content_type":null}]}`))
	a.on("GET /targets/"+big, says(http.StatusOK, `{"target":`+target(big, "svc")+`}`))
	want := []zendesk.Target{
		{ID: big, Title: "Survey", URL: "https://s.example.com/zd", Method: "post", ContentType: "application/json", Username: "svc", Active: true, Type: "http_target"},
		{ID: "2", Title: "Mail", Type: "email_target"},
		{ID: "3", Title: "Old", URL: "https://o.example.com", Method: "put", Active: true, Type: "url_target_v2"},
	}
	c := a.client()
	_, err := c.Target(ctx(), big) // later ones are taken from the list
	noError(t, err)
	for i, ours := range []bool{true, false, true} {
		got, err := c.Target(ctx(), want[i].ID)
		noError(t, err)
		if diff := cmp.Diff(&want[i], got); diff != "" {
			t.Error(diff)
		}
		equal(t, got.Type, got.IsHTTP(), ours)
	}
}

func TestWhatATargetCreateSends(t *testing.T) {
	a := newAccount(t)
	a.on("GET /targets", says(http.StatusOK, `{"targets":[]}`))
	a.on("POST /targets", says(http.StatusCreated, `{"target":`+target(big, "svc")+`}`))
	created, err := a.client().CreateTarget(ctx(), zendesk.TargetInput{
		Title: ptr("Survey"), URL: ptr("https://s.example.com/zd"), Method: ptr("post"), ContentType: ptr("application/json"),
		Active: ptr(false), Username: ptr("svc"), Password: ptr("hunter22"),
	})
	noError(t, err)
	equal(t, "id", created.ID, big)
	equal(t, "body", a.sent("POST /targets"), `{"target":{"type":"http_target","title":"Survey","active":false,"target_url":"https://s.example.com/zd",`+
		`"method":"post","content_type":"application/json","username":"svc","password":"hunter22"}}`)
}

// The present username is "svc". One half of a credential may wipe the other.
func TestWhatATargetUpdateSends(t *testing.T) {
	for name, test := range map[string]struct {
		in   zendesk.TargetInput
		want string
	}{
		"deactivate":            {zendesk.TargetInput{Active: ptr(false)}, `{"target":{"active":false}}`},
		"move":                  {zendesk.TargetInput{URL: ptr("https://n.example.com")}, `{"target":{"target_url":"https://n.example.com"}}`},
		"both":                  {zendesk.TargetInput{Username: ptr("new"), Password: ptr("p4ss")}, `{"target":{"username":"new","password":"p4ss"}}`},
		"password alone":        {zendesk.TargetInput{Password: ptr("p4ss")}, `{"target":{"username":"svc","password":"p4ss"}}`},
		"the username it has":   {zendesk.TargetInput{Title: ptr("t"), Username: ptr("svc")}, `{"target":{"title":"t"}}`},
		"another username":      {zendesk.TargetInput{Username: ptr("new")}, `{"target":{"username":"new"}}`},
		"no credential anymore": {zendesk.TargetInput{Username: ptr("")}, `{"target":{"username":"","password":""}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /targets/1", says(http.StatusOK, `{"target":`+target("1", "svc")+`}`))
			a.on("PUT /targets/1", says(http.StatusOK, `{"target":`+target("1", "svc")+`}`))
			_, err := a.client().UpdateTarget(ctx(), "1", test.in)
			noError(t, err)
			equal(t, "body", a.sent("PUT /targets/1"), test.want)
		})
	}
}

func TestHalfACredentialOfAMissingTargetIsNotSent(t *testing.T) {
	a := newAccount(t)
	_, err := a.client().UpdateTarget(ctx(), "1", zendesk.TargetInput{Password: ptr("p4ss")})
	equal(t, "not found", zendesk.IsNotFound(err), true)
	equal(t, "writes", a.count("PUT"), 0)
}

func TestALostTargetIsFoundAgain(t *testing.T) {
	a := newAccount(t)
	list := func(objects string) answer { return says(http.StatusOK, `{"targets":[`+objects+`]}`) }
	a.on("GET /targets", first(list(target("1", "svc")), list(target("1", "svc")+`,`+target("2", "svc"))))
	a.on("POST /targets", drop)
	a.on("DELETE /targets/2", says(http.StatusNoContent, ""))
	c := a.client()
	got, err := c.CreateTarget(ctx(), zendesk.TargetInput{
		Title: ptr("Survey"), URL: ptr("https://s.example.com/zd"), Method: ptr("POST"), Username: ptr("svc"), Password: ptr("p4ss"),
	})
	noError(t, err)
	equal(t, "adopted", got.ID, "2")
	noError(t, c.DeleteTarget(ctx(), "2"))
	_, err = c.Target(ctx(), "2")
	equal(t, "gone", zendesk.IsNotFound(err), true)
}

// The list is read first, and may be gone with the rest.
func TestAnAccountWhoseListOfTargetsIsGone(t *testing.T) {
	for name, test := range map[string]struct {
		refusal answer
		refused bool
	}{
		"the path is gone": {says(404, `{"error":"InvalidEndpoint","description":"Not found"}`), true},
		"gone":             {says(410, `{"error":"Gone"}`), true},
		"without a word":   {says(404, ``), false},
		"another host":     {says(404, `<html><title>Not here</title></html>`), false},
		"a proxy":          {says(404, `404 page not found`), false},
		"not an admin":     {says(403, `{"error":{"title":"Forbidden","message":"You do not have access to this page."}}`), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /targets", test.refusal)
			_, err := a.client().CreateTarget(ctx(), zendesk.TargetInput{Title: ptr("Survey")})
			equal(t, "refused", zendesk.IsTargetsRefused(err), test.refused)
			equal(t, "the remedy names webhooks", strings.Contains(asError(t, err).Remedy(), "surveytrigger_zendesk_webhook"), test.refused)
			equal(t, "writes", a.count("POST"), 0)
		})
	}
}

// Nobody has published what Zendesk answers, so several forms count.
func TestAnAccountThatTakesNoNewTargets(t *testing.T) {
	for name, test := range map[string]struct {
		refusal answer
		refused bool
	}{
		"in words":         {says(422, `{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"HTTP targets are deprecated"}]}}`), true},
		"forbidden":        {says(403, `{"error":{"title":"Forbidden","message":"HTTP targets can no longer be created. Use webhooks"}}`), true},
		"by type":          {says(422, `{"error":"RecordInvalid","details":{"type":[{"description":"Type: is not included in the list"}]}}`), true},
		"the path is gone": {says(404, `{"error":"InvalidEndpoint","description":"Not found"}`), true},
		"gone":             {says(410, `{"error":"Gone"}`), true},
		"not an admin":     {says(403, `{"error":{"title":"Forbidden","message":"You do not have access to this page."}}`), false},
		"a bad title":      {says(422, `{"error":"RecordInvalid","details":{"title":[{"description":"Title: cannot be blank","error":"BlankValue"}]}}`), false},
		"another host":     {says(404, `<html><title>Not here</title></html>`), false},
		"trouble":          {says(500, `{"error":"InternalError","description":"deprecated"}`), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("GET /targets", says(http.StatusOK, `{"targets":[]}`))
			a.on("POST /targets", test.refusal)
			_, err := a.client().CreateTarget(ctx(), zendesk.TargetInput{Title: ptr("Survey")})
			equal(t, "refused", zendesk.IsTargetsRefused(err), test.refused)
			equal(t, "the remedy names webhooks", strings.Contains(asError(t, err).Remedy(), "surveytrigger_zendesk_webhook"), test.refused)
		})
	}
	a := newAccount(t)
	_, err := a.client().UpdateTarget(ctx(), "1", zendesk.TargetInput{Title: ptr("t")})
	equal(t, "a target that is gone", zendesk.IsTargetsRefused(err), false)
}

func TestNoTargetPasswordIsShown(t *testing.T) {
	a := newAccount(t)
	a.on("GET /targets", says(http.StatusOK, `{"targets":[]}`))
	a.on("POST /targets", says(422, `{"error":"RecordInvalid","description":"hunter22 and c3ZjOmh1bnRlcjIy"}`))
	var log bytes.Buffer
	_, err := a.client().CreateTarget(tflogtest.RootLogger(context.Background(), &log), zendesk.TargetInput{
		Title: ptr("Survey"), Username: ptr("svc"), Password: ptr("hunter22"),
	})
	for name, text := range map[string]string{"error": err.Error(), "log": log.String()} {
		if strings.Contains(text, "hunter22") || strings.Contains(text, "c3ZjOmh1bnRlcjIy") {
			t.Errorf("the %s shows the password: %s", name, text)
		}
	}
}
