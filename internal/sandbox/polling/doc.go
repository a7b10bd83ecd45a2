// Package polling is the engine of survey backends that nobody calls: every 15 simulated minutes a backend reads the
// conversations of a help desk through the help desk's own API, with the credential that was entered for it, sends the
// surveys that are due, and writes the ratings back as a note and the value of a custom field.
//
// What is due is told by the vendors' articles: a conversation that was created over the distribution's channel (e-mail),
// has its status (resolved), and that nobody but the backend has changed for the quiet period. A conversation gets one
// survey of a distribution, ever.
//
// It refuses to know any vendor. A survey backend says in [Declarations] what is declared and shows what happened
// ([Poller.Responses], [Poller.FailureOf]) in its own shapes; a help desk is a [HelpDesk] in a package of its own below
// this one, which speaks to the help desk over HTTP only.
//
// Start reading at [Poller.Poll], then decide.go for who gets a survey and writeback.go for what becomes of an answer.
// What has to survive the process that polls is in the [Ledger].
package polling
