package backend

import (
	"context"
	"net/http"
	"reflect"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// onceKeeper does the work of an idempotency key once. It keeps keys until it
// is thrown away.
type onceKeeper struct {
	mu   sync.Mutex
	kept map[onceKey]*keptAnswer
}

// onceKey is a key in the place where it was used.
type onceKey struct{ path, key string }

type keptAnswer struct {
	body   any
	answer any // nil while the request is served
}

const longestKey = 255

// wrap is the middleware: it sees every operation, and POST needs it.
func (k *onceKeeper) wrap(next contract.StrictHandlerFunc, _ string) contract.StrictHandlerFunc {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		if r.Method != http.MethodPost {
			return next(ctx, w, r, request)
		}
		key := onceKey{r.URL.Path, r.Header.Get("Idempotency-Key")}
		if len(key.key) == 0 || len(key.key) > longestKey {
			return nil, badParameter("Idempotency-Key must have 1 to %d characters", longestKey)
		}
		kept, err := k.begin(key, bodyOf(ctx))
		if err != nil {
			return nil, err
		}
		if kept.answer != nil {
			w.Header().Set("Idempotency-Replayed", "true")
			return kept.answer, nil
		}
		answer, err := next(ctx, w, r, request)
		k.finish(key, kept, answer, err)
		return answer, err
	}
}

func (k *onceKeeper) begin(key onceKey, body any) (*keptAnswer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.kept[key]
	switch {
	case kept == nil:
		kept = &keptAnswer{body: body}
		k.kept[key] = kept
		return kept, nil
	case !reflect.DeepEqual(kept.body, body):
		return nil, refuse(http.StatusUnprocessableEntity, contract.ProblemCodeIdempotencyKeyReused,
			"Idempotency-Key %q was used for another body. Make a new key for a new object.", key.key)
	case kept.answer == nil:
		return nil, refuse(http.StatusConflict, contract.ProblemCodeInProgress,
			"The first request with Idempotency-Key %q is still served. Try again.", key.key)
	}
	return kept, nil
}

// finish keeps the answer; a request that was refused uses no key up.
func (k *onceKeeper) finish(key onceKey, kept *keptAnswer, answer any, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		delete(k.kept, key)
		return
	}
	kept.answer = answer
}
