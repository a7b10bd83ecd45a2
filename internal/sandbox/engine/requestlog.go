package engine

import (
	"sync"
	"time"
)

// Request is one request that reached a vendor's address, as the log shows it.
type Request struct {
	System string `json:"system"`
	Method string `json:"method"`
	// Path is the vendor's path as it was sent: escaped, with ".json", without
	// the system's prefix.
	Path string `json:"path"`
	// Query is the raw query without "?", secrets redacted.
	Query string `json:"query"`
	// Status is what the client saw; 0 while the request is served and for a
	// connection that was dropped.
	Status int `json:"status"`
	// Body is the JSON or form body with secrets redacted; absent when empty.
	Body any       `json:"body,omitempty"`
	At   time.Time `json:"at"`
}

// RequestLog holds every request to a vendor, in the order of arrival.
type RequestLog struct {
	clock *Clock
	mu    sync.Mutex
	all   []*Request
}

// Begin enters a request when it arrives, so that the deliveries it causes come
// after it, and gives the function that notes its status at the end.
func (l *RequestLog) Begin(request Request) (finish func(status int)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	request.At = l.clock.Now()
	entry := &request
	l.all = append(l.all, entry)
	return func(status int) {
		l.mu.Lock()
		defer l.mu.Unlock()
		entry.Status = status
	}
}

// All gives the requests to one system, or to all of them when system is "",
// oldest first; never nil.
func (l *RequestLog) All(system string) []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	requests := []Request{}
	for _, entry := range l.all {
		if system == "" || entry.System == system {
			requests = append(requests, *entry)
		}
	}
	return requests
}

// Reset clears the log.
func (l *RequestLog) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = nil
}
