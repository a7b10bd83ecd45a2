package survey

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
