package promise

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// serve lets a sandbox answer in this process.
func serve(box *sandbox.Sandbox, r *http.Request) *engine.Answer {
	answer := engine.NewAnswer()
	box.ServeHTTP(answer, r)
	return answer
}

// person is a request of somebody with a key; it gives nil when it is refused.
func (j *journal) person(box *sandbox.Sandbox, key, method, path string, body any, headers ...string) map[string]any {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			panic(err)
		}
	}
	request := httptest.NewRequest(method, path, &content)
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	box.ServeHTTP(recorder, request)
	if recorder.Code >= http.StatusBadRequest {
		j.tell("  %s %s of a person was refused: %d %s", method, path, recorder.Code, brief(recorder.Body.Bytes()))
		return nil
	}
	answer := map[string]any{}
	if recorder.Body.Len() > 0 {
		answer = decoded(recorder.Body.Bytes())
	}
	return answer
}
