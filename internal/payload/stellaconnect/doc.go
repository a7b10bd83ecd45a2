// Package stellaconnect makes the body that a help desk sends to Stella Connect, as the vendor's article on Zendesk prints
// it: as a readable, escaped layout, or byte for byte, and the same with the references of Kustomer. It knows of a help
// desk no more than the placeholders of that body.
//
// Start at [Parse] for what a user may ask for, then read [Body.Template], zendesk.go and kustomer.go.
package stellaconnect
