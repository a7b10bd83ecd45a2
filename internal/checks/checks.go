// Package checks is what a user wants to hear of the account beyond what is
// declared: of each kind of finding, whether it is an error, a warning or nothing.
//
// It is pure. The provider block makes the [Settings]; a resource that finds
// something asks them for the [Level] of it.
package checks

// Check is a kind of finding. Its text is the attribute of the provider block.
type Check string

// The checks.
const (
	// InactiveExclusions finds a send whose listed trigger is inactive and is not
	// activated by the same plan, and an exclusion that is created inactive.
	InactiveExclusions Check = "inactive_exclusions"
	// UnlistedSends finds a send that honours an exclusion's mark and is evaluated
	// before it.
	UnlistedSends Check = "unlisted_sends"
	// ForeignMarks finds a trigger made elsewhere that leaves a mark which a send
	// honours, and is evaluated after that send; one that removes such a mark too early;
	// and one that sets what an exclusion looks for, and is evaluated after that.
	ForeignMarks Check = "foreign_marks"
	// OverlappingSends finds two active sends of one receiver that one update of a
	// ticket may make fire.
	OverlappingSends Check = "overlapping_sends"
	// NativeSurvey finds that the help desk's own survey is active beside a send.
	NativeSurvey Check = "native_survey"
	// FailedDeliveries finds a webhook of which every delivery failed since it was
	// changed last.
	FailedDeliveries Check = "failed_deliveries"
	// Placeholders finds a payload that reads what does not exist and renders to
	// nothing.
	Placeholders Check = "placeholders"
)

// All are the checks in the order in which documentation lists them.
func All() []Check {
	return []Check{InactiveExclusions, UnlistedSends, ForeignMarks, OverlappingSends, NativeSurvey, FailedDeliveries, Placeholders}
}

// Level is how loudly a finding is reported. Its text is the attribute's value.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Off     Level = "off"
)

// Levels are all levels, the loudest first.
func Levels() []Level { return []Level{Error, Warning, Off} }

// Settings are the levels of one provider block. The zero value warns of
// everything.
type Settings struct {
	levels  map[Check]Level
	ignored map[string]bool
}

// New makes settings. A check without a level warns. Ignore are ids of triggers,
// automations and workflows whose findings are not reported.
func New(levels map[Check]Level, ignore []string) Settings {
	s := Settings{levels: map[Check]Level{}, ignored: map[string]bool{}}
	for check, level := range levels {
		s.levels[check] = level
	}
	for _, id := range ignore {
		s.ignored[id] = true
	}
	return s
}

// Level is that of a finding about the objects with these ids: Off when one of them
// is ignored. An id that is not known yet is "".
func (s Settings) Level(check Check, ids ...string) Level {
	for _, id := range ids {
		if s.ignored[id] {
			return Off
		}
	}
	if level, set := s.levels[check]; set {
		return level
	}
	return Warning
}
