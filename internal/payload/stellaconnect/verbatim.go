package stellaconnect

import (
	"regexp"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
)

// What the article prints, cut where its variants differ. Every byte counts: the brand and language variants put a
// space before the last brace, the others do not.
const (
	articleHead   = `{ "employee": { "email": "{{ticket.assignee.email}}" }, "channel": "`
	articleName   = `", "customer": { "name": "{{ticket.requester.name}}", {% assign customer_email = ticket.requester.email | strip %}"email":{% if customer_email and customer_email != "" %}"{{customer_email}}"{% else %}"no_email"{% endif %} }, "ext_interaction_id": "{{ticket.id}}", `
	articleBrand  = `"brand": "{{ticket.brand.name}}", `
	articleLocale = `"language": "{{ticket.requester.locale}}", `
	articleCheck  = `"do_not_send": "{{ticket.ticket_field_`
	articleLink   = `}}", "external_url": "{{ticket.link}}", `
	articleTags   = `{% assign raw_tags = ticket.tags | split: ' ' %}"tags": [{% for tag in raw_tags %}"{{tag}}"{% unless forloop.last %},{% endunless %}{% endfor %}]`
	articleTitle  = `"{{ticket.ticket_field_option_title_`
)

func (s Body) verbatim() string {
	var b strings.Builder
	b.WriteString(articleHead + s.Channel + articleName)
	end := "}"
	if s.Brand {
		b.WriteString(articleBrand)
		end = " }"
	}
	if s.Language {
		b.WriteString(articleLocale)
		end = " }"
	}
	b.WriteString(articleCheck + s.DoNotSendFieldID + articleLink)
	if len(s.TagFieldIDs) == 0 {
		return b.String() + articleTags + end
	}
	titles := make([]string, len(s.TagFieldIDs))
	for i, id := range s.TagFieldIDs {
		titles[i] = articleTitle + id + `}}"`
	}
	return b.String() + `"tags": [` + strings.Join(titles, ", ") + `]` + end
}

// printed says whether the article prints this combination. It prints each with the channel email and says "Make sure
// to update channels as necessary", so that any channel goes with any of them; several brands together with several
// languages, or either with custom fields, it does not print.
func (s Body) printed(problems *argument.Problems) {
	if strings.ContainsAny(s.Channel, `"\`) {
		problems.Add("channel", "must have no quote and no backslash with verbatim = true: the article's template does not escape")
	}
	if s.Tags == NoTags {
		problems.Add("options.tags", `cannot be "none" with verbatim = true: the article prints no template without tags`)
	}
	var extras []string
	if len(s.TagFieldIDs) > 0 {
		extras = append(extras, "tag_field_ids")
	}
	if s.Brand {
		extras = append(extras, "brand")
	}
	if s.Language {
		extras = append(extras, "language")
	}
	if len(extras) > 1 {
		problems.Add("options.verbatim", "the article prints no template with "+strings.Join(extras, " and ")+
			" together; leave verbatim out, or use one of them")
	}
}

var articleTemplates = compileArticle()

func compileArticle() []*regexp.Regexp {
	id, channel := `[1-9]\d*`, `[^"\\]+`
	head := regexp.QuoteMeta(articleHead) + channel + regexp.QuoteMeta(articleName)
	check := regexp.QuoteMeta(articleCheck) + id + regexp.QuoteMeta(articleLink)
	title := regexp.QuoteMeta(articleTitle) + id + regexp.QuoteMeta(`}}"`)
	tags := regexp.QuoteMeta(articleTags)
	return []*regexp.Regexp{
		regexp.MustCompile(`\A` + head + check + tags + `}\z`),
		regexp.MustCompile(`\A` + head + check + `"tags": \[` + title + `(?:, ` + title + `)*\]}\z`),
		regexp.MustCompile(`\A` + head + regexp.QuoteMeta(articleBrand) + check + tags + ` }\z`),
		regexp.MustCompile(`\A` + head + regexp.QuoteMeta(articleLocale) + check + tags + ` }\z`),
	}
}

// IsVerbatim says whether template is one that the article prints, with its placeholders filled in. White space around
// it, such as the line break at the end of a heredoc, does not matter.
func IsVerbatim(template string) bool {
	template = strings.TrimSpace(template)
	for _, article := range articleTemplates {
		if article.MatchString(template) {
			return true
		}
	}
	return false
}
