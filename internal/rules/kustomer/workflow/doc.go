// Package workflow writes and reads the workflows of Kustomer that request surveys.
//
// A [Declaration] says whom to survey and what to send. [Declaration.Decider] is the
// workflow that decides and sends; with a delay it is called by another one, the
// [Declaration.Scheduler]. [Read] is the way back: each attribute is read from its one
// place, so that what a person changes shows as the attribute that it belongs to. What is
// left, [Differences] names.
//
//	 1  a conversation became done            (or: the scheduler calls)
//	 |
//	conversation   looked up by its id
//	 |
//	customer       looked up
//	 |
//	agent          the first assigned user, looked up if there is one
//	 |
//	decide --+---> surveyed     it has the mark
//	 |       +---> opted-out    the attribute of the opt-out is true
//	 |       +---> excluded     one of the exclusions holds
//	 |
//	mark           sets the mark, before anything is sent
//	 |
//	request        one HTTP request
//
// Workflows have no order among them, so the exclusion stands inside the workflow that
// sends: one request changes both.
//
// The package knows no HTTP and nothing of Terraform. What is believed about Kustomer, and
// not documented, stands in guesses.go.
package workflow
