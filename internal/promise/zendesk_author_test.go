package promise

import (
	"fmt"
	"slices"
)

func (zendeskDesk) everything() []string {
	all := []string{
		"a hard pair beside a write", "a protection that a move of categories leaves in force", "a target that gives way to a webhook", "a foreign automation is added",
	}
	for _, each := range verbs {
		all = append(all, "admin action: "+string(each))
	}
	return all
}

// action is something that a person does. It may turn out to be impossible.
func (zendeskDesk) action(a *author) adminAction {
	titles := slices.Concat(a.setups[0].titles(), a.setups[1].titles())
	d := adminAction{Do: pick(a, verbs), To: 1 + a.IntN(8)}
	if a.senders && a.chance(50) {
		return a.actionOnSenders()
	}
	if len(titles) == 0 || a.chance(15) {
		d.Title = fmt.Sprintf("Foreign %d", 1+a.IntN(3))
	} else {
		d.Title = pick(a, titles)
	}
	switch d.Do {
	case adds:
		made := a.foreign(10 + a.IntN(90))
		made.At = d.To
		if a.chance(30) {
			made.Category = pick(a, []string{"", guards, surveys})
		}
		d.Title, d.To, d.Makes = "", 0, &made
	case recategorize:
		d.Into = pick(a, []string{"", guards, surveys})
	case shuffles:
		d.Title = pick(a, []string{guards, surveys})
	}
	return d
}

// foreign is a trigger that somebody makes by hand.
func (a *author) foreign(number int) foreign {
	made := foreign{Title: fmt.Sprintf("Foreign %d", number), Tag: "never"}
	switch n := a.IntN(100); {
	case n < 25:
	case n < 45:
		made.Tag = ""
	case n < 60: // a mark that sends honour
		made.Tag, made.Adds = pick(a, customers), pick(a, marks)
	case n < 80: // what an exclusion reads
		made.Tag = pick(a, customers)
		made.Adds = pick(a, slices.DeleteFunc(slices.Clone(customers), func(tag string) bool { return tag == made.Tag }))
	default:
		made.Tag, made.Soft = pick(a, append([]string{""}, customers...)), pick(a, []string{"priority", "type"})
	}
	made.Off = a.chance(15)
	return made
}

// actionOnSenders is what a person does with these.
func (a *author) actionOnSenders() adminAction {
	if a.chance(50) {
		made := a.sender(1 + a.IntN(3))
		return adminAction{Do: adds, Makes: &made}
	}
	return adminAction{Do: pick(a, []verb{drags, deactivates, activates, deletes, deletes}), Title: fmt.Sprintf("Foreign sender %d", 1+a.IntN(3)), To: 1 + a.IntN(8)}
}

// sender is a trigger or automation that somebody makes by hand and that asks for
// surveys, as ours do.
func (a *author) sender(number int) foreign {
	made := foreign{Title: fmt.Sprintf("Foreign sender %d", number), Sends: true, Hourly: a.chance(35), Off: a.chance(10)}
	if !made.Hourly && a.chance(50) {
		made.Tag = pick(a, customers)
	}
	switch n := a.IntN(10); {
	case n < 4: // the tag of one of ours
		made.Adds = sentTag + pick(a, channels)
	case n < 6:
		made.Adds = fmt.Sprintf("%sby_hand_%d", sentTag, number)
	}
	if a.chance(60) {
		made.Honours = pick(a, marks)
	}
	return made
}
