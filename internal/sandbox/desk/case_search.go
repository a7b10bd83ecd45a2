package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// criterion is one parameter of a search: a resource has one of the values.
type criterion struct {
	name   string
	values []string
}

func (asked criterion) has(value string) bool { return containsFold(asked.values, value) }

// bounds are the criteria that all searches share. A criterion that nobody simulates
// finds nothing, so that no client takes the answer to another question for its own.
func (asked criterion) bounds(id int, created, updated time.Time) bool {
	bound, _ := strconv.Atoi(asked.values[0])
	moment, _ := searchMoment(asked.values[0])
	switch asked.name {
	case "since_id":
		return id > bound
	case "max_id":
		return id <= bound
	case "since_created_at":
		return created.After(moment)
	case "max_created_at":
		return !created.After(moment)
	case "since_updated_at":
		return updated.After(moment)
	case "max_updated_at":
		return !updated.After(moment)
	}
	return false
}

// searchMoment reads seconds of the epoch, or ISO 8601.
func searchMoment(text string) (time.Time, error) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), nil
	}
	return time.Parse(time.RFC3339, text)
}

// criteria reads those of a search: at least one.
func (c *call) criteria() (all []criterion, bad *problem) {
	query := c.request.URL.Query()
	for name := range query {
		values, name := anyOf(query, name), strings.TrimSuffix(name, "[]")
		switch name {
		case "page", "per_page", "sort_field", "sort_direction", "embed", "fields":
			continue
		}
		if _, err := searchMoment(values[0]); err != nil && strings.HasSuffix(name, "ed_at") {
			return nil, invalid(object{name: []string{codeInvalid}})
		}
		all = append(all, criterion{name, values})
	}
	if len(all) == 0 {
		return nil, invalid(object{"base": []string{codeBlank}})
	}
	return all, nil
}

// searchCases finds by status, channels, labels, subject, customer, ids and times.
func (c *call) searchCases() *reply {
	criteria, bad := c.criteria()
	if bad != nil {
		return bad.reply()
	}
	return c.casesPage(searchPage, c.casesThat(func(t *theCase) bool {
		return !slices.ContainsFunc(criteria, func(asked criterion) bool { return !c.matches(t, asked) })
	}))
}

func (c *call) matches(t *theCase, asked criterion) bool {
	switch asked.name {
	case "status":
		return asked.has(t.status)
	case "channels":
		return asked.has(t.channel)
	case "case_id":
		return asked.has(strconv.Itoa(t.id))
	case "external_id":
		return asked.has(t.externalID)
	case "priority":
		return asked.has(strconv.Itoa(t.priority))
	case "labels":
		return slices.ContainsFunc(c.labelNames(t), asked.has)
	case "subject":
		return strings.Contains(strings.ToLower(t.subject), strings.ToLower(strings.Join(asked.values, ",")))
	case "email":
		k := c.customers[t.customerID]
		return k != nil && slices.ContainsFunc(asked.values, k.hasEmail)
	case "customer_id":
		return asked.has(strconv.Itoa(t.customerID))
	}
	return asked.bounds(t.id, t.created, t.updated)
}
