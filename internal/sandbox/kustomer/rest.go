package kustomer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// callJSON makes a request of a step and reads the answer as JSON, if it is.
func callJSON(ctx context.Context, r *run, params map[string]any) (any, error) {
	output, body, err := r.request(ctx, params)
	if err != nil {
		return nil, err
	}
	output["body"] = body
	var value any
	if json.Unmarshal([]byte(body), &value) == nil {
		output["body"] = value
	}
	return output, nil
}

// callGeneric makes a request of a step and gives the answer as a text.
func callGeneric(ctx context.Context, r *run, params map[string]any) (any, error) {
	output, body, err := r.request(ctx, params)
	if err != nil {
		return nil, err
	}
	output["body"] = body
	return output, nil
}

// request makes the call. An answer of any status is one: only a call that gets
// none fails.
func (r *run) request(ctx context.Context, params map[string]any) (output map[string]any, body string, err error) {
	method, err := methodOf(params)
	if err != nil {
		return nil, "", err
	}
	address, err := url.Parse(textOf(params["uri"]))
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, "", errors.New("params.uri is no URL of a web server")
	}
	_, answer := r.system.world.Deliver(ctx, engine.Delivery{
		TicketID: r.startedBy.ticket,
		Build: func(ctx context.Context) (*http.Request, error) {
			return newRequest(ctx, method, address.String(), params)
		},
		Again: func(n int, ended engine.Result) bool { return ended.Failure != "" && n < networkAttempts },
	})
	if answer.Failure != "" {
		return nil, "", fmt.Errorf("the request failed: %s", answer.Failure)
	}
	headers := map[string]any{}
	for name := range answer.Header {
		headers[strings.ToLower(name)] = answer.Header.Get(name)
	}
	return map[string]any{"response": map[string]any{"statusCode": float64(answer.Status), "headers": headers}}, answer.Body, nil
}

// newRequest sends data that is a text as it is, and any other as JSON.
func newRequest(ctx context.Context, method, address string, params map[string]any) (*http.Request, error) {
	var body io.Reader
	data, sent := params["data"]
	text, isText := data.(string)
	if sent && !isText {
		encoded, err := json.Marshal(data)
		if err != nil {
			return nil, err
		}
		text = string(encoded)
	}
	if sent {
		body = strings.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	if sent && !isText {
		request.Header.Set("Content-Type", "application/json")
	}
	headers, _ := params["headers"].(map[string]any)
	for name, value := range headers {
		request.Header.Set(name, textOf(value))
	}
	return request, nil
}
