package nicereply

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// one answers with a single object.
func one(status int, item engine.Object) *engine.Reply {
	return &engine.Reply{Status: status, Body: engine.Object{"data": item}}
}

// list answers with the page that the query asks for.
func (c *call) list(items engine.List) *engine.Reply {
	query := c.request.URL.Query()
	page, bad := number(query, "page", 1, 1, 1<<31)
	if bad != nil {
		return bad
	}
	size, bad := number(query, "per_page", defaultPage, smallestPage, largestPage)
	if bad != nil {
		return bad
	}
	return &engine.Reply{Status: http.StatusOK, Body: engine.Object{
		"data":       items.Numbered(page, size).Items(),
		"pagination": engine.Object{"total_pages": max(1, (len(items)+size-1)/size), "current_page": page},
	}}
}

func number(query url.Values, name string, byDefault, smallest, largest int) (int, *engine.Reply) {
	if !query.Has(name) {
		return byDefault, nil
	}
	value, err := strconv.Atoi(query.Get(name))
	if err != nil || value < smallest || value > largest {
		return 0, invalid(name, "This value should be between "+strconv.Itoa(smallest)+" and "+strconv.Itoa(largest)+".")
	}
	return value, nil
}

// members opens the request's body.
func (c *call) members() (engine.Members, *engine.Reply) {
	var sent engine.Members
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return nil, problem(http.StatusBadRequest, "The body is not a JSON object: "+err.Error(), nil)
	}
	return sent, nil
}

// refuseUnrouted tells a wrong method from a wrong path: the documented paths take the documented methods only.
func (s *System) refuseUnrouted(w http.ResponseWriter, r *http.Request) {
	if !isAuthentic(r) {
		unauthenticated().Write(w)
		return
	}
	var allowed []string
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodPost} {
		asked := r.Clone(r.Context())
		asked.Method = method
		if _, pattern := s.mux.Handler(asked); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		notFound().Write(w)
		return
	}
	refusal := problem(http.StatusMethodNotAllowed, "Method not allowed.", nil)
	refusal.Header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	refusal.Write(w)
}
