package zendesk

import (
	"regexp"
	"slices"
	"strconv"
)

const (
	// mostAutomations is the number of active ones that an account can have (HC-4408832701850).
	mostAutomations = 500
	// latestClosing is how many hours the closing of solved tickets can be put off: 28 days (HC-4408835051546).
	latestClosing = 28 * 24
)

// automation is one of the rules that Zendesk runs by the hour, its own ones included. It has neither category nor
// description.
type automation struct {
	trigger
	closes bool // the one that closes solved tickets: it can be edited, never deactivated
}

func (c *call) renderAutomation(a *automation) object {
	one := c.renderTrigger(&a.trigger)
	delete(one, "category_id")
	delete(one, "description")
	one["url"] = c.link("/automations/" + idText(a.ID) + ".json")
	return one
}

// draftAutomation gives wish with what was sent, or what is wrong with it.
func (a *account) draftAutomation(wish automation, sent members) (*automation, *reply) {
	if wish.closes && sent.Sent("active") && !sent.Flag("active") {
		return nil, closingCannotStop()
	}
	if wish.Default && systemTitlesStay && sent.Sent("title") && sent.Text("title") != wish.Title {
		return nil, systemCannotChange()
	}
	found := &problems{}
	a.writeRule(&wish.trigger, sent, a.automationSubjects(), found)
	if found.refusal == nil {
		a.checkAutomation(&wish, found)
	}
	if bad := found.reply(); bad != nil {
		return nil, bad
	}
	wish.Updated = a.now()
	return &wish, nil
}

// checkAutomation finds what would let an automation run for ever, on every ticket, or twice (reference, section 2.5).
func (a *account) checkAutomation(wish *automation, found *problems) {
	a.checkHours(wish, found)
	if !slices.ContainsFunc(wish.All, func(c condition) bool { return hourConditions[c.Field] }) {
		found.add("base", "Conditions: must include at least one time-based condition in the all section")
	}
	if slices.ContainsFunc(wish.Any, func(c condition) bool { return hourConditions[c.Field] }) {
		found.add("base", "Conditions: time-based conditions are not allowed in the any section")
	}
	if !slices.ContainsFunc(wish.All, func(c condition) bool { return slices.Contains(stateConditions, c.Field) }) {
		found.add("base", "Conditions: must include at least one of the following ticket properties in the all section: Status, Type, Group, Assignee, Requester")
	}
	if !a.endsItself(&wish.trigger) {
		found.add("base", "Actions: must include an action that nullifies at least one of the conditions, or the conditions one that can only be true once")
	}
	if wish.Active {
		a.checkBeside(wish, found)
	}
}

// stateConditions are those of which an automation needs one, so that it does not look at every ticket. The hours since a
// status are one too: {PENDING is 100} alone is taken (recorded).
var stateConditions = []string{"status", "custom_status_id", "type", "group_id", "assignee_id", "requester_id", "OPEN", "PENDING", "HOLD", "SOLVED"}

var wholeHours = regexp.MustCompile(`^[0-9]{1,6}$`)

func (a *account) checkHours(wish *automation, found *problems) {
	for _, c := range slices.Concat(wish.All, wish.Any) {
		if !hourConditions[c.Field] {
			continue
		}
		hours, err := strconv.Atoi(c.text())
		switch {
		case err != nil || !wholeHours.MatchString(c.text()):
			found.add("base", "Condition %q: %q is not a whole number of hours", c.Field, c.text())
		case wish.closes && c.Field == "SOLVED" && hours > latestClosing:
			found.add("base", "Condition %q: tickets must be closed within 28 days", c.Field)
		}
	}
}

// checkBeside compares an active automation with the other active ones.
func (a *account) checkBeside(wish *automation, found *problems) {
	active := 0
	for _, other := range a.automationsInOrder() {
		if other.ID == wish.ID || !other.Active {
			continue
		}
		active++
		if sameAutomation(wish, other) {
			found.add("base", "An active automation with the same conditions and actions exists already: %s", other.Title)
		}
	}
	if active >= mostAutomations {
		found.add("base", "The account has reached the limit of %d active automations", mostAutomations)
	}
}

// addAutomation stores a checked automation after all others.
func (a *account) addAutomation(one *automation) {
	one.ID, one.Position = a.newRuleID(), 1
	for _, other := range a.automations {
		one.Position = max(one.Position, other.Position+1)
	}
	one.Created, one.Updated = a.now(), a.now()
	a.automations[one.ID] = one
}

// rules are all triggers and automations.
func (a *account) rules() []*trigger {
	all := byID(a.triggers)
	for _, one := range byID(a.automations) {
		all = append(all, &one.trigger)
	}
	return all
}
