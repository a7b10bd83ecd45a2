package zendesk

import (
	"slices"
	"strings"
)

// Contradicts reports whether surely no ticket update meets all of the conditions at
// once.
func Contradicts(all []Condition) bool { return contradict(all) }

// contradict reports whether surely not all conditions hold at once.
func contradict(conditions []Condition) bool { return entails(conditions, nil) }

// entails reports whether at any moment at which all given conditions hold, at
// least one of the goal surely holds. No goal ever holds if there is none. Each
// field is looked at alone; Zendesk's fields that depend on each other (a status
// and its custom statuses) are not related.
func entails(given, goal []Condition) bool {
	return slices.ContainsFunc(fieldsOf(given, goal), func(field string) bool {
		elsewhere := func(c Condition) bool { return c.Field != field }
		return entailsOn(field, slices.DeleteFunc(slices.Clone(given), elsewhere), slices.DeleteFunc(slices.Clone(goal), elsewhere))
	})
}

// entailsOn is entails for conditions on one field.
func entailsOn(field string, given, goal []Condition) bool {
	for i, condition := range given {
		if slices.ContainsFunc(goal, condition.Equal) || slices.ContainsFunc(given[i+1:], condition.negates) {
			return true
		}
	}
	return wordsEntail(given, goal) || isSingle(field) && stateEntails(field, given, goal)
}

func fieldsOf(lists ...[]Condition) []string {
	var fields []string
	for _, list := range lists {
		for _, condition := range list {
			if !slices.Contains(fields, condition.Field) {
				fields = append(fields, condition.Field)
			}
		}
	}
	return fields
}

// wordsEntail is entails for fields that may hold several words, such as the
// tags: "includes" asks for at least one of its words, "not_includes" for none.
// Conditions with other operators are not looked at.
func wordsEntail(given, goal []Condition) bool {
	var absent, wanted []string // of given, of goal
	for _, condition := range given {
		if list, known := wordsOf(condition); known && condition.Operator == "not_includes" {
			absent = append(absent, list...)
		}
	}
	for _, condition := range goal {
		if list, known := wordsOf(condition); known && condition.Operator == "includes" {
			wanted = append(wanted, list...)
		}
	}
	oneOf := slices.Concat(absent, wanted)
	isElsewhere := func(word string) bool { return !slices.Contains(oneOf, word) }
	leads := func(operator string) func(Condition) bool {
		return func(condition Condition) bool {
			list, known := wordsOf(condition)
			return known && condition.Operator == operator && !slices.ContainsFunc(list, isElsewhere)
		}
	}
	return slices.ContainsFunc(given, leads("includes")) || slices.ContainsFunc(goal, leads("not_includes"))
}

// wordsOf lists the words of a condition about words. A text of several words is
// split only where Zendesk's reference says that it does so.
func wordsOf(condition Condition) (list []string, known bool) {
	if condition.Operator != "includes" && condition.Operator != "not_includes" {
		return nil, false
	}
	switch list, listed := condition.Value.Texts(); {
	case condition.Field == FieldTags:
		list = tagsIn(condition.Value)
		return list, len(list) > 0
	case listed:
		return list, len(list) > 0
	}
	text, single := condition.Value.Text()
	if strings.HasSuffix(condition.Field, "_includes_word") {
		list = strings.Fields(strings.ToLower(text))
	} else if !strings.Contains(text, " ") {
		list = []string{text}
	}
	return list, single && len(list) > 0 && text != ""
}
