// Package capability is the shape of a table that says what each system can express.
// An entry stands beside the system's rules; a resource asks it instead of knowing it,
// so that what a system cannot do is an error in a plan; and a guide prints it.
//
// It knows no system. To add one, write its entry, and add it to the list in the test
// that writes the guide.
package capability

// System is one help desk or survey backend.
type System struct {
	Name    string
	Rules   []Rule
	Objects []Object
}

// Rule is a kind of rule that marks tickets or requests surveys.
type Rule struct {
	// Noun is the system's word for it, Resources are the types that make one, without
	// the provider's prefix.
	Noun      string
	Resources []string
	// Runs says when.
	Runs string
	// Ordered rules are evaluated one after another, in an order that an apply can
	// change: they have evaluate_after. Otherwise the exclusion is a condition of the send.
	Ordered bool
	// Checkbox is whether a rule can check that a checkbox is not ticked.
	Checkbox Checkbox
	// AnyGroups is how many groups a rule has of which one condition must hold.
	AnyGroups int
	// MinHours and MaxHours bound how long after a ticket was solved the rule can request
	// a survey. Both are 0 for a rule that cannot wait.
	MinHours, MaxHours int64
	// MaxActive is how many can be active in one account, MaxBytes how long a rule can
	// be; 0 for no limit that is known.
	MaxActive, MaxBytes int
}

// Checkbox is which checkboxes a condition can check.
type Checkbox string

// The kinds of checkboxes.
const (
	AnyCheckbox     Checkbox = "any"
	CheckboxWithTag Checkbox = "one that adds a tag"
)

// Object is a kind of object that a resource manages.
type Object struct {
	// Noun is the system's word for it, Resource its type, without the provider's prefix.
	Noun, Resource string
	// Adopted objects are found, never made. Verified ones only a person can change: the
	// resource is declared and verified. An object that is Created all the same can be
	// made by the API, and not be changed.
	Adopted, Verified, Created bool
	// Ends are what destroying can do, the default first.
	Ends []End
	// Unread are attributes that the system's API never shows, so that a change of them
	// outside Terraform is not seen.
	Unread []string
}

// End is what destroying a resource does with its object.
type End string

// The ends.
const (
	Delete     End = "delete"
	Deactivate End = "deactivate"
	Restore    End = "restore"
	// Forget leaves the object to a person, with the clicks that end its effect.
	Forget End = "forget"
	// Keep leaves the object as it is, because the system has no other end for it.
	Keep End = "keep"
)

// EndNames are the ends of an object as the values of an attribute.
func (o Object) EndNames() []string {
	names := make([]string, 0, len(o.Ends))
	for _, end := range o.Ends {
		names = append(names, string(end))
	}
	return names
}
