package survey

import "sync"

// Native is what a help desk asks customers by itself, without a survey backend.
type Native struct {
	// Product and Account name the help desk for people.
	Product, Account string
	// IDs and Names are of what sends it. Names are for people: `the trigger "Rate us" (25)`.
	IDs, Names []string
	// ByHand are those of the names that no resource deactivates.
	ByHand []string
	// Resource is the address of a resource that deactivates it, its type and a name.
	// Arguments are its arguments, a line each, in HCL.
	Resource  [2]string
	Arguments []string
}

// NativePlan is what the resources of one run make of a help desk's own survey on a channel,
// or on all, where it knows none. The zero value is ready. It is safe for concurrent use.
type NativePlan struct {
	mu      sync.Mutex
	managed bool    // a resource is planned to be kept
	enabled *bool   // as planned last
	ending  *Native // what the planned end of a resource restores, unless something else sends then
	begins  bool    // something is planned to begin to send
	told    bool    // somebody has been told of both
}

// Keep notes that the plan of a resource leaves the survey enabled or not.
func (n *NativePlan) Keep(enabled bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.managed, n.enabled = true, &enabled
}

// Restore notes that the end of a resource enables the survey, unless another resource is
// planned for it.
func (n *NativePlan) Restore() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if enabled := true; !n.managed {
		n.enabled = &enabled
	}
}

// End notes that the end of a resource enables the survey unless something else sends at
// that moment. It reports whether that is to be told: this run makes something begin to
// send, and no other resource is planned for the survey.
func (n *NativePlan) End(restored Native) (told bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ending = &restored
	return n.mayReturn()
}

// Begin notes that this run makes, or activates, what sends surveys. It gives the help
// desk's own survey that the end of a resource may restore beside it, if that is to be told.
func (n *NativePlan) Begin() (restored Native, told bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.begins = true
	if !n.mayReturn() {
		return Native{}, false
	}
	return *n.ending, true
}

// Planned is whether the survey is enabled once what is planned so far is applied. It is
// not planned where no resource is about it.
func (n *NativePlan) Planned() (enabled, planned bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.enabled == nil {
		return false, false
	}
	return *n.enabled, true
}

// mayReturn is true once, for whoever is planned later. The caller holds the lock.
func (n *NativePlan) mayReturn() bool {
	first := n.begins && n.ending != nil && !n.managed && !n.told
	n.told = n.told || first
	return first
}
