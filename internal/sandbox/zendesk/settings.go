package zendesk

import "slices"

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
	// WideIDs gives new triggers and ticket fields ids beyond 2^53, which a float64 cannot hold.
	WideIDs bool `json:"wide_ids"`
	// WebhookLimit is the number of webhooks after which a create answers 403 WebhookLimitExceeded; 0 is no limit. Trial
	// accounts have 10.
	WebhookLimit int `json:"webhook_limit"`
	// ActiveChannels are the via ids that triggers/definitions offers. Rules with another one are stored all the same.
	ActiveChannels []int `json:"active_channels"`
}

// DefaultSettings is an ordinary account of today: with categories, dense positions, and the channels of the Stella
// Connect article switched on.
func DefaultSettings() Settings {
	return Settings{
		CategoriesEnabled: true,
		Renumber:          true,
		ActiveChannels:    []int{0, 4, 5, 27, 29, 33, 34, 35, 44, 45, 46, 48, 49, 50, 55, 56, 57, 75},
	}
}

// Settings gives the [Settings] in force.
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.currentSettings()
}

// Configure puts settings in force. Positions and categories of existing triggers follow.
func (s *System) Configure(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
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
	s.account.configure(settings)
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
	a.settings = settings
	a.settings.ActiveChannels = slices.Clone(settings.ActiveChannels)
	if switched {
		home := a.defaultCategory()
		for i, t := range order {
			t.CategoryID, t.Position = home, i+1
		}
	}
	a.renumberAll()
}
