package zendesk

import "strconv"

// channel is one way a ticket comes in: its via id in rules, its name in the ticket API, and its title in the screens.
type channel struct {
	id    int
	name  string
	title string
}

// channels are Zendesk's via types. Name is the word of the via types page; where the ticket API has its own word for a
// channel, apiNames has it.
var channels = []channel{
	{0, "web_form", "Web form"},
	{4, "mail", "Email"},
	{5, "web_service", "Web service (API)"},
	{8, "rule", "Rule"},
	{16, "get_satisfaction", "Get Satisfaction"},
	{17, "dropbox", "Feedback Tab"},
	{23, "twitter_favorite", "X Corp Like"},
	{24, "topic", "Forum topic"},
	{26, "twitter_dm", "X Corp DM"},
	{27, "closed_ticket", "Closed ticket"},
	{29, "chat", "Chat"},
	{30, "twitter", "X Corp"},
	{31, "ticket_sharing", "Ticket sharing"},
	{33, "voicemail", "Voicemail"},
	{34, "phone_call_inbound", "Phone call (incoming)"},
	{35, "phone_call_outbound", "Phone call (outgoing)"},
	{38, "facebook_post", "Facebook Post"},
	{41, "facebook_message", "Facebook Private Message"},
	{44, "api_voicemail", "CTI voicemail"},
	{45, "api_phone_call_inbound", "CTI phone call (incoming)"},
	{46, "api_phone_call_outbound", "CTI phone call (outgoing)"},
	{48, "web_widget", "Web Widget (Classic)"},
	{49, "mobile_sdk", "Mobile SDK"},
	{50, "helpcenter", "Help Center post"},
	{55, "any_channel", "Channel framework"},
	{56, "mobile", "Mobile"},
	{57, "sms", "Text"},
	{69, "side_conversation", "Side conversation"},
	{72, "line", "LINE"},
	{73, "wechat", "WeChat"},
	{74, "whatsapp", "WhatsApp"},
	{75, "native_messaging", "Messaging"},
	{79, "telegram", "Telegram"},
	{81, "viber", "Viber"},
	{83, "apple_business_chat", "Apple Messages for Business"},
	{86, "instagram_dm", "Instagram Direct"},
}

// apiNames are the words that the ticket API uses in via.channel where they differ from the via types page.
var apiNames = map[int]string{0: "web", 4: "email", 5: "api", 33: "voice", 34: "voice", 35: "voice", 50: "help_center"}

const (
	viaWebForm      = 0
	viaMail         = 4
	viaWebService   = 5
	viaClosedTicket = 27
	viaRule         = 8
)

func viaName(id int) string {
	if name := apiNames[id]; name != "" {
		return name
	}
	for _, c := range channels {
		if c.id == id {
			return c.name
		}
	}
	return strconv.Itoa(id)
}

// viaTitle is what {{ticket.via}} renders. The documentation says "Web form" and "Mail"; the screens say "Email".
func viaTitle(id int) string {
	if id == viaMail {
		return "Mail"
	}
	for _, c := range channels {
		if c.id == id {
			return c.title
		}
	}
	return strconv.Itoa(id)
}

// viaNamed reads a channel given by either of its names or by its number.
func viaNamed(name string) (id int, ok bool) {
	if number, err := strconv.Atoi(name); err == nil {
		return number, true
	}
	for _, c := range channels {
		if c.name == name {
			return c.id, true
		}
	}
	for id, known := range map[string]int{"web": 0, "email": 4, "api": 5, "help_center": 50} {
		if id == name {
			return known, true
		}
	}
	return 0, false
}
