// Package stellaconnect is what this product asks of Stella Connect itself: one survey,
// for a rehearsal. Help desks send the others.
package stellaconnect
