package stellaconnect

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// employee is somebody with a profile.
type employee struct {
	// id is the number that team_leader_id refers to; no answer has it.
	id              int
	email, customID string
	// members are the others of the profile, as the API gives them.
	members engine.Object
	// approved is the state of the profile; only a person can approve one.
	approved bool
	// submitted is the profile of an employee who has signed in and completed it.
	submitted   bool
	deactivated bool
}

func seeded(id int, email, customID, first, last string) *employee {
	made := newEmployee(id)
	made.email, made.customID, made.submitted = email, customID, true
	made.members["first_name"], made.members["last_name"] = first, last
	return made
}

func approved(e *employee) *employee {
	e.approved = true
	return e
}

func newEmployee(id int) *employee {
	return &employee{id: id, members: engine.Object{
		"first_name": "", "last_name": "", "team_leader_id": nil, "team_leader_email": "unassigned", "role": "Agent", "license_type": "standard",
		"channels": []any{"phone", "chat", "email"}, "employment_status": nil, "start_date": nil, "hometown": nil, "state_or_country": nil,
		"profile_text": nil, "image": nil, "groups": []any{}, "manage_team": false, "last_active": nil,
	}}
}

// render shows an employee as the description of GET /v2/employees/{id} does: without a
// status and without the approval.
func (e *employee) render() engine.Object {
	shown := engine.Object{"email": e.email, "custom_employee_id": engine.OrNull(e.customID)}
	for name, value := range e.members {
		shown[name] = value
	}
	return shown
}

func (e *employee) text(name string) string {
	text, _ := e.members[name].(string)
	return text
}

// find looks an employee up by the profile's e-mail or, when none is given, by the
// custom id.
func (a *account) find(email, customID string) *employee {
	for _, known := range a.employees {
		if email != "" && sameAddress(known.email, email) || email == "" && customID != "" && known.customID == customID {
			return known
		}
	}
	return nil
}

// named is the employee that a path names: by e-mail or custom id.
func (a *account) named(id string) *employee {
	if found := a.find(id, ""); found != nil {
		return found
	}
	return a.find("", id)
}

// roles exist in the account, groups too.
var (
	roles  = []string{"Agent", "Team Leader", "Admin"}
	groups = []string{"Support", "Tier 2", "Admins"}
)

// change takes over the members of a request. The problems leave the employee as it was.
func (a *account) change(e *employee, sent engine.Members) (problems []string) {
	refuse := func(name, why string) { problems = append(problems, name+" "+why) }
	changed := *e
	changed.members = engine.Object{}
	for name, value := range e.members {
		changed.members[name] = value
	}
	for _, name := range []string{"first_name", "last_name", "hometown", "state_or_country", "profile_text", "image"} {
		if sent.Has(name) {
			changed.members[name] = sent.Text(name)
		}
	}
	for name, allowed := range map[string][]string{
		"role": roles, "license_type": {"standard", "flexible"}, "employment_status": {"full-time", "part-time", "temp"},
	} {
		switch value := sent.Text(name); {
		case !sent.Sent(name):
		case !slices.Contains(allowed, value):
			refuse(name, "is none of "+strings.Join(allowed, ", "))
		default:
			changed.members[name] = value
		}
	}
	for name, allowed := range map[string][]string{"channels": a.channels, "groups": groups} {
		if !sent.Sent(name) {
			continue
		}
		values := []any{}
		for _, value := range sent.Texts(name) {
			if !slices.Contains(allowed, value) {
				refuse(name, "has no "+value)
			}
			values = append(values, value)
		}
		changed.members[name] = values
	}
	if date := sent.Text("start_date"); sent.Sent("start_date") {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			refuse("start_date", "is not YYYY-MM-DD")
		}
		changed.members["start_date"] = date
	}
	if sent.Sent("manage_team") {
		if e.members["manage_team"] == true && !sent.Flag("manage_team") {
			refuse("manage_team", "cannot be taken away")
		}
		changed.members["manage_team"] = sent.Flag("manage_team")
	}
	a.lead(&changed, sent, refuse)
	if sent.Has("email") {
		changed.email = strings.TrimSpace(sent.Text("email"))
	}
	if sent.Has("custom_employee_id") {
		changed.customID = sent.Text("custom_employee_id")
	}
	a.identify(e, &changed, refuse)
	if len(problems) == 0 {
		*e = changed
	}
	slices.Sort(problems)
	return problems
}

// lead gives an employee the team leader that a request names.
func (a *account) lead(e *employee, sent engine.Members, refuse func(name, why string)) {
	for name, is := range map[string]func(*employee) bool{
		"team_leader_id":    func(l *employee) bool { return int64(l.id) == sent.Number("team_leader_id") },
		"team_leader_email": func(l *employee) bool { return sameAddress(l.email, sent.Text("team_leader_email")) },
	} {
		if !sent.Sent(name) {
			continue
		}
		at := slices.IndexFunc(a.employees, func(l *employee) bool { return is(l) && l.members["manage_team"] == true })
		if at < 0 {
			refuse(name, "is not found")
			continue
		}
		e.members["team_leader_id"], e.members["team_leader_email"] = a.employees[at].id, a.employees[at].email
	}
}

// identify checks what an employee cannot be without, or not share with another one.
func (a *account) identify(e, changed *employee, refuse func(name, why string)) {
	for _, name := range required {
		if strings.TrimSpace(changed.text(name)) == "" {
			refuse(name, "can't be blank")
		}
	}
	if changed.email == "" && changed.customID == "" {
		refuse("email", "can't be blank")
	}
	if address, err := mail.ParseAddress(changed.email); changed.email != "" && (err != nil || address.Address != changed.email) {
		refuse("email", "is not in accepted email format")
	}
	if other := a.find(changed.email, ""); other != nil && other != e {
		refuse("email", "has already been taken")
	}
	if other := a.find("", changed.customID); other != nil && other != e {
		refuse("custom_employee_id", "has already been taken")
	}
}
