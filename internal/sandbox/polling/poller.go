package polling

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Options say for whom a [Poller] works.
type Options struct {
	Backend engine.Backend // in the list of decisions
	System  string         // the backend's Name(), from which its e-mails come
	Title   string         // the backend's name for people, in e-mails and notes

	Declarations Declarations
	HelpDesks    map[Kind]HelpDesk
	// Ledger is what the backend has sent and received so far; nil is a new one.
	Ledger *Ledger
}

// Poller is the part of a survey backend that polls help desks and writes back to them. It can be thrown away and made
// again with the same [Ledger]. It is safe for concurrent use.
type Poller struct {
	Options
	world *engine.World
}

// New makes a poller, which from now on receives the answers to the backend's surveys.
func New(world *engine.World, options Options) *Poller {
	if options.Ledger == nil {
		options.Ledger = &Ledger{}
	}
	p := &Poller{Options: options, world: world}
	world.Surveys.OnResponse(options.Backend, p.answered)
	return p
}

// Poll looks at every connected help desk once: what was not written back is tried again, then the surveys that are due
// are sent. It belongs into the backend's Tick and must be called without a lock.
func (p *Poller) Poll() {
	ctx := context.Background()
	for _, connector := range p.Declarations.Connectors() {
		for _, response := range p.Ledger.unwritten(connector.ID) {
			p.writeBack(ctx, response)
		}
		if active := p.activeDistributions(connector.ID); len(active) > 0 {
			p.Ledger.polled(connector.ID, p.world.Clock.Now(), p.look(ctx, connector, active))
		}
	}
}

// look sends the surveys that are due. One conversation that cannot be read does not hide those behind it.
func (p *Poller) look(ctx context.Context, connector Connector, active []Distribution) error {
	account, err := p.open(connector)
	if err != nil {
		return err
	}
	conversations, err := account.Conversations(ctx)
	if err != nil {
		return err
	}
	var first error
	for _, conversation := range conversations {
		for _, distribution := range active {
			visit := visit{p, connector, account, distribution}
			if err := visit.decide(ctx, conversation); err != nil && first == nil {
				first = err
			}
		}
	}
	return first
}

func (p *Poller) open(connector Connector) (Account, error) {
	helpDesk := p.HelpDesks[connector.HelpDesk]
	if helpDesk == nil {
		return nil, fmt.Errorf("help desk %q cannot be polled", connector.HelpDesk)
	}
	return helpDesk.Open(p.world.API, connector.URL, connector.Credential)
}

func (p *Poller) activeDistributions(connectorID string) (active []Distribution) {
	for _, distribution := range p.Declarations.Distributions() {
		if distribution.Active && distribution.ConnectorID == connectorID {
			active = append(active, distribution)
		}
	}
	return active
}

// LastPoll tells how the last look at a connector's help desk ended. A connector is looked at while one of its
// distributions is active.
func (p *Poller) LastPoll(connectorID string) (LastPoll, bool) { return p.Ledger.lastPoll(connectorID) }

// Responses gives every answer, oldest first; never nil.
func (p *Poller) Responses() []Response { return p.Ledger.all() }
