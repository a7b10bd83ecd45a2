package payload

// A shape is what may stand under a placeholder. The nil one is a value: a text, a
// number, a list.
type shape struct {
	// complete says that the vendor documents every member, so that a name which is
	// close to one of them and is none is a slip.
	complete bool
	// any says that the members are the account's own.
	any     bool
	members map[string]*shape
}

// documented are the objects that Zendesk's placeholders start from, with their members.
//
// Source: "Zendesk placeholders reference" (HC-4408886858138) and the placeholders that
// Zendesk's own template editor highlights. Complete are ticket, the people,
// organization and satisfaction, of which the reference has a table each. Of the
// others it shows members by example, and of an account's own objects none.
var documented = map[string]*shape{
	"ticket":       ticketShape,
	"current_user": personShape,
	"agent":        personShape,
	"satisfaction": {complete: true, members: values(
		"rating_section", "rating_url", "survey_section", "survey_url", "current_rating", "current_comment",
		"positive_rating_url", "negative_rating_url",
	)},
	"account": {any: true}, // account.incoming_phone_number_<id>
	"dc":      {any: true}, // dynamic content
}

var (
	organizationShape = &shape{complete: true, members: with(values(
		"id", "name", "external_id", "details", "notes", "tags", "is_shared", "is_shared_comments",
	), "custom_fields", &shape{any: true})}

	personShape = &shape{complete: true, members: with(values(
		"id", "name", "first_name", "last_name", "email", "language", "locale", "phone", "external_id", "details", "notes",
		"time_zone", "role", "extended_role", "signature", "tags",
	), "custom_fields", &shape{any: true}, "organization", organizationShape)}

	commentShape = &shape{members: with(values(
		"id", "value", "created_at", "created_at_with_time", "is_public", "attachments",
	), "author", personShape)}

	namedShape = &shape{members: values("id", "name")}

	ticketShape = &shape{complete: true, members: with(values(
		"id", "encoded_id", "external_id", "link", "url", "url_with_protocol", "title", "description", "account", "via", "score",
		"status", "custom_status", "priority", "ticket_type", "ticket_form", "tags",
		"created_at", "created_at_with_time", "created_at_with_timestamp", "updated_at", "updated_at_with_time", "updated_at_with_timestamp",
		"due_date", "due_date_with_time", "due_date_with_timestamp", "in_business_hours", "current_holiday_name",
		"ccs", "cc_names", "email_ccs", "email_cc_names", "followers", "follower_names", "follower_reply_type_message",
		"comments", "public_comments", "comments_formatted", "public_comments_formatted",
		"latest_comment_formatted", "latest_public_comment_formatted", "latest_comment_html", "latest_public_comment_html",
		"latest_comment_rich", "latest_public_comment_rich", "requester_field",
	),
		"requester", personShape, "assignee", personShape, "submitter", personShape, "organization", organizationShape,
		"brand", namedShape, "group", namedShape, "latest_comment", commentShape, "latest_public_comment", commentShape,
		"custom_fields", &shape{any: true})}
)

func values(names ...string) map[string]*shape {
	members := make(map[string]*shape, len(names))
	for _, name := range names {
		members[name] = nil
	}
	return members
}

// with adds members that have members; pairs are names and shapes.
func with(members map[string]*shape, pairs ...any) map[string]*shape {
	for i := 0; i < len(pairs); i += 2 {
		members[pairs[i].(string)] = pairs[i+1].(*shape)
	}
	return members
}

// ofEverything are the members that Liquid itself gives to texts and lists.
var ofEverything = []string{"size", "first", "last"}

// member is what stands under a name. Custom fields of the ticket are members of which
// only the account knows whether they exist; a lookup field has members of its own.
func (s *shape) member(name string) (under *shape, exists bool) {
	if s == ticketShape && customField.MatchString(name) {
		return &shape{any: true}, true
	}
	if s == nil {
		return nil, false
	}
	under, exists = s.members[name]
	return under, exists || s.any
}

// near are the documented names within two letters of a name.
func (s *shape) near(name string) (names []string) {
	if s == nil {
		return nil
	}
	for known := range s.members {
		if distance(name, known) <= maxSlip {
			names = append(names, known)
		}
	}
	return names
}

// maxSlip is how many letters a slip may change.
const maxSlip = 2
