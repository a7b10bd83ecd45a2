package decision

import (
	"slices"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Where several answers are possible the package leaves a matter undecided. What stands in this file is believed all the
// same, without a public source, because hardly anything could be decided otherwise.

// startTags: a ticket that is created gets those of its requester and of the organization besides.
func (t *Ticket) startTags() []string {
	tags := t.Tags
	for _, more := range []*[]string{t.Requester.Tags, t.Requester.OrganizationTags} {
		if t.New && more != nil {
			tags = slices.Concat(tags, *more)
		}
	}
	return tags
}

// joined is how tags are printed: that blanks stand between them is not documented.
func joined(tags *[]string) (string, bool) {
	if tags == nil {
		return "", false
	}
	return strings.Join(slices.Sorted(slices.Values(*tags)), " "), true
}

// choose lets a drop-down follow the tags that came.
func (s *state) choose(options, came []string) {
	chosen := slices.DeleteFunc(slices.Clone(options), func(tag string) bool { return !slices.Contains(came, tag) })
	if len(chosen) == 0 {
		return
	}
	for _, tag := range options {
		switch {
		case !slices.Contains(chosen, tag) && s.tag(tag) != no:
			s.tags[tag] = no
		case slices.Contains(chosen, tag) && len(chosen) > 1:
			s.tags[tag] = maybe // nobody knows which of them stays
		}
	}
}

// changed: a value that comes from nothing is a change (HC-4408893545882). What triggers change in this update counts.
func (a asks) changed(field string, was *value, is value, now *state) truth {
	switch {
	case was == nil && is == told("false"):
		return maybe // nobody knows whether an empty checkbox of a new ticket counts as a change
	case was == nil:
		return is.is("").not()
	case field == fieldStatusID: // one status has many of them
		if a.before.data[rules.FieldStatus].differs(now.data[rules.FieldStatus]) == yes {
			return yes
		}
	}
	return was.differs(is)
}
