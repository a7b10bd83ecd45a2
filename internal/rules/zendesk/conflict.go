package zendesk

import (
	"slices"
	"strings"
)

// SetsWhatReads reports whether e sets a tag or a custom field that y reads.
func (e *Effects) SetsWhatReads(y *Effects) bool {
	return e.setsTagThat(y) || intersect(e.SetsFields, y.ReadsFields)
}

// SetsOtherThat reports whether e sets what y reads of the ticket's other data.
func (e *Effects) SetsOtherThat(y *Effects) bool { return intersect(e.SetsOther, y.ReadsOther) }

// OtherThat is what e sets of the ticket's other data that y reads, named like the
// conditions.
func (e *Effects) OtherThat(y *Effects) []string {
	return slices.DeleteFunc(slices.Clone(e.SetsOther), func(data string) bool { return !contains(y.ReadsOther, data) })
}

// Undoes reports whether e removes a tag that y adds.
func (e *Effects) Undoes(y *Effects) bool {
	switch {
	case y.AddsAnyTag && (e.SetsAllTags || len(e.RemovesTags) > 0):
		return true
	case e.SetsAllTags && !e.addsAll(y.AddsTags):
		return true
	default:
		return intersect(e.RemovesTags, y.AddsTags)
	}
}

// Clears reports whether one of the marks is surely gone after e, or may be where
// e replaces all tags.
func (e *Effects) Clears(marks Marks) bool {
	tags := func(tag string) bool {
		tag = strings.ToLower(tag)
		return contains(e.RemovesTags, tag) || e.SetsAllTags && !contains(e.AddsTags, tag)
	}
	checkboxes := func(id string) bool {
		value, known := e.values[id]
		return known && (value.Equal(unticked) || value.Equal(Text("")))
	}
	return slices.ContainsFunc(marks.Tags, tags) || slices.ContainsFunc(marks.Checkboxes, checkboxes)
}

// Conflicts reports whether the order of the two rules matters for tags or
// custom fields: one sets what the other reads, one adds a tag that the other
// removes, or both set a field, and not to the same value.
func (e *Effects) Conflicts(y *Effects) bool {
	return e.SetsWhatReads(y) || y.SetsWhatReads(e) || e.Undoes(y) || y.Undoes(e) || e.overwrites(y)
}

// Interchangeable reports whether two rules have the same actions on tags and
// custom fields and conflict only in marks that both leave and both need absent:
// whichever runs first, the ticket gets the same marks and the other does not
// run.
func (e *Effects) Interchangeable(y *Effects) bool {
	guardTag := func(tag string) bool {
		return contains(e.AddsTags, tag) && contains(e.NeedsAbsent, tag) && contains(y.NeedsAbsent, tag)
	}
	guardField := func(id string) bool {
		return e.values[id].Equal(ticked) && contains(e.NeedsUnticked, id) && contains(y.NeedsUnticked, id)
	}
	if !e.setsTheSame(y) || !slices.ContainsFunc(e.AddsTags, guardTag) && !slices.ContainsFunc(e.SetsFields, guardField) {
		return false
	}
	unguarded := func(rule *Effects) *Effects {
		reader := *rule
		reader.ReadsTags = slices.DeleteFunc(slices.Clone(reader.ReadsTags), guardTag)
		reader.ReadsFields = slices.DeleteFunc(slices.Clone(reader.ReadsFields), guardField)
		return &reader
	}
	return !unguarded(e).Conflicts(unguarded(y))
}

var ticked, unticked = Text("true"), Text("false")

func (e *Effects) setsTheSame(y *Effects) bool {
	return e.SetsAllTags == y.SetsAllTags && e.AddsAnyTag == y.AddsAnyTag &&
		slices.Equal(e.AddsTags, y.AddsTags) && slices.Equal(e.RemovesTags, y.RemovesTags) && slices.Equal(e.SetsFields, y.SetsFields)
}

func (e *Effects) setsTagThat(y *Effects) bool {
	switch {
	case y.ReadsAllTags:
		return e.SetsAllTags || e.AddsAnyTag || len(e.AddsTags) > 0 || len(e.RemovesTags) > 0
	case e.SetsAllTags || e.AddsAnyTag:
		return len(y.ReadsTags) > 0
	default:
		return intersect(e.AddsTags, y.ReadsTags) || intersect(e.RemovesTags, y.ReadsTags)
	}
}

func (e *Effects) addsAll(tags []string) bool {
	for _, tag := range tags {
		if !contains(e.AddsTags, tag) {
			return false
		}
	}
	return true
}

// overwrites reports whether both set a field, and not surely to the same value.
func (e *Effects) overwrites(y *Effects) bool {
	for _, id := range e.SetsFields {
		if !contains(y.SetsFields, id) {
			continue
		}
		mine, known := e.values[id]
		if other, alsoKnown := y.values[id]; !known || !alsoKnown || !mine.Equal(other) {
			return true
		}
	}
	return false
}

// intersect walks two sorted lists at once; the lists of a rule are short.
func intersect(a, b []string) bool {
	for len(a) > 0 && len(b) > 0 {
		switch order := strings.Compare(a[0], b[0]); {
		case order == 0:
			return true
		case order < 0:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

func contains(sorted []string, text string) bool {
	_, found := slices.BinarySearch(sorted, text)
	return found
}
