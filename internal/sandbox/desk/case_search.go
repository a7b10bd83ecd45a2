package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// searchCases finds by status, channels, labels, subject, e-mail address, ids and times.
// Criteria that nobody simulates find nothing, so that no client takes the answer to a
// question that was not asked for one.
func (c *call) searchCases() *reply {
	query := c.request.URL.Query()
	tests := []func(*theCase) bool{}
	for name := range query {
		values, name := anyOf(query, name), strings.TrimSuffix(name, "[]")
		switch name {
		case "page", "per_page", "sort_field", "sort_direction", "embed", "fields":
		case "since_created_at", "max_created_at", "since_updated_at", "max_updated_at":
			moment, bad := searchMoment(values[0])
			if bad {
				return invalid(object{name: []string{codeInvalid}}).reply()
			}
			tests = append(tests, func(t *theCase) bool { return t.isWithin(name, moment) })
		default:
			tests = append(tests, func(t *theCase) bool { return c.matches(t, name, values) })
		}
	}
	if len(tests) == 0 {
		return invalid(object{"base": []string{codeBlank}}).reply()
	}
	return c.casesPage(searchPage, c.casesThat(func(t *theCase) bool {
		return !slices.ContainsFunc(tests, func(passes func(*theCase) bool) bool { return !passes(t) })
	}))
}

// searchMoment reads seconds of the epoch, or ISO 8601.
func searchMoment(text string) (moment time.Time, bad bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), false
	}
	moment, err := time.Parse(time.RFC3339, text)
	return moment, err != nil
}

func (t *theCase) isWithin(criterion string, moment time.Time) bool {
	at := t.updated
	if strings.HasSuffix(criterion, "created_at") {
		at = t.created
	}
	if strings.HasPrefix(criterion, "since_") {
		return at.After(moment)
	}
	return !at.After(moment)
}

func (c *call) matches(t *theCase, criterion string, values []string) bool {
	has := func(value string) bool { return containsFold(values, value) }
	bound, _ := strconv.Atoi(values[0])
	switch criterion {
	case "status":
		return has(t.status)
	case "channels":
		return has(t.channel)
	case "case_id":
		return has(strconv.Itoa(t.id))
	case "external_id":
		return has(t.externalID)
	case "priority":
		return has(strconv.Itoa(t.priority))
	case "labels":
		return slices.ContainsFunc(c.labelNames(t), has)
	case "subject":
		return strings.Contains(strings.ToLower(t.subject), strings.ToLower(strings.Join(values, ",")))
	case "email":
		k := c.customers[t.customerID]
		return k != nil && slices.ContainsFunc(values, k.hasEmail)
	case "customer_id":
		return has(strconv.Itoa(t.customerID))
	case "since_id":
		return t.id > bound
	case "max_id":
		return t.id <= bound
	}
	return false
}
