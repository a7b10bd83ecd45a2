package zendesk

import (
	"slices"
	"strings"
)

// WithFieldTags returns the effects with a ticket field and its tags taken as
// one thing: tagsOf gives, by the id of a custom field, the tag of a checkbox or
// the values of the options of a drop-down or multiselect.
//
// Setting a field adds the tag of the value that it gets and removes those of
// the others, or may do either where the value is not known; reading a field
// reads its tags. Setting or reading a tag does so to the field that it belongs
// to. Both rules of a comparison need it. Nothing of e is changed.
func (e Effects) WithFieldTags(tagsOf map[string][]string) Effects {
	out := e.clone()
	for id, tags := range tagsOf {
		if len(tags) > 0 {
			field := fieldTags{id: id, tags: lowered(tags)}
			field.addRead(&e, &out)
			field.addSet(&e, &out)
		}
	}
	out.sort()
	return out
}

// WithReads returns the effects of a rule that also reads these custom fields,
// by id, such as those that its payload renders. Nothing of e is changed.
func (e Effects) WithReads(fields ...string) Effects {
	out := e.clone()
	out.ReadsFields = append(out.ReadsFields, fields...)
	out.sort()
	return out
}

type fieldTags struct {
	id   string
	tags []string
}

func (f fieldTags) addRead(e, out *Effects) {
	isRead := contains(e.ReadsFields, f.id)
	if isRead {
		out.ReadsTags = append(out.ReadsTags, f.tags...)
	} else if slices.ContainsFunc(f.tags, in(e.ReadsTags)) {
		out.ReadsFields = append(out.ReadsFields, f.id)
	}
	if len(f.tags) > 1 {
		return
	}
	if contains(e.NeedsUnticked, f.id) {
		out.NeedsAbsent = append(out.NeedsAbsent, f.tags[0])
	}
	if contains(e.NeedsAbsent, f.tags[0]) {
		out.NeedsUnticked = append(out.NeedsUnticked, f.id)
	}
}

func (f fieldTags) addSet(e, out *Effects) {
	var added, removed []string
	if contains(e.SetsFields, f.id) {
		added, removed = f.tagsSet(e.values[f.id])
	}
	for _, tag := range f.tags {
		if contains(e.AddsTags, tag) {
			added = append(added, tag)
		}
		if contains(e.RemovesTags, tag) {
			removed = append(removed, tag)
		}
	}
	if len(added) == 0 && len(removed) == 0 {
		return
	}
	isFirst := func(tag string) bool { return len(added) > 0 && tag == added[0] }
	isOther := func(tag string) bool { return !isFirst(tag) }
	switch { // a field has one value: the other options' tags go
	case slices.ContainsFunc(added, isOther):
		removed = append(removed, f.tags...)
	case len(added) > 0:
		removed = append(removed, slices.DeleteFunc(slices.Clone(f.tags), isFirst)...)
	}
	out.SetsFields = append(out.SetsFields, f.id)
	out.AddsTags = append(out.AddsTags, added...)
	out.RemovesTags = append(out.RemovesTags, removed...)
	f.setValue(out, len(added) > 0, len(removed) > 0)
}

// setValue makes the value comparable, however it was set. Of a field with
// several options the tags say it all, so every value counts as the same.
func (f fieldTags) setValue(out *Effects, added, removed bool) {
	switch {
	case len(f.tags) > 1:
		out.values[f.id] = None
	case added && removed:
		delete(out.values, f.id)
	case added:
		out.values[f.id] = ticked
	default:
		out.values[f.id] = unticked
	}
}

// tagsSet gives the tags that the value adds and removes; all of both if the
// value is none that the field is known to have.
func (f fieldTags) tagsSet(value Value) (added, removed []string) {
	text, known := value.Text()
	text = strings.ToLower(text)
	isOption := slices.Contains(f.tags, text)
	switch isTicked, isUnticked := text == "true", text == "false"; {
	case !known, isOption && (isTicked || isUnticked):
		return f.tags, f.tags
	case isOption:
		return []string{text}, nil
	case isTicked && len(f.tags) == 1:
		return f.tags, nil
	case text == "", isUnticked && len(f.tags) == 1:
		return nil, f.tags
	default:
		return f.tags, f.tags
	}
}

func (e Effects) clone() Effects {
	for _, list := range e.lists() {
		*list = slices.Clone(*list)
	}
	values := make(map[string]Value, len(e.values))
	for id, value := range e.values {
		values[id] = value
	}
	e.values = values
	return e
}

func lowered(tags []string) []string {
	lower := slices.Clone(tags)
	for i, tag := range lower {
		lower[i] = strings.ToLower(tag)
	}
	return lower
}

func in(list []string) func(string) bool {
	return func(text string) bool { return slices.Contains(list, text) }
}
