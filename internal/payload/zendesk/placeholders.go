package zendesk

import (
	"maps"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// documented are the objects that Zendesk's placeholders start from, with their members.
//
// Source: "Zendesk placeholders reference" (HC-4408886858138) and the placeholders that
// Zendesk's own template editor highlights. Complete are ticket, the people,
// organization and satisfaction, of which the reference has a table each. Of the
// others it shows members by example, and of an account's own objects none.
var documented = map[string]*liquid.Object{
	"ticket":       ticket,
	"current_user": person,
	"agent":        person,
	"satisfaction": {Complete: true, Members: liquid.Values(
		"rating_section", "rating_url", "survey_section", "survey_url", "current_rating", "current_comment",
		"positive_rating_url", "negative_rating_url",
	)},
	"account": {Any: true}, // account.incoming_phone_number_<id>
	"dc":      {Any: true}, // dynamic content
}

var (
	own = &liquid.Object{Any: true}

	organization = &liquid.Object{Complete: true, Members: with(liquid.Values(
		"id", "name", "external_id", "details", "notes", "tags", "is_shared", "is_shared_comments",
	), map[string]*liquid.Object{"custom_fields": own})}

	person = &liquid.Object{Complete: true, Members: with(liquid.Values(
		"id", "name", "first_name", "last_name", "email", "language", "locale", "phone", "external_id", "details", "notes",
		"time_zone", "role", "extended_role", "signature", "tags",
	), map[string]*liquid.Object{"custom_fields": own, "organization": organization})}

	comment = &liquid.Object{Members: with(liquid.Values(
		"id", "value", "created_at", "created_at_with_time", "is_public", "attachments",
	), map[string]*liquid.Object{"author": person})}

	named = &liquid.Object{Members: liquid.Values("id", "name")}

	ticket = &liquid.Object{Complete: true, Own: customField, Members: with(liquid.Values(
		"id", "encoded_id", "external_id", "link", "url", "url_with_protocol", "title", "description", "account", "via", "score",
		"status", "custom_status", "priority", "ticket_type", "ticket_form", "tags",
		"created_at", "created_at_with_time", "created_at_with_timestamp", "updated_at", "updated_at_with_time", "updated_at_with_timestamp",
		"due_date", "due_date_with_time", "due_date_with_timestamp", "in_business_hours", "current_holiday_name",
		"ccs", "cc_names", "email_ccs", "email_cc_names", "followers", "follower_names", "follower_reply_type_message",
		"comments", "public_comments", "comments_formatted", "public_comments_formatted",
		"latest_comment_formatted", "latest_public_comment_formatted", "latest_comment_html", "latest_public_comment_html",
		"latest_comment_rich", "latest_public_comment_rich", "requester_field",
	), map[string]*liquid.Object{
		"requester": person, "assignee": person, "submitter": person, "organization": organization,
		"brand": named, "group": named, "latest_comment": comment, "latest_public_comment": comment, "custom_fields": own,
	})}
)

// with adds members that have members.
func with(members, objects map[string]*liquid.Object) map[string]*liquid.Object {
	maps.Copy(members, objects)
	return members
}
