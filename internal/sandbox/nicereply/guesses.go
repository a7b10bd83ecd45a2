package nicereply

import (
	"net/http"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Everything in this file is a guess. The paths, the envelope {data, pagination}, the paging members, a feedback object
// and the answers of a response are on record; the members of a survey, a distribution, an integration, a customer and
// the rating values, and the shape of errors, are not.

const (
	// smallestPage and largestPage are documented; that another per_page is refused and not corrected is a guess.
	smallestPage, largestPage, defaultPage = 10, 10_000, 10
)

// scales are the values that a customer can choose from, as public clients know them.
var scales = map[engine.Metric][2]int{engine.CSAT: {1, 5}, engine.CES: {1, 7}, engine.NPS: {0, 10}}

// stamp is how the API writes a moment: without parts of a second, as it demands them of created_after.
func stamp(moment time.Time) string { return moment.UTC().Format(time.RFC3339) }

// word is how the API writes an enumeration: "AGENT" and "SCALE" are on record.
func word[T ~string](value T) string { return strings.ToUpper(string(value)) }

// problem is an error with its reasons by member of the request's body.
func problem(status int, message string, reasons map[string][]string) *engine.Reply {
	body := engine.Object{"message": message}
	if reasons != nil {
		body["errors"] = reasons
	}
	return &engine.Reply{Status: status, Body: body}
}

func unauthenticated() *engine.Reply {
	refusal := problem(http.StatusUnauthorized, "Invalid credentials.", nil)
	refusal.Header = http.Header{"Www-Authenticate": {`Basic realm="Nicereply"`}}
	return refusal
}

func notFound() *engine.Reply { return problem(http.StatusNotFound, "Not found.", nil) }

func invalid(member, why string) *engine.Reply {
	return problem(http.StatusUnprocessableEntity, "Validation failed.", map[string][]string{member: {why}})
}

// render shows a survey. The members are those of the first generation of the API, with ids of the present one.
func (s *survey) render() engine.Object {
	var distribution any
	if s.Distribution != nil {
		distribution = word(s.Distribution.Type)
	}
	return engine.Object{
		"id": s.ID, "name": s.Name, "metric": string(s.Metric), "question": engine.OrNull(s.Question),
		"rating_scale": renderScale(s.Metric), "distribution": distribution,
		"created_at": stamp(s.Created), "updated_at": stamp(s.Updated),
	}
}

func renderScale(metric engine.Metric) engine.Object {
	return engine.Object{"metric": string(metric), "min": scales[metric][0], "max": scales[metric][1]}
}

// renderDistribution shows what the articles call trigger settings. What is written back to the help desk is not shown:
// nothing in the public material says that it is.
func (a *account) renderDistribution(d *distribution) engine.Object {
	var integrationID any
	if app := a.integrationOf(d.HelpDesk); app != nil {
		integrationID = app.ID
	}
	return engine.Object{
		"type": word(d.Type), "integration_id": integrationID, "is_active": d.Active,
		"settings": engine.Object{"channel": word(d.Channel), "status": word(d.Status), "delay_hours": d.QuietPeriodHours},
	}
}

func (i *integration) render() engine.Object {
	return engine.Object{
		"id": i.ID, "type": word(i.HelpDesk), "url": i.URL, "is_connected": i.Connected,
		"created_at": stamp(i.Created), "updated_at": stamp(i.Updated),
	}
}

// renderWriteBack shows what became of a rating in the help desk. That the vendor keeps it and that nothing is lost is
// documented; that the API tells, is not.
func renderWriteBack(w polling.WriteBack) engine.Object {
	return engine.Object{
		"status": word(w.State), "note_written": w.NoteWritten, "custom_field_written": w.FieldWritten, "error": engine.OrNull(w.Failure),
	}
}

// checkMember refuses what no list of agents could show.
func checkMember(value string) (why string) {
	if strings.TrimSpace(value) == "" {
		return "This value should not be blank."
	}
	return ""
}
