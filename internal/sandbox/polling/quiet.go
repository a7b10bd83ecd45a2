package polling

import (
	"context"
	"time"
)

// Writing a rating back changes the conversation, and that must not restart the quiet period of another distribution. A
// help desk tells when a conversation was changed last, not by whom: so the backend remembers what it left behind.

// lastChange is when anybody but the backend last changed a conversation, as far as the help desk's time tells.
func (p *Poller) lastChange(kind Kind, c Conversation) time.Time {
	if own, ok := p.Ledger.ownChange(kind, c.ID); ok && own.at.Equal(c.Changed) {
		return own.before
	}
	return c.Changed
}

// provenLastChange is lastChange for a help desk whose times are too coarse to tell two changes apart.
func (p *Poller) provenLastChange(ctx context.Context, kind Kind, account Account, c Conversation) (time.Time, error) {
	own, ok := p.Ledger.ownChange(kind, c.ID)
	if !ok || !own.at.Equal(c.Changed) {
		return c.Changed, nil
	}
	version, err := account.Version(ctx, c.ID)
	if err != nil || version != own.version {
		return c.Changed, err
	}
	return own.before, nil
}

// changing lets the backend change a conversation. When what it left behind cannot be read afterwards, the change counts
// as somebody else's: that only makes surveys later.
func (p *Poller) changing(ctx context.Context, kind Kind, account Account, id string, change func() error) error {
	found, err := account.Conversation(ctx, id)
	if err != nil {
		return err
	}
	before, err := p.provenLastChange(ctx, kind, account, found)
	if err != nil {
		return err
	}
	failed := change()
	left, err := account.Conversation(ctx, id)
	if err != nil {
		return failed
	}
	if version, err := account.Version(ctx, id); err == nil {
		p.Ledger.changed(kind, id, ownChange{at: left.Changed, version: version, before: before})
	}
	return failed
}
