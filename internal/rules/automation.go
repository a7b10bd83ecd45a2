package rules

// FieldSatisfaction is Zendesk's own satisfaction rating, as a condition and as
// an action; SatisfactionOffered is the action's value.
const (
	FieldSatisfaction   = "satisfaction_score"
	SatisfactionOffered = "offered"
)
