package backend

import (
	"fmt"
	"net/mail"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// verdict collects the members that are wrong.
type verdict []contract.MemberError

func (v *verdict) fail(pointer, format string, args ...any) {
	*v = append(*v, contract.MemberError{Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
}

// length checks a text that is required.
func (v *verdict) length(pointer, text string, longest int) {
	switch length := utf8.RuneCountInString(text); {
	case length == 0:
		v.fail(pointer, "is required and must not be empty")
	case length > longest:
		v.fail(pointer, "must have %d characters at most", longest)
	}
}

// optional checks a text that may be missing.
func (v *verdict) optional(pointer string, text *string, longest int) {
	if text != nil {
		v.length(pointer, *text, longest)
	}
}

// present checks the id of another object, which must be there.
func (v *verdict) present(pointer, id, kind string, found bool) {
	switch {
	case id == "":
		v.fail(pointer, "is required and must not be empty")
	case !found:
		v.fail(pointer, "there is no %s %q", kind, id)
	}
}

// between checks a number of hours; largest 0 is no limit.
func (v *verdict) between(pointer string, number, smallest, largest int) {
	switch {
	case largest == 0 && number < smallest:
		v.fail(pointer, "must be at least %d", smallest)
	case largest > 0 && (number < smallest || number > largest):
		v.fail(pointer, "must be between %d and %d", smallest, largest)
	}
}

// unchanged checks a member that cannot be changed.
func unchanged[T comparable](v *verdict, pointer string, now, before T) {
	if now != before {
		v.fail(pointer, "cannot be changed: it is %v", before)
	}
}

// choice checks a member that has a few values.
func choice[T interface {
	~string
	Valid() bool
}](v *verdict, pointer string, value T, of ...T,
) {
	if !value.Valid() {
		v.fail(pointer, "must be one of %q", of)
	}
}

const longestEmail = 254

func (v *verdict) email(pointer, email string) {
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > longestEmail {
		v.fail(pointer, "must be an e-mail address without a name: %q", email)
	}
}
