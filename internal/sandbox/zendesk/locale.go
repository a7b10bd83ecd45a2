package zendesk

import (
	"net/http"
	"strings"
)

const defaultLocale = "en-US"

// locale is a language of the account. Status is how it says the six statuses; nil says them in English.
type locale struct {
	id     int64
	code   string
	name   string
	status map[string]string
}

// locales are the languages that the account has switched on. The ids are Zendesk's.
var locales = []locale{
	{1, "en-US", "English (United States)", map[string]string{"new": "New", "open": "Open", "pending": "Pending", "hold": "On-hold", "solved": "Solved", "closed": "Closed"}},
	{2, "es", "Español", map[string]string{"new": "Nuevo", "open": "Abierto", "pending": "Pendiente", "hold": "En espera", "solved": "Resuelto", "closed": "Cerrado"}},
	{8, "de", "Deutsch", map[string]string{"new": "Neu", "open": "Offen", "pending": "Wartend", "hold": "Angehalten", "solved": "Gelöst", "closed": "Geschlossen"}},
	{16, "fr", "Français", map[string]string{"new": "Nouveau", "open": "Ouvert", "pending": "En attente", "hold": "En pause", "solved": "Résolu", "closed": "Clos"}},
	{19, "pt-BR", "Português (Brasil)", map[string]string{"new": "Novo", "open": "Aberto", "pending": "Pendente", "hold": "Em espera", "solved": "Resolvido", "closed": "Fechado"}},
	{22, "it", "Italiano", nil},
	{67, "ja", "日本語", map[string]string{"new": "新規", "open": "オープン", "pending": "保留中", "hold": "待機中", "solved": "解決済み", "closed": "終了"}},
	{1005, "nl", "Nederlands", nil},
}

func localeOf(id int64) string {
	for _, l := range locales {
		if l.id == id {
			return l.code
		}
	}
	return defaultLocale
}

func localeID(code string) int64 {
	for _, l := range locales {
		if strings.EqualFold(l.code, code) {
			return l.id
		}
	}
	return locales[0].id
}

func localeNamed(code string) locale {
	for _, l := range locales {
		if strings.EqualFold(l.code, code) {
			return l
		}
	}
	return locales[0]
}

// statusWord is a status as a placeholder renders it: a word of the requester's language.
func statusWord(status, code string) string {
	if word := localeNamed(code).status[status]; word != "" {
		return word
	}
	return locales[0].status[status]
}

func (c *call) renderLocale(l locale) object {
	return object{
		"id": l.id, "url": c.link("/locales/" + l.code + ".json"), "locale": l.code, "name": l.name, "native_name": l.name,
		"presentation_name": l.name, "rtl": false, "default": l.code == defaultLocale,
		"created_at": stamp(c.seededAt()), "updated_at": stamp(c.seededAt()),
	}
}

func (c *call) listLocales() *reply {
	all := []object{}
	for _, l := range locales {
		all = append(all, c.renderLocale(l))
	}
	return answer(http.StatusOK, object{"locales": all, "count": len(all), "next_page": nil, "previous_page": nil})
}

// showCurrentLocale gives the language of whoever asks.
func (c *call) showCurrentLocale() *reply {
	return answer(http.StatusOK, object{"locale": c.renderLocale(localeNamed(c.actor.Locale))})
}

// showLocale finds a language by its id or its code.
func (c *call) showLocale() *reply {
	for _, l := range locales {
		if wanted := c.request.PathValue("id"); strings.EqualFold(wanted, l.code) || wanted == idText(l.id) {
			return answer(http.StatusOK, object{"locale": c.renderLocale(l)})
		}
	}
	return notFound()
}
