package kustomer

import (
	"maps"
	"regexp"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// Steps are those of a send workflow that look a conversation up, in their order. Their
// ids are fixed, so that bodies can refer to them.
var Steps = []string{"conversation", "customer", "agent"}

// attributeName is a custom attribute: camelCase, and the type at its end.
var attributeName = regexp.MustCompile(`^[a-z@][A-Za-z0-9@.]*(Str|Txt|Num|At|Bool|Url|Id|Tree)$`)

// documented are the attributes of what the steps find.
//
// Source: the operations that read a conversation, a customer and a user, whose types
// are made from examples, so that none is known to be complete.
var documented = map[string]*liquid.Object{
	"conversation": {Members: with(liquid.Values(
		"id", "customer", "externalId", "name", "status", "subStatus", "priority", "direction", "replyChannel", "channels", "tags",
		"suggestedTags", "assignedUsers", "assignedTeams", "locked", "ended", "deleted", "messageCount", "outboundMessageCount",
		"noteCount", "doneCount", "reopenCount", "satisfaction", "createdAt", "updatedAt", "modifiedAt", "lastActivityAt",
		"lastMessageAt", "lastMessageDirection", "rev", "defaultLang", "brand", "queue", "spam", "createdBy", "modifiedBy",
	), map[string]*liquid.Object{
		"custom": {Any: true}, "firstMessageIn": message, "lastMessageIn": message, "firstMessageOut": message, "lastMessageOut": message,
		"firstDone": {Any: true}, "lastDone": {Any: true}, "firstResponse": {Any: true}, "lastResponse": {Any: true},
		"satisfactionLevel": {Any: true}, "sentiment": {Any: true}, "snooze": {Any: true}, "open": {Any: true},
	})},
	"customer": {Members: with(liquid.Values(
		"id", "name", "firstName", "lastName", "displayName", "externalId", "username", "locale", "timeZone", "gender", "birthdayAt", "tags", "verified",
		"createdAt", "updatedAt", "modifiedAt", "lastActivityAt", "lastSeenAt", "lastCustomerActivityAt", "signedUpAt", "defaultLang", "companyName", "company", "rev",
	), map[string]*liquid.Object{
		"custom": {Any: true}, "emails": addresses("email"), "sharedEmails": addresses("email"), "phones": addresses("phone"),
		"sharedPhones": addresses("phone"), "whatsapps": addresses("phone"), "conversationCounts": {Any: true}, "locations": {Any: true},
		"recentLocation": {Any: true}, "lastConversation": {Any: true}, "satisfactionLevel": {Any: true},
	})},
	"agent": {Members: with(liquid.Values(
		"id", "name", "displayName", "email", "mobile", "userType", "avatarUrl", "createdAt", "updatedAt",
	), map[string]*liquid.Object{"custom": {Any: true}})},
}

var message = &liquid.Object{Members: liquid.Values("id", "channel", "sentAt", "createdAt", "meta")}

// lists are the attributes that hold several values.
var lists = []string{"channels", "tags", "suggestedTags", "assignedUsers", "assignedTeams"}

// listItem is the place of an item in a list.
var listItem = regexp.MustCompile(`^(\d+|length)$`)

// addresses are a list of objects.
func addresses(member string) *liquid.Object {
	return &liquid.Object{Own: listItem, Members: map[string]*liquid.Object{member: nil, "type": nil, "verified": nil}}
}

// with adds members that have members.
func with(members, objects map[string]*liquid.Object) map[string]*liquid.Object {
	maps.Copy(members, objects)
	return members
}

func isList(name string) bool { return slices.Contains(lists, name) }
