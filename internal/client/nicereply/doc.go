// Package nicereply is the client of Nicereply's API in its latest generation, which has
// no version in its paths. It offers the account as a [survey.Backend] that is verified:
// surveys, their trigger distributions and integrations can only be read. Agents
// ("feedback objects") can be created, and then only be read, too.
//
// What a person has to click instead stands in package rules/nicereply. What the public
// material does not show of the answers is a guess and stands in guesses.go; a member
// that an answer does not have counts as hidden, see [store.Hidden].
//
// Sources: https://cdn.nicereply.com/s/api/latest/reference.
package nicereply
