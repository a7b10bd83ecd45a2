// Package stellaconnect makes the body that a Zendesk trigger sends to Stella Connect, as the vendor's article prints it:
// as a readable, escaped layout, or byte for byte. It knows of Zendesk no more than the article's placeholders.
//
// Start at [Parse] for what a user may ask for, then read [Body.Template].
package stellaconnect
