package zendesk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	client "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
)

// inventory is what is exported: the rules, and what they refer to.
func (a *account) inventory(chosen []*rule, wish export.Wish) *export.Inventory {
	found := &export.Inventory{}
	for _, r := range chosen {
		found.Objects = append(found.Objects, export.Object{Resource: r.is, ID: r.id, Title: r.title, Name: r.name(), Why: r.why})
	}
	for _, c := range a.categories {
		if at := slices.IndexFunc(chosen, func(r *rule) bool { return r.categoryID == c.ID }); at >= 0 {
			found.Objects = append(found.Objects, export.Object{Resource: category, ID: c.ID, Title: c.Name, Why: export.Called(chosen[at].title) + " is in it"})
		}
	}
	receivers := a.addReceivers(found, chosen, wish.TitleContains)
	a.addFields(found, chosen, receivers)
	found.Refused = a.refused(chosen)
	found.LeftOut = a.leftOut(wish.TitleContains, found.Refused)
	found.Account = a.counts()
	return found
}

// addReceivers adds those that the rules notify, and those that are for surveys although
// nothing notifies them.
func (a *account) addReceivers(found *export.Inventory, chosen []*rule, title string) (added []*receiver) {
	keys := slices.SortedFunc(maps.Keys(a.receivers), func(x, y receiverKey) int {
		return cmp.Or(cmp.Compare(a.receivers[x].title, a.receivers[y].title), cmp.Compare(x.id, y.id))
	})
	for _, key := range keys {
		r := a.receivers[key]
		why := ""
		if at := slices.IndexFunc(chosen, func(s *rule) bool { return s.isSend() && slices.Contains(s.notifies, key) }); at >= 0 {
			why = export.Called(chosen[at].title) + " notifies it"
		} else if strings.Contains(strings.ToLower(r.title), strings.ToLower(title)) {
			why = r.why
		}
		if why != "" {
			added = append(added, r)
			found.Objects = append(found.Objects, export.Object{Resource: r.is, ID: r.id, Title: r.title, Why: why, Secrets: r.secrets})
		}
	}
	return added
}

// addFields adds the custom fields that rules and receivers name, and the checkboxes
// whose tag a send honours.
func (a *account) addFields(found *export.Inventory, chosen []*rule, receivers []*receiver) {
	users := map[string]string{} // of an id, by what they are called
	for _, r := range chosen {
		for id := range idsIn(r.Rule) {
			users[id] = cmp.Or(users[id], r.title)
		}
		for _, id := range r.keptBy.Checkboxes {
			users[id] = cmp.Or(users[id], r.title)
		}
	}
	for _, r := range receivers {
		for id := range r.ids {
			users[id] = cmp.Or(users[id], r.title)
		}
	}
	for _, f := range a.fields {
		if user, used := users[f.ID]; used && f.Custom() { // Zendesk's own fields are not managed
			found.Objects = append(found.Objects, export.Object{Resource: field, ID: f.ID, Title: f.Title, Why: export.Called(user) + " uses it"})
		}
	}
}

// refused are the automations that leave a mark: exclusions are triggers.
func (a *account) refused(chosen []*rule) (refused []export.LeftOut) {
	for _, r := range a.rules {
		at := slices.IndexFunc(chosen, func(s *rule) bool { return s.isSend() && r.marks.Shares(s.keptBy) })
		if r.is == "" && r.noun == client.NounAutomation && at >= 0 {
			refused = append(refused, export.LeftOut{Noun: r.noun, ID: r.id, Title: r.title, Why: fmt.Sprintf(
				"it leaves a mark that %s checks, but only a trigger can be an exclusion. It goes on leaving the mark", export.Called(chosen[at].title))})
		}
	}
	return refused
}

// leftOut are the rules that notify somebody, but nobody known to receive surveys.
func (a *account) leftOut(title string, refused []export.LeftOut) (left []export.LeftOut) {
	for _, r := range a.rules {
		if r.is != "" || len(r.notifies) == 0 || slices.ContainsFunc(refused, func(o export.LeftOut) bool { return o.ID == r.id }) || !strings.Contains(strings.ToLower(r.title), strings.ToLower(title)) {
			continue
		}
		to := "a receiver that does not exist"
		if known := a.receivers[r.notifies[0]]; known != nil {
			to = fmt.Sprintf("the %s %s (%s)", known.noun, export.Called(known.title), export.Host(known.address))
		}
		left = append(left, export.LeftOut{Noun: r.noun, ID: r.id, Title: r.title, Why: fmt.Sprintf(
			"it notifies %s, which does not look like a receiver of surveys. If it is one, export again with -receiver %s", to, r.notifies[0].id)})
	}
	return left
}

// counts is how much there is in the account.
func (a *account) counts() []export.Count {
	number := map[string]int{client.NounTicketField: len(a.fields), client.NounCategory: len(a.categories)}
	for _, r := range a.rules {
		number[r.noun]++
	}
	for _, r := range a.receivers {
		number[r.noun]++
	}
	var counts []export.Count
	for _, noun := range []string{client.NounTrigger, client.NounAutomation, client.NounWebhook, client.NounTarget, client.NounTicketField, client.NounCategory} {
		counts = append(counts, export.Count{Noun: noun, Number: number[noun]})
	}
	return counts
}

// name is what its resource is called, "" for the title.
func (r *rule) name() string {
	if r.is == native {
		return "native_csat"
	}
	return ""
}
