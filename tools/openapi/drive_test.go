package openapi

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/surveytrigger/terraform-provider-surveytrigger/tools/openapi/otherclient"
)

// startSandbox builds and starts the sandbox, and gives the backend's root and token.
func startSandbox(t *testing.T) (endpoint, token string) {
	t.Helper()
	dir := t.TempDir()
	program, envFile := filepath.Join(dir, "sandbox"), filepath.Join(dir, "env")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./internal/sandbox/cmd/sandbox")
	build.Dir = "../.."
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	sandbox := exec.Command(program, "-listen", "127.0.0.1:0", "-env-file", envFile)
	stdout, err := sandbox.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = sandbox.Process.Kill()
		_ = sandbox.Wait()
	})
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	env, err := os.ReadFile(envFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(env)) {
		name, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "export ")), "=")
		switch name {
		case "SURVEY_BACKEND_ENDPOINT":
			endpoint = value
		case "SURVEY_BACKEND_TOKEN":
			token = value
		}
	}
	return endpoint, token
}

// witness is a transport that holds each request and its answer against the
// document.
type witness struct {
	t        *testing.T
	endpoint string
	router   routers.Router
	requests int
}

func newWitness(t *testing.T, endpoint string) *witness {
	t.Helper()
	document := load(t)
	document.Servers = openapi3.Servers{{URL: endpoint}}
	router, err := legacy.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return &witness{t: t, endpoint: endpoint, router: router}
}

func (w *witness) RoundTrip(request *http.Request) (*http.Response, error) {
	w.requests++
	route, parameters, err := w.router.FindRoute(request)
	if err != nil {
		w.t.Errorf("%s %s: %v", request.Method, request.URL, err)
		return http.DefaultTransport.RoundTrip(request)
	}
	sent := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateRequest(request.Context(), sent); err != nil {
		w.t.Errorf("request %s %s: %v", request.Method, request.URL, err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	answered := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: sent, Status: response.StatusCode, Header: response.Header, Options: sent.Options,
	}
	if err := openapi3filter.ValidateResponse(request.Context(), answered.SetBodyBytes(body)); err != nil {
		w.t.Errorf("answer to %s %s: %v", request.Method, request.URL, err)
	}
	return response, nil
}

// problem is the code of a refusal.
func problem(t *testing.T, err error) otherclient.Problem {
	t.Helper()
	var (
		refused otherclient.GenericOpenAPIError
		problem otherclient.Problem
	)
	if !errors.As(err, &refused) {
		t.Fatalf("no refusal: %v", err)
	}
	if err := json.Unmarshal(refused.Body(), &problem); err != nil {
		t.Fatalf("%v: %s", err, refused.Body())
	}
	return problem
}

func TestAClientOfAnotherGeneratorDrivesTheSandboxsBackend(t *testing.T) {
	endpoint, token := startSandbox(t)
	seen := newWitness(t, endpoint)
	configuration := otherclient.NewConfiguration()
	configuration.Servers[0].URL = endpoint
	configuration.HTTPClient = &http.Client{Transport: seen}
	client := otherclient.NewAPIClient(configuration)
	ctx := context.WithValue(t.Context(), otherclient.ContextAccessToken, token)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	wanted := otherclient.NewSurveyCreate("Kustomer CES", otherclient.CES)
	survey, _, err := client.SurveysApi.CreateSurvey(ctx).IdempotencyKey("survey").SurveyCreate(*wanted).Execute()
	must(err)
	repeated, response, err := client.SurveysApi.CreateSurvey(ctx).IdempotencyKey("survey").SurveyCreate(*wanted).Execute()
	must(err)
	if repeated.Id != survey.Id || response.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same key made %s and %s", survey.Id, repeated.Id)
	}

	helpDesk := otherclient.NewConnectorCreate(otherclient.KUSTOMER, "https://acme.kustomerapp.com")
	helpDesk.SetKustomer(*otherclient.NewKustomerCredential("the-api-key"))
	helpDesk.SetAgents([]string{"jane@acme.example"})
	connector, _, err := client.ConnectorsApi.CreateConnector(ctx).IdempotencyKey("connector").ConnectorCreate(*helpDesk).Execute()
	must(err)

	distribution, _, err := client.TriggerDistributionsApi.CreateTriggerDistribution(ctx).IdempotencyKey("distribution").
		TriggerDistributionCreate(*otherclient.NewTriggerDistributionCreate(survey.Id, connector.Id)).Execute()
	must(err)
	if !distribution.Active || distribution.QuietPeriodHours != 48 || !distribution.WriteBack.Note || distribution.Etag == "" {
		t.Errorf("created %+v", distribution)
	}

	test := otherclient.NewTestSurveyRequest("test@acme.example")
	test.SetAgentEmail("jane@acme.example")
	tested, _, err := client.TriggerDistributionsApi.TestTriggerDistribution(ctx, distribution.Id).IdempotencyKey("test").TestSurveyRequest(*test).Execute()
	must(err)
	if tested.Delivered || tested.SurveyId != survey.Id || tested.Metric != otherclient.CES || tested.Question.Get() != nil {
		t.Errorf("tested %+v", tested)
	}
	test.SetDeliver(true)
	tested, _, err = client.TriggerDistributionsApi.TestTriggerDistribution(ctx, distribution.Id).IdempotencyKey("delivery").TestSurveyRequest(*test).Execute()
	must(err)
	if !tested.Delivered || *tested.AgentEmail.Get() != "jane@acme.example" {
		t.Errorf("delivered %+v", tested)
	}

	inactive := otherclient.NewTriggerDistributionUpdate()
	inactive.SetActive(false)
	update := client.TriggerDistributionsApi.UpdateTriggerDistribution(ctx, distribution.Id).TriggerDistributionUpdate(*inactive)
	changed, _, err := update.IfMatch(distribution.Etag).Execute()
	must(err)
	if changed.Active || changed.Etag == distribution.Etag {
		t.Errorf("changed %+v", changed)
	}
	_, _, err = client.TriggerDistributionsApi.TestTriggerDistribution(ctx, distribution.Id).IdempotencyKey("late").TestSurveyRequest(*test).Execute()
	if refused := problem(t, err); refused.Code != otherclient.INACTIVE {
		t.Errorf("inactive: %+v", refused)
	}
	slower := otherclient.NewTriggerDistributionUpdate()
	slower.SetQuietPeriodHours(72)
	_, _, err = client.TriggerDistributionsApi.UpdateTriggerDistribution(ctx, distribution.Id).TriggerDistributionUpdate(*slower).
		IfMatch(distribution.Etag).Execute()
	if stale := problem(t, err); stale.Code != otherclient.STALE || len(*stale.Changes) != 1 || (*stale.Changes)[0].Pointer != "/active" {
		t.Errorf("stale: %+v", stale)
	}
	_, err = client.SurveysApi.DeleteSurvey(ctx, survey.Id).IfMatch(survey.Etag).Execute()
	if used := problem(t, err); used.Code != otherclient.IN_USE || (*used.Conflicts)[0].Id != distribution.Id {
		t.Errorf("in use: %+v", used)
	}

	page, _, err := client.AgentsApi.ListAgents(ctx).ConnectorId(connector.Id).Limit(1).Execute()
	must(err)
	if len(page.Data) != 1 || page.Data[0].Email != "jane@acme.example" || page.NextCursor.Get() != nil {
		t.Errorf("agents %+v", page)
	}
	_, _, err = client.SurveysApi.ListSurveys(ctx).Name("Kustomer CES").Metric(otherclient.CES).Execute()
	must(err)
	_, _, err = client.ConnectorsApi.GetConnector(ctx, connector.Id).Execute()
	must(err)
	_, _, err = client.ResponsesApi.ListResponses(ctx).WriteBackState(otherclient.PENDING).Execute()
	must(err)
	_, _, err = client.SurveysApi.GetSurvey(ctx, "survey_99").Execute()
	if missing := problem(t, err); missing.Code != otherclient.NOT_FOUND {
		t.Errorf("not found: %+v", missing)
	}
	anonymous := context.Background()
	_, _, err = client.AgentsApi.ListAgents(anonymous).Execute()
	if unauthorized := problem(t, err); unauthorized.Code != otherclient.UNAUTHORIZED {
		t.Errorf("without a token: %+v", unauthorized)
	}

	_, err = client.TriggerDistributionsApi.DeleteTriggerDistribution(ctx, distribution.Id).IfMatch(changed.Etag).Execute()
	must(err)
	_, err = client.ConnectorsApi.DeleteConnector(ctx, connector.Id).IfMatch(connector.Etag).Execute()
	must(err)
	_, err = client.SurveysApi.DeleteSurvey(ctx, survey.Id).IfMatch(survey.Etag).Execute()
	must(err)
	if seen.requests != 19 {
		t.Errorf("the client sent %d requests", seen.requests)
	}
}
