package desk

// Field is a custom field.
type Field struct {
	ID string
	// Label is what people see, Name the key in the custom_fields of a case.
	Label, Name string
	// Type is one of [FieldTypes].
	Type string
	// Choices are those of a list, in order.
	Choices []string
	// OfCases is false for a field of customers.
	OfCases bool
	// Active is false for one that is not shown any more.
	Active bool
}

// TypeList is the type of field that has choices.
const TypeList = "list"

// FieldTypes are what a custom field can hold.
//
// Source: bradfeehan/desk-php, service-description/models/CustomField.group.
func FieldTypes() []string { return []string{"string", "boolean", "integer", "date", TypeList} }

// Rule is a rule as far as the API shows it: neither its conditions nor its actions.
type Rule struct {
	ID, Name, Description string
	Enabled               bool
}

// Label is what cases and macros are marked with.
type Label struct {
	ID, Name, Description string
	// Types are sorted, of [LabelTypes]. Color is one of [LabelColors].
	Types []string
	Color string
	// Enabled is false for one that agents cannot use.
	Enabled bool
}

// MinLabelLength is how long the name of a label is at least.
//
// https://support.desk.com/customer/en/portal/articles/1542125-labels-overview
const MinLabelLength = 2

// LabelTypes are what a label can mark.
//
// Source: bradfeehan/desk-php, service-description/models/Label.group.
func LabelTypes() []string { return []string{"case", "macro"} }

// LabelColors are the colours of labels, the default first. Same source.
func LabelColors() []string {
	return []string{"default", "blue", "white", "yellow", "red", "orange", "green", "black", "purple", "brown", "grey", "pink"}
}
