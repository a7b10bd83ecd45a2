package zendesk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Channel is where a ticket came from: one of the names below, or the decimal
// number that Zendesk gives any other channel.
type Channel string

// channelIDs gives each named channel Zendesk's via id. Source: Zendesk's "via
// types" reference; numbers above 57 follow the id-ordered list of names.
var channelIDs = map[Channel]int{
	"web_form": 0, "email": 4, "web_service": 5, "get_satisfaction": 16, "twitter_favorite": 23,
	"twitter_dm": 26, "closed_ticket": 27, "chat": 29, "twitter": 30, "ticket_sharing": 31,
	"voicemail": 33, "phone_call_inbound": 34, "phone_call_outbound": 35, "facebook_post": 38,
	"facebook_message": 41, "api_voicemail": 44, "api_phone_call_inbound": 45,
	"api_phone_call_outbound": 46, "web_widget": 48, "mobile_sdk": 49, "help_center": 50,
	"any_channel": 55, "mobile": 56, "sms": 57, "line": 72, "wechat": 73, "whatsapp": 74,
	"native_messaging": 75, "telegram": 79, "instagram_dm": 86,
}

// channelSets are the channels that the vendors' articles group under one
// word, in the article's order. Source: Stella Connect, "Zendesk Integration".
var channelSets = map[string][]Channel{
	"chat":  {"chat"},
	"email": {"web_form", "email", "web_widget"},
	"phone": {"phone_call_inbound", "phone_call_outbound", "voicemail"},
}

// ChannelNames lists every named channel, ordered by via id.
func ChannelNames() []string {
	channels := make([]Channel, 0, len(channelIDs))
	for channel := range channelIDs {
		channels = append(channels, channel)
	}
	slices.SortFunc(channels, func(a, b Channel) int { return cmp.Compare(channelIDs[a], channelIDs[b]) })
	names := make([]string, 0, len(channels))
	for _, channel := range channels {
		names = append(names, string(channel))
	}
	return names
}

// ChannelSetNames lists the channel sets in alphabetical order.
func ChannelSetNames() []string {
	names := make([]string, 0, len(channelSets))
	for name := range channelSets {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ChannelSet returns the channels of a set and whether there is such a set.
func ChannelSet(name string) ([]Channel, bool) {
	channels, found := channelSets[name]
	return channels, found
}

// ViaID returns Zendesk's number for the channel as the string that a
// condition carries. It is an error when the name is neither known nor a whole
// decimal number without sign or leading zero, or when the number belongs to a
// named channel: one channel has one spelling, so that plans stay quiet.
func (c Channel) ViaID() (string, error) {
	if id, found := channelIDs[c]; found {
		return strconv.Itoa(id), nil
	}
	id, err := strconv.Atoi(string(c))
	if err != nil || id < 0 || strconv.Itoa(id) != string(c) {
		return "", fmt.Errorf("%q is not a channel: use one of %s, or the decimal via id of any other channel", string(c), strings.Join(ChannelNames(), ", "))
	}
	if named := ChannelOf(string(c)); named != c {
		return "", fmt.Errorf("via id %s is the channel %q: use that name", string(c), string(named))
	}
	return string(c), nil
}

// ChannelOf returns the channel with the given via id: its name if it has one,
// else the id itself.
func ChannelOf(viaID string) Channel {
	for channel, id := range channelIDs {
		if strconv.Itoa(id) == viaID {
			return channel
		}
	}
	return Channel(viaID)
}

// UniteChannels returns the via ids of a channel set (none when set is empty)
// followed by those of further channels that are not in it, ordered by number.
func UniteChannels(set string, more []Channel) ([]string, error) {
	channels, found := channelSets[set]
	if set != "" && !found {
		return nil, fmt.Errorf("%q is not a channel set: use one of %s, or list single channels in \"channels\"", set, strings.Join(ChannelSetNames(), ", "))
	}
	ids := make([]string, 0, len(channels)+len(more))
	for _, channel := range channels {
		ids = append(ids, strconv.Itoa(channelIDs[channel]))
	}
	var further []string
	for _, channel := range more {
		id, err := channel.ViaID()
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) && !slices.Contains(further, id) {
			further = append(further, id)
		}
	}
	slices.SortFunc(further, CompareIDs)
	return append(ids, further...), nil
}
