package desk

// What follows is believed, not documented. Each guess has this one place.

// fieldsPage guesses where custom fields are in Admin, beside labels and rules, of which
// that is documented.
const fieldsPage = "Admin > Cases > Custom Fields"

// adminTypes guesses what Admin calls the types of fields.
var adminTypes = map[string]string{"string": "Text", "boolean": "Boolean", "integer": "Number", "date": "Date", TypeList: "List"}
