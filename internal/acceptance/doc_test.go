// Package acceptance is the suite that sees the provider as a user does: real
// configurations, a real CLI, real HTTP to the sandbox, and assertions on what
// the user reads and on the requests that were sent.
//
// Start at [start], which gives a test an account of its own. Then choose how to
// tell the story:
//
//   - [account.run] applies steps to it, and fails on any plan that is not empty
//     after a step.
//   - [account.edit] and [account.drift] take a table of changes to single
//     attributes, made in the configuration or in the admin screens.
//   - [account.shell] is the real CLI in a folder, for its other options and its
//     exact errors. [account.process] is the same with the provider's binary, for
//     logs, aliases and the environment, at three times the cost.
//   - [account.protocol] speaks to the provider without a CLI: for what the one
//     at hand does not offer, and for what would take it a thousand runs.
package acceptance
