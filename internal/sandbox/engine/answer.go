package engine

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
)

// WriteJSON answers with a status and a JSON body, without the HTML escapes
// that would spoil Liquid.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// Only a value that cannot be JSON gets here: a mistake in this program.
		panic("sandbox answer is not JSON: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

// Reply is what a system's handler gives while it holds its lock, to be written
// once the lock is free.
type Reply struct {
	Status int
	Header http.Header
	Body   any // for JSON; nil is an empty body
}

// Write answers with the reply.
func (r *Reply) Write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.Header)
	if r.Body == nil {
		w.WriteHeader(r.Status)
		return
	}
	WriteJSON(w, r.Status, r.Body)
}

// Answer is a response that a system has written and the client has not seen:
// a fault may still spoil it. It is an [http.ResponseWriter].
type Answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// NewAnswer makes an empty answer; its status is 200 until one is written.
func NewAnswer() *Answer { return &Answer{header: http.Header{}} }

// Header is the header to send.
func (a *Answer) Header() http.Header { return a.header }

// WriteHeader sets the status; only the first call counts.
func (a *Answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write appends to the body.
func (a *Answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// Status is the status to send.
func (a *Answer) Status() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}

// SendTo lets the client have the whole answer.
func (a *Answer) SendTo(w http.ResponseWriter) {
	a.sendHead(w)
	_, _ = w.Write(a.body.Bytes())
}

// sendHalf sends the head of the whole answer and half of its body, and ends
// the connection.
func (a *Answer) sendHalf(w http.ResponseWriter) {
	a.sendHead(w)
	_, _ = w.Write(a.body.Bytes()[:a.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	drop()
}

func (a *Answer) sendHead(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.body.Len() > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	}
	w.WriteHeader(a.Status())
}

// drop ends the connection; net/http sends nothing more on it.
func drop() { panic(http.ErrAbortHandler) }
