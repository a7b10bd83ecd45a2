package engine

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

const (
	defaultRetryAfter = time.Second
	defaultSlowness   = 2 * time.Second
)

// edgePage is what stands between a client and a vendor that is down: no JSON.
const edgePage = `<!DOCTYPE html>
<html><head><title>503 Service Temporarily Unavailable</title></head>
<body><h1>Service Temporarily Unavailable</h1><p>scripted by the sandbox</p></body></html>
`

// Serve answers a request to a system as the fault wants it. Handle lets the
// system handle the request and gives its answer; it is called at most once.
// Status is told what the client will see, 0 for nothing, before anything is sent.
//
// The kinds that end the connection leave by panic([http.ErrAbortHandler]),
// which is how net/http is told to.
func (f Fault) Serve(w http.ResponseWriter, r *http.Request, system System, handle func() *Answer, status func(int)) {
	switch f.Kind {
	case DropBefore:
		status(0)
		drop()
	case DropAfterCommit:
		if f.CommitAfter > 0 {
			time.AfterFunc(time.Duration(f.CommitAfter*float64(time.Second)), func() { handle() })
		} else {
			handle()
		}
		status(0)
		drop()
	case Slow:
		answer := handle()
		Pause(r, f.seconds(defaultSlowness))
		status(answer.Status())
		answer.SendTo(w)
	case Truncate:
		answer := handle()
		status(answer.Status())
		answer.sendHalf(w)
	default:
		answer := f.refusal(system)
		status(answer.Status())
		answer.SendTo(w)
	}
}

// refusal is the answer of the kinds that the system never sees.
func (f Fault) refusal(system System) *Answer {
	answer := NewAnswer()
	switch f.Kind {
	case TooManyRequests:
		setRetryAfter(answer, f.seconds(defaultRetryAfter))
		system.Refuse(answer, http.StatusTooManyRequests)
		return answer
	case EdgeHTML:
		answer.Header().Set("Content-Type", "text/html; charset=utf-8")
		answer.WriteHeader(http.StatusServiceUnavailable)
		_, _ = answer.Write([]byte(edgePage))
	default:
		system.Refuse(answer, http.StatusInternalServerError)
	}
	if f.RetryAfter != nil {
		setRetryAfter(answer, f.seconds(0))
	}
	return answer
}

func setRetryAfter(answer *Answer, after time.Duration) {
	answer.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
}

// Pause waits for d of real time, or until the client has gone.
func Pause(r *http.Request, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}
