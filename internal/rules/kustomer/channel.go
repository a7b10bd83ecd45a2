package kustomer

// SurveyChannels are those on which Kustomer documents surveys of its own. An account
// may have others.
//
// https://developer.kustomer.com/api/settings-and-configurations
var SurveyChannels = []string{
	"email", "chat", "voice", "sms", "whatsapp", "facebook", "instagram", "instagram-comment", "twitter-dm", "twitter-tweet", "form",
}
