package stellaconnect

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// unknownText stands for [argument.Unknown] where a string goes; the checks pass over it.
const unknownText = "\x00unknown"

// MaxChannel is the longest channel name in characters. The article gives no limit; this one only catches mistakes.
const MaxChannel = 100

// decimalID is how both help desk and Terraform write the id of a field.
var decimalID = regexp.MustCompile(`\A[1-9][0-9]{0,19}\z`)

// Option names of stella_connect_payload.
const (
	optionTags        = "tags"
	optionTagFieldIDs = "tag_field_ids"
	optionBrand       = "brand"
	optionLanguage    = "language"
	optionVerbatim    = "verbatim"
)

var optionNames = []string{optionTags, optionTagFieldIDs, optionBrand, optionLanguage, optionVerbatim}

// Parse reads what a user wrote. Any value may be nil (left out) or [argument.Unknown]; the rest is checked all the same,
// and known is false. Options hold strings, bools, json.Number and []any. The error is [argument.Problems].
func Parse(channel, doNotSendFieldID any, options map[string]any) (s Body, known bool, err error) {
	p := optionReader{options: options, known: true}
	s = Body{
		Channel:          p.text("channel", channel),
		DoNotSendFieldID: p.text("do_not_send_field_id", doNotSendFieldID),
		Tags:             TagSource(p.text("options."+optionTags, options[optionTags])),
		TagFieldIDs:      p.ids(),
		Brand:            p.flag(optionBrand),
		Language:         p.flag(optionLanguage),
		Verbatim:         p.flag(optionVerbatim),
	}
	p.unknownKeys()
	return s, p.known, append(p.problems, s.Problems()...).Err()
}

type optionReader struct {
	options  map[string]any
	known    bool
	problems argument.Problems
}

func (p *optionReader) text(path string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case argument.Unknown:
		p.known = false
		return unknownText
	}
	p.problems.Add(path, "must be a string, not "+argument.Kind(v))
	return unknownText
}

func (p *optionReader) flag(name string) bool {
	switch v := p.options[name].(type) {
	case nil:
	case bool:
		return v
	case argument.Unknown:
		p.known = false
	default:
		p.problems.Add("options."+name, "must be true or false, not "+argument.Kind(v))
	}
	return false
}

func (p *optionReader) ids() []string {
	const path = "options." + optionTagFieldIDs
	switch v := p.options[optionTagFieldIDs].(type) {
	case nil:
		return nil
	case argument.Unknown:
		p.known = false
		return []string{unknownText}
	case []any:
		ids := make([]string, len(v))
		for i, item := range v {
			if item == nil {
				p.problems.Add(argument.Index(path, i), "must not be null")
				item = unknownText
			}
			ids[i] = p.text(argument.Index(path, i), item)
		}
		return ids
	default:
		p.problems.Add(path, "must be a list of ticket field ids, not "+argument.Kind(v))
		return nil
	}
}

func (p *optionReader) unknownKeys() {
	var names []string
	for name := range p.options {
		if !slices.Contains(optionNames, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		p.problems.Add("options."+name, argument.UnknownKey("option", name, optionNames))
	}
}

// Problems lists what is wrong with s, with the paths of stella_connect_payload's arguments.
func (s Body) Problems() argument.Problems {
	var problems argument.Problems
	if message := channelProblem(s.Channel); message != "" {
		problems.Add("channel", message)
	}
	if s.DoNotSendFieldID != unknownText && !decimalID.MatchString(s.DoNotSendFieldID) {
		problems.Add("do_not_send_field_id", fmt.Sprintf("must be the id of a ticket field, in digits, not %q", liquid.Excerpt(s.DoNotSendFieldID, 40)))
	}
	if s.Tags != "" && s.Tags != unknownText && !slices.Contains(TagSources, s.Tags) {
		problems.Add("options.tags", fmt.Sprintf(`must be "ticket" or "none", not %q`, liquid.Excerpt(string(s.Tags), 40)))
	}
	if s.Tags != "" && s.TagFieldIDs != nil {
		problems.Add("options.tags", "cannot go with tag_field_ids, which replaces the tags; leave one of them out")
	}
	s.tagFieldProblems(&problems)
	if s.Verbatim {
		s.printed(&problems)
	}
	return problems
}

func (s Body) tagFieldProblems(problems *argument.Problems) {
	const path = "options." + optionTagFieldIDs
	if s.TagFieldIDs != nil && len(s.TagFieldIDs) == 0 {
		problems.Add(path, `must name at least one ticket field; leave it out for the ticket's tags, or say tags = "none"`)
	}
	for i, id := range s.TagFieldIDs {
		switch {
		case id == unknownText:
		case !decimalID.MatchString(id):
			problems.Add(argument.Index(path, i), fmt.Sprintf("must be the id of a ticket field, in digits, not %q", liquid.Excerpt(id, 40)))
		case slices.Index(s.TagFieldIDs, id) < i:
			problems.Add(argument.Index(path, i), fmt.Sprintf("repeats the ticket field %s", id))
		}
	}
}

func channelProblem(channel string) string {
	switch {
	case channel == unknownText:
		return ""
	case strings.TrimSpace(channel) == "":
		return "must name a channel as it is set up in Stella Connect, such as chat, email or phone"
	case strings.TrimSpace(channel) != channel:
		return fmt.Sprintf("must not begin or end with white space: %q", channel)
	case !utf8.ValidString(channel) || strings.ContainsFunc(channel, unicode.IsControl):
		return "must be text without line breaks or control characters"
	case strings.ContainsAny(channel, "{}"):
		return "must be a name, not a Liquid template: braces are not allowed"
	case utf8.RuneCountInString(channel) > MaxChannel:
		return fmt.Sprintf("must not be longer than %d characters", MaxChannel)
	}
	return ""
}
