package engine

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is a kind of fault on the way to a vendor.
type Kind string

// The kinds of faults that can be scripted.
const (
	// TooManyRequests answers 429 with Retry-After (default 1 s) and the vendor's
	// error shape; the system does not see the request.
	TooManyRequests Kind = "429"
	// ServerError answers 500 with the vendor's error shape; the system does not
	// see it.
	ServerError Kind = "500"
	// EdgeHTML answers 503 with the HTML page of an edge server, with
	// Retry-After only if one is given; the system does not see it.
	EdgeHTML Kind = "503_html"
	// DropBefore closes the connection; the system does not see the request.
	//
	// Go's HTTP client sends a GET once more by itself when a *reused*
	// connection ends without an answer: it then consumes two drops.
	DropBefore Kind = "drop_before"
	// DropAfterCommit lets the system do everything, deliveries included, and
	// closes the connection without an answer. With [Fault.CommitAfter] it closes the
	// connection first.
	DropAfterCommit Kind = "drop_after_commit"
	// Slow lets the system do everything at once and holds the answer back for
	// Retry-After seconds (default 2 s).
	Slow Kind = "slow"
	// Truncate sends the right status and headers, the length of the whole body
	// and half of it, and closes the connection.
	Truncate Kind = "truncate"
)

// Kinds lists every kind of fault.
func Kinds() []Kind {
	return []Kind{TooManyRequests, ServerError, EdgeHTML, DropBefore, DropAfterCommit, Slow, Truncate}
}

// Fault is one scripted fault for the requests that it matches.
type Fault struct {
	System string `json:"system"`
	// Method is exact; "" and "*" match every method.
	Method string `json:"method"`
	// Path is the vendor's path, without the system's prefix and without
	// ".json"; a "*" at its end matches any rest; "" matches every path.
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
	// Times is how many requests it still hits; 0 in a script means 1.
	Times int `json:"times"`
	// RetryAfter is in seconds, fractions allowed (the header rounds them up);
	// what it means depends on the kind.
	RetryAfter *float64 `json:"retry_after,omitempty"`
	// CommitAfter is in seconds of real time, and only for DropAfterCommit: the
	// connection is closed at once, and the system does everything that much later.
	CommitAfter float64 `json:"commit_after,omitempty"`
}

// Validate says what is wrong with a scripted fault; systems are the names that
// exist.
func (f Fault) Validate(systems []string) error {
	switch {
	case !slices.Contains(systems, f.System):
		return fmt.Errorf("unknown system %q: choose one of %q", f.System, systems)
	case !slices.Contains(Kinds(), f.Kind):
		return fmt.Errorf("unknown kind %q: choose one of %q", f.Kind, Kinds())
	case f.Path != "" && f.Path != "*" && !strings.HasPrefix(f.Path, "/"):
		return fmt.Errorf("path %q does not start with \"/\"", f.Path)
	case strings.HasPrefix(f.Path, "/"+f.System+"/"):
		return fmt.Errorf("path %q starts with the system's prefix: write the vendor's path", f.Path)
	case f.Times < 0:
		return fmt.Errorf("times %d is negative", f.Times)
	case f.RetryAfter != nil && *f.RetryAfter < 0:
		return fmt.Errorf("retry_after %v is negative", *f.RetryAfter)
	case f.CommitAfter < 0:
		return fmt.Errorf("commit_after %v is negative", f.CommitAfter)
	case f.CommitAfter > 0 && f.Kind != DropAfterCommit:
		return fmt.Errorf("commit_after is for the kind %q", DropAfterCommit)
	}
	return nil
}

func (f Fault) matches(system, method, path string) bool {
	if f.Times <= 0 || f.System != system {
		return false
	}
	if f.Method != "" && f.Method != "*" && !strings.EqualFold(f.Method, method) {
		return false
	}
	if prefix, open := strings.CutSuffix(f.Path, "*"); open || f.Path == "" {
		return strings.HasPrefix(path, prefix)
	}
	return bare(f.Path) == bare(path)
}

// bare drops the suffix that a vendor may take on every path and nobody means.
func bare(path string) string { return strings.TrimSuffix(path, ".json") }

// seconds is RetryAfter as a duration, or the default where none is given.
func (f Fault) seconds(byDefault time.Duration) time.Duration {
	if f.RetryAfter == nil {
		return byDefault
	}
	return time.Duration(*f.RetryAfter * float64(time.Second))
}

// Faults is the script: faults in the order in which they were added.
type Faults struct {
	mu     sync.Mutex
	script []Fault
}

// Add appends faults to the script; a Times of 0 becomes 1. They are taken as
// valid: see [Fault.Validate].
func (f *Faults) Add(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		fault.Times = max(fault.Times, 1)
		f.script = append(f.script, fault)
	}
}

// Take gives the first fault with times left that matches a request and uses it
// up once; ok is false when there is none. Path is the vendor's, with or
// without ".json".
func (f *Faults) Take(system, method, path string) (fault Fault, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.script {
		if f.script[i].matches(system, method, path) {
			f.script[i].Times--
			return f.script[i], true
		}
	}
	return Fault{}, false
}

// All gives the faults that still have times left, in order; never nil.
func (f *Faults) All() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	left := []Fault{}
	for _, fault := range f.script {
		if fault.Times > 0 {
			left = append(left, fault)
		}
	}
	return left
}

// Reset forgets the script.
func (f *Faults) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = nil
}
