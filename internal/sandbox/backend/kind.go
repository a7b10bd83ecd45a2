package backend

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oapi-codegen/nullable"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// kind is one kind of objects, whose members that can be written are an S.
type kind[S any] struct {
	name  contract.ReferenceKind
	rules rules[S]

	made    int // the number of the last object
	objects []*object[S]
}

// rules are what the kinds differ in. All of them are called with the lock held.
type rules[S any] struct {
	// defaults are the members of an object for which nothing was written.
	defaults func() S
	// complete fills defaults that depend on other members.
	complete func(*S)
	// wrong checks members; before is nil for a new object.
	wrong func(now S, before *S) []contract.MemberError
	// taken refuses members that another object has; id is the object's own.
	taken func(id string, now S) error
	// inUse refuses to delete an object that others use.
	inUse func(*object[S]) error
	// shown are the members without secrets.
	shown func(*object[S]) map[string]any
	// changed carries out what follows from a change; before is nil for a new
	// object, after for one that is deleted.
	changed func(before, after *object[S])
}

// object is a stored object. It is replaced, never changed.
type object[S any] struct {
	number   int
	id       string
	settings S
	versions []version // oldest first; the last one is now
}

// version is an object as it was from a time on.
type version struct {
	at    time.Time
	shown map[string]any
}

func (o *object[S]) etag() string         { return fmt.Sprintf(`"r%d"`, len(o.versions)) }
func (o *object[S]) createdAt() time.Time { return o.versions[0].at }
func (o *object[S]) updatedAt() time.Time { return o.versions[len(o.versions)-1].at }

func (k *kind[S]) get(id string) (*object[S], error) {
	if at := k.index(id); at >= 0 {
		return k.objects[at], nil
	}
	return nil, notFound(k.name, id)
}

func (k *kind[S]) index(id string) int {
	return slices.IndexFunc(k.objects, func(o *object[S]) bool { return o.id == id })
}

// find gives the first object that matches, nil when none does.
func (k *kind[S]) find(match func(S) bool) *object[S] {
	for _, o := range k.objects {
		if match(o.settings) {
			return o
		}
	}
	return nil
}

// create makes an object from a request's body.
func (k *kind[S]) create(clock *engine.Clock, body any) (*object[S], error) {
	settings := merged(k.rules.defaults(), body)
	k.rules.complete(&settings)
	if err := invalid(k.rules.wrong(settings, nil)); err != nil {
		return nil, err
	}
	if err := k.rules.taken("", settings); err != nil {
		return nil, err
	}
	return k.add(clock, settings), nil
}

// add makes an object without any check.
func (k *kind[S]) add(clock *engine.Clock, settings S) *object[S] {
	k.made++
	o := &object[S]{number: k.made, id: fmt.Sprintf("%s_%d", k.name, k.made), settings: settings}
	k.objects = append(k.objects, o)
	k.store(clock, nil, o)
	return o
}

// update applies a merge patch for whoever read the object with the tag.
func (k *kind[S]) update(clock *engine.Clock, id, ifMatch string, patch any) (*object[S], error) {
	current, err := k.get(id)
	if err != nil {
		return nil, err
	}
	settings := merged(current.settings, patch)
	k.rules.complete(&settings)
	if reflect.DeepEqual(settings, current.settings) {
		return current, nil
	}
	if err := k.match(current, ifMatch); err != nil {
		return nil, err
	}
	if err := invalid(k.rules.wrong(settings, &current.settings)); err != nil {
		return nil, err
	}
	if err := k.rules.taken(id, settings); err != nil {
		return nil, err
	}
	return k.set(clock, current, settings), nil
}

// set replaces an object's members without any check.
func (k *kind[S]) set(clock *engine.Clock, current *object[S], settings S) *object[S] {
	next := *current
	next.settings = settings
	next.versions = slices.Clone(current.versions)
	k.objects[k.index(current.id)] = &next
	k.store(clock, current, &next)
	return &next
}

func (k *kind[S]) store(clock *engine.Clock, before, after *object[S]) {
	after.versions = append(after.versions, version{at: clock.Now(), shown: k.rules.shown(after)})
	k.rules.changed(before, after)
}

// remove deletes an object for whoever read it with the tag.
func (k *kind[S]) remove(id, ifMatch string) error {
	current, err := k.get(id)
	if err != nil {
		return err
	}
	if err := k.match(current, ifMatch); err != nil {
		return err
	}
	if err := k.rules.inUse(current); err != nil {
		return err
	}
	at := k.index(id)
	k.objects = slices.Delete(slices.Clone(k.objects), at, at+1)
	k.rules.changed(current, nil)
	return nil
}

// match refuses a request for another version than the current one, and says what
// changed since.
func (k *kind[S]) match(current *object[S], ifMatch string) error {
	if ifMatch == "*" || ifMatch == current.etag() {
		return nil
	}
	name := words(k.name)
	r := refuse(http.StatusPreconditionFailed, contract.ProblemCodeStale,
		"%s%s %s was changed since. Read it again.", strings.ToUpper(name[:1]), name[1:], current.id)
	r.Etag, r.ChangedAt = new(current.etag()), new(current.updatedAt())
	for i, version := range current.versions {
		if ifMatch == fmt.Sprintf(`"r%d"`, i+1) {
			r.Changes = new(changesBetween(version.shown, k.rules.shown(current), ""))
		}
	}
	return r
}

const largestPage = 100

type nextCursor = nullable.Nullable[contract.NextCursor]

// page gives a page of the objects that match, and the cursor of the next one. A
// cursor is the number of the last object of its page: numbers only grow.
func (k *kind[S]) page(limit *contract.Limit, cursor *contract.Cursor, match func(*object[S]) bool) ([]*object[S], nextCursor, error) {
	last, size, err := place(limit, cursor)
	if err != nil {
		return nil, nil, err
	}
	found := []*object[S]{}
	for _, o := range k.objects {
		if o.number <= last || !match(o) {
			continue
		}
		if len(found) == size {
			return found, nullable.NewNullableWithValue(cursorOf(found[size-1].number)), nil
		}
		found = append(found, o)
	}
	return found, nullable.NewNullNullable[contract.NextCursor](), nil
}

func cursorOf(number int) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, int64(number), 10))
}

// place reads the parameters of a list: behind which number a page begins, and how
// long it is.
func place(limit *contract.Limit, cursor *contract.Cursor) (last, size int, err error) {
	size = largestPage
	if limit != nil {
		size = *limit
	}
	if size < 1 || size > largestPage {
		return 0, 0, badParameter("limit must be between 1 and %d", largestPage)
	}
	if cursor == nil {
		return 0, size, nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err == nil {
		last, err = strconv.Atoi(string(plain))
	}
	if err != nil {
		return 0, 0, badParameter("cursor %q is none that a page gave", *cursor)
	}
	return last, size, nil
}
