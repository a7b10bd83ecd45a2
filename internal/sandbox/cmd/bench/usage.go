package main

import "time"

// usage is what one run of the command line took of the machine. Zeroes are not
// measured.
type usage struct {
	memory   int64         // bytes, of the provider process that took most
	provider time.Duration // CPU time of all provider processes
	cli      time.Duration // CPU time of the command line itself
}
