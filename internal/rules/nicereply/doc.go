// Package nicereply knows what a person does in Nicereply's screens: the clicks, in
// order and in the words of the screens, that make of what the API shows what is
// declared. Nicereply's API can write none of it but agents.
//
// The words are those of the vendor's articles about trigger distributions in Kustomer
// and Desk.com; where these have no name for a button, none is given. Start at
// distribution.go. The package makes no request.
package nicereply
