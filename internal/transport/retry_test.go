package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

const allVerbs = "GET HEAD PUT PATCH DELETE POST"

// A throttled request did nothing, so every verb may be sent again, with its body.
func TestThrottledRequestsAreRepeatedWhateverTheVerb(t *testing.T) {
	for _, method := range strings.Fields(allVerbs) {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			t.Run(fmt.Sprintf("%s %d", method, status), func(t *testing.T) {
				v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, n int) {
					if n < 3 {
						w.Header().Set("Retry-After", "0")
						w.WriteHeader(status)
					}
				})
				code, _, err := do(t, context.Background(), v.client(t), method, v.URL, `{"a":1}`)
				if err != nil || code != http.StatusOK {
					t.Fatalf("got %d, %v", code, err)
				}
				requests := v.got()
				if len(requests) != 3 {
					t.Fatalf("sent %d times, want 3", len(requests))
				}
				for _, r := range requests {
					if r.body != `{"a":1}` {
						t.Errorf("body %q was not replayed", r.body)
					}
				}
			})
		}
	}
}

// What may have been done is repeated only where twice is the same as once.
func TestFailuresAreRepeatedForIdempotentVerbsOnly(t *testing.T) {
	failures := map[string]func(http.ResponseWriter){
		"408":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusRequestTimeout) },
		"500":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"502":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		"503":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		"504":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusGatewayTimeout) },
		"dropped":   drop,
		"truncated": breakOff,
	}
	for name, fail := range failures {
		for _, method := range strings.Fields(allVerbs) {
			if method == http.MethodHead && name == "truncated" {
				continue // an answer to HEAD has no body to truncate
			}
			t.Run(method+" "+name, func(t *testing.T) {
				v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, n int) {
					if n == 1 {
						fail(w)
					}
				})
				status, _, err := do(t, context.Background(), v.client(t), method, v.URL, "{}")
				sent := len(v.got())
				if method != http.MethodPost {
					if sent != 2 || err != nil || status != http.StatusOK {
						t.Fatalf("sent %d times, status %d, error %v", sent, status, err)
					}
					return
				}
				if sent != 1 {
					t.Fatalf("POST was sent %d times", sent)
				}
				if err != nil && !transport.Ambiguous(err) {
					t.Errorf("%v is not ambiguous", err)
				}
				if err == nil && !transport.AmbiguousStatus(status, http.Header{}) {
					t.Errorf("status %d is not ambiguous", status)
				}
			})
		}
	}
}

func TestRefusalsAreNeverRepeated(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 409, 422, 501} {
		v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "the vendor's words")
		})
		code, body, err := do(t, context.Background(), v.client(t), http.MethodPut, v.URL, "{}")
		if err != nil || code != status || body != "the vendor's words" || len(v.got()) != 1 {
			t.Errorf("%d: got %d %q %v after %d requests", status, code, body, err, len(v.got()))
		}
		if transport.AmbiguousStatus(status, http.Header{}) {
			t.Errorf("%d counts as ambiguous", status)
		}
	}
}

// net/http resends requests on its own when a kept connection turns out to be
// closed. A create must not be among them.
func TestPOSTOnAKeptConnectionReachesTheServerOnce(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.Method == http.MethodPost {
			drop(w) // done, and then the line goes dead
		}
	})
	client := v.client(t)
	if _, _, err := do(t, context.Background(), client, http.MethodGet, v.URL, ""); err != nil {
		t.Fatal(err) // the connection is now kept
	}
	_, _, err := do(t, context.Background(), client, http.MethodPost, v.URL, "{}")
	if !transport.Ambiguous(err) {
		t.Errorf("%v is not ambiguous", err)
	}
	posts := 0
	for _, r := range v.got() {
		if r.method == http.MethodPost {
			posts++
		}
	}
	if posts != 1 {
		t.Errorf("the server got %d POSTs, want 1", posts)
	}
}

// The last answer comes back with the vendor's own words.
func TestTheLastAnswerSurvivesTheRetries(t *testing.T) {
	for _, status := range []int{429, 500} {
		v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, "answer %d", n)
		})
		client := v.client(t, func(o *transport.Options) { o.RetryMax, o.ThrottleMax = 2, 3 })
		want := map[int]int{429: 4, 500: 3}[status]
		code, body, err := do(t, context.Background(), client, http.MethodGet, v.URL, "")
		if err != nil || code != status || body != fmt.Sprintf("answer %d", want) {
			t.Errorf("%d: got %d %q %v", status, code, body, err)
		}
	}
}

// A wait that cannot succeed is not begun.
// Time runs out while a failed request is sent again: how the first one failed is
// what the caller learns.
func TestTheLastAnswerSurvivesTheDeadline(t *testing.T) {
	for name, fail := range map[string]func(http.ResponseWriter){
		"502: upstream is gone": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "upstream is gone")
		},
		"EOF": drop,
	} {
		v := newVendor(t, func(w http.ResponseWriter, r *http.Request, n int) {
			if n > 1 {
				<-r.Context().Done()
				return
			}
			fail(w)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		status, body, err := do(t, ctx, v.client(t), http.MethodPatch, v.URL, "{}")
		cancel()
		said := fmt.Sprintf("%d: %s", status, body)
		if err != nil {
			said = err.Error()
			if !transport.Ambiguous(err) {
				t.Errorf("%s: the second one may have been processed", name)
			}
		}
		if sent := len(v.got()); sent != 2 || !strings.Contains(said, name) {
			t.Errorf("%s expected after two attempts, got %s after %d", name, said, sent)
		}
	}
}

func TestAWaitBeyondTheDeadlineFailsAtOnceAndSaysHowLong(t *testing.T) {
	for name, after := range map[string]string{
		"seconds": "3600",
		"date":    time.Now().Add(time.Hour).UTC().Format(http.TimeFormat),
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
				w.Header().Set("Retry-After", after)
				w.WriteHeader(http.StatusTooManyRequests)
			})
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
			defer cancel()
			client := v.client(t)
			for range 2 { // the second one is stopped before it is sent
				_, _, err := do(t, ctx, client, http.MethodPost, v.URL, "{}")
				var wait *transport.WaitError
				if !errors.As(err, &wait) || !wait.Vendor || wait.Wait < 59*time.Minute || wait.Wait > time.Hour {
					t.Fatalf("got %v", err)
				}
				if transport.Ambiguous(err) {
					t.Error("a refused request counts as ambiguous")
				}
			}
			if n := len(v.got()); n != 1 {
				t.Errorf("sent %d requests, want 1", n)
			}
		})
	}
}

func TestARequestThatNeverLeftIsNotAmbiguous(t *testing.T) {
	const closed = "http://127.0.0.1:1" // nobody listens on port 1
	plain := newVendor(t, func(http.ResponseWriter, *http.Request, int) {})

	for name, address := range map[string]string{
		"refused connection":  closed,
		"unknown host":        "http://surveytrigger.invalid",
		"failed handshake":    "https" + strings.TrimPrefix(plain.URL, "http"),
		"unsupported address": "http://127.0.0.1:99999",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := do(t, context.Background(), plain.client(t), http.MethodPost, address, "{}")
			if err == nil || transport.Ambiguous(err) {
				t.Errorf("%v counts as ambiguous", err)
			}
			if !transport.Unreachable(err) {
				t.Errorf("%v does not count as unreachable", err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := do(t, ctx, plain.client(t), http.MethodPost, plain.URL, "{}"); err == nil || transport.Ambiguous(err) {
		t.Errorf("cancelled before it was sent: %v counts as ambiguous", err)
	}
	if n := len(plain.got()); n != 0 {
		t.Errorf("the server got %d requests", n)
	}
}

// An earlier attempt may have been done although the last one never left.
func TestDoubtOutlivesTheLastAttempt(t *testing.T) {
	var v *vendor
	v = newVendor(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		_ = v.Listener.Close()
		drop(w)
	})
	_, _, err := do(t, context.Background(), v.client(t), http.MethodPut, v.URL, "{}")
	if !transport.Ambiguous(err) || !strings.Contains(err.Error(), "attempts") {
		t.Errorf("got %v", err)
	}
}

// ... and although the last one was refused.
func TestDoubtOutlivesARefusal(t *testing.T) {
	for name, row := range map[string]struct {
		answer func(w http.ResponseWriter)
		doubt  bool
	}{
		"dropped":   {drop, true},
		"500":       {func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, true},
		"throttled": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }, false},
	} {
		v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, n int) {
			if n == 1 {
				row.answer(w)
				return
			}
			w.WriteHeader(http.StatusUnprocessableEntity)
		})
		ctx, unsure := transport.NoteUnsure(context.Background())
		status, _, err := do(t, ctx, v.client(t), http.MethodPut, v.URL, "{}")
		if err != nil || status != http.StatusUnprocessableEntity || len(v.got()) != 2 || unsure() != row.doubt {
			t.Errorf("%s: %d, %v, %d requests, doubt %v", name, status, err, len(v.got()), unsure())
		}
	}
}

func TestATimeoutIsAmbiguousAndNamed(t *testing.T) {
	release := make(chan struct{})
	v := newVendor(t, func(http.ResponseWriter, *http.Request, int) { <-release })
	defer close(release)
	client := v.client(t, func(o *transport.Options) { o.AttemptTimeout = 20 * time.Millisecond })
	_, _, err := do(t, context.Background(), client, http.MethodPost, v.URL, "{}")
	if !transport.Ambiguous(err) || !strings.Contains(err.Error(), "no complete answer within 20ms") {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerTooLargeIsRefused(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		_, _ = io.WriteString(w, strings.Repeat("x", 2000))
	})
	client := v.client(t, func(o *transport.Options) { o.BodyMax = 1000 })
	_, _, err := do(t, context.Background(), client, http.MethodGet, v.URL, "")
	if err == nil || len(v.got()) != 1 {
		t.Errorf("got %v after %d requests", err, len(v.got()))
	}
}

// A key says that twice is the same as once.
func TestAPOSTWithAKeyIsRepeatedWithTheSameKey(t *testing.T) {
	for name, fail := range map[string]func(http.ResponseWriter){
		"500":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"dropped":   drop,
		"truncated": breakOff,
	} {
		t.Run(name, func(t *testing.T) {
			var keys []string
			v := newVendor(t, func(w http.ResponseWriter, r *http.Request, n int) {
				keys = append(keys, r.Header.Get(transport.IdempotencyKey))
				if n < 3 {
					fail(w)
				}
			})
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.URL, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set(transport.IdempotencyKey, "the-key")
			response, err := v.client(t).Do(request)
			if err != nil || response.StatusCode != http.StatusOK {
				t.Fatalf("got %v, %v", response, err)
			}
			_ = response.Body.Close()
			if got := strings.Join(keys, " "); got != "the-key the-key the-key" {
				t.Errorf("the keys were %q", got)
			}
		})
	}
}
