package promise

// receiverOf is what a team made for its sends to notify.
type receiverOf struct {
	Name     string
	Target   bool `json:",omitempty"` // an HTTP target, else a webhook
	Version  int  `json:",omitempty"` // of its URL
	Careless bool `json:",omitempty"` // without create_before_destroy
}

// receiver is what the sends notify; nil is the webhook that somebody made by hand.
func (s setup) receiver() *receiverOf {
	if len(s.Receivers) == 0 || s.ByHand {
		return nil
	}
	return &s.Receivers[len(s.Receivers)-1]
}

func (s setup) hasReceiver(name string) bool {
	for _, each := range s.Receivers {
		if each.Name == name {
			return true
		}
	}
	return false
}

// careless reports whether a team had a receiver of a name without
// create_before_destroy at any time: which one its state remembers depends on how far
// the applies came.
func (h history) careless(team int, name string) bool {
	for _, config := range h.configured(team) {
		for _, each := range config.Receivers {
			if each.Name == name && each.Careless {
				return true
			}
		}
	}
	return false
}

// receiversHold expects, after a run that succeeded, that the active sends of a team
// notify something that is there. The caller holds the account.
func (s *simulation) receiversHold(number int) {
	for _, title := range s.account.deaf(number) {
		s.violated("after an apply that succeeded a send has no receiver: %q", title)
	}
}

// sentTag is how every sent_tag begins.
const sentTag = "surveyed_"

// receiverNamed is the last receiver of a name that a team configured.
func (h history) receiverNamed(team int, name string) (found receiverOf) {
	for _, config := range h.configured(team) {
		for _, each := range config.Receivers {
			if each.Name == name {
				found = each
			}
		}
	}
	return found
}
