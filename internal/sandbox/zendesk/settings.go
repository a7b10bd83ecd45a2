package zendesk

import (
	"fmt"
	"slices"
)

// Settings is what differs between real accounts, or between what people believe of Zendesk's servers. The zero value is
// not the default: see [DefaultSettings].
type Settings struct {
	// CategoriesEnabled false is an account without trigger categories: every category call answers 403
	// TriggerCategoriesNotEnabled, category_id is null and positions count over the whole account. Switching it back on
	// puts all triggers into the first category.
	CategoriesEnabled bool `json:"categories_enabled"`
	// IgnorePositionOnCreate is a server that appends whatever position a create asks for.
	IgnorePositionOnCreate bool `json:"ignore_position_on_create"`
	// Renumber makes positions 1, 2, 3, ... after every write. False stores them as sent: ties and holes are possible.
	Renumber bool `json:"renumber"`
	// CountInactive gives inactive triggers places of their own. Recorded accounts do not count them.
	CountInactive bool `json:"count_inactive"`
	// WideIDs gives new triggers and ticket fields ids beyond 2^53, which a float64 cannot hold.
	WideIDs bool `json:"wide_ids"`
	// WebhookLimit is the number of webhooks after which a create answers 403 WebhookLimitExceeded; 0 is no limit. Trial
	// accounts have 10.
	WebhookLimit int `json:"webhook_limit"`
	// ActiveChannels are the via ids that triggers/definitions offers. Rules with another one are stored all the same.
	ActiveChannels []int `json:"active_channels"`
	// NativeCSAT is how the account's own satisfaction survey is deployed. A change recreates the rule.
	NativeCSAT CSATDeployment `json:"native_csat"`
	// CSATTitle is the title of that rule, which is translated in accounts of another language; "" is the English one.
	CSATTitle string `json:"csat_title"`
	// HTTPTargets tells whether HTTP targets, which webhooks replaced, can still be created.
	HTTPTargets TargetPolicy `json:"http_targets"`
	// WebhookHistory tells whether webhooks/{id}/invocations is served.
	WebhookHistory HistoryPolicy `json:"webhook_history"`
	// CheckboxIsNot is what becomes of the operator is_not on a checkbox field in a trigger.
	CheckboxIsNot CheckboxIsNot `json:"checkbox_is_not"`
	// NullValue is what becomes of the value "__NULL__", which definitions offer, in a rule that is written.
	NullValue ValuePolicy `json:"null_value"`
	// IDOffset is added to every id, so that two sandboxes give different ids to what has the same name, as a Zendesk
	// sandbox and its production do. Ids cannot change: another offset is another account, as new but for these settings.
	IDOffset int64 `json:"id_offset"`
}

// CSATDeployment is a way to deploy the account's own satisfaction survey.
type CSATDeployment string

// The survey is asked for by an automation 24 hours after solving, by a trigger at once, or not at all.
const (
	CSATAutomation CSATDeployment = "automation"
	CSATTrigger    CSATDeployment = "trigger"
	CSATAbsent     CSATDeployment = "absent"
)

// TargetPolicy tells what becomes of a new HTTP target.
type TargetPolicy string

// An old account still takes HTTP targets; a new one may not. Existing ones work in both.
const (
	TargetsAccepted TargetPolicy = "accepted"
	TargetsRefused  TargetPolicy = "refused"
)

// HistoryPolicy tells what becomes of a request for the deliveries of a webhook.
type HistoryPolicy string

// The history is listed, refused with 403, or unknown with 404.
const (
	HistoryListed    HistoryPolicy = "listed"
	HistoryForbidden HistoryPolicy = "forbidden"
	HistoryAbsent    HistoryPolicy = "absent"
)

// CheckboxIsNot tells how an account takes is_not on a checkbox.
type CheckboxIsNot string

// Every two-valued list on record offers is alone. Whether is_not is taken all the same is not known.
const (
	IsNotOffered  CheckboxIsNot = "offered"
	IsNotAccepted CheckboxIsNot = "accepted"
	IsNotRefused  CheckboxIsNot = "refused"
)

// ValuePolicy tells what becomes of a value.
type ValuePolicy string

// A value is taken or refused.
const (
	ValueAccepted ValuePolicy = "accepted"
	ValueRefused  ValuePolicy = "refused"
)

// maxOffset keeps ids in the size of Zendesk's.
const maxOffset = 100_000_000_000

func (s Settings) validate() error {
	if known := []CSATDeployment{CSATAutomation, CSATTrigger, CSATAbsent}; !slices.Contains(known, s.NativeCSAT) {
		return fmt.Errorf("native_csat %q: choose one of %q", s.NativeCSAT, known)
	}
	if known := []TargetPolicy{TargetsAccepted, TargetsRefused}; !slices.Contains(known, s.HTTPTargets) {
		return fmt.Errorf("http_targets %q: choose one of %q", s.HTTPTargets, known)
	}
	if known := []HistoryPolicy{HistoryListed, HistoryForbidden, HistoryAbsent}; !slices.Contains(known, s.WebhookHistory) {
		return fmt.Errorf("webhook_history %q: choose one of %q", s.WebhookHistory, known)
	}
	if known := []CheckboxIsNot{IsNotOffered, IsNotAccepted, IsNotRefused}; !slices.Contains(known, s.CheckboxIsNot) {
		return fmt.Errorf("checkbox_is_not %q: choose one of %q", s.CheckboxIsNot, known)
	}
	if known := []ValuePolicy{ValueAccepted, ValueRefused}; !slices.Contains(known, s.NullValue) {
		return fmt.Errorf("null_value %q: choose one of %q", s.NullValue, known)
	}
	if s.IDOffset < 0 || s.IDOffset > maxOffset {
		return fmt.Errorf("id_offset %d is not between 0 and %d", s.IDOffset, maxOffset)
	}
	return nil
}

// DefaultSettings is an ordinary account of today: with categories, dense positions, and the channels of the Stella
// Connect article switched on.
func DefaultSettings() Settings {
	return Settings{
		CategoriesEnabled: true,
		Renumber:          true,
		ActiveChannels:    []int{0, 4, 5, 27, 29, 33, 34, 35, 44, 45, 46, 48, 49, 50, 55, 56, 57, 75},
		NativeCSAT:        CSATAutomation,
		HTTPTargets:       TargetsAccepted,
		WebhookHistory:    HistoryListed,
		CheckboxIsNot:     IsNotAccepted,
		NullValue:         ValueAccepted,
	}
}

// Settings gives the [Settings] in force.
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.currentSettings()
}

// Configure puts settings in force, which have to be derived from [DefaultSettings] or [System.Settings]. Positions and
// categories of existing triggers follow.
func (s *System) Configure(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.configure(settings)
}

func (s *System) configure(settings Settings) {
	if settings.IDOffset != s.account.settings.IDOffset {
		s.account = newAccount(s.world, settings.IDOffset)
	}
	s.account.configure(settings)
}

// ChangeSettings changes those of the [Settings] that are named; see [engine.Screens].
func (s *System) ChangeSettings(decode func(into any) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := s.account.currentSettings()
	if err := decode(&settings); err != nil {
		return err
	}
	if err := settings.validate(); err != nil {
		return err
	}
	s.configure(settings)
	return nil
}

func (a *account) currentSettings() Settings {
	settings := a.settings
	settings.ActiveChannels = slices.Clone(settings.ActiveChannels)
	return settings
}

func (a *account) configure(settings Settings) {
	order := a.triggersInOrder()
	switched := a.settings.CategoriesEnabled != settings.CategoriesEnabled
	deployed := a.settings.NativeCSAT != settings.NativeCSAT || a.settings.CSATTitle != settings.CSATTitle
	a.settings = settings
	a.settings.ActiveChannels = slices.Clone(settings.ActiveChannels)
	if switched {
		home := a.defaultCategory()
		for i, t := range order {
			t.CategoryID, t.Position = home, i+1
		}
	}
	if deployed {
		a.deployCSAT()
	}
	a.renumberAll()
}
