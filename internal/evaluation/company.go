package evaluation

// company is what this process knows of others who created triggers of the same account
// since it first looked. The reconciler's mutex guards it.
type company struct {
	before  map[string]bool // the ids of the triggers in the first list that a batch read
	own     map[string]bool // the titles of the triggers that this process creates
	present bool
}

// Creating announces that this process creates a trigger of a title. Another one that
// appears was created by somebody else.
func (r *Reconciler) Creating(title string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.company.own[title] = true
}

// accompanied reports whether somebody else has created triggers since this process read
// them first: probably another workspace that applies now, and may be about to write
// positions from an older list.
func (r *Reconciler) accompanied(s *Snapshot) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &r.company
	if c.before == nil {
		c.before = make(map[string]bool, len(s.Triggers))
		for _, t := range s.Triggers {
			c.before[t.ID] = true
		}
	}
	for i := 0; i < len(s.Triggers) && !c.present; i++ {
		t := s.Triggers[i]
		c.present = !c.before[t.ID] && !c.own[t.Title]
	}
	return c.present
}
