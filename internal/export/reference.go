package export

import "strings"

// shortest is the length of an id that is recognised inside of other text. Shorter
// numbers mean other things too, such as hours.
const shortest = 5

// references say which ids of exported objects another one may refer to.
type references struct {
	addresses map[string]string // by id
	ranks     map[string]int    // by id, of the kind
	rank      int               // of the object that refers
}

func newReferences() references {
	return references{addresses: map[string]string{}, ranks: map[string]int{}}
}

// add makes an object known. An id without a digit is a word that means other things too;
// one that objects of two kinds have means neither.
func (r references) add(id, address string, rank int) {
	if _, known := r.addresses[id]; known || !strings.ContainsAny(id, "0123456789") {
		address = ""
	}
	r.addresses[id], r.ranks[id] = address, rank
}

// part is a piece of a text: as it is, or the id of what has the address.
type part struct{ text, address string }

// in takes a text apart at the ids of objects of earlier kinds.
func (r references) in(text string) (parts []part) {
	plain := 0
	for at := 0; at < len(text); {
		if !alphanumeric(text[at]) {
			at++
			continue
		}
		end := at
		for end < len(text) && alphanumeric(text[end]) {
			end++
		}
		whole := at == 0 && end == len(text)
		address := r.addresses[text[at:end]]
		if address != "" && r.ranks[text[at:end]] < r.rank && (whole || end-at >= shortest) {
			if at > plain {
				parts = append(parts, part{text: text[plain:at]})
			}
			parts = append(parts, part{address: address})
			plain = end
		}
		at = end
	}
	if plain < len(text) || len(parts) == 0 {
		parts = append(parts, part{text: text[plain:]})
	}
	return parts
}

func alphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
