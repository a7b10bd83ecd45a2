// Package otherclient is a client that another generator than ours made from the
// published document, as anybody may: see generate.sh.
package otherclient
