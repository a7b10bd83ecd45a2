package kustomer

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What the public material leaves open, each guess in one place. What is open both
// ways and matters to a client is a setting instead: see [Settings].

// verbs end a role that allows one kind of operation.
var verbs = []string{"read", "write", "create", "update", "delete"}

// covers tells whether a role that is held allows what asks for another one. That
// the coarse roles of the articles (org.user.read) stand for the fine ones
// (org.user.conversation.read), and a role without a verb (org.user) for all below
// it, is nowhere printed; keys with such roles alone are seen to work.
func covers(held, asked string) bool {
	base, verb := held, ""
	if at := strings.LastIndex(held, "."); at >= 0 && slices.Contains(verbs, held[at+1:]) {
		base, verb = held[:at], held[at:]
	}
	below := asked == base || strings.HasPrefix(asked, base+".")
	return asked == held || below && strings.HasSuffix(asked, verb)
}

// foreignKey answers a key at the host of another organization.
var foreignKey = unauthorized

// defaultPage is the size of a page that nobody asked for; larger sizes than a
// list allows are cut.
const defaultPage = 100

// answersJSONAPI tells which errors have the shape of JSON:API, which the vendor
// says "some endpoints" answer with: what is wrong with a named member of the
// metadata, of a satisfaction survey, or of a query.
func answersJSONAPI(r *http.Request, p *problem) bool {
	if p.parameter != "" {
		return true
	}
	path := r.URL.Path
	return p.pointer != "" && (strings.HasPrefix(path, "/v1/metadata/") || strings.HasPrefix(path, "/v1/satisfaction"))
}

// isJSON tells which bodies are read. The vendor says "JSON in"; that another type
// is refused with 415, and none is taken for JSON, is nowhere printed.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return contentType == "" || err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// What the metadata calls the types of attributes. Only number is printed. Tree,
// a list of several levels, is in the product and in no table of suffixes.
const (
	kindStr  = "string"
	kindTxt  = "text"
	kindNum  = "number"
	kindAt   = "date"
	kindBool = "boolean"
	kindURL  = "uri"
	kindID   = "id"
	kindTree = "tree"
)

// A property that a PUT of the metadata names replaces the one there was, all its
// members included, and null clears one of them: see [call.property]. That values
// outside an enumeration are taken from the API, and that custom attributes other
// than Id need no metadata, is not printed either: see [account.checkValue].

// delayUnit is the unit of a survey's delayTime.
const delayUnit = time.Minute

// surveyChannel is the channel whose surveys a conversation may get: that of its
// last message, "" when it has none. The organization's own surveys are no update
// of the conversation, and one that got a survey gets no second one when it is
// done again.
func surveyChannel(talk *conversation) string {
	if talk.last == nil {
		return ""
	}
	return talk.last.channel
}
