package decision

// truth is what is known of a statement. The order of the values makes "and" the least and "or" the greatest.
type truth int8

const (
	no truth = iota
	maybe
	yes
)

func sure(known bool) truth {
	if known {
		return yes
	}
	return no
}

func (t truth) not() truth { return yes - t }

func (t truth) unless(negated bool) truth {
	if negated {
		return t.not()
	}
	return t
}

// or is what is known of a statement that holds in one of two worlds as t says, and in the other as u says.
func (t truth) or(u truth) truth {
	if t != u {
		return maybe
	}
	return t
}
