package client

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// createTries is how often a create is sent when the account shows that the one
// before did nothing.
const createTries = 2

// lostPause is what a server gets to end a create whose answer was lost, and its
// list to show the object. Half of it is random.
const lostPause = 2 * time.Second

// lateLooks is how often the account is listed after a create that was sent again,
// with a lostPause before each: the first one may be executed after all.
const lateLooks = 2

// Create sends a create and makes sure that it happens once. After an ambiguous answer
// the account is listed again: exactly one new object that equals what was sent is
// ours, none, twice, means that nothing happened and the create is sent a second time,
// after which the account is looked at once more, and everything else is an error that
// names the ids. Creates of the same kind and title wait for each other, because their
// objects could not be told apart.
//
// A [Kind] that is keyed sends one Idempotency-Key with all of that, so that the
// transport repeats the request by itself: the account is listed only where the vendor
// gives no answer for long.
func (l *List[T]) Create(ctx context.Context, title string, equal func(T) bool, in any) (*T, error) {
	c, k := l.core, l.Kind
	release, err := c.creates.Lock(ctx, k.Noun+"\n"+title)
	if err != nil {
		return nil, c.api.Failure(http.MethodPost, k.Path, err)
	}
	defer release()

	before, err := l.All(ctx)
	if err != nil {
		return nil, err
	}
	request := Request{Method: http.MethodPost, Path: k.Path, Body: in}
	if k.Keyed {
		request.Header = http.Header{transport.IdempotencyKey: {rand.Text()}}
	}
	for try := 1; ; try++ {
		created, err := exchange(ctx, c.api, k, request)
		if err == nil {
			c.Claim(k.Noun, k.ID(*created)) // before others see it in the list
			l.Put(*created)
			if try > 1 && !k.Keyed {
				c.repeated.Store(key{k.Noun, k.ID(*created)}, true)
				l.lookForLate(ctx, before, title, *created)
			}
			return created, nil
		}
		if !IsAmbiguous(err) {
			return nil, err
		}
		found, lookErr := l.lookTwice(ctx, before, title, equal)
		switch {
		case lookErr != nil:
			return nil, lost(err, lookErr)
		case found != nil:
			c.Claim(k.Noun, k.ID(*found))
			return found, nil
		case try == createTries:
			return nil, err
		}
	}
}

// lookForLate lists the account again until it shows another new object of the
// title: then the create was executed twice. What follows is the caller's decision.
func (l *List[T]) lookForLate(ctx context.Context, before []T, title string, created T) {
	known := append(slices.Clone(before), created)
	for range lateLooks {
		if wait.About(ctx, lostPause) != nil {
			return
		}
		l.Forget()
		found, err := l.lookFor(ctx, known, title, func(T) bool { return true })
		if found != nil || err != nil {
			return
		}
	}
}

// SentAgain reports that this process sent the create of an object a second time,
// because the answer to the first one was lost: that one may be executed late.
func (c *Core) SentAgain(noun, id string) bool {
	_, again := c.repeated.Load(key{noun, id})
	return again
}

// lookTwice looks again after a pause before anybody believes that a lost answer
// was about nothing.
func (l *List[T]) lookTwice(ctx context.Context, before []T, title string, equal func(T) bool) (*T, error) {
	l.Forget()
	found, err := l.lookFor(ctx, before, title, equal)
	if found != nil || err != nil {
		return found, err
	}
	if err := wait.About(ctx, lostPause); err != nil {
		return nil, l.core.api.Failure(http.MethodGet, l.Kind.Path, err)
	}
	l.Forget()
	return l.lookFor(ctx, before, title, equal)
}

// lookFor finds the object that a lost answer was about: nil and no error when
// there is none.
func (l *List[T]) lookFor(ctx context.Context, before []T, title string, equal func(T) bool) (*T, error) {
	now, err := l.All(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(before))
	for _, object := range before {
		known[l.Kind.ID(object)] = true
	}
	var ours []*T
	var ids, different []string
	for i := range now {
		id := l.Kind.ID(now[i])
		switch {
		case known[id] || l.Kind.Title(now[i]) != title:
		case equal(now[i]):
			ours = append(ours, &now[i])
			ids = append(ids, id)
		default:
			different = append(different, id)
		}
	}
	noun := l.Kind.Noun
	switch {
	case len(ours) == 1:
		return ours[0], nil
	case len(ours) > 1:
		return nil, &Error{
			Message: fmt.Sprintf("%d new %s objects named %q are equal to what was sent; their ids: %s", len(ours), noun, title, strings.Join(ids, ", ")),
			Advice:  "Import the one to keep, delete the others, then apply again.",
		}
	case len(different) > 0:
		return nil, &Error{
			Message: fmt.Sprintf("a new %s named %q appeared that differs from what was sent, id %s", noun, title, strings.Join(different, ", ")),
			Advice:  "If it is this resource, import it; otherwise delete it. Then apply again.",
		}
	default:
		return nil, nil
	}
}

// lost joins the ambiguous error of a create with what looking for it gave.
func lost(create, look error) error {
	var posted, looked *Error
	if !errors.As(create, &posted) || !errors.As(look, &looked) {
		return errors.Join(create, look)
	}
	joined := *posted // stays ambiguous
	joined.Message = posted.Message + "; looking for it: " + looked.Error()
	joined.Advice = looked.Advice
	return &joined
}
