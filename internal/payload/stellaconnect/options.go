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
	optionHelpDesk    = "help_desk"
	optionVerbatim    = "verbatim"
)

var optionNames = []string{optionTags, optionTagFieldIDs, optionBrand, optionLanguage, optionHelpDesk, optionVerbatim}

// customAttribute is how Kustomer names an attribute: the end is its type.
var customAttribute = regexp.MustCompile(`\A[a-z][A-Za-z0-9]*(Str|Txt|Num|At|Bool|Url|Id|Tree)\z`)

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
		HelpDesk:         HelpDesk(p.text("options."+optionHelpDesk, options[optionHelpDesk])),
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
	if s.HelpDesk != "" && s.HelpDesk != unknownText && !slices.Contains(HelpDesks, s.HelpDesk) {
		problems.Add("options.help_desk", fmt.Sprintf(`must be "zendesk" or "kustomer", not %q`, liquid.Excerpt(string(s.HelpDesk), 40)))
	}
	if message := s.fieldProblem(s.DoNotSendFieldID); message != "" {
		problems.Add("do_not_send_field_id", message)
	} else if s.HelpDesk == Kustomer && s.DoNotSendFieldID != unknownText && !strings.HasSuffix(s.DoNotSendFieldID, "Bool") {
		problems.Add("do_not_send_field_id", fmt.Sprintf("must be an attribute of the type True/False, whose name ends in Bool, not %q", s.DoNotSendFieldID))
	}
	if s.Tags != "" && s.Tags != unknownText && !slices.Contains(TagSources, s.Tags) {
		problems.Add("options.tags", fmt.Sprintf(`must be "ticket" or "none", not %q`, liquid.Excerpt(string(s.Tags), 40)))
	}
	if s.Tags != "" && s.TagFieldIDs != nil {
		problems.Add("options.tags", "cannot go with tag_field_ids, which replaces the tags; leave one of them out")
	}
	s.tagFieldProblems(&problems)
	switch {
	case s.HelpDesk == Kustomer:
		s.notInKustomer(&problems)
	case s.Verbatim:
		s.printed(&problems)
	}
	return problems
}

// fieldProblem says why a field cannot be one of the help desk. Nothing is known of it while the help desk is not.
func (s Body) fieldProblem(id string) string {
	switch {
	case id == unknownText || s.HelpDesk == unknownText:
		return ""
	case s.HelpDesk == Kustomer && !customAttribute.MatchString(id):
		return fmt.Sprintf("must be the name of a custom attribute of the conversation, such as doNotSendSurveyBool, not %q", liquid.Excerpt(id, 40))
	case s.HelpDesk != Kustomer && !decimalID.MatchString(id):
		return fmt.Sprintf("must be the id of a ticket field, in digits, not %q", liquid.Excerpt(id, 40))
	}
	return ""
}

// notInKustomer are the options that only Zendesk's templates have.
func (s Body) notInKustomer(problems *argument.Problems) {
	if s.Brand {
		problems.Add("options.brand", "cannot go with help_desk = \"kustomer\": a conversation holds the id of its brand and not the name")
	}
	if s.Verbatim {
		problems.Add("options.verbatim", "cannot go with help_desk = \"kustomer\": it is the template of the article on Zendesk")
	}
	if strings.HasPrefix(s.Channel, "/#") {
		problems.Add("channel", "must be a name, not a reference")
	}
}

func (s Body) tagFieldProblems(problems *argument.Problems) {
	const path = "options." + optionTagFieldIDs
	if s.TagFieldIDs != nil && len(s.TagFieldIDs) == 0 {
		problems.Add(path, `must name at least one ticket field; leave it out for the ticket's tags, or say tags = "none"`)
	}
	for i, id := range s.TagFieldIDs {
		message := s.fieldProblem(id)
		if message == "" && id != unknownText && slices.Index(s.TagFieldIDs, id) < i {
			message = fmt.Sprintf("repeats the ticket field %s", id)
		}
		if message != "" {
			problems.Add(argument.Index(path, i), message)
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
