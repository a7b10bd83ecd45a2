package zendesk

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The search language (support.zendesk.com, "Zendesk Support search reference"): words, keywords with : < > <= >=, and - in
// front of what must not be. Results are complete at once, and in the order of their ids unless another one is asked for.

// mostResults is how many results a search gives, on all of its pages.
const mostResults = 1000

// term is one part of a query: a keyword and what it is compared with, or a word without a keyword.
type term struct {
	keyword, operator, value string
	negated                  bool
}

var termPattern = regexp.MustCompile(`(-?)(?:([A-Za-z_][\w.]*)(<=|>=|[:<>]))?("[^"]*"|\S+)`)

func terms(query string) []term {
	var all []term
	for _, part := range termPattern.FindAllStringSubmatch(query, -1) {
		all = append(all, term{part[2], part[3], strings.ToLower(strings.Trim(part[4], `"`)), part[1] != ""})
	}
	return all
}

// facet is what a keyword is compared with.
type facet struct {
	values []string  // compared as a whole
	text   string    // searched for what is asked
	moment time.Time // compared as a date
}

// searched is a thing that a search may find.
type searched struct {
	kind    string
	id      int64
	words   facet // for words without a keyword
	facets  map[string]facet
	created time.Time
	updated time.Time
	render  func() object
}

// meets tells whether a thing is what a query asks for: everything in it, of several values of one keyword any.
func (s searched) meets(query []term, now time.Time) bool {
	alternatives := map[string]bool{}
	for _, t := range query {
		found := false
		if about, known := s.facets[t.keyword]; known {
			found = about.holds(t, now)
		} else if t.keyword == "" {
			found = s.words.is(t.value, now)
		}
		switch {
		case t.operator == ":" && !t.negated:
			alternatives[t.keyword] = alternatives[t.keyword] || found
		case found == t.negated:
			return false
		}
	}
	for _, found := range alternatives {
		if !found {
			return false
		}
	}
	return len(query) > 0
}

// comparisons are the operators of the search in the words of conditions.
var comparisons = map[string]string{"<": "less_than", ">": "greater_than", "<=": "less_than_equal", ">=": "greater_than_equal"}

func (f facet) holds(t term, now time.Time) bool {
	if t.operator == ":" {
		return f.is(t.value, now)
	}
	if !f.moment.IsZero() {
		from, to := period(t.value, now)
		switch t.operator {
		case "<":
			return f.moment.Before(from)
		case "<=":
			return f.moment.Before(to)
		case ">":
			return !f.moment.Before(to)
		}
		return !f.moment.Before(from)
	}
	return slices.ContainsFunc(f.values, func(value string) bool {
		return compareOrder(condition{t.keyword, comparisons[t.operator], t.value}, value)
	})
}

// is tells whether the facet is, or contains, a value: several words of a list all of them.
func (f facet) is(value string, now time.Time) bool {
	if value == "none" {
		return strings.Join(f.values, "") == "" && f.text == "" && f.moment.IsZero()
	}
	if !f.moment.IsZero() {
		from, to := period(value, now)
		return !f.moment.Before(from) && f.moment.Before(to)
	}
	prefix, open := strings.CutSuffix(value, "*")
	has := func(asked string) bool {
		return slices.ContainsFunc(f.values, func(held string) bool {
			held = strings.ToLower(held)
			return held != "" && (held == asked || open && strings.HasPrefix(held, prefix))
		})
	}
	if has(value) || f.text != "" && strings.Contains(strings.ToLower(f.text), prefix) {
		return true
	}
	words := strings.Fields(value)
	return len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool { return !has(word) })
}

var ago = regexp.MustCompile(`\A(\d+)(minute|hour|day|week|month|year)s?\z`)

var units = map[string]time.Duration{
	"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
}

// period is the time that a value names: a day, a moment, or a moment so long ago. What is none of them is no time.
func period(value string, now time.Time) (from, to time.Time) {
	if day, err := time.Parse(time.DateOnly, value); err == nil {
		return day, day.AddDate(0, 0, 1)
	}
	if moment, err := time.Parse(time.RFC3339, strings.ToUpper(value)); err == nil {
		return moment, moment.Add(time.Second)
	}
	if parts := ago.FindStringSubmatch(value); parts != nil {
		count, _ := strconv.Atoi(parts[1])
		moment := now.Add(-time.Duration(count) * units[parts[2]])
		return moment, moment
	}
	return now, time.Time{}
}

// find gives everything that meets a query: tickets, users, organizations.
func (c *call) find(query string) []searched {
	asked := terms(query)
	var all []searched
	for _, t := range byID(c.tickets) {
		all = append(all, c.searchedTicket(t))
	}
	for _, u := range c.people() {
		all = append(all, c.searchedUser(u))
	}
	for _, o := range byID(c.organizations) {
		all = append(all, c.searchedOrganization(o))
	}
	return slices.DeleteFunc(all, func(s searched) bool { return !s.meets(asked, c.now()) })
}

func (c *call) search() *reply {
	if page, size := c.offsetAsked(); page*size > mostResults {
		return classic(http.StatusUnprocessableEntity, "invalid", "Invalid search: Requested response size was greater than Search Response Limits")
	}
	found := c.find(c.query("query"))
	if by := c.query("sort_by"); by == "created_at" || by == "updated_at" {
		slices.SortStableFunc(found, func(x, y searched) int {
			order := x.created.Compare(y.created)
			if by == "updated_at" {
				order = x.updated.Compare(y.updated)
			}
			if c.query("sort_order") == "asc" {
				return order
			}
			return -order
		})
	}
	var entries list
	for _, s := range found {
		item := s.render()
		item["result_type"] = s.kind
		entries.Add(idText(s.id), item)
	}
	one := c.offsetPage("results", entries)
	if body, ok := one.Body.(object); ok && one.Status == http.StatusOK {
		body["facets"] = nil
	}
	return one
}

func (c *call) countFound() *reply {
	return answer(http.StatusOK, object{"count": len(c.find(c.query("query")))})
}
