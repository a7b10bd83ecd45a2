package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// An exclusion whose attribute Kustomer does not document may exclude nobody, or everybody.
func TestAnExclusionByAnAttributeThatCannotExist(t *testing.T) {
	t.Parallel()
	const summary = "Attribute not documented"
	a := start(t)
	for field, meant := range map[string]string{
		"customer.vip": "", "company.name": "", "customer.company.custom.blockedBool": "",
		"tag": "tags", "customers.custom.vipBool": "customer.custom.vipBool",
	} {
		w := a.shell(a.sending(byAttribute + "\n" + excludeWhen(excluding("priority", "eq", "5"), excluding(field, "exists", ""))))
		hint := "agents. If"
		if meant != "" {
			hint = `Did you mean "` + meant + `"?`
		}
		w.says(summary, hint)
		w.says(summary, "matches nothing: conversations that it is to exclude are surveyed")
	}
	for _, operator := range []string{"neq", "not-contains"} {
		a.shell(a.sending(byAttribute+"\n"+excludeWhen(excluding("customer.vip", operator, "x")))).says(summary, "holds for every conversation: nobody is surveyed")
	}
	w := a.shell(a.sending(byAttribute + "\n" + excludeWhen(excluding("customer.vip", "eq", "yes"))))
	w.apply()
	w.says(summary) // it was said when it was new
	a.done(a.converse("email"))
	if len(a.surveys()) != 1 {
		t.Errorf("what the plan said: %v", a.surveys())
	}
}

// Options are those of the account, or those that the same run gives the attribute.
func TestAnExclusionByAValueThatIsNoOption(t *testing.T) {
	t.Parallel()
	const summary = "Not an option of the attribute"
	a := start(t)
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"planStr": map[string]any{"displayName": "Plan", "enumeration": []string{"free", "gold"}}}})
	send := func(operator, value string) string {
		return a.sending(byAttribute + "\n" + excludeWhen(excluding("custom.planStr", operator, value)))
	}
	a.shell(send("eq", "Free")).says(summary, `"Free" is none of the options of conversation/planStr, which are "free", "gold". Did you mean "free"? While no conversation has that value, this condition matches nothing`)
	a.shell(send("neq", "premium")).says(summary, "nobody is surveyed")
	a.shell(send("contains", "o")).says(summary)

	w := a.shell(send("eq", "gold"))
	w.says(summary)
	w.apply()
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"planStr": map[string]any{"displayName": "Plan", "enumeration": []string{"free", "golden"}}}})
	w.says(summary, `Did you mean "golden"?`) // the workflow is unchanged
	a.forget()
	if got := w.warnedAs(summary, "-refresh=false"); len(got) > 0 || len(a.kustomerRequests()) > 0 {
		t.Errorf("a plan without refresh says %q after %v", got, a.kustomerRequests())
	}

	managed := `
resource "surveytrigger_kustomer_attribute" "plan" {
  name    = "planStr"
  options = ["free", "silver"]
}
`
	by := strings.Replace(send("eq", "gold"), `"custom.planStr"`, `"custom.${surveytrigger_kustomer_attribute.plan.name}"`, 1)
	w.configure(by + managed)
	w.says(summary, `"free", "silver"`)
	w.configure(strings.Replace(by, `value = "gold"`, `value = "silver"`, 1) + managed)
	w.says(summary)
}

// An attribute that is gone excludes nobody any more, although the workflow is as declared.
func TestAnAttributeOfAnExclusionThatIsGone(t *testing.T) {
	t.Parallel()
	const summary = "Custom attribute not found"
	a := start(t)
	a.kustomerScreens(map[string]any{"metadata_update": "replace"})
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"surveySentBool": map[string]any{}, "noSurveyBool": map[string]any{}, "doNotSendSurveyBool": map[string]any{}}})
	a.kustomer(http.MethodPut, "/metadata/customer", map[string]any{"properties": map[string]any{"vipBool": map[string]any{}}})
	w := a.shell(a.sending(byAttribute + "\nopt_out_attribute = \"noSurveyBool\"\n" + excludeWhen(excluding("customer.custom.vipBool", "true", ""))))
	w.apply()
	w.says(summary)
	a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"surveySentBool": map[string]any{}}})
	a.kustomer(http.MethodPut, "/metadata/customer", map[string]any{"properties": map[string]any{"otherBool": map[string]any{}}})
	w.says(summary, "conversation/noSurveyBool", "customer/vipBool: people cannot set it, and this condition matches nothing")
	a.forget()
	w.noChanges()
	for line, count := range counted(a.kustomerRequests()) {
		if strings.HasPrefix(line, "GET /v1/metadata") && count > 1 {
			t.Errorf("%d times %s", count, line)
		}
	}
}

// With not-contains, a tag that nobody has used excludes everybody.
func TestATagThatNobodyHasUsedExcludesEverybodyWithNotContains(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute + "\n" + excludeWhen(excluding("tags", "not-contains", "may be asked"))))
	w.says(`The tag "may be asked" is not used yet`, "this condition holds for every conversation: nobody is surveyed until the workflow is updated")
	w.apply()
	a.done(a.converse("email"))
	if len(a.surveys()) != 0 {
		t.Errorf("what the plan said: %v", a.surveys())
	}
}

// Conversations hold ids of teams and users, not their names, and addresses are lists of
// objects: a condition that can never hold is refused, and the way that is named excludes.
func TestAnExclusionByANameWhereThereIsAnIDIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, row := range []struct{ field, operator, value, words string }{
		{"assignedTeams", "contains", "Legal", "the id of a team"},
		{"customer.emails", "contains", carlaKustomer, `customer.emails.0.email`},
		{"firstMessageIn", "not-contains", "urgent", "an object with members"},
	} {
		refused := a.shell(a.sending(byAttribute + "\n" + excludeWhen(excluding(row.field, row.operator, row.value)))).errors("plan")
		if len(refused) != 1 || !strings.Contains(refused[0].Detail, row.words) {
			t.Errorf("%s: got %v", row.field, refused)
		}
	}
	var user string
	for _, each := range a.kustomer(http.MethodGet, "/users", nil)["data"].([]any) {
		if each := each.(map[string]any); each["attributes"].(map[string]any)["email"] == ana {
			user = each["id"].(string)
		}
	}
	w := a.shell(a.sending(byAttribute))
	for _, exclusion := range []string{excluding("assignedUsers", "contains", user), excluding("customer.emails.0.email", "contains", carlaKustomer)} {
		w.configure(a.sending(byAttribute + "\n" + excludeWhen(exclusion)))
		w.apply()
		excluded := a.converse("email")
		a.done(excluded)
		if a.requested(excluded) != 0 {
			t.Errorf("%s does not exclude: %v", exclusion, a.surveys())
		}
	}
	w.configure(a.sending(byAttribute))
	w.apply()
	a.requestsOne()
}
