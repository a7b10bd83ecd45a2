package zendesk

import (
	"net/http"
	"slices"
	"strings"
)

// listFields gives all fields in position order, or pages; pages by cursor come in the order of ids.
func (c *call) listFields() *reply {
	fields := c.fieldsInOrder()
	if c.usesCursor() {
		fields = byID(c.fields)
	}
	var entries list
	for _, f := range fields {
		item := c.renderField(f)
		if c.query("creator") == "true" {
			item["creator_user_id"], item["creator_app_name"] = -1, nil
		}
		entries.Add(idText(f.ID), item)
	}
	return c.everything("ticket_fields", entries)
}

func (c *call) countFields() *reply {
	return c.count(len(c.fields))
}

func (c *call) showFields() *reply {
	found := []object{}
	for _, id := range c.ids() {
		if f := c.fields[id]; f != nil {
			found = append(found, c.renderField(f))
		}
	}
	return answer(http.StatusOK, object{"ticket_fields": found, "count": len(found), "next_page": nil, "previous_page": nil})
}

func (c *call) showField() *reply {
	if f := c.fields[c.id()]; f != nil {
		return answer(http.StatusOK, object{"ticket_field": c.renderField(f)})
	}
	return notFound()
}

func (c *call) postField() *reply {
	sent, bad := c.envelope("ticket_field")
	if bad != nil {
		return bad
	}
	last := 0
	for _, f := range c.fields {
		last = max(last, f.Position)
	}
	made, bad := c.draftField(ticketField{Active: true, Removable: true, Position: last + 1, Created: c.now()}, sent)
	if bad != nil {
		return bad
	}
	made.ID = c.newRuleID()
	c.fields[made.ID] = made
	one := answer(http.StatusCreated, object{"ticket_field": c.renderField(made)})
	one.Header = http.Header{"Location": {c.link("/ticket_fields/" + idText(made.ID) + ".json")}}
	return one
}

func (c *call) putField() *reply {
	f := c.fields[c.id()]
	if f == nil {
		return notFound()
	}
	sent, bad := c.envelope("ticket_field")
	if bad != nil {
		return bad
	}
	draft, bad := c.draftField(*f, sent)
	if bad != nil {
		return bad
	}
	for _, before := range f.Options {
		if !slices.ContainsFunc(draft.Options, func(o fieldOption) bool { return o.ID == before.ID && o.Value == before.Value }) {
			c.forgetOption(f, before.Value)
		}
	}
	*f = *draft
	return answer(http.StatusOK, object{"ticket_field": c.renderField(f)})
}

func (c *call) deleteField() *reply {
	f := c.fields[c.id()]
	if f == nil {
		return notFound()
	}
	if !f.isCustom() {
		return forbiddenSystemField(f)
	}
	if !usedFieldCanGo && c.fieldIsUsed(f) {
		return invalid(detail{"base", "The field is used by a trigger", "InUse"})
	}
	for _, t := range c.tickets {
		delete(t.Fields, f.ID)
	}
	delete(c.fields, f.ID)
	return noContent()
}

func forbiddenSystemField(f *ticketField) *reply {
	return invalid(detail{"base", f.Title + ": a system field cannot be deleted", "InvalidValue"})
}

func (a *account) fieldIsUsed(f *ticketField) bool {
	name := "custom_fields_" + idText(f.ID)
	for _, t := range a.rules() {
		if slices.ContainsFunc(slices.Concat(t.All, t.Any), func(c condition) bool { return c.Field == name }) {
			return true
		}
	}
	return false
}

// forgetOption takes an option's value off every ticket, as omitting it from an update does.
func (a *account) forgetOption(f *ticketField, value string) {
	for _, t := range a.tickets {
		a.changeTags(t, without(t.Tags, []string{value}))
	}
}

// reorderFields serves PUT /ticket_fields/reorder; the list may be partial, the answer is empty.
func (c *call) reorderFields() *reply {
	sent, bad := c.plain()
	if bad != nil {
		return bad
	}
	var order []int64
	for _, f := range c.fieldsInOrder() {
		order = append(order, f.ID)
	}
	var moved []slot[int64]
	for at, text := range sent.Texts("ticket_field_ids") {
		id := idOf(text)
		if c.fields[id] == nil {
			return notFound()
		}
		moved = append(moved, slot[int64]{id, at + 1})
	}
	for at, id := range placed(order, moved) {
		c.fields[id].Position = at + 1
	}
	return answer(http.StatusOK, nil)
}

func (c *call) fieldWithOptions() *ticketField {
	if f := c.fields[c.id()]; f != nil && f.hasOptions() {
		return f
	}
	return nil
}

func (c *call) listOptions() *reply {
	f := c.fieldWithOptions()
	if f == nil {
		return notFound()
	}
	var entries list
	for _, o := range f.Options {
		entries.Add(idText(o.ID), renderOption(o))
	}
	return c.list("custom_field_options", entries)
}

func (c *call) optionAsked() (*ticketField, int) {
	f := c.fieldWithOptions()
	if f == nil {
		return nil, -1
	}
	id := idOf(c.request.PathValue("option"))
	return f, slices.IndexFunc(f.Options, func(o fieldOption) bool { return o.ID == id })
}

func (c *call) showOption() *reply {
	f, at := c.optionAsked()
	if at < 0 {
		return notFound()
	}
	return answer(http.StatusOK, object{"custom_field_option": renderOption(f.Options[at])})
}

// postOption makes an option (201) or, with an id, changes one (200).
func (c *call) postOption() *reply {
	f := c.fieldWithOptions()
	if f == nil {
		return notFound()
	}
	sent, bad := c.envelope("custom_field_option")
	if bad != nil {
		return bad
	}
	at := slices.IndexFunc(f.Options, func(o fieldOption) bool { return sent.Sent("id") && o.ID == sent.Number("id") })
	switch {
	case at >= 0:
		return c.changeOption(f, at, sent)
	case sent.Sent("id"):
		return notFound()
	}
	made := fieldOption{}
	if bad := c.draftOption(&made, sent, f.Options); bad != nil {
		return bad
	}
	made.ID, f.Updated = c.newID(), c.now()
	f.Options = append(f.Options, made)
	return answer(http.StatusCreated, object{"custom_field_option": renderOption(made)})
}

func (c *call) changeOption(f *ticketField, at int, sent members) *reply {
	wish := f.Options[at]
	if bad := c.draftOption(&wish, sent, slices.Delete(slices.Clone(f.Options), at, at+1)); bad != nil {
		return bad
	}
	if f.Options[at].Value != wish.Value {
		c.forgetOption(f, f.Options[at].Value)
	}
	f.Options[at], f.Updated = wish, c.now()
	return answer(http.StatusOK, object{"custom_field_option": renderOption(wish)})
}

func (c *call) draftOption(wish *fieldOption, sent members, beside []fieldOption) *reply {
	if sent.Has("name") {
		wish.Name = sent.Text("name")
	}
	if sent.Has("value") {
		wish.Value = strings.ToLower(sent.Text("value"))
	}
	found := &problems{}
	c.checkOption(*wish, beside, found)
	return found.reply()
}

func (c *call) deleteOption() *reply {
	f, at := c.optionAsked()
	if at < 0 {
		return notFound()
	}
	c.forgetOption(f, f.Options[at].Value)
	f.Options = slices.Delete(slices.Clone(f.Options), at, at+1)
	return noContent()
}
