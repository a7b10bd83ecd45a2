package zendesk

import (
	"strconv"
	"strings"
	"time"
)

// statusHours are the conditions that count the hours since a ticket entered a status, while it is in it
// (HC-115015611667).
var statusHours = map[string]string{
	"OPEN": "open", "PENDING": "pending", "HOLD": "hold", "SOLVED": "solved", "CLOSED": "closed",
}

// hourConditions are all conditions that count hours. The account has no service level policies: the hours to and from
// their breach are never true.
var hourConditions = map[string]bool{
	"NEW": true, "OPEN": true, "PENDING": true, "HOLD": true, "SOLVED": true, "CLOSED": true, "assigned_at": true, "updated_at": true,
	"requester_updated_at": true, "assignee_updated_at": true, "due_date": true, "until_due_date": true,
	"sla_next_breach_at": true, "until_sla_next_breach_at": true,
}

// hoursHold compares whole hours, rounded down (HC-4408832701850). Without a schedule all hours are business hours.
func (u *update) hoursHold(c condition) bool {
	hours, counted := u.hours(c.Field)
	limit, err := strconv.Atoi(c.text())
	if !counted || err != nil {
		return false
	}
	switch strings.TrimSuffix(c.Operator, "_business_hours") {
	case "is":
		return hours == limit
	case "less_than":
		return hours < limit
	case "greater_than":
		return hours > limit
	}
	return false
}

// hours counts for one of the hourConditions; counted is false while there is nothing to count from.
func (u *update) hours(field string) (hours int, counted bool) {
	t, now := u.ticket, u.now()
	since := map[string]time.Time{
		"NEW": t.Created, "updated_at": t.Updated, "requester_updated_at": t.RequesterUpdated, "assignee_updated_at": t.AssigneeUpdated,
	}[field]
	switch status := statusHours[field]; {
	case status != "" && t.Status == status:
		since = t.StatusSince
	case field == "assigned_at" && t.Assignee != 0:
		since = t.Assigned
	case field == "due_date" && t.Type == "task" && !now.Before(t.Due):
		since = t.Due
	case field == "until_due_date" && t.Type == "task" && t.Due.After(now):
		return int(t.Due.Sub(now) / time.Hour), true
	}
	return int(now.Sub(since) / time.Hour), !since.IsZero()
}

// dueHour is the hour of the day at which a task is due when only its date is given (HC-4408885654298).
const dueHour = 12 * time.Hour

func (t *ticket) writeDue(sent members, found *problems) {
	if !sent.Has("due_at") {
		return
	}
	text := sent.Text("due_at")
	due, err := time.Parse(time.RFC3339, text)
	if day, bad := time.Parse(time.DateOnly, text); bad == nil {
		due, err = day.Add(dueHour), nil
	}
	if err != nil && text != "" {
		found.add("due_at", "Due at: %s is not valid", text)
		return
	}
	t.Due = due
}
