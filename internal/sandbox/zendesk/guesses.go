package zendesk

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Everything in this file is a guess: background knowledge or inference that no public source confirms. A live account
// may prove one wrong; then this is the only place to edit.

const (
	// numericActionValues accepts JSON numbers and booleans as action values and stores them as text. Condition values
	// of that kind are refused for certain; for actions the specification says integer, clients report a refusal.
	numericActionValues = true

	// newBecomesOpen moves a new ticket to open as soon as it has an assignee.
	newBecomesOpen = true

	// requesterReopens moves a pending, on-hold or solved ticket to open when its requester comments.
	requesterReopens = true

	// missingSecretRefused refuses an authentication object without its secret, also in PATCH: the object is replaced
	// as a whole, not merged member by member.
	missingSecretRefused = true

	// unconnectedWebhookWorks lets triggers call a webhook without any subscription; one with event subscriptions they
	// never can.
	unconnectedWebhookWorks = true

	// usedWebhookCanGo lets DELETE remove a webhook that active triggers still name. The admin screen refuses; the
	// triggers then simply notify nobody.
	usedWebhookCanGo = true

	// usedFieldCanGo lets DELETE remove a ticket field that triggers still name. Their conditions are then false.
	usedFieldCanGo = true

	// inactiveFieldWorks would let rules set and check a ticket field that is inactive, and render it. That its values are
	// kept is documented; what rules do with it meanwhile is not. Without it conditions are false, and nothing is set.
	inactiveFieldWorks = false

	// jobTriggerIDsAreStrings would answer trigger_categories/jobs with text ids. Requests carry strings there; the
	// answer is described as ordinary trigger objects, whose ids are integers.
	jobTriggerIDsAreStrings = false

	// solvedLivesFor is how long a solved ticket lives before the system closes it, without running triggers. The
	// number is documented; that it is counted from the moment of solving is not.
	solvedLivesFor = 28 * 24 * time.Hour

	// reorderNeedsAll is the status for a trigger_ids list that is not the whole account; the documentation says
	// "404 Forbidden".
	reorderNeedsAll = http.StatusNotFound

	// reorderOneCategory is the status of LimitOneCategory, of which only the code is documented.
	reorderOneCategory = http.StatusBadRequest

	// automationsAreDefined serves automations/definitions in the shape of triggers/definitions. It is undocumented.
	automationsAreDefined = true

	// systemTitlesStay refuses another title for one of Zendesk's own automations.
	systemTitlesStay = true

	// updateUndoesIdleHours would count every action as one that makes "hours since update" false, because it updates
	// the ticket.
	updateUndoesIdleHours = false

	// automationTouches makes every run of an automation on a ticket an update of it, also one that only notifies: the
	// triggers run in any case.
	automationTouches = true

	// roleOfNoUser is what the condition role compares when an automation updates a ticket.
	roleOfNoUser = "system"

	// usernameWipesPassword drops the stored password of a target when an update brings a username and no password.
	// Third parties warn of it.
	usernameWipesPassword = true

	// usedTargetCanGo lets DELETE remove a target that active rules still name, as with webhooks.
	usedTargetCanGo = true

	// reactivationForgives makes a target that is switched on again start with no failures.
	reactivationForgives = true

	// csatTriggerTitle is the title of the satisfaction survey that is deployed as a trigger.
	csatTriggerTitle = "Request customer satisfaction rating (System Trigger)"

	// accountNumber is what x-zendesk-account-id carries.
	accountNumber = "21735918"
)

// csatTriggerConditions are those of the satisfaction survey that is deployed as a trigger.
var csatTriggerConditions = []condition{{"status", "value", "solved"}, {"satisfaction_score", "is", "unoffered"}, {"ticket_is_public", "is", "public"}}

// sameAutomation is what "active automations can't be identical" compares: the title does not count, the order does.
func sameAutomation(x, y *automation) bool {
	return reflect.DeepEqual([]any{x.All, x.Any, x.Actions}, []any{y.All, y.Any, y.Actions})
}

// targetFailed is what counts as a failure of a target: no answer, or one that is not 2xx.
func targetFailed(done engine.Result) bool { return !done.OK() }

// ruleRunsEarlier decides between two rules of equal position. That they are listed by title without regard to case is
// recorded; that active ones run in that order too, and that an inactive one that is activated takes the place at which it
// was listed, is not. The id makes it total.
func ruleRunsEarlier(a, b *trigger) bool {
	if x, y := strings.ToLower(a.Title), strings.ToLower(b.Title); x != y {
		return x < y
	}
	return a.ID < b.ID
}

// changedFrom tells what the comparison operators call "changed" when the ticket did not exist before: any value counts
// as a change from nothing (documented), nothing to nothing does not, and no ticket changed *from* a value.
func changedFrom(existed bool, before, now string) bool {
	if !existed {
		return now != ""
	}
	return before != now
}

// normalTags lower-cases, splits at blanks and commas, and removes repetitions. Lower case is reported by third
// parties; that the read-back is sorted is a guess.
func normalTags(text string) []string {
	tags := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r'
	})
	slices.Sort(tags)
	return slices.Compact(tags)
}

// writtenTags is how the tags of a condition read back: lower case and one blank apart, in the order they were written.
func writtenTags(text string) string { return spacedTags(strings.ToLower(text)) }

// spacedTags is how the tags of an action read back: one blank apart, and in the case in which they were written
// (recorded). Tickets get them in lower case.
func spacedTags(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
}

// renderedTags is what {{ticket.tags}} gives.
func renderedTags(tags []string) string { return strings.Join(tags, " ") }

// renderedCheckbox is what a checkbox placeholder gives: 0 or 1 is documented, that it is text is not.
func renderedCheckbox(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// auditedCheckbox is a checkbox in an audit. Texts, ids and tags are recorded, a checkbox is not.
func auditedCheckbox(on bool) string { return renderedCheckbox(on) }

// externalEvent is what an audit tells of a webhook or target that was notified: its type is documented for targets, and
// the text is as written in the rule, as the recorded texts of e-mails are.
func externalEvent(receiver string, body any) object {
	return object{"type": "External", "resource": receiver, "body": body}
}

// jobFailure is the result of a step of a job that was refused. The result of one that was not is recorded.
func jobFailure(result object, bad *reply) object {
	body, _ := bad.Body.(object)
	details := []string{}
	reasons, _ := body["details"].(map[string][]object)
	for _, member := range slices.Sorted(maps.Keys(reasons)) {
		for _, reason := range reasons[member] {
			details = append(details, textOf(reason["description"]))
		}
	}
	if len(details) == 0 {
		details = append(details, textOf(body["description"]))
	}
	result["status"], result["success"] = "Failed", false
	result["error"], result["details"] = body["error"], strings.Join(details, " ")
	return result
}

// forbidden is the 403 of the classic endpoints, whose error member is an object.
func forbidden() *reply {
	return answer(http.StatusForbidden, object{"error": object{
		"title":   "Forbidden",
		"message": "You do not have access to this page. Please contact the account owner of this help desk for further help.",
	}})
}

// listForbidden is the same for the endpoints that answer with a list of errors.
func listForbidden() *reply {
	return errorList(http.StatusForbidden, "Forbidden", "You are not authorized to perform this action", "")
}

// closingCannotStop is the refusal to deactivate the automation that closes solved tickets.
func closingCannotStop() *reply {
	return invalid(detail{"base", "This automation can not be deactivated", "InvalidValue"})
}

// systemCannotChange refuses what cannot be changed in one of Zendesk's own automations, systemCannotGo its deletion.
func systemCannotChange() *reply {
	return invalid(detail{"base", "This automation can not be updated", "InvalidValue"})
}

func systemCannotGo() *reply {
	return invalid(detail{"base", "This automation can not be deleted", "InvalidValue"})
}

// targetsRetired refuses a new HTTP target in an account that has none any more.
func targetsRetired() *reply {
	return invalid(detail{"base", "HTTP targets are retired and can no longer be created: use a webhook", "InvalidValue"})
}

// invalidWebhook refuses a webhook; the shape is documented, status and code are not.
func invalidWebhook(member, why string) *reply {
	return errorList(http.StatusBadRequest, "InvalidParameter", why, "/webhook/"+member)
}
