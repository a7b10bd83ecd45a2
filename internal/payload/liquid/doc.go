// Package liquid renders the templates that help desks fill in for a survey, and proves that what comes out is JSON. It
// knows no help desk: which placeholders there are, what stands in them and what goes wrong with them is a
// [Vocabulary], which the package of a help desk makes.
//
//   - [Render] renders a template as Ruby's Liquid, the help desks' engine, would.
//   - [Vocabulary.Samples] are what a template is filled in for, with one difficulty each; [Vocabulary.Prove] renders a template for all of them
//     and says which sample breaks it through which placeholder. [Vocabulary.Reported] says which checkboxes make a
//     difference to the body, [Vocabulary.Constant] which text is the same in every body.
//   - [Vocabulary.Unknown] are the placeholders that the help desk does not document, [Readings] all of them.
//   - [UnverifiedFilters] are those of which nothing can be proved.
//   - [Quote] puts a text with placeholders into a JSON string; [Escape] is the filter chain that works in Ruby's and in
//     Go's Liquid. [Same] compares two templates.
//
// The package is pure: no HTTP, no Terraform. Start reading at Render, then at Vocabulary.Prove.
//
// # Ruby's Liquid
//
// osteele/liquid parses and evaluates; it is not Ruby's Liquid. rewrite puts a template into the words in which it means
// the same there, and the filters are ours. Only the filters are here that a survey's body has a use for; each of them
// and each tag is checked against answers that Ruby's Liquid 4.0.3, 5.4.0 and 5.13.0 gave (testdata/ruby). Any other
// filter passes its input on and is reported as not verified.
//
// What is left of the differences: cycle takes quoted literals only and unnamed cycles share one counter, contains does
// not know blank and empty, filters take no named arguments, and an object in {{ }} prints nothing, since what help desks
// bind there has no documented text. Refused, because we cannot say what the help desk would do: tags outside open-source
// Liquid and those of its tags that payloads have no use for (include, render, tablerow, decrement), filters in
// conditions, and parentheses.
//
// # Guesses
//
// That the engine is Ruby's, that replace is gsub, that == blank is Rails', and that unescaped values go out as they are:
// here in gsub, internalFilters and text. That there is no filter json: noEscape. Each stands in that one place.
package liquid
