package kustomer

import (
	"fmt"
	"slices"
	"time"
)

// Settings is what differs between organizations, or between what people believe
// of Kustomer's servers. The zero value is not the default: see [DefaultSettings].
type Settings struct {
	// MetadataUpdate is what PUT does with attributes that it does not name.
	MetadataUpdate MetadataUpdate `json:"metadata_update"`
	// MetadataNull is what PUT does with an attribute that it names as null.
	MetadataNull MetadataNull `json:"metadata_null"`
	// PutCustom is what PUT of a customer, conversation or message does with the
	// custom attributes that it does not name. PATCH keeps them.
	PutCustom PutCustom `json:"put_custom"`
	// TokenExpiry tells whether the record of a key shows when it ends.
	TokenExpiry TokenExpiry `json:"token_expiry"`
	// ErrorShape is the shape of errors: the vendor has two.
	ErrorShape ErrorShape `json:"error_shape"`
	// ListTotals tells whether the meta of lists counts items and pages. That of
	// searches always does.
	ListTotals bool `json:"list_totals"`
	// RequestsPerMinute is the budget of the organization for all its keys;
	// 0 is no limit, the headers show Enterprise's 1,000.
	RequestsPerMinute int `json:"requests_per_minute"`
	// SearchesPerMinute is the budget of searches; the vendor's is 100, 0 is no limit.
	SearchesPerMinute int `json:"searches_per_minute"`
	// CreatesPerMinute is the budget of messages, and of notes, that one key makes
	// for one customer; the vendor's is 120, 0 is no limit.
	CreatesPerMinute int `json:"creates_per_minute"`
}

// MetadataUpdate tells how the metadata of a klass is written.
type MetadataUpdate string

// Attributes that a PUT does not name are kept, or gone.
const (
	MetadataMerged   MetadataUpdate = "merge"
	MetadataReplaced MetadataUpdate = "replace"
)

// MetadataNull tells what null does to an attribute.
type MetadataNull string

// An attribute that is null is removed, kept as it is, or refused with 400.
const (
	NullRemoves MetadataNull = "removes"
	NullIgnored MetadataNull = "ignored"
	NullRefused MetadataNull = "refused"
)

// PutCustom tells how PUT writes custom attributes.
type PutCustom string

// Custom attributes that a PUT does not name are kept, or gone.
const (
	CustomMerged   PutCustom = "merge"
	CustomReplaced PutCustom = "replace"
)

// TokenExpiry tells whether the end of a key can be read.
type TokenExpiry string

// The record has no member for it, as in the vendor's document, or expiresAt.
const (
	ExpiryHidden TokenExpiry = "hidden"
	ExpiryShown  TokenExpiry = "shown"
)

// ErrorShape tells how errors look.
type ErrorShape string

// Errors have the plain shape, that of JSON:API, or the one of their operation.
const (
	ErrorsMixed   ErrorShape = "mixed"
	ErrorsPlain   ErrorShape = "plain"
	ErrorsJSONAPI ErrorShape = "jsonapi"
)

// DefaultSettings is an ordinary organization without limits.
func DefaultSettings() Settings {
	return Settings{
		MetadataUpdate: MetadataMerged, MetadataNull: NullRemoves, PutCustom: CustomMerged,
		TokenExpiry: ExpiryHidden, ErrorShape: ErrorsMixed, ListTotals: true,
	}
}

func (s Settings) validate() error {
	if known := []MetadataUpdate{MetadataMerged, MetadataReplaced}; !slices.Contains(known, s.MetadataUpdate) {
		return fmt.Errorf("metadata_update %q: choose one of %q", s.MetadataUpdate, known)
	}
	if known := []MetadataNull{NullRemoves, NullIgnored, NullRefused}; !slices.Contains(known, s.MetadataNull) {
		return fmt.Errorf("metadata_null %q: choose one of %q", s.MetadataNull, known)
	}
	if known := []PutCustom{CustomMerged, CustomReplaced}; !slices.Contains(known, s.PutCustom) {
		return fmt.Errorf("put_custom %q: choose one of %q", s.PutCustom, known)
	}
	if known := []TokenExpiry{ExpiryHidden, ExpiryShown}; !slices.Contains(known, s.TokenExpiry) {
		return fmt.Errorf("token_expiry %q: choose one of %q", s.TokenExpiry, known)
	}
	if known := []ErrorShape{ErrorsMixed, ErrorsPlain, ErrorsJSONAPI}; !slices.Contains(known, s.ErrorShape) {
		return fmt.Errorf("error_shape %q: choose one of %q", s.ErrorShape, known)
	}
	for name, limit := range map[string]int{
		"requests_per_minute": s.RequestsPerMinute, "searches_per_minute": s.SearchesPerMinute, "creates_per_minute": s.CreatesPerMinute,
	} {
		if limit < 0 {
			return fmt.Errorf("%s %d is negative", name, limit)
		}
	}
	return nil
}

// keyScreen is a key in the screen Settings > Security > API Keys. The sandbox
// shows its token; the vendor does so once.
type keyScreen struct {
	Organization string    `json:"organization"`
	Name         string    `json:"name"`
	Roles        []string  `json:"roles"`
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
	Token        string    `json:"token"`
}

// screens is what the control shows: the settings, and the keys.
type screens struct {
	Settings
	APIKeys []keyScreen `json:"api_keys"`
}

// keyChange makes a key, or revokes one, by its name in its organization.
type keyChange struct {
	Organization string   `json:"organization"` // "" = this sandbox's own
	Name         string   `json:"name"`
	Roles        []string `json:"roles"`
	ExpiresIn    string   `json:"expires_in"` // a Go duration of simulated time; "" = no expiration
	Revoked      bool     `json:"revoked"`
}

// Settings gives the [Settings] in force and the keys.
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := screens{Settings: s.settings, APIKeys: []keyScreen{}}
	for _, name := range []string{Subdomain, OtherSubdomain} {
		for _, key := range byID(s.orgs[name].keys) {
			shown.APIKeys = append(shown.APIKeys, keyScreen{name, key.name, key.roles, key.ends, key.token})
		}
	}
	return shown
}

// ChangeSettings changes those of the [Settings] that are named, and makes or
// revokes keys; see [engine.Screens].
func (s *System) ChangeSettings(decode func(into any) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := struct {
		Settings
		APIKeys []keyChange `json:"api_keys"`
	}{Settings: s.settings}
	if err := decode(&wanted); err != nil {
		return err
	}
	if err := wanted.validate(); err != nil {
		return err
	}
	for _, change := range wanted.APIKeys {
		if _, _, err := s.check(change); err != nil {
			return err
		}
	}
	s.configure(wanted.Settings)
	for _, change := range wanted.APIKeys {
		s.changeKey(change)
	}
	return nil
}

func (s *System) configure(settings Settings) {
	s.settings = settings
	for _, org := range s.orgs {
		org.limit()
	}
}

// check says what is wrong with a change of a key, and gives its organization and
// its end.
func (s *System) check(change keyChange) (org *account, ends time.Time, err error) {
	name := change.Organization
	if name == "" {
		name = Subdomain
	}
	org = s.orgs[name]
	switch {
	case org == nil:
		return nil, ends, fmt.Errorf("api_keys: unknown organization %q: choose %q or %q", name, Subdomain, OtherSubdomain)
	case change.Name == "":
		return nil, ends, fmt.Errorf("api_keys: a key has no name")
	case change.Revoked && org.keyNamed(change.Name) == nil:
		return nil, ends, fmt.Errorf("api_keys: there is no key %q in %s", change.Name, name)
	case !change.Revoked && org.keyNamed(change.Name) != nil:
		return nil, ends, fmt.Errorf("api_keys: key %q exists: its roles cannot be changed, make another one", change.Name)
	case !change.Revoked && len(change.Roles) == 0:
		return nil, ends, fmt.Errorf("api_keys: key %q has no roles", change.Name)
	}
	if change.ExpiresIn != "" {
		life, err := time.ParseDuration(change.ExpiresIn)
		if err != nil || life <= 0 {
			return nil, ends, fmt.Errorf("api_keys: expires_in %q: want a positive Go duration", change.ExpiresIn)
		}
		ends = org.now().Add(life)
	}
	return org, ends, nil
}

func (s *System) changeKey(change keyChange) {
	org, ends, err := s.check(change)
	switch {
	case err != nil: // it was named twice: the first time counts
	case change.Revoked:
		delete(org.keys, org.keyNamed(change.Name).id)
	default:
		org.addKey(change.Name, change.Roles, ends)
	}
}
