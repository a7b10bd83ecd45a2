package backend

import (
	"bytes"
	"context"
	"crypto/subtle"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	plainJSON  = "application/json"
	mergePatch = "application/merge-patch+json"
)

// bodies are the types of what operations take.
var bodies = map[string]reflect.Type{
	"POST /v1/connectors":                      reflect.TypeFor[contract.ConnectorCreate](),
	"PATCH /v1/connectors/{id}":                reflect.TypeFor[contract.ConnectorUpdate](),
	"POST /v1/surveys":                         reflect.TypeFor[contract.SurveyCreate](),
	"PATCH /v1/surveys/{id}":                   reflect.TypeFor[contract.SurveyUpdate](),
	"POST /v1/trigger_distributions":           reflect.TypeFor[contract.TriggerDistributionCreate](),
	"PATCH /v1/trigger_distributions/{id}":     reflect.TypeFor[contract.TriggerDistributionUpdate](),
	"POST /v1/trigger_distributions/{id}/test": reflect.TypeFor[contract.TestSurveyRequest](),
	"POST /v1/agents":                          reflect.TypeFor[contract.AgentCreate](),
	"PATCH /v1/agents/{id}":                    reflect.TypeFor[contract.AgentUpdate](),
}

// routes connects the generated routes with the system.
func (s *System) routes() *http.ServeMux {
	mux := http.NewServeMux()
	fail := func(w http.ResponseWriter, _ *http.Request, err error) { writeProblem(w, err) }
	handler := contract.NewStrictHandlerWithOptions(s, []contract.StrictMiddlewareFunc{s.once},
		contract.StrictHTTPServerOptions{RequestErrorHandlerFunc: fail, ResponseErrorHandlerFunc: fail})
	contract.HandlerWithOptions(handler, contract.StdHTTPServerOptions{
		BaseRouter:       mux,
		Middlewares:      []contract.MiddlewareFunc{checkBody},
		ErrorHandlerFunc: fail,
	})
	return mux
}

// ServeHTTP serves the contract to whoever has the token.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare([]byte(token), []byte(Token)) != 1 {
		writeProblem(w, refuse(http.StatusUnauthorized, contract.ProblemCodeUnauthorized, "The bearer token is missing or not valid."))
		return
	}
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	unrouted := engine.NewAnswer()
	s.mux.ServeHTTP(unrouted, r)
	if unrouted.Status() == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", unrouted.Header().Get("Allow"))
		writeProblem(w, refuse(http.StatusMethodNotAllowed, contract.ProblemCodeMethodNotAllowed, "%s has no %s.", r.URL.Path, r.Method))
		return
	}
	writeProblem(w, refuse(http.StatusNotFound, contract.ProblemCodeNotFound, "There is no path %s.", r.URL.Path))
}

type bodyKey struct{}

// bodyOf is the body of the request behind a context, as JSON values.
func bodyOf(ctx context.Context) any { return ctx.Value(bodyKey{}) }

// checkBody refuses a body that does not have the shape of the operation's type,
// before the generated code would read it leniently.
func checkBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wanted, takesBody := bodies[r.Pattern]
		if !takesBody {
			next.ServeHTTP(w, r)
			return
		}
		value, raw, err := readBody(r, wanted)
		if err != nil {
			writeProblem(w, err)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), bodyKey{}, value))
		r.Body = io.NopCloser(bytes.NewReader(raw))
		if r.Method == http.MethodPatch {
			// Both media types mean the same; the generated code tells them apart.
			r.Header = r.Header.Clone()
			r.Header.Set("Content-Type", mergePatch)
		}
		next.ServeHTTP(w, r)
	})
}

func readBody(r *http.Request, wanted reflect.Type) (value any, raw []byte, err error) {
	allowed := []string{plainJSON}
	if r.Method == http.MethodPatch {
		allowed = []string{mergePatch, plainJSON}
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if !slices.Contains(allowed, media) {
		return nil, nil, refuse(http.StatusUnsupportedMediaType, contract.ProblemCodeUnsupportedMediaType,
			"The body must be %s.", strings.Join(allowed, " or "))
	}
	if raw, err = io.ReadAll(r.Body); err == nil {
		value, err = engine.DecodeValue(raw)
	}
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, contract.ProblemCodeMalformed, "The body is not JSON: %s.", err)
	}
	if _, ok := value.(map[string]any); !ok {
		return nil, nil, refuse(http.StatusBadRequest, contract.ProblemCodeMalformed, "The body is not a JSON object.")
	}
	return value, raw, invalid(shapeOf(value, wanted, ""))
}
