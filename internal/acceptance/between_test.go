package acceptance

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// between passes requests on to the sandbox, and does something before the first one of
// a method; it gives the address to use instead of the sandbox's.
func (a *account) between(method string, do func()) (address string) {
	a.t.Helper()
	var once sync.Once
	return a.through(func(r *http.Request, pass func()) {
		if r.Method == method {
			once.Do(do)
		}
		pass()
	})
}

// afterwards is between, but the something is done after the first answer to a request
// that writes to a path with this end, and before anybody gets it.
func (a *account) afterwards(path string, do func()) (address string) {
	a.t.Helper()
	var once sync.Once
	return a.through(func(r *http.Request, pass func()) {
		pass()
		if r.Method != http.MethodGet && strings.HasSuffix(r.URL.Path, path) {
			once.Do(do)
		}
	})
}

// through passes requests on to the sandbox when handle says so, and their answers when
// it is done.
func (a *account) through(handle func(r *http.Request, pass func())) (address string) {
	a.t.Helper()
	target, err := url.Parse(a.url)
	if err != nil {
		a.t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		handle(r, func() { proxy.ServeHTTP(answer, r) })
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	a.t.Cleanup(server.Close)
	return server.URL
}
