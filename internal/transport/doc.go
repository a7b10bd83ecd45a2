// Package transport is the one HTTP stack below every API client: credentials,
// user agent, rate limit, retry, redaction and the request log.
//
// It knows HTTP and nothing of any vendor: no path, no error body, no object.
// It never decides what a failed create means; it only says whether the server
// may have processed it, see [Ambiguous] and [AmbiguousStatus].
//
// A request passes these layers, from the outside in:
//
//	http.Client     redirects: reads only, never to another host
//	stack           names the call, redacts the error that leaves
//	retryablehttp   replays the body, asks the retry policy
//	attempt         waits (limiter), authorizes, sends, reads the whole body, logs
//
// Start reading at [NewClient]; the policy is in retry.go, the waiting in
// limiter.go, and what never reaches a log in redact.go.
package transport
