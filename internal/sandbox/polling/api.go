package polling

import (
	"bytes"
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

// API is a help desk's JSON API with a credential.
type API struct {
	Client    *http.Client
	Root      string // without a slash at its end
	Authorize func(*http.Request)
}

// Refusal is an answer that says that a request was not carried out.
type Refusal struct {
	Method, Path string
	Status       int
	Body         string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s %s: status %d: %s", r.Method, r.Path, r.Status, r.Body)
}

// errorShown is how much of a refusing answer is kept.
const errorShown = 300

// Do sends a body, unless it is nil, and decodes the answer into a value, unless that is nil.
func (a API) Do(ctx context.Context, method, path string, body, into any) error {
	var sent io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, a.Root+path, sent)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	a.Authorize(request)
	response, err := a.Client.Do(request)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, errors.Unwrap(err)) // without the URL, which url.Error repeats
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return read(method, path, response.StatusCode, answer, into)
}

func read(method, path string, status int, answer []byte, into any) error {
	shown := strings.TrimSpace(string(answer[:min(len(answer), errorShown)]))
	switch {
	case status >= 400 && status < 500:
		return &Refusal{Method: method, Path: path, Status: status, Body: shown}
	case status < 200 || status > 299:
		return fmt.Errorf("%s %s: status %d: %s", method, path, status, shown)
	case into == nil:
		return nil
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s %s: the answer is not what was expected: %w", method, path, err)
	}
	return nil
}

// APIRoot gives the root of the API behind a URL that a person entered. Of a vendor's own address only the host counts,
// for which apiHost gives the host of the API; it fails for a host that is none of the vendor's. A loopback URL is the
// root itself.
func APIRoot(entered string, apiHost func(host string) (string, error)) (string, error) {
	if !strings.Contains(entered, "://") {
		entered = "https://" + entered // "acme.example.com", as the articles write it
	}
	parsed, err := url.Parse(entered)
	if err != nil {
		return "", err
	}
	if engine.IsLoopback(parsed.Hostname()) {
		return strings.TrimRight(parsed.Scheme+"://"+parsed.Host+parsed.Path, "/"), nil
	}
	host, err := apiHost(strings.ToLower(parsed.Hostname()))
	if err != nil {
		return "", fmt.Errorf("url %q: %w", entered, err)
	}
	return "https://" + host, nil
}
