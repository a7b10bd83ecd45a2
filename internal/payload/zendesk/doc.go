// Package zendesk knows what Zendesk fills into a payload: its placeholders, and the tickets that a payload has to
// withstand.
//
// Nothing checks a payload before a ticket is solved. Zendesk documents neither an escaping of placeholders nor a filter
// that escapes; a customer called Ann "AJ" O'Neil, or a comment of two lines, makes a body that the survey backend
// refuses, at night, for that one customer. So a payload is proved before it is applied:
//
//   - [Check] renders it against [Samples], tickets with one difficulty each.
//   - [FieldsRead] says which custom fields it reads, and [FieldsReported] which of them make a difference to the body,
//     and so tell the backend of a ticked checkbox.
//   - [UnknownPlaceholders] are those that Zendesk does not document; [TicketFields] and [KeyedFields] those that only
//     the account knows.
//   - [Bindings] is a sample ticket that a user wrote.
//
// How all of this is found out is in package liquid; here stands what only Zendesk knows. It refuses to know what a
// survey backend expects in the body. Start at vocabulary, then read documented.
//
// # Guesses
//
// That tags and e-mail addresses hold no quotes, that one-line texts hold no line break, and that nobody types a tab or a
// lone carriage return: vocabulary. How a field is told from a checkbox: vocabulary's Flags and the uses that liquid
// finds. Of which objects the documentation names every member: documented. What values stand in is in
// the reference's section 4.3. Each stands in that one place.
package zendesk
