// Package payload knows what a survey's trigger sends: a Liquid template that the help desk fills in and that has to
// come out as JSON.
//
// Nothing checks it. Zendesk documents neither an escaping of placeholders nor a filter that
// escapes; a customer called Ann "AJ" O'Neil, or a comment of two lines, makes a body that the survey backend
// refuses, at night, for that one customer. So a payload is proved before it is applied:
//
//   - [RenderLiquid] renders a template as Ruby's Liquid, the help desks' engine, would.
//   - [Samples] are tickets with one difficulty each; [Prove] renders a template against all of them and reports
//     which sample breaks it through which placeholder; [Check] sorts that into errors and warnings.
//   - [FieldsRead] says which custom fields a template reads, outside of comments and quotes, and [FieldsReported] which
//     of them make a difference to the body, and so tell the backend of a ticked checkbox.
//   - [UnknownPlaceholders] are those that the vendor does not document; [TicketFields] and [KeyedFields] those that only the account knows.
//   - [UnknownFilters] are those that nothing is known of, so that nothing can be proved of what they do.
//   - [StellaConnect] makes the template of the vendor's article: as a readable, escaped layout, or byte for byte.
//   - [Escape] is the filter chain that works in Ruby's and in Go's Liquid.
//
// The package is pure: no HTTP, no Terraform. Start reading at Check, then at RenderLiquid.
//
// # Liquid
//
// osteele/liquid parses and evaluates; it is not Ruby's Liquid. rewrite puts a template into the words in which it means the
// same there, and the filters are ours. What is left of the differences: cycle takes literals only and unnamed cycles share
// one counter, and an object in `{{ }}`, such as ticket.requester, prints nothing. Refused, because we cannot say what the
// help desk would do: tags outside open-source Liquid and those of its tags that payloads have no use for (include, render,
// tablerow, decrement), filters in conditions, and parentheses. Filters outside open-source Liquid 4 pass their input on.
//
// # Guesses
//
// That the engine is Ruby's, that replace is gsub and that unescaped values go out as they are: reference/zendesk.md 4.3, here in
// gsub and text. That there is no filter json: noEscape. That tags and e-mail addresses hold no quotes, that one-line texts hold no
// line break, and that nobody types a tab or a lone carriage return: troubles. How a field is told from a
// checkbox: customUses. Of which objects the documentation names every member: documented. Each stands in that one place.
package payload
