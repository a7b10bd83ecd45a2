package kustomer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// writeTries is how often a document is read and written until all changes are in it.
const writeTries = 4

// settled is how long to wait, half of it at least, before a document is read again
// that was written: whoever read it before us has written by then.
const settled = time.Second

// Meanwhile is what happened to attributes of others between the reading of a
// document and its verification.
type Meanwhile struct {
	// Added are there now and were not when the document was read. Gone were there,
	// or were seen in between, and are not now.
	Added, Gone []string
}

// write makes a document hold the changes, by one PUT. The window in which others may
// write is from the reading to the PUT. What they add in it stays if Kustomer merges. If it
// replaces, it is gone, and the one who added it can see that, as we do with our own:
// the document is read again afterwards, and written again when our change is not in it.
func (m *metadata) write(ctx context.Context, wanted []AttributeInput) (*document, Meanwhile, error) {
	release, err := m.writing.Lock(ctx, "")
	if err != nil {
		return nil, Meanwhile{}, m.api.Failure(http.MethodPut, m.path(), err)
	}
	defer release()
	var seen sightings
	for try := 1; ; try++ {
		read, err := m.reread(ctx)
		if err != nil {
			return nil, Meanwhile{}, err
		}
		seen.look(read)
		if all(wanted, read) {
			return read, seen.meanwhile(wanted), nil
		}
		if try > writeTries {
			return nil, seen.meanwhile(wanted), m.overwritten(wanted, read)
		}
		switch err := m.put(ctx, read, wanted, &seen); {
		case err == nil:
			if err := wait.About(ctx, settled); err != nil {
				return nil, Meanwhile{}, m.api.Failure(http.MethodGet, m.path(), err)
			}
		case try == writeTries || !client.IsAmbiguous(err) && !client.IsRateLimited(err) || ctx.Err() != nil:
			return nil, seen.meanwhile(wanted), err
		default: // what became of it, the next reading tells
			if waited := wait.About(ctx, settled<<(try-1)); waited != nil {
				return nil, Meanwhile{}, err
			}
		}
	}
}

// put sends the document once: a repetition would send what was read long ago.
func (m *metadata) put(ctx context.Context, read *document, wanted []AttributeInput, seen *sightings) error {
	body, err := read.with(wanted)
	if err != nil {
		return &client.Error{Message: "the metadata of " + m.klass + " cannot be changed: " + err.Error()}
	}
	answer, err := m.list.Change(transport.Once(ctx), http.MethodPut, "", body)
	if err == nil {
		seen.look(answer)
	}
	return err
}

func all(wanted []AttributeInput, in *document) bool {
	return !slices.ContainsFunc(wanted, func(each AttributeInput) bool { return !each.holds(in) })
}

// overwritten says that Kustomer took every PUT, and shows something else.
func (m *metadata) overwritten(wanted []AttributeInput, read *document) error {
	var names []string
	for _, each := range wanted {
		if !each.holds(read) {
			names = append(names, m.klass+"/"+each.Name)
		}
	}
	return &client.Error{
		Message: fmt.Sprintf("Kustomer accepted %d writes of the metadata of %s, but %s is not as it was sent", writeTries, m.klass, strings.Join(names, ", ")),
		Advice: "Another tool or person writes the same document, which has all attributes of the klass, or Kustomer does not store a part of what was sent. " +
			"Compare the attribute in Settings > Platform > Custom Attributes with the configuration, then apply again.",
	}
}

// sightings are the names of attributes, in the order of the readings.
type sightings struct {
	begun             bool
	first, ever, last []string
}

func (s *sightings) look(d *document) {
	s.last = d.names()
	if !s.begun {
		s.begun, s.first = true, s.last
	}
	s.ever = append(s.ever, s.last...)
}

func (s *sightings) meanwhile(wanted []AttributeInput) Meanwhile {
	var happened Meanwhile
	ours := func(name string) bool {
		return slices.ContainsFunc(wanted, func(in AttributeInput) bool { return in.Name == name })
	}
	slices.Sort(s.ever)
	for _, name := range slices.Compact(s.ever) {
		switch now := slices.Contains(s.last, name); {
		case ours(name):
		case !now:
			happened.Gone = append(happened.Gone, name)
		case !slices.Contains(s.first, name):
			happened.Added = append(happened.Added, name)
		}
	}
	return happened
}

// SetAttribute describes an attribute, together with all others of its klass that are
// on their way. It gives the attribute as Kustomer has it then.
//
// https://developer.kustomer.com/api/core-resources/update-custom-attribute-metadata
func (c *Client) SetAttribute(ctx context.Context, klass string, in AttributeInput) (*Attribute, Meanwhile, error) {
	m := c.metadataOf(klass)
	done := m.changes.join(ctx, in, m.settle)
	switch {
	case errors.Is(done.err, errNotBegun):
		return nil, Meanwhile{}, m.api.Failure(http.MethodPut, m.path(), ctx.Err())
	case done.err != nil:
		return nil, done.meanwhile, done.err
	}
	found, err := done.document.attribute(in.Name)
	return found, done.meanwhile, err
}

// settle writes a batch. Where Kustomer refuses a part of it, each change is sent alone:
// the others are not at fault.
func (m *metadata) settle(ctx context.Context, batch []AttributeInput) []outcome {
	outcomes := make([]outcome, len(batch))
	read, meanwhile, err := m.write(ctx, batch)
	if client.IsInvalid(err) && len(batch) > 1 {
		for i, each := range batch {
			outcomes[i] = m.settle(ctx, []AttributeInput{each})[0]
		}
		return outcomes
	}
	for i := range outcomes {
		outcomes[i] = outcome{document: read, err: err}
	}
	outcomes[0].meanwhile = meanwhile // is said once
	return outcomes
}
