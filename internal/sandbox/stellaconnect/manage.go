package stellaconnect

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The size of a page of employees.
const (
	defaultPage = 100
	largestPage = 500
)

// call is one authenticated request of user management. The account is locked while its
// handler runs.
type call struct {
	*System
	request *http.Request
	sent    engine.Members
}

// manageEmployees serves User Management v2, which has no DELETE.
//
// https://docs.medallia.com/en/agent-connect/api
func (s *System) manageEmployees() {
	on := func(pattern string, handle func(*call) *engine.Reply) {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.manage(r, handle).Write(w) })
	}
	on("GET /v2/employees", (*call).list)
	on("POST /v2/employees", func(c *call) *engine.Reply { return c.create(false) })
	on("POST /v2/employees/invite", func(c *call) *engine.Reply { return c.create(true) })
	on("GET /v2/employees/{id}", func(c *call) *engine.Reply {
		return c.named(func(e *employee) *engine.Reply { return shown(http.StatusOK, e) })
	})
	on("PUT /v2/employees/{id}", (*call).update)
	on("PUT /v2/employees/{id}/activate", func(c *call) *engine.Reply { return c.activate(true) })
	on("PUT /v2/employees/{id}/deactivate", func(c *call) *engine.Reply { return c.activate(false) })
}

func (s *System) manage(r *http.Request, handle func(*call) *engine.Reply) *engine.Reply {
	if !isManager(r) {
		return refusal(http.StatusForbidden, "Forbidden")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return refusal(http.StatusUnprocessableEntity, "body cannot be read: "+err.Error())
	}
	c := &call{System: s, request: r}
	if len(body) > 0 && json.Unmarshal(body, &c.sent) != nil {
		return refusal(http.StatusUnprocessableEntity, "body is not a JSON object")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return handle(c)
}

func refusal(status int, reasons ...string) *engine.Reply {
	return &engine.Reply{Status: status, Body: engine.Object{"error": strings.Join(reasons, ", ")}}
}

func shown(status int, e *employee) *engine.Reply {
	return &engine.Reply{Status: status, Body: e.render()}
}

// named is what becomes of the employee that the path names.
func (c *call) named(handle func(*employee) *engine.Reply) *engine.Reply {
	if found := c.account.named(c.request.PathValue("id")); found != nil {
		return handle(found)
	}
	return refusal(http.StatusNotFound, "Employee not found")
}

// list gives a page of the employees that the query asks for. Its next page begins behind
// external_id.
func (c *call) list() *engine.Reply {
	query := c.request.URL.Query()
	size := defaultPage
	if given, err := strconv.Atoi(query.Get("number_of_employees")); err == nil && given > 0 {
		size = min(given, largestPage)
	}
	from := 0
	if after := query.Get("external_id"); after != "" {
		from = 1 + slices.IndexFunc(c.account.employees, func(e *employee) bool { return strconv.Itoa(e.id) == after })
	}
	items, next := []engine.Object{}, ""
	last := 0
	for _, each := range c.account.employees[from:] {
		if !each.fits(query) {
			continue
		}
		if len(items) == size {
			next = nextPage(last)
			break
		}
		items, last = append(items, each.render()), each.id
	}
	return &engine.Reply{Status: http.StatusOK, Body: engine.Object{"employees": items, "meta": engine.Object{"next_page": engine.OrNull(next)}}}
}

// nextPage is an address of the vendor's, which need not be the one that was asked. The
// description's example has nothing of the query in it.
func nextPage(last int) string {
	return "https://api.stellaconnect.net/v2/employees?" + url.Values{"external_id": {strconv.Itoa(last)}}.Encode()
}

func (e *employee) fits(query url.Values) bool {
	is := func(name, value string) bool {
		return !query.Has(name) || slices.ContainsFunc(query[name], func(wanted string) bool { return strings.EqualFold(wanted, value) })
	}
	leader, _ := e.members["team_leader_id"].(int)
	search := strings.ToLower(strings.Join([]string{e.email, e.customID, e.text("first_name") + " " + e.text("last_name")}, "\n"))
	inGroup := !query.Has("reporting_groups")
	for _, group := range query["reporting_groups"] {
		of, _ := e.members["groups"].([]any)
		inGroup = inGroup || slices.Contains(of, any(group))
	}
	return is("status", e.status()) && is("employee_status", e.text("employment_status")) && is("roles", e.text("role")) &&
		is("team_leader_ids", strconv.Itoa(leader)) && inGroup && strings.Contains(search, strings.ToLower(query.Get("q")))
}

// create makes an employee whose profile nobody has approved yet.
func (c *call) create(invite bool) *engine.Reply {
	made := newEmployee(len(c.account.employees) + 1)
	if problems := c.account.change(made, c.sent); len(problems) > 0 {
		return refusal(http.StatusUnprocessableEntity, problems...)
	}
	c.account.employees = append(c.account.employees, made)
	if invite {
		c.world.Outbox.Add(engine.Email{
			Kind: engine.InvitationEmail, From: c.Name(), To: made.email, Subject: "Welcome to Stella Connect", Body: "Please log in and complete your profile.",
		})
	}
	return shown(http.StatusCreated, made)
}

func (c *call) update() *engine.Reply {
	return c.named(func(e *employee) *engine.Reply {
		if problems := c.account.change(e, c.sent); len(problems) > 0 {
			return refusal(http.StatusUnprocessableEntity, problems...)
		}
		return shown(http.StatusOK, e)
	})
}

// activate answers without a body: the description prints none.
func (c *call) activate(active bool) *engine.Reply {
	return c.named(func(e *employee) *engine.Reply {
		e.deactivated = !active
		return &engine.Reply{Status: http.StatusOK}
	})
}
